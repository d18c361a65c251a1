import { durationRule, isLimit } from '../../../../shared/domain/duration.ts';
import type { Problem } from '../../../../shared/domain/errors.ts';
import { namePattern, nameRule } from '../../../../shared/domain/names.ts';
import { parseNameParts } from '../../../../shared/domain/relation.ts';
import {
  connectionProblems,
  engineProblems as connectionEngineProblems,
} from '../connections/connection-problems.ts';
import type { EnvironmentForm } from './environment-form.ts';
import { type FormProblems, keyIn, type Problems, sentence } from '../edit/problems.ts';
import { isBlank, type MappingRow, ruleKey } from './mapping.ts';
import type { VariableType as DeclaredType } from '../../../../shared/domain/variables.ts';
import { parseNumber, valueOf, type VariableRow } from './variable-values.ts';

const runsAtOnce = { least: 1, most: 512 };
const longestName = 255;

/** What the problems of a connection that is made with the environment begin with: `connectionToMake.account`. */
const connectionToMake = 'connectionToMake';

function within(prefix: string, problems: Problems): Problems {
  return Object.fromEntries(Object.entries(problems).map(([field, text]) => [`${prefix}.${field}`, text]));
}

/** The problems of the connection that is made with the environment, by its own fields. */
export function ofConnectionToMake(problems: Problems): Problems {
  const prefix = `${connectionToMake}.`;
  return Object.fromEntries(
    Object.entries(problems).flatMap(([field, text]) =>
      field.startsWith(prefix) ? [[field.slice(prefix.length), text]] : [],
    ),
  );
}

export function formProblems(
  form: EnvironmentForm,
  otherNames: readonly string[] = [],
  otherConnections: readonly string[] = [],
): FormProblems {
  const wrong: Record<string, string> = {};
  const missing: Record<string, string> = {};
  const name = form.name.trim();
  if (name === '') missing.name = 'An environment needs a name';
  else if (!namePattern.test(name)) wrong.name = `A name is ${nameRule}`;
  else {
    const other = otherNames.find(each => each.toLowerCase() === name.toLowerCase());
    if (other !== undefined) wrong.name = `There is another environment “${other}”`;
  }
  if (form.connectionToMake) {
    const found = connectionProblems(form.connectionToMake, otherConnections);
    Object.assign(wrong, within(connectionToMake, found.wrong));
    Object.assign(missing, within(connectionToMake, found.missing));
  } else if (form.connection.trim() === '') missing.connection = 'Choose a connection';
  for (const field of ['database', 'schema'] as const) {
    const problem = oneName(form[field], field);
    if (problem !== undefined) wrong[field] = problem;
  }
  for (const field of ['role', 'warehouse'] as const) {
    if (form[field].trim().length > longestName) wrong[field] = `At most ${longestName} characters`;
  }
  const runs = parseNumber(form.concurrency);
  const isCount =
    runs !== undefined && Number.isInteger(runs) && runs >= runsAtOnce.least && runs <= runsAtOnce.most;
  if (form.concurrency.trim() !== '' && !isCount) {
    wrong.concurrency = `A whole number from ${runsAtOnce.least} to ${runsAtOnce.most}`;
  }
  if (form.timeout.trim() !== '' && !isLimit(form.timeout)) {
    wrong.timeout = `A duration is ${durationRule}`;
  }
  addMappingProblems(form.mapping, wrong, missing);
  addVariableProblems(form.variables, wrong, missing);
  return { wrong, missing };
}

function oneName(text: string, field: 'database' | 'schema'): string | undefined {
  if (text.trim() === '') return undefined;
  if (text.trim().length > longestName) return `At most ${longestName} characters`;
  const parts = parseNameParts(text);
  if (!parts) return 'Not a name: put names with other signs in double quotes';
  return parts.length === 1 ? undefined : `The ${field} alone, without dots`;
}

function addMappingProblems(
  rows: readonly MappingRow[],
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  const seen = new Set<string>();
  for (const row of rows) {
    if (isBlank(row)) continue;
    const at = `mapping.${row.key}`;
    const counts: Record<'from' | 'to', number | undefined> = { from: undefined, to: undefined };
    for (const side of ['from', 'to'] as const) {
      if (row[side].trim() === '') {
        missing[`${at}.${side}`] = side === 'from' ? 'What is mapped' : 'Where to';
        continue;
      }
      counts[side] = parseNameParts(row[side])?.length;
      if (counts[side] === undefined) wrong[`${at}.${side}`] = 'One to three names joined by dots';
    }
    if (counts.from !== undefined && counts.to !== undefined && counts.from !== counts.to) {
      wrong[`${at}.to`] = `Both sides need the same number of names: ${counts.from}, not ${counts.to}`;
    }
    const key = ruleKey(row.from);
    if (key === undefined) continue;
    if (seen.has(key)) wrong[`${at}.from`] = `There is another rule for ${key}`;
    seen.add(key);
  }
}

const listWords: Record<DeclaredType, string> = {
  text: 'texts',
  number: 'numbers',
  boolean: 'true or false',
  date: 'dates, as in 2026-03-01',
  timestamp: 'times, as in 2026-03-01 06:30:00',
};

export function addVariableProblems(
  rows: readonly VariableRow[],
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const at = `variables.${row.key}`;
    const name = row.name.trim();
    if (name === '') missing[`${at}.name`] = 'A variable needs a name';
    else if (!/^[A-Za-z_]\w*$/.test(name)) {
      wrong[`${at}.name`] = 'A letter or “_”, then letters, digits or “_”';
    } else if (seen.has(name)) wrong[`${at}.name`] = `There is another “${name}”`;
    seen.add(name);
    if (row.type === 'number') {
      if (row.text.trim() === '') missing[`${at}.value`] = 'Give a number';
      else if (parseNumber(row.text) === undefined) wrong[`${at}.value`] = 'Not a number';
    }
    if (row.type === 'date' || row.type === 'timestamp') {
      if (row.text.trim() === '') missing[`${at}.value`] = 'Give a value';
      else if (valueOf(row) === undefined) {
        wrong[`${at}.value`] =
          row.type === 'date' ? 'Not a date, as in 2026-03-01' : 'Not a time, as in 2026-03-01 06:30:00';
      }
    }
    if (row.type === 'list' && row.items.length === 0) missing[`${at}.value`] = 'A list needs an item';
    if (row.type === 'list' && row.items.length > 0 && valueOf(row) === undefined) {
      wrong[`${at}.value`] = `Not all of them are ${listWords[row.declared ?? 'text']}`;
    }
    if (row.type === 'list' && row.items.length > 1_000) wrong[`${at}.value`] = 'At most 1,000 items';
  }
}

/** Where it is said what the engine finds wrong with a variable: at its value, for the form knows what its name may be. */
export function variableField({ key, type }: VariableRow): string {
  return `variables.${key}.${type === 'null' ? 'name' : 'value'}`;
}

/** What the engine found wrong with a definition, at the fields it is about; the rest has no field. */
export function engineProblems(
  found: readonly Problem[],
  form: EnvironmentForm,
): { fields: Problems; rest: Problem[] } {
  const fields: Record<string, string> = {};
  const rest: Problem[] = [];
  for (const problem of found) {
    const path = problem.path.replace(/^definition\.?/, '');
    const field = fieldOf(path, form) ?? connectionField(path, problem, form);
    if (field === undefined) rest.push(problem);
    else fields[field] ??= sentence(problem.message);
  }
  return { fields, rest };
}

const plainFields: Record<string, string> = {
  name: 'name',
  description: 'description',
  colour: 'colour',
  protected: 'protected',
  connection: 'connection',
  compute_profile: 'computeProfile',
  role: 'role',
  warehouse: 'warehouse',
  database: 'database',
  schema: 'schema',
  'limits.max_concurrent_runs': 'concurrency',
  'limits.statement_timeout': 'timeout',
};

/** Of `connection.account`, where the connection is made with the environment. */
function connectionField(path: string, problem: Problem, form: EnvironmentForm): string | undefined {
  const inner = /^connection\.(.+)$/.exec(path)?.[1];
  if (inner === undefined || !form.connectionToMake) return undefined;
  const { fields } = connectionEngineProblems([{ ...problem, path: inner }], form.connectionToMake);
  const [field] = Object.keys(fields);
  return field === undefined ? undefined : `${connectionToMake}.${field}`;
}

function fieldOf(path: string, form: EnvironmentForm): string | undefined {
  const plain = plainFields[path];
  if (plain !== undefined) return plain;
  const [, section, key] = /^(source_mapping|variables)(.+)$/.exec(path) ?? [];
  const name = key === undefined ? undefined : keyIn(key);
  if (name === undefined) return undefined;
  if (section === 'source_mapping') {
    const row = form.mapping.find(({ from }) => from.trim() === name);
    return row && `mapping.${row.key}.from`;
  }
  const row = form.variables.find(variable => variable.name.trim() === name);
  return row && variableField(row);
}
