import { computeProfileDefinition } from '../../../../shared/contract/compute-profiles.ts';
import { zodProblems } from '../../../../shared/contract/problems.ts';
import type { Problem } from '../../../../shared/domain/errors.ts';
import { type FormProblems, keyIn, type Problems, sentence } from '../edit/problems.ts';
import { isBlank } from './parameters.ts';
import { definitionOf, type ProfileForm } from './profile-form.ts';

/** What is wrong with a compute profile, as the contract says it; by field, that of a parameter by its row. */
export function profileProblems(form: ProfileForm, others: readonly string[] = []): FormProblems {
  const wrong: Record<string, string> = {};
  const missing: Record<string, string> = {};
  if (form.name.trim() === '') missing.name = 'A compute profile needs a name';
  addRowProblems(form, wrong, missing);
  const checked = computeProfileDefinition.safeParse(definitionOf(form));
  const { fields } = engineProblems(zodProblems(checked.error?.issues ?? []), form);
  for (const [field, text] of Object.entries(fields)) {
    if (missing[field] === undefined) wrong[field] ??= text;
  }
  const other = others.find(each => each.toLowerCase() === form.name.trim().toLowerCase());
  if (other !== undefined) wrong.name = `There is another compute profile “${other}”`;
  return { wrong, missing };
}

function addRowProblems(
  form: ProfileForm,
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  const seen = new Set<string>();
  for (const row of form.parameters) {
    if (isBlank(row)) continue;
    const name = row.name.trim();
    if (name === '') missing[`parameters.${row.key}.name`] = 'A parameter needs a name';
    else if (seen.has(name)) wrong[`parameters.${row.key}.name`] = `There is another ${name}`;
    if (row.text.trim() === '') missing[`parameters.${row.key}.text`] = "Give a value; '' is the empty text";
    seen.add(name);
  }
}

/** What the engine found wrong with a definition, at the fields it is about; the rest has no field. */
export function engineProblems(
  found: readonly Problem[],
  form: ProfileForm,
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

function fieldOf(path: string, form: ProfileForm): string | undefined {
  if (path === 'limits.statement_timeout') return 'timeout';
  if (path === 'limits.max_concurrent_runs') return 'concurrency';
  const parameter = /^session_parameters(.+)$/.exec(path)?.[1];
  if (parameter !== undefined) {
    const name = keyIn(parameter);
    const row = form.parameters.find(other => other.name.trim() === name);
    return row && `parameters.${row.key}.name`;
  }
  return path in form ? path : undefined;
}
