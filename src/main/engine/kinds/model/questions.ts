import type { Check } from '../../../../shared/contract/checks.ts';
import { checkName } from '../../../../shared/domain/checks.ts';
import { sourceOf } from '../../../../shared/domain/conditions.ts';
import { SlipwayError } from '../../../../shared/domain/errors.ts';
import { parseName, type Relation } from '../../../../shared/domain/relation.ts';
import { mappedRelation } from '../../checks/compile.ts';
import { questionOf, type Subject } from '../../checks/look.ts';
import { latestQuery } from '../../conditions/freshness.ts';
import type { Context } from '../../context.ts';
import type { BuildStep } from '../../dialects/dialect.ts';
import { ExecutionError } from '../../ports.ts';
import type { Work } from '../kind.ts';
import { askerOf } from './audit.ts';

/** What the conditions of a job ask; nothing of what the catalogue alone tells. Null for a job without any. */
export async function gateQuestions(work: Work, context: Context): Promise<string[] | null> {
  const { conditions } = work.spec.definition;
  if (conditions === undefined) return null;
  const asker = askerOf(work, context);
  const statements: string[] = [];
  for (const condition of conditions) {
    const source = sourceOf(condition);
    const relation = mappedRelation(source, asker.surroundings);
    const { freshness, quality } = condition;
    if (relation === null) work.log('warn', `The source "${source}" of a condition is no full name here`);
    else if (freshness?.column !== undefined) {
      statements.push(latestQuery(relation, parseName(freshness.column) ?? freshness.column));
    } else if (quality) {
      const subject = { source, named: relation, relation, baseline: null };
      statements.push(...(await questionsOf(work, context, subject, [quality])));
    }
  }
  return statements;
}

/** The same steps with what the checks ask of the result. */
export async function withQuestions(
  work: Work,
  context: Context,
  target: Relation,
  steps: BuildStep[],
): Promise<BuildStep[]> {
  const { checks = [] } = work.spec.definition;
  return await Promise.all(
    steps.map(async step => {
      if (step.purpose !== 'audit') return step;
      const relation = step.target?.relation ?? target;
      const subject = { source: null, named: target, relation, baseline: null };
      return { ...step, statements: await questionsOf(work, context, subject, checks) };
    }),
  );
}

/** What cannot be asked is told, and fails nothing: that is for the run to find out. */
async function questionsOf(
  work: Work,
  context: Context,
  subject: Subject,
  checks: readonly Check[],
): Promise<string[]> {
  const statements: string[] = [];
  for (const check of checks) {
    try {
      statements.push(await questionOf(askerOf(work, context), subject, check));
    } catch (cause) {
      if (!(cause instanceof SlipwayError || cause instanceof ExecutionError)) throw cause;
      work.log('warn', `Check ${checkName(check)} could not be asked: ${cause.message}`);
    }
  }
  return statements;
}
