import type { Environment } from '../../../../shared/contract/environments.ts';
import { durationRule, isLimit } from '../../../../shared/domain/duration.ts';
import type { Problem } from '../../../../shared/domain/errors.ts';
import { namePattern, nameRule } from '../../../../shared/domain/names.ts';
import { parseNameParts } from '../../../../shared/domain/relation.ts';
import type { Problems } from '../../environments/edit/problems.ts';
import { addVariableProblems, variableField } from '../../environments/form/form-problems.ts';
import { isBlank, type MappingRow, ruleKey } from '../../environments/form/mapping.ts';
import { addIncrementalProblems } from './incremental-form.ts';
import type { JobForm } from './job-form.ts';
import { addQualityProblems, qualityFieldOf } from './quality-form.ts';
import { addStartProblems, startFieldOf } from './trigger-form.ts';

export type { Problems } from '../../environments/edit/problems.ts';

export interface JobProblems {
  /** Wrong as it stands; said while it is being typed. */
  wrong: Problems;
  /** Still to be filled in; said when somebody wants to go on. */
  missing: Problems;
}

/** What there is to check a form against. */
export interface Known {
  /** Names of the other jobs. */
  otherNames: readonly string[];
  environment: Environment | undefined;
  /** Tags of the model; undefined while they are not known. */
  tags: readonly string[] | undefined;
}

/** What is wrong with a form, by field: `name`, `runs`, `target.table`, `mapping.3.from`, `variables.0.value`. */
export function jobProblems(form: JobForm, { otherNames, environment, tags }: Known): JobProblems {
  const wrong: Record<string, string> = {};
  const missing: Record<string, string> = {};
  const name = form.name.trim();
  if (name === '') missing.name = 'A job needs a name';
  else if (!namePattern.test(name)) wrong.name = `A name is ${nameRule}`;
  else {
    const other = otherNames.find(each => each.toLowerCase() === name.toLowerCase());
    if (other !== undefined) wrong.name = `There is another job “${other}”`;
  }
  if (form.environment === '') missing.environment = 'Choose where it runs';
  if (form.model === '') missing.model = 'Choose what it runs';
  if (form.runs === 'tag') {
    if (form.tag === '') missing.tag = 'Choose a tag';
    else if (tags && !tags.some(tag => tag.toLowerCase() === form.tag.toLowerCase())) {
      wrong.tag = `The model has no tag “${form.tag}”`;
    }
  } else if (environment?.protected) {
    wrong.runs = `“${environment.name}” is protected: its jobs run a tag, which promotions change`;
  }
  addTargetProblems(form, environment, wrong, missing);
  if (form.materialization === 'incremental') addIncrementalProblems(form, wrong, missing);
  addMappingProblems(form.mapping, wrong, missing);
  addVariableProblems(form.variables, wrong, missing);
  if (form.timeout.trim() !== '' && !isLimit(form.timeout)) {
    wrong.timeout = `A duration is ${durationRule}`;
  }
  addStartProblems(form, wrong, missing);
  addQualityProblems(form, wrong, missing);
  return { wrong, missing };
}

const longestName = 255;

function addTargetProblems(
  form: JobForm,
  environment: Environment | undefined,
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  for (const part of ['database', 'schema', 'table'] as const) {
    const text = form[part].trim();
    if (text === '') {
      if (part === 'table') missing['target.table'] = 'What does it write?';
      else if (environment && environment[part] === null) {
        missing[`target.${part}`] = `“${environment.name}” has no default ${part}`;
      }
      continue;
    }
    const parts = parseNameParts(text);
    if (text.length > longestName) wrong[`target.${part}`] = `At most ${longestName} characters`;
    else if (!parts) wrong[`target.${part}`] = 'Not a name: put names with other signs in double quotes';
    else if (parts.length > 1) wrong[`target.${part}`] = `The ${part} alone, without dots`;
  }
}

function addMappingProblems(
  rows: readonly MappingRow[],
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  const seen = new Set<string>();
  for (const row of rows.filter(each => !isBlank(each))) {
    const at = `mapping.${row.key}`;
    const [from, to] = [parseNameParts(row.from)?.length, parseNameParts(row.to)?.length];
    if (row.from.trim() === '') missing[`${at}.from`] = 'What is mapped';
    else if (from === undefined) wrong[`${at}.from`] = 'One to three names joined by dots';
    if (row.to.trim() === '') missing[`${at}.to`] = 'Where to';
    else if (to === undefined) wrong[`${at}.to`] = 'One to three names joined by dots';
    else if (from !== undefined && from !== to) {
      wrong[`${at}.to`] = `Both sides need the same number of names: ${from}, not ${to}`;
    }
    const key = ruleKey(row.from);
    if (key === undefined) continue;
    if (seen.has(key)) wrong[`${at}.from`] = `There is another rule for ${key}`;
    seen.add(key);
  }
}

/** What the engine found wrong with a definition, at the fields it is about; the rest has no field. */
export function engineProblems(
  found: readonly Problem[],
  form: JobForm,
): { fields: Problems; rest: Problem[] } {
  const fields: Record<string, string> = {};
  const rest: Problem[] = [];
  for (const problem of found) {
    const field = fieldOf(problem.path.replace(/^definition\.?/, ''), form);
    if (field === undefined) rest.push(problem);
    else fields[field] ??= sentence(problem.message);
  }
  return { fields, rest };
}

const plainFields: Record<string, string> = {
  name: 'name',
  description: 'description',
  environment: 'environment',
  model: 'model',
  tag: 'tag',
  track: 'runs',
  target: 'target.table',
  'target.database': 'target.database',
  'target.schema': 'target.schema',
  'target.table': 'target.table',
  materialization: 'materialization',
  'materialization.type': 'materialization',
  'materialization.comment': 'comment',
  'materialization.strategy': 'strategy',
  'materialization.watermark': 'watermark',
  'materialization.look_back': 'lookBack',
  'materialization.interval': 'interval',
  'materialization.begin': 'begin',
  'materialization.time_zone': 'intervalZone',
  timeout: 'timeout',
};

function fieldOf(path: string, form: JobForm): string | undefined {
  const plain = plainFields[path];
  if (plain !== undefined) return plain;
  if (path.startsWith('materialization.cluster_by')) return 'clusterBy';
  if (path.startsWith('materialization.unique_key')) return 'uniqueKey';
  const ofQuality = qualityFieldOf(path, form);
  if (ofQuality !== undefined) return ofQuality;
  const ofStarts = startFieldOf(path, form);
  if (ofStarts !== undefined) return ofStarts;
  const [, section, rest = ''] = /^(source_mapping|variables)(.*)$/.exec(path) ?? [];
  const key = keyIn(rest);
  if (key === undefined) return undefined;
  if (section === 'source_mapping') {
    const row = form.mapping.find(({ from }) => from.trim() === key);
    return row && `mapping.${row.key}.from`;
  }
  const row = form.variables.find(({ name }) => name.trim() === key);
  return row && variableField(row);
}

/** `.region` or `["A.B"]`, with or without more behind it, as the key it names. */
function keyIn(path: string): string | undefined {
  const plain = /^\.([\w-]+)/.exec(path)?.[1];
  if (plain !== undefined) return plain;
  const quoted = /^\[("(?:[^"\\]|\\.)*")\]/.exec(path)?.[1];
  const name: unknown = quoted === undefined ? undefined : JSON.parse(quoted);
  return typeof name === 'string' ? name : undefined;
}

/** Problems are parts of sentences: `is taken`. */
export function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
