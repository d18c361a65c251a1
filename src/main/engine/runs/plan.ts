import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { JobPlan } from '../../../shared/contract/job-plans.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { checkLine } from '../../../shared/domain/checks.ts';
import { conditionWords } from '../../../shared/domain/conditions.ts';
import { displayRelation } from '../../../shared/domain/relation.ts';
import type { Context } from '../context.ts';
import { placeOf } from '../environments/place.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobKinds } from '../kinds/index.ts';
import { type FrozenSpec, GateUnmet, type PlannedWork, type RunOverrides, type Work } from '../kinds/kind.ts';
import { ExecutionError } from '../ports.ts';
import { toFailure } from './failures.ts';
import type { createFreezer } from './freezer.ts';
import { toPlannedStep, toWindow } from './run-view.ts';

/** Tells what a run would do, before there is one. */
export function createJobPlans(
  context: Context,
  { freezer, jobs, kinds }: { freezer: ReturnType<typeof createFreezer>; jobs: Jobs; kinds: JobKinds },
) {
  async function planOf(spec: FrozenSpec, jobId: number | null, signal?: AbortSignal): Promise<JobPlan> {
    const { connection, session } = placeOf(context.store.sql, spec.environment);
    const notes: string[] = [];
    const warnings: string[] = [];
    const work: Work = {
      jobId,
      spec,
      session,
      executor: context.executors.for(connection),
      signal: AbortSignal.any([context.closing, ...(signal ? [signal] : [])]),
      log: (level, message) => void (level === 'warn' || level === 'error' ? warnings : notes).push(message),
    };
    let planned: PlannedWork | null = null;
    let problem: JobPlan['problem'] = null;
    let skipped: string | null = null;
    try {
      planned = await kinds[spec.definition.kind].plan(work, context);
    } catch (cause) {
      if (cause instanceof GateUnmet) skipped = cause.message;
      else if (!(cause instanceof ExecutionError || cause instanceof SlipwayError)) throw cause;
      else {
        const { code, message, hint } = toFailure(cause, context.redact);
        problem = { code, message, hint };
      }
    }
    return {
      job: spec.definition.name,
      environment: spec.environment.name,
      model: spec.definition.model,
      version: spec.version,
      tag: spec.tag,
      target: spec.target && displayRelation(spec.target),
      materialization: spec.definition.materialization.type,
      window: toWindow(planned?.window),
      variables: spec.variables,
      sources: planned?.sources ?? [],
      conditions: (spec.definition.conditions ?? []).map(conditionWords),
      ignore_conditions: spec.ignore_conditions ?? false,
      checks: (spec.definition.checks ?? []).map(checkLine),
      columns: planned?.columns ?? [],
      sql: planned?.compiled?.sql ?? null,
      steps: planned ? stepsOf(planned) : [],
      notes,
      warnings,
      skipped,
      problem,
    };
  }

  return {
    /** What a run of the job would do now. Throws what dispatching it would. */
    ofJob: async (ref: string, overrides: RunOverrides, signal?: AbortSignal) => {
      const job = jobs.row(ref);
      return await planOf(freezer.peek(job, overrides), job.id, signal);
    },

    /** The same of a definition that is being written; `job` is the one it is of, where there is one. */
    ofDefinition: async (definition: JobDefinition, job: number | null, signal?: AbortSignal) =>
      await planOf(freezer.peekDefinition(definition), job, signal),
  };
}

function stepsOf({ gate, build }: PlannedWork): JobPlan['steps'] {
  const first = gate === null ? [] : [{ name: 'gate', purpose: 'gate' as const, statements: gate }];
  return [...first, ...build.map(toPlannedStep)];
}
