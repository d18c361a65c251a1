import {
  earliestBegin,
  type Incremental,
  incrementalProblems,
} from '../../../../shared/contract/materialization.ts';
import { isSpan, spanRule } from '../../../../shared/domain/duration.ts';
import type { IntervalName } from '../../../../shared/domain/intervals.ts';
import { parseName } from '../../../../shared/domain/relation.ts';

/** What is new and what is done with it, as it is being edited. */
export interface IncrementalForm {
  strategy: Incremental['strategy'];
  /** Names parted by commas. */
  uniqueKey: string;
  watermark: string;
  lookBack: string;
  /** Empty: from the highest watermark on. */
  interval: IntervalName | '';
  /** `2024-01-31`, as a field for dates has it. */
  begin: string;
  /** Empty: that of the first schedule. */
  intervalZone: string;
  onSchemaChange: NonNullable<Incremental['on_schema_change']>;
}

export const newestByKey: IncrementalForm = {
  strategy: 'merge',
  uniqueKey: '',
  watermark: '',
  lookBack: '',
  interval: '',
  begin: '',
  intervalZone: '',
  onSchemaChange: 'fail',
};

export function incrementalFormOf({
  strategy,
  unique_key,
  watermark,
  look_back,
  interval,
  begin,
  time_zone,
  on_schema_change,
}: Incremental): IncrementalForm {
  return {
    strategy,
    uniqueKey: unique_key?.join(', ') ?? '',
    watermark: watermark ?? '',
    lookBack: look_back ?? '',
    interval: interval ?? '',
    begin: begin ?? '',
    intervalZone: time_zone ?? '',
    onSchemaChange: on_schema_change ?? 'fail',
  };
}

/** What the form says. What a strategy has no use for is left out, and kept in the form for another. */
export function incrementalOf(
  form: IncrementalForm,
): Pick<
  Incremental,
  | 'strategy'
  | 'unique_key'
  | 'watermark'
  | 'look_back'
  | 'interval'
  | 'begin'
  | 'time_zone'
  | 'on_schema_change'
> {
  const { strategy, onSchemaChange } = form;
  const key = namesIn(form.uniqueKey);
  const [watermark, lookBack] = [form.watermark.trim(), form.lookBack.trim()];
  const appends = strategy === 'append';
  return {
    strategy,
    ...(key.length > 0 && !appends ? { unique_key: key } : {}),
    ...(watermark === '' ? {} : { watermark }),
    ...(lookBack === '' || appends ? {} : { look_back: lookBack }),
    ...intervalsOf(form),
    ...(onSchemaChange === 'fail' ? {} : { on_schema_change: onSchemaChange }),
  };
}

/** Only what is replaced by time is built by intervals of it. */
export function isByTime({ strategy, uniqueKey }: Pick<IncrementalForm, 'strategy' | 'uniqueKey'>): boolean {
  return strategy === 'delete_insert' && namesIn(uniqueKey).length === 0;
}

function intervalsOf(form: IncrementalForm): Pick<Incremental, 'interval' | 'begin' | 'time_zone'> {
  if (form.interval === '' || !isByTime(form)) return {};
  return {
    interval: form.interval,
    ...(form.begin === '' ? {} : { begin: form.begin }),
    ...(form.intervalZone === '' ? {} : { time_zone: form.intervalZone }),
  };
}

/** Names parted by commas, of which one in double quotes may hold a comma. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/(?:"(?:[^"]|"")*"|[^,"])+/g)]
    .map(([name]) => name.trim())
    .filter(name => name !== '');
}

const fields = {
  unique_key: 'uniqueKey',
  watermark: 'watermark',
  look_back: 'lookBack',
  interval: 'interval',
  begin: 'begin',
} as const;

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
  if (value.begin !== undefined && value.begin < earliestBegin) wrong.begin = `Not before ${earliestBegin}`;
}

/** "is missing: …" as what stands by a field. */
function sentence(message: string): string {
  const text = message.replace(/^is missing: /, 'Missing: ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
