import type { Check, CheckKind, Severity } from '../../../../shared/contract/checks.ts';
import type { Condition, Freshness, FreshnessWhen } from '../../../../shared/contract/conditions.ts';
import type { JobDefinition } from '../../../../shared/contract/jobs.ts';
import { checkName } from '../../../../shared/domain/checks.ts';
import { isSpan, parseDuration, spanRule } from '../../../../shared/domain/duration.ts';
import { parseNameParts } from '../../../../shared/domain/relation.ts';

/** A check as it is being edited: the fields of all kinds, of which those of `check` count. */
export interface CheckRow {
  key: number;
  check: CheckKind;
  name: string;
  severity: Severity;
  column: string;
  /** Parted by commas. */
  columns: string;
  /** A value on each line. */
  values: string;
  to: string;
  toColumn: string;
  min: string;
  max: string;
  decrease: string;
  increase: string;
  sql: string;
}

/** A condition as it is being edited. */
export interface ConditionRow {
  key: number;
  kind: 'freshness' | 'quality';
  source: string;
  column: string;
  how: 'within' | 'changed';
  within: string;
  /** Of quality. */
  check: CheckRow;
}

export interface QualityForm {
  checks: CheckRow[];
  conditions: ConditionRow[];
  freshnessWhen: FreshnessWhen;
}

export const noQuality: QualityForm = { checks: [], conditions: [], freshnessWhen: 'all' };

export function emptyCheck(key: number, check: CheckKind): CheckRow {
  return {
    key,
    check,
    name: '',
    severity: 'fail',
    column: '',
    columns: '',
    values: '',
    to: '',
    toColumn: '',
    min: check === 'row_count' ? '1' : '',
    max: '',
    decrease: '',
    increase: '',
    sql: check === 'sql' ? 'select * from {{ this }} where …' : '',
  };
}

export function emptyCondition(key: number, kind: ConditionRow['kind']): ConditionRow {
  return {
    key,
    kind,
    source: '',
    column: '',
    how: 'within',
    within: '1 day',
    check: emptyCheck(key, 'not_null'),
  };
}

export function qualityOf({
  checks = [],
  conditions = [],
  freshness_when: when,
}: JobDefinition): QualityForm {
  return {
    checks: checks.map(checkRowOf),
    conditions: conditions.map(conditionRowOf),
    freshnessWhen: when ?? 'all',
  };
}

function checkRowOf(check: Check, key: number): CheckRow {
  const typed = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    ...emptyCheck(key, check.check),
    name: check.name ?? '',
    severity: check.severity ?? 'fail',
    column: 'column' in check ? check.column : '',
    columns: check.check === 'unique' ? check.columns.join(', ') : '',
    values: check.check === 'accepted_values' ? check.values.map(valueText).join('\n') : '',
    to: check.check === 'relationship' ? check.to : '',
    toColumn: check.check === 'relationship' ? check.to_column : '',
    min: check.check === 'row_count' ? typed(check.min) : '',
    max: check.check === 'row_count' ? typed(check.max) : '',
    decrease: check.check === 'row_change' ? typed(check.max_decrease) : '',
    increase: check.check === 'row_change' ? typed(check.max_increase) : '',
    sql: check.check === 'sql' ? check.sql : '',
  };
}

function conditionRowOf({ freshness, quality }: Condition, key: number): ConditionRow {
  if (quality) {
    return { ...emptyCondition(key, 'quality'), source: quality.source, check: checkRowOf(quality, key) };
  }
  return {
    ...emptyCondition(key, 'freshness'),
    source: freshness?.source ?? '',
    column: freshness?.column ?? '',
    how: freshness?.changed_since_last_success ? 'changed' : 'within',
    within: freshness?.within ?? '',
  };
}

/** What the form says, as the engine takes it; what is at its default is left out. */
export function qualityDefinition(
  form: QualityForm,
): Pick<JobDefinition, 'checks' | 'conditions' | 'freshness_when'> {
  const { checks, conditions, freshnessWhen } = form;
  const isFreshness = conditions.some(({ kind }) => kind === 'freshness');
  return {
    ...(conditions.length === 0 ? {} : { conditions: conditions.map(conditionOf) }),
    ...(isFreshness && freshnessWhen === 'any' ? { freshness_when: freshnessWhen } : {}),
    ...(checks.length === 0 ? {} : { checks: checks.map(checkOf) }),
  };
}

function conditionOf(row: ConditionRow): Condition {
  const source = row.source.trim();
  if (row.kind === 'quality') {
    const { check, ...rest } = checkOf(row.check);
    return { quality: { check, source, ...rest } as NonNullable<Condition['quality']> };
  }
  const freshness: Freshness = {
    source,
    ...(row.column.trim() === '' ? {} : { column: row.column.trim() }),
    ...(row.how === 'changed'
      ? { changed_since_last_success: true as const }
      : { within: row.within.trim() }),
  };
  return { freshness };
}

export function checkOf(row: CheckRow): Check {
  const number = (text: string) => (text.trim() === '' ? undefined : Number(text));
  const some = <K extends string>(key: K, text: string) => {
    const value = number(text);
    return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, number>>);
  };
  const name = row.name.trim();
  const rest = {
    ...(name === '' ? {} : { name }),
    ...(row.severity === 'warn' ? { severity: 'warn' as const } : {}),
  };
  const column = row.column.trim();
  switch (row.check) {
    case 'not_null':
      return { check: 'not_null', column, ...rest };
    case 'unique':
      return { check: 'unique', columns: columnsIn(row.columns), ...rest };
    case 'accepted_values':
      return { check: 'accepted_values', column, values: valuesIn(row.values), ...rest };
    case 'relationship':
      return { check: 'relationship', column, to: row.to.trim(), to_column: row.toColumn.trim(), ...rest };
    case 'row_count':
      return { check: 'row_count', ...some('min', row.min), ...some('max', row.max), ...rest };
    case 'row_change':
      return {
        check: 'row_change',
        ...some('max_decrease', row.decrease),
        ...some('max_increase', row.increase),
        ...rest,
      };
    case 'sql':
      return { check: 'sql', sql: row.sql, ...rest, name };
  }
}

/** Names parted by commas; a comma in double quotes parts nothing. */
function columnsIn(text: string): string[] {
  return (text.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? []).map(part => part.trim()).filter(part => part !== '');
}

/** A number, `true` or `false` is one; what is in double quotes is a text whatever it looks like. */
function valuesIn(text: string): (string | number | boolean)[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => {
      if (/^"(?:[^"\\]|\\.)*"$/.test(line)) return JSON.parse(line) as string;
      return looksOther(line) ? (JSON.parse(line) as number | boolean) : line;
    });
}

function valueText(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  return value.trim() !== value ||
    value === '' ||
    value.includes('\n') ||
    value.startsWith('"') ||
    looksOther(value)
    ? JSON.stringify(value)
    : value;
}

const looksOther = (line: string) => /^(true|false|-?(0|[1-9]\d{0,14})(\.\d{1,10})?)$/.test(line);

/** What is wrong or missing, by field: `checks.KEY.column`, `conditions.KEY.source`. */
export function addQualityProblems(
  form: QualityForm,
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  const names = new Map<string, number>();
  for (const row of form.checks) {
    const at = `checks.${row.key}`;
    addCheckProblems(row, at, wrong, missing);
    const name = checkName(checkOf(row)).toLowerCase();
    const first = names.get(name);
    if (first === undefined) names.set(name, row.key);
    else wrong[`${at}.name`] = 'Another check is called the same: give it a name of its own';
  }
  for (const row of form.conditions) {
    const at = `conditions.${row.key}`;
    if (row.source.trim() === '') missing[`${at}.source`] = 'Of which source?';
    else if (!parseNameParts(row.source)) wrong[`${at}.source`] = 'One to three names joined by dots';
    if (row.kind === 'quality') {
      addCheckProblems(row.check, at, wrong, missing);
      continue;
    }
    if (row.column.trim() !== '' && !isColumn(row.column)) wrong[`${at}.column`] = oneName;
    if (row.how !== 'within') continue;
    if (row.within.trim() === '') missing[`${at}.within`] = 'How old may it be?';
    else if (parseDuration(row.within) === undefined || !isSpan(row.within)) {
      wrong[`${at}.within`] = `A duration is ${spanRule}`;
    }
  }
}

const oneName = 'Not a name: put names with other signs in double quotes';
const isColumn = (text: string) => parseNameParts(text)?.length === 1;

function addCheckProblems(
  row: CheckRow,
  at: string,
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  const column = (field: 'column' | 'toColumn') => {
    if (row[field].trim() === '') missing[`${at}.${field}`] = 'Which column?';
    else if (!isColumn(row[field])) wrong[`${at}.${field}`] = oneName;
  };
  const whole = (text: string) => text.trim() === '' || /^\d{1,15}$/.test(text.trim());
  const percent = (text: string) => text.trim() === '' || /^\d{1,6}(\.\d{1,4})?$/.test(text.trim());
  switch (row.check) {
    case 'not_null':
      return column('column');
    case 'unique': {
      const columns = columnsIn(row.columns);
      if (columns.length === 0) missing[`${at}.columns`] = 'Which columns?';
      else if (!columns.every(isColumn)) wrong[`${at}.columns`] = 'Names of columns, parted by commas';
      return;
    }
    case 'accepted_values':
      column('column');
      if (row.values.trim() === '') missing[`${at}.values`] = 'Which values?';
      return;
    case 'relationship':
      column('column');
      column('toColumn');
      if (row.to.trim() === '') missing[`${at}.to`] = 'In which table?';
      else if (!parseNameParts(row.to)) wrong[`${at}.to`] = 'One to three names joined by dots';
      return;
    case 'row_count':
      for (const field of ['min', 'max'] as const) {
        if (!whole(row[field])) wrong[`${at}.${field}`] = 'A whole number';
      }
      if (row.min.trim() === '' && row.max.trim() === '') missing[`${at}.min`] = 'At least, at most, or both';
      else if (
        whole(row.min) &&
        whole(row.max) &&
        row.max.trim() !== '' &&
        Number(row.min) > Number(row.max)
      ) {
        wrong[`${at}.max`] = 'Not fewer than at least';
      }
      return;
    case 'row_change':
      for (const field of ['decrease', 'increase'] as const) {
        if (!percent(row[field])) wrong[`${at}.${field}`] = 'A number of percent';
      }
      if (row.decrease.trim() === '' && row.increase.trim() === '') {
        missing[`${at}.decrease`] = 'Fewer, more, or both';
      }
      return;
    case 'sql':
      if (row.name.trim() === '') missing[`${at}.name`] = 'What is wrong with the rows?';
      if (row.sql.trim() === '') missing[`${at}.sql`] = 'Which rows are bad?';
  }
}

const fields: Record<string, string> = {
  column: 'column',
  columns: 'columns',
  values: 'values',
  to: 'to',
  to_column: 'toColumn',
  min: 'min',
  max: 'max',
  max_decrease: 'decrease',
  max_increase: 'increase',
  name: 'name',
  sql: 'sql',
  source: 'source',
  within: 'within',
};

/** The field that a path of the engine is about: `checks[0].column` is `checks.KEY.column`. */
export function qualityFieldOf(path: string, form: QualityForm): string | undefined {
  const [, section, index, rest = ''] = /^(checks|conditions)[[.](\d+)\]?(.*)$/.exec(path) ?? [];
  if (section === 'checks') {
    const row = form.checks[Number(index)];
    return row && `checks.${row.key}.${fieldIn(rest) ?? 'name'}`;
  }
  const row = section === undefined ? undefined : form.conditions[Number(index)];
  return row && `conditions.${row.key}.${fieldIn(rest.replace(/^\.(freshness|quality)/, '')) ?? 'source'}`;
}

function fieldIn(rest: string): string | undefined {
  const name = /^\.(\w+)/.exec(rest)?.[1];
  return name === undefined ? undefined : fields[name];
}
