import { SlipwayError } from '../../../../shared/domain/errors.ts';
import type { Context } from '../../context.ts';
import type { PlannedWork, Work } from '../kind.ts';
import { checkSources } from './check-sources.ts';
import { decide } from './decide.ts';
import { dialectOf, type ModelWork, orderOf } from './model-run.ts';
import { gateQuestions, withQuestions } from './questions.ts';
import { compileNow } from './text.ts';

/** What stands for the run in the names of what is built beside the target. */
export const someRun = '<run>';

/** What a run would do now. */
export async function planModel(work: Work, context: Context): Promise<PlannedWork> {
  const { target } = work.spec;
  if (!target) throw new SlipwayError('internal', 'A model job has no target');
  const model: ModelWork = { run: work, context, target, owner: someRun };
  const compiled = await compileNow(model);
  for (const warning of compiled.compiled.warnings) work.log('warn', warning.message);
  const around = await checkSources(model, compiled.sources);
  const { text, parts, columns } = await decide(model, compiled, around);
  const build = dialectOf(model).build({ ...orderOf(model), ...parts, found: around.found });
  return {
    ...text,
    gate: await gateQuestions(work, context),
    build: await withQuestions(work, context, target, build),
    columns,
  };
}
