import type { Cell } from '../../../../shared/contract/common.ts';
import { targetTypeOf } from '../../../../shared/contract/materialization.ts';
import { displayRelation } from '../../../../shared/domain/relation.ts';
import type { BuildStep, Found } from '../../dialects/dialect.ts';
import { ExecutionError, isExecutorGone, type ScriptResult } from '../../ports.ts';
import { RunStopped, toFailure } from '../../runs/failures.ts';
import { LeftOpen } from '../../runs/recovery.ts';
import type { StepControl } from '../kind.ts';
import { askAgain } from './ask.ts';
import { auditTarget, isAudited } from './audit.ts';
import { judgeInspection } from './incremental/inspect.ts';
import { type ModelRun, siteOf } from './model-run.ts';
import { lookAround } from './preflight.ts';

/** How often a target may change between a table and a view just before it is built. */
const maxChanges = 5;

/** What is to be sent, and how that depends on what stands in the target's place. */
export interface Plan {
  steps: BuildStep[];
  stepsFor(found: Found): BuildStep[];
  record(steps: BuildStep[]): void;
}

/** One step of the build, with what is said of it. Returns the rows that it changed, where that is known. */
export async function sendStep(
  model: ModelRun,
  plan: Plan,
  step: BuildStep,
  control: StepControl,
): Promise<number | null> {
  const { run, context, target } = model;
  const { materialization } = run.spec.definition;
  const type = targetTypeOf(materialization);
  const name = displayRelation(target);
  const isChange = run.compiled?.window?.mode === 'new';
  switch (step.purpose) {
    case 'prepare': {
      await control.execute(step);
      control.report({
        message: step.name === 'columns' ? `${name} has the new columns` : `the schema of ${name} is there`,
      });
      return null;
    }
    case 'shadow': {
      const { doing, done } = shadowWords(model, step);
      run.log('info', doing);
      const { rows, bytes } = await control.execute(step);
      control.report({ rows, bytes, message: done });
      return rows;
    }
    case 'comment':
      await describeColumns(model, step, control);
      return null;
    case 'inspect':
      return await inspect(model, step, control);
    case 'audit': {
      await auditTarget(run, context, { target, shadow: step.target?.relation ?? target }, control);
      return null;
    }
    case 'build':
    case 'publish': {
      if (step.purpose === 'build') run.log('info', `Building ${type} ${name}`);
      const { rows, bytes } = await sendFitting(model, plan, step, control);
      control.report({
        rows,
        bytes,
        message: isChange ? `${name} has the new rows` : `${type} ${name} replaced`,
      });
      return rows;
    }
    case 'cleanup':
      await clearUp(model, step, control);
      return null;
  }
}

/** What a step makes beside the target, in words. */
function shadowWords({ run, target }: ModelRun, step: BuildStep): { doing: string; done: string } {
  const { definition } = run.spec;
  const type = targetTypeOf(definition.materialization);
  const beside = step.target === undefined ? '' : displayRelation(step.target.relation);
  if (step.name === 'result') {
    return { doing: `Showing what the target will be as ${beside}`, done: `${beside} shows the result` };
  }
  if (run.compiled?.window?.mode === 'new') {
    return { doing: `Gathering the new rows as ${beside}`, done: `new rows gathered as ${beside}` };
  }
  const looked = isAudited(definition) || definition.materialization.type === 'incremental';
  const why = looked ? 'it is looked at before readers see it' : `a ${type} cannot replace what stands there`;
  return {
    doing: `Building ${type} ${displayRelation(target)} as ${beside}: ${why}`,
    done: `${type} ${beside} built`,
  };
}

/** Looks at what stands beside the target. Throws what keeps it from being published. */
async function inspect({ run, context }: ModelRun, step: BuildStep, control: StepControl): Promise<number> {
  const answers: Cell[][][] = [];
  control.report({ statement: step.statements.join('\n\n') });
  for (const sql of step.statements) answers.push(await askAgain(run, context, control.tag, sql));
  const rows = judgeInspection(step.inspection ?? { watermark: null, key: [] }, answers);
  control.report({ rows, message: 'its rows can be told apart, and none lacks what tells which are new' });
  return rows;
}

/** Nothing hangs on what is said of a target: what goes wrong with that is told, and fails no run. */
async function describeColumns(
  { run, context }: ModelRun,
  step: BuildStep,
  control: StepControl,
): Promise<void> {
  try {
    await control.execute(step);
    control.report({ message: 'the warehouse says what the docs say' });
  } catch (cause) {
    const isOver = cause instanceof RunStopped || cause instanceof LeftOpen;
    if (isOver || (isExecutorGone(cause) && context.closing.aborted)) throw cause;
    const message = `Comments could not be written: ${toFailure(cause, context.redact).message}`;
    control.report({ message });
    run.log('warn', message);
  }
}

/** What was built is in its place: what goes wrong from here on does not fail the run. Throws only what the next start mends. */
async function clearUp({ run, context }: ModelRun, step: BuildStep, control: StepControl): Promise<void> {
  try {
    await control.execute(step);
    control.report({ message: 'nothing is left beside the target' });
  } catch (cause) {
    if (isExecutorGone(cause) && context.closing.aborted) throw cause;
    const message = `What was built beside the target may still be there: ${toFailure(cause, context.redact).message}`;
    control.report({ message });
    run.log('warn', `${message}. Remove it with: ${step.statements.join('; ')}`);
  }
}

/**
 * Sends what makes the target visible. Something else may have made a view of a table meanwhile, or a table of a view, and
 * then nothing of it had taken effect: where this step alone can be sent as it fits now, it is; else the run fails with that.
 */
async function sendFitting(
  model: ModelRun,
  plan: Plan,
  step: BuildStep,
  control: StepControl,
): Promise<ScriptResult> {
  const { run, target } = model;
  for (let left = maxChanges; ; left--) {
    try {
      return await control.execute(step);
    } catch (cause) {
      if (!(cause instanceof ExecutionError) || cause.failure.code !== 'target_changed') throw cause;
      const message = `Something else built ${displayRelation(target)} meanwhile: ${cause.message}`;
      const { found } = await lookAround(siteOf(model), []);
      const steps = plan.stepsFor(found);
      const [only] = steps;
      const alone = steps.length === 1 && plan.steps.length === 1 && only?.name === step.name;
      if (!alone || left === 0) {
        const hint = 'Run it again: it is built as what stands there then demands it';
        throw new ExecutionError({ ...cause.failure, message, hint, retryable: true });
      }
      run.log('warn', `${message}. Once more`);
      plan.record(steps);
      step = only;
    }
  }
}
