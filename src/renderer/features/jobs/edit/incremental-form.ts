import { type Incremental, incrementalProblems } from '../../../../shared/contract/materialization.ts';
import { isSpan, spanRule } from '../../../../shared/domain/duration.ts';
import { parseName } from '../../../../shared/domain/relation.ts';

/** What is new and what is done with it, as it is being edited. */
export interface IncrementalForm {
  strategy: Incremental['strategy'];
  /** Names parted by commas. */
  uniqueKey: string;
  watermark: string;
  lookBack: string;
  onSchemaChange: NonNullable<Incremental['on_schema_change']>;
}

export const newestByKey: IncrementalForm = {
  strategy: 'merge',
  uniqueKey: '',
  watermark: '',
  lookBack: '',
  onSchemaChange: 'fail',
};

export function incrementalFormOf({
  strategy,
  unique_key,
  watermark,
  look_back,
  on_schema_change,
}: Incremental): IncrementalForm {
  return {
    strategy,
    uniqueKey: unique_key?.join(', ') ?? '',
    watermark: watermark ?? '',
    lookBack: look_back ?? '',
    onSchemaChange: on_schema_change ?? 'fail',
  };
}

/** What the form says. What a strategy has no use for is left out, and kept in the form for another. */
export function incrementalOf(
  form: IncrementalForm,
): Pick<Incremental, 'strategy' | 'unique_key' | 'watermark' | 'look_back' | 'on_schema_change'> {
  const { strategy, onSchemaChange } = form;
  const key = namesIn(form.uniqueKey);
  const [watermark, lookBack] = [form.watermark.trim(), form.lookBack.trim()];
  const appends = strategy === 'append';
  return {
    strategy,
    ...(key.length > 0 && !appends ? { unique_key: key } : {}),
    ...(watermark === '' ? {} : { watermark }),
    ...(lookBack === '' || appends ? {} : { look_back: lookBack }),
    ...(onSchemaChange === 'fail' ? {} : { on_schema_change: onSchemaChange }),
  };
}

/** Names parted by commas, of which one in double quotes may hold a comma. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/(?:"(?:[^"]|"")*"|[^,"])+/g)]
    .map(([name]) => name.trim())
    .filter(name => name !== '');
}

const fields = { unique_key: 'uniqueKey', watermark: 'watermark', look_back: 'lookBack' } as const;

/** What is still to be filled in, and what cannot be as it is written, by field. */
export function addIncrementalProblems(
  form: IncrementalForm,
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  const value: Incremental = { type: 'incremental', ...incrementalOf(form) };
  for (const [path, message] of incrementalProblems(value)) {
    if (path in fields) missing[fields[path as keyof typeof fields]] = sentence(message);
  }
  const isName = (text: string) => parseName(text) !== null;
  const notOne = (value.unique_key ?? []).find(name => !isName(name));
  if (notOne !== undefined) wrong.uniqueKey = `“${notOne}” is not one name`;
  if (value.watermark !== undefined && !isName(value.watermark)) wrong.watermark = 'Not one name';
  if (value.look_back !== undefined && !isSpan(value.look_back)) wrong.lookBack = `It is ${spanRule}`;
}

/** "is missing: …" as what stands by a field. */
function sentence(message: string): string {
  const text = message.replace(/^is missing: /, 'Missing: ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
