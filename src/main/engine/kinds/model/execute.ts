import { SlipwayError } from '../../../../shared/domain/errors.ts';
import type { Context } from '../../context.ts';
import type { Found } from '../../dialects/dialect.ts';
import type { RunControl } from '../kind.ts';
import { checkSources } from './check-sources.ts';
import { describeTarget } from './describe.ts';
import { type Parts, partsOf, whole } from './incremental/parts.ts';
import { dialectOf, type ModelRun, orderOf } from './model-run.ts';
import { type Plan, sendStep } from './send.ts';
import { compiledText } from './text.ts';

/**
 * compile → sources → what the dialect says builds the target → describe. Nothing is written before the sources were looked
 * at; once readers see the new target, nothing fails the run any more.
 */
export async function executeModel(run: RunControl, context: Context): Promise<void> {
  const { target } = run.spec;
  if (!target) throw new SlipwayError('internal', 'A model run has no target');
  const model: ModelRun = { run, context, target };
  const plan = await planOf(model);
  let written: number | null = null;
  for (const step of plan.steps) {
    if (run.hasCompleted(step.name)) continue;
    const rows = await run.step(step.name, control => sendStep(model, plan, step, control));
    if (step.purpose === 'publish' && run.compiled?.window?.mode === 'new') written = rows;
  }
  await run.step('describe', step => describeTarget(run, context, target, step, written));
}

/** The steps of the build: those that were decided on before, or as what stands in the target's place demands them. */
async function planOf(model: ModelRun): Promise<Plan> {
  const { run } = model;
  let text = await compiledText(model);
  let parts: Parts = whole(text.compiled.sql);
  const stepsFor = (found: Found) => dialectOf(model).build({ ...orderOf(model), ...parts, found });
  const record = (steps: Plan['steps']) => run.recordCompiled({ ...text, build: steps });
  const known = run.hasCompleted('sources') ? (run.compiled?.build ?? []) : [];
  if (known.length > 0) return { steps: known, stepsFor, record };
  const steps = await run.step('sources', async step => {
    const { found, standing } = await checkSources(model, text.sources);
    for (const caution of dialectOf(model).cautions({ ...orderOf(model), found })) run.log('warn', caution);
    const columns = await run.executor.describe({ session: run.session, sql: text.compiled.sql });
    ({ text, parts } = await partsOf(model, text, columns, standing));
    step.report({ message: `${columns.length} output columns` });
    const decided = stepsFor(found);
    record(decided);
    return decided;
  });
  return { steps, stepsFor, record };
}
