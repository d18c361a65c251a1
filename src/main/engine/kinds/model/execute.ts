import { SlipwayError } from '../../../../shared/domain/errors.ts';
import type { Context } from '../../context.ts';
import { type Found, makesVisible } from '../../dialects/dialect.ts';
import { intervalsOfRun } from '../../intervals/settings.ts';
import { ExecutionError, isExecutorGone } from '../../ports.ts';
import type { RunControl } from '../kind.ts';
import { checkSources } from './check-sources.ts';
import { type Decision, decide } from './decide.ts';
import { describeTarget } from './describe.ts';
import { passGate } from './gate.ts';
import { notedWindow } from './incremental/interval-window.ts';
import { whole } from './incremental/parts.ts';
import { type CompiledText, dialectOf, type ModelRun, orderOf } from './model-run.ts';
import { type Plan, sendStep } from './send.ts';
import { compileNow } from './text.ts';

/**
 * gate → compile → sources → what the dialect says builds the target → describe. Nothing is written before the sources were looked
 * at; once readers see the new target, nothing fails the run any more.
 */
export async function executeModel(run: RunControl, context: Context): Promise<void> {
  const { target } = run.spec;
  if (!target) throw new SlipwayError('internal', 'A model run has no target');
  const owner = `${context.workspaceId.slice(0, 8).toUpperCase()}_${run.id}`;
  const model: ModelRun = { run, context, target, owner };
  const intervals = intervalsOfRun(run.spec);
  if (intervals) run.intervals.dropLater(intervals);
  await passGate(run, context);
  const plan = await planOf(model);
  let written: number | null = null;
  for (const step of plan.steps) {
    if (run.hasCompleted(step.name)) continue;
    const send = () => run.step(step.name, control => sendStep(model, plan, step, control));
    const rows = makesVisible(step.purpose) ? await publishing(run, send) : await send();
    if (step.purpose === 'publish' && run.compiled?.window?.mode === 'new') written = rows;
  }
  const { window } = run.compiled ?? {};
  const noted = window && notedWindow(run.spec, window);
  if (noted) run.intervals.note(noted);
  await run.step('describe', step => describeTarget(run, context, target, step, written));
}

/** What replaces the target leaves nothing of what was recorded of it: nobody is to believe that until it is known how it ended. */
async function publishing<T>(run: RunControl, send: () => Promise<T>): Promise<T> {
  const { window } = run.compiled ?? {};
  const noted = window?.mode === 'new' ? notedWindow(run.spec, window) : null;
  if (noted) {
    // Drafts leave something else there than others have built.
    if (run.spec.version === null) run.intervals.cut(noted);
    return await send();
  }
  run.intervals.doubt(true);
  try {
    return await send();
  } catch (cause) {
    // The warehouse has said that it did not take effect.
    if (cause instanceof ExecutionError && !isExecutorGone(cause) && cause.failure.code !== 'lost') {
      run.intervals.doubt(false);
    }
    throw cause;
  }
}

/** The steps of the build: those that were decided on before, or as what stands in the target's place demands them. */
async function planOf(model: ModelRun): Promise<Plan> {
  const { run } = model;
  const compiled = await compiledText(model);
  let decision: Decision = { text: compiled, parts: whole(compiled.compiled.sql) };
  const stepsFor = (found: Found) => dialectOf(model).build({ ...orderOf(model), ...decision.parts, found });
  const record = (steps: Plan['steps']) => run.recordCompiled({ ...decision.text, build: steps });
  const known = run.hasCompleted('sources') ? (run.compiled?.build ?? []) : [];
  if (known.length > 0) return { steps: known, stepsFor, record };
  const steps = await run.step('sources', async step => {
    const around = await checkSources(model, compiled.sources);
    const { columns, ...decided } = await decide(model, compiled, around);
    decision = decided;
    step.report({ message: `${columns.length} output columns` });
    const planned = stepsFor(around.found);
    record(planned);
    return planned;
  });
  return { steps, stepsFor, record };
}

/** Compiles the specification, or takes what was compiled before. */
async function compiledText(model: ModelRun): Promise<CompiledText> {
  const { run } = model;
  const before = run.hasCompleted('compile') ? run.compiled : null;
  if (before?.compiled) return { ...before, compiled: before.compiled };
  const text = await run.step('compile', async step => {
    const result = await compileNow(model, step.tag);
    step.report({ message: sourcesInWords(result.sources.length), statement: result.compiled.sql });
    return result;
  });
  for (const { written, reads } of text.sources) {
    run.log('info', written === reads ? `Reads ${reads}` : `Reads ${reads} (written as ${written})`);
  }
  for (const warning of text.compiled.warnings) run.log('warn', warning.message);
  run.recordCompiled({ ...text, build: [] });
  return text;
}

function sourcesInWords(count: number): string {
  return count === 1 ? '1 source' : `${count} sources`;
}
