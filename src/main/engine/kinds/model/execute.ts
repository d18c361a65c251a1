import { SlipwayError } from '../../../../shared/domain/errors.ts';
import { displayRelation, type Relation } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import type { BuildStep, Found } from '../../dialects/dialect.ts';
import { dialects } from '../../dialects/index.ts';
import { ExecutionError, isExecutorGone, type ScriptResult } from '../../ports.ts';
import { toFailure } from '../../runs/failures.ts';
import { compile } from '../../sql/compile.ts';
import { missingSources } from '../../sql/missing-sources.ts';
import type { CompiledSpec, RunControl, StepControl } from '../kind.ts';
import { describeTarget } from './describe.ts';
import { lookAround, missingPrivileges, privilegeFailure, type Site } from './preflight.ts';

/** How often a target may change between a table and a view just before it is built. */
const maxChanges = 5;

/** The run of a model job, with what every part of it needs. */
interface ModelRun {
  run: RunControl;
  context: Context;
  target: Relation;
}

/** What is to be sent, and how that depends on what stands in the target's place. */
interface Plan {
  steps: BuildStep[];
  stepsFor(found: Found): BuildStep[];
  record(steps: BuildStep[]): void;
}

/**
 * compile → sources → what the dialect says builds the target → describe. Nothing is written before the sources were looked
 * at; once readers see the new target, nothing fails the run any more.
 */
export async function executeModel(run: RunControl, context: Context): Promise<void> {
  const { target } = run.spec;
  if (!target) throw new SlipwayError('internal', 'A model run has no target');
  const model: ModelRun = { run, context, target };
  const plan = await planOf(model);
  for (const step of plan.steps) {
    if (!run.hasCompleted(step.name)) await run.step(step.name, control => build(model, plan, step, control));
  }
  await run.step('describe', step => describeTarget(run, context, target, step));
}

/** The steps of the build: those that were decided on before, or as what stands in the target's place demands them. */
async function planOf(model: ModelRun): Promise<Plan> {
  const { run } = model;
  const { sql, spec } = await compiledOf(model);
  const stepsFor = (found: Found) => dialectOf(model).build({ ...orderOf(model), query: sql, found });
  const record = (steps: BuildStep[]) => run.recordCompiled({ ...spec, build: steps });
  const known = run.hasCompleted('sources') ? (run.compiled?.build ?? []) : [];
  if (known.length > 0) return { steps: known, stepsFor, record };
  const steps = await run.step('sources', async step => {
    const found = await checkSources(model, spec.sources);
    for (const caution of dialectOf(model).cautions({ ...orderOf(model), found })) run.log('warn', caution);
    const columns = await run.executor.describe({ session: run.session, sql });
    step.report({ message: `${columns.length} output columns` });
    const decided = stepsFor(found);
    record(decided);
    return decided;
  });
  return { steps, stepsFor, record };
}

function dialectOf({ run }: ModelRun) {
  return dialects[run.spec.environment.engine];
}

function orderOf({ run, context, target }: ModelRun) {
  return {
    target,
    materialization: run.spec.definition.materialization,
    owner: `${context.workspaceId.slice(0, 8).toUpperCase()}_${run.id}`,
  };
}

function siteOf({ run, target }: ModelRun): Site {
  const { executor, session, spec } = run;
  const { environment, definition } = spec;
  return { executor, session, environment, target, materialization: definition.materialization };
}

/** Compiles the specification, or takes what was compiled before. */
async function compiledOf({
  run,
  context,
  target,
}: ModelRun): Promise<{ sql: string; spec: Omit<CompiledSpec, 'build'> }> {
  const before = run.hasCompleted('compile') ? run.compiled : null;
  if (before?.compiled)
    return { sql: before.compiled.sql, spec: { compiled: before.compiled, sources: before.sources } };
  const compiled = await run.step('compile', async step => {
    const result = await compileSpec(context, run, target);
    step.report({ message: sourcesInWords(result.sources.length), statement: result.sql });
    return result;
  });
  for (const { written, reads } of compiled.sources) {
    run.log('info', written === reads ? `Reads ${reads}` : `Reads ${reads} (written as ${written})`);
  }
  for (const warning of compiled.warnings) run.log('warn', warning.message);
  const { resolved, sql, warnings, sources } = compiled;
  const spec = { compiled: { resolved, sql, warnings }, sources };
  run.recordCompiled({ ...spec, build: [] });
  return { sql, spec };
}

function compileSpec(context: Context, { spec, executor, session }: ModelRun['run'], target: Relation) {
  return compile(context.analysis, {
    sql: spec.sql ?? '',
    engine: spec.environment.engine,
    variables: spec.variables,
    lookUp: relations => executor.catalog({ session, relations }),
    target,
    surroundings: {
      database: spec.environment.database,
      schema: spec.environment.schema,
      sourceMapping: spec.environment.source_mapping,
      jobMapping: {
        ...spec.definition.source_mapping,
        ...Object.fromEntries(spec.deferred.map(({ written, reads }) => [written, reads])),
      },
    },
  });
}

/** One step of the build, with what is said of it. */
async function build(model: ModelRun, plan: Plan, step: BuildStep, control: StepControl): Promise<void> {
  const { run, target } = model;
  const { type } = run.spec.definition.materialization;
  const name = displayRelation(target);
  const beside = step.target && displayRelation(step.target.relation);
  switch (step.purpose) {
    case 'prepare': {
      await control.execute(step);
      return control.report({ message: `the schema of ${name} is there` });
    }
    case 'shadow': {
      run.log('info', `Building ${type} ${name} as ${beside}: a ${type} cannot replace what stands there`);
      const { rows, bytes } = await control.execute(step);
      return control.report({ rows, bytes, message: `${type} ${beside} built` });
    }
    case 'build':
    case 'publish': {
      if (step.purpose === 'build') run.log('info', `Building ${type} ${name}`);
      const { rows, bytes } = await sendFitting(model, plan, step, control);
      return control.report({ rows, bytes, message: `${type} ${name} replaced` });
    }
    case 'cleanup':
      return await clearUp(model, step, control);
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

/** Every source must be there, and the role must be allowed what is to come; tells what stands in the target's place. */
async function checkSources(model: ModelRun, sources: CompiledSpec['sources']): Promise<Found> {
  const { run, context } = model;
  const site = siteOf(model);
  const wanted = sources.map(source => source.relation);
  const { entries, found } = await lookAround(site, wanted);
  const place = {
    executor: run.executor,
    session: run.session,
    connectionId: run.spec.environment.connection_id,
  };
  const missing = await missingSources(context.store.sql, place, sources, entries);
  const lacking = (await privilegesOrNull(run, site, wanted)) ?? [];
  // What the role may not see looks as if it were not there.
  if (missing && (missing.explained || lacking.length === 0)) {
    throw new ExecutionError({
      code: 'source_missing',
      message: missing.message,
      hint: missing.hint,
      sqlstate: '42S02',
      query_id: null,
      retryable: false,
    });
  }
  if (lacking.length > 0) throw privilegeFailure(lacking, run.session.role);
  return found;
}

/** Where they cannot be looked at, the build itself will tell. */
async function privilegesOrNull(run: RunControl, site: Site, sources: Relation[]) {
  try {
    return await missingPrivileges(site, sources);
  } catch (cause) {
    if (!(cause instanceof ExecutionError) || isExecutorGone(cause)) throw cause;
    run.log('warn', `The privileges could not be looked at: ${cause.message}`);
    return null;
  }
}

function sourcesInWords(count: number): string {
  return count === 1 ? '1 source' : `${count} sources`;
}
