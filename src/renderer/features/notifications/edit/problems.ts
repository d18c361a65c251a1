import type { Problem } from '../../../../shared/domain/errors.ts';
import { namePattern, nameRule } from '../../../../shared/domain/names.ts';

/** What is wrong, by field. */
export type Problems = Readonly<Record<string, string>>;

export interface FormProblems {
  /** Wrong as it stands; said while it is being typed. */
  wrong: Problems;
  /** Still to be filled in; said when somebody wants to go on. */
  missing: Problems;
}

/** What is wrong with a name of its own, among others of its kind ("channel"). */
export function nameProblems(typed: string, kind: string, others: readonly string[]): FormProblems {
  const name = typed.trim();
  if (name === '') return { wrong: {}, missing: { name: `A ${kind} needs a name` } };
  if (!namePattern.test(name)) return { wrong: { name: `A name is ${nameRule}` }, missing: {} };
  const other = others.find(each => each.toLowerCase() === name.toLowerCase());
  return { wrong: other === undefined ? {} : { name: `There is another ${kind} “${other}”` }, missing: {} };
}

/** What the engine found wrong with a definition, at the fields it is about; the rest has no field. */
export function engineProblems(
  found: readonly Problem[],
  fields: readonly string[],
): { fields: Problems; rest: Problem[] } {
  const byField: Record<string, string> = {};
  const rest: Problem[] = [];
  for (const problem of found) {
    const field = /^(?:definition\.)?(\w+)/.exec(problem.path)?.[1] ?? '';
    if (fields.includes(field)) byField[field] ??= problem.message;
    else rest.push(problem);
  }
  return { fields: byField, rest };
}
