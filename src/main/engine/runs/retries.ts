import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { RetryMode, RetryPlan } from '../../../shared/contract/runs.ts';
import { parseDuration } from '../../../shared/domain/duration.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayRelation } from '../../../shared/domain/relation.ts';
import { isTerminal, type RunState } from '../../../shared/domain/run-state.ts';
import { variableText } from '../../../shared/domain/variables.ts';
import { type Actor, actorText } from '../actor.ts';
import type { Context } from '../context.ts';
import { computeChanges } from '../environments/compute-changes.ts';
import type { Environments } from '../environments/environments.ts';
import { startOf, upTo } from '../intervals/grid.ts';
import type { AskedRange } from '../intervals/range.ts';
import { intervalsOf } from '../intervals/settings.ts';
import type { JobKinds } from '../kinds/index.ts';
import { targetOf } from '../kinds/targets.ts';
import type { FrozenSpec } from '../kinds/kind.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { runsOf } from '../jobs/running.ts';
import { refuseTakeover } from '../jobs/takeover.ts';
import type { JobRow } from '../store/jobs.ts';
import { decode, encode, runStateCodes, stepStateCodes } from '../store/codes.ts';
import type { RunRow, StepRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';
import { compiledOf } from './compiled.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { createFreezer, Frozen } from './freezer.ts';
import { frozenSpec } from './frozen-spec.ts';
import { requireReason } from './overrides.ts';
import { byHand, type Starter } from './starter.ts';

const defaultBackoffMs = 30_000;
/** Waits are doubled up to it; only one that is longer from the beginning is. */
export const longestBackoffMs = 3_600_000;

/** How long to wait before the attempt after `attempt` (from 1), ms; null when there is to be none. */
export function retryAfter({ retries }: JobDefinition, attempt: number): number | null {
  if (!retries || attempt > retries.max) return null;
  const first = parseDuration(retries.backoff ?? '') ?? defaultBackoffMs;
  return Math.min(first * 2 ** (attempt - 1), Math.max(first, longestBackoffMs));
}

interface Parts {
  environments: Environments;
  jobs: Jobs;
  kinds: JobKinds;
  freezer: ReturnType<typeof createFreezer>;
  starter: Starter;
  dispatcher: Dispatcher;
  orReload: <T>(written: Promise<T>) => Promise<T>;
  row: (id: number) => RunRow;
  stateOf: (id: number) => RunState;
}

/** Doing a run again, as a new run that names the one before. */
export function createRetries(context: Context, parts: Parts) {
  const { store } = context;
  const { environments, jobs, kinds, freezer, starter, dispatcher, orReload, row, stateOf } = parts;
  const sql = store.sql.runs;
  const completed = encode(stepStateCodes, 'completed');

  /**
   * Steps of the last attempt that ended well before the one that did not, and whose results are still there; of the others
   * that were begun, why they are done again.
   */
  function lookBack(run: RunRow, mode: RetryMode, spec: FrozenSpec) {
    const taken: StepRow[] = [];
    const again = new Map<string, string>();
    if (mode !== 'from_failure') return { taken, again };
    const steps = sql.steps.all(run.id).filter(step => step.attempt === run.attempt);
    const failed = steps.findIndex(step => step.state !== completed);
    const before = failed < 0 ? [] : steps.slice(0, failed);
    const kind = kinds[spec.definition.kind];
    const compiled = compiledOf(store.sql, run, spec);
    for (const step of before) {
      const why = kind.again(step.name, compiled, spec);
      if (why === null) taken.push(step);
      else again.set(step.name, why);
    }
    const last = steps[failed];
    if (last) again.set(last.name, 'it failed');
    return { taken, again };
  }

  function freeze(run: RunRow, mode: RetryMode): Frozen {
    const job = jobs.row(String(run.job_id));
    const spec = frozenSpec(store.sql.documents, run.frozen_id);
    if (mode === 'today') {
      // What was asked for anew is still to be done. That conditions were to be ignored was said of what they would have found
      // then, as the values of variables were.
      const full_refresh = spec.full_refresh === true && isIncremental(job);
      const range = spec.range && rangeToday(job, spec.range);
      return freezer.freeze(String(run.job_id), { variables: {}, full_refresh, range });
    }
    return { job: { ...job, live_version: run.job_version }, spec, documentId: run.frozen_id };
  }

  /** Throws what keeps a run from being done again so. */
  function refuse(run: RunRow, mode: RetryMode, { spec, job }: Frozen): void {
    const state = decode(runStateCodes, run.state);
    if (!isTerminal(state)) {
      throw new SlipwayError('conflict', `Run #${run.id} is not over (${state})`, {
        hint: 'Wait for its end, or cancel it',
      });
    }
    if (mode === 'from_failure' && state !== 'failed') {
      throw new SlipwayError(
        'conflict',
        `Run #${run.id} did not fail (${state}): there is no failed step to go on from`,
        {
          hint: 'Do it again exactly, or with the definition of today',
        },
      );
    }
    if (mode === 'today') return;
    // Where it ran, which need not be where the job is today.
    const environment = environments.get(String(spec.environment.id));
    if (isStillSo(job, spec)) return;
    if (environment.protected) {
      throw new SlipwayError(
        'precondition',
        `"${environment.name}" is protected, and what #${run.id} did is not what runs there now: that changes by promotion only`,
        { hint: 'Roll back, or run it with the definition of today' },
      );
    }
    const { definition, version, target } = spec;
    if (target === null) return;
    refuseTakeover(store.sql, { definition, modelId: run.model_id, version, environment, target }, 0);
  }

  /** Whether a job still builds the same, at the same place. */
  function isStillSo(job: JobRow, spec: FrozenSpec): boolean {
    const live = store.sql.jobs.byId.get(job.id);
    if (!live?.live_json || live.environment_id !== spec.environment.id) return false;
    const environment = environments.get(String(live.environment_id));
    const target = targetOf(JSON.parse(live.live_json) as JobDefinition, environment);
    return (
      runsOf(store.sql, live).version === spec.version &&
      target !== null &&
      spec.target !== null &&
      displayRelation(target) === displayRelation(spec.target)
    );
  }

  /** Writes down that steps need not be done again, in the new run. */
  function takeOver(tx: Tx, from: RunRow, steps: StepRow[], run: number): void {
    if (from.compiled_id !== null && steps.length > 0) sql.setCompiled.run(from.compiled_id, run);
    for (const step of steps) {
      sql.insertStep.run({
        run_id: run,
        attempt: 1,
        ordinal: step.ordinal,
        name: step.name,
        state: encode(stepStateCodes, 'running'),
        started_at_ms: tx.now,
        query_id: null,
        statement_id: step.statement_id,
      });
      sql.endStep.run({
        run_id: run,
        attempt: 1,
        ordinal: step.ordinal,
        state: completed,
        rows: step.rows,
        bytes: step.bytes,
        message: `taken over from #${from.id}`,
        statement_id: null,
        now: tx.now,
      });
    }
  }

  function differences(run: RunRow, { spec, job }: Frozen): string[] {
    const then = frozenSpec(store.sql.documents, run.frozen_id);
    const told: string[] = [];
    if (job.live_version !== run.job_version) {
      told.push(`definition ${job.live_version} instead of ${run.job_version}`);
    }
    if (spec.version !== then.version) told.push(`${versionText(spec)} instead of ${versionText(then)}`);
    if (spec.environment.name !== then.environment.name) {
      told.push(`in ${spec.environment.name} instead of ${then.environment.name}`);
    }
    for (const name of new Set([...Object.keys(spec.variables), ...Object.keys(then.variables)])) {
      const [now, before] = [spec.variables[name], then.variables[name]].map(value =>
        value === undefined ? 'none' : variableText(value),
      );
      if (now !== before) told.push(`variable ${name}: ${now} instead of ${before}`);
    }
    if (then.full_refresh && !spec.full_refresh)
      told.push('no full refresh: its target is not incremental any more');
    if (then.range && spec.range && (then.range.from !== spec.range.from || then.range.to !== spec.range.to))
      told.push('a wider range: its intervals are others by now');
    if (then.range && !spec.range) told.push('no range: its target is not built by intervals any more');
    if (then.ignore_conditions && !spec.ignore_conditions && spec.definition.conditions !== undefined)
      told.push('conditions that are unmet skip it');
    if (then.deferred.length > 0 && spec.deferred.length === 0) {
      told.push(
        `reads no tables of ${[...new Set(then.deferred.map(({ environment }) => environment))].join(', ')}`,
      );
    }
    for (const { field, from, to } of computeChanges(then.environment, spec.environment)) {
      // How many may run beside it is nothing that it does.
      if (field !== 'limits.max_concurrent_runs')
        told.push(`${field}: ${to ?? 'none'} instead of ${from ?? 'none'}`);
    }
    return told;
  }

  return {
    /** What `retry` would do. Writes nothing; throws what it would. */
    planRetry(id: number, mode: RetryMode): RetryPlan {
      const run = row(id);
      const frozen = freeze(run, mode);
      refuse(run, mode, frozen);
      const { spec, job } = frozen;
      const past = lookBack(run, mode, spec);
      const taken = new Set(past.taken.map(step => step.name));
      const kind = kinds[spec.definition.kind];
      const planned = kind.steps(spec.definition, taken.size > 0 ? compiledOf(store.sql, run, spec) : null);
      return {
        run: id,
        mode,
        job: job.name,
        environment: spec.environment.name,
        job_version: job.live_version ?? 0,
        version: spec.version,
        tag: spec.tag,
        target: spec.target ? displayRelation(spec.target) : null,
        variables: spec.variables,
        steps: planned.map(name => ({
          name,
          action: taken.has(name) ? 'take_over' : 'do',
          reason: past.again.get(name) ?? null,
        })),
        differences: differences(run, frozen),
      };
    },

    /** Does a run again, as a new run; it starts as soon as there is room. */
    async retry(
      actor: Actor,
      id: number,
      mode: RetryMode,
      cause: string,
    ): Promise<{ id: number; job: string; state: RunState }> {
      const created = await orReload(
        store.write(tx => {
          const run = row(id);
          const frozen = freeze(run, mode);
          refuse(run, mode, frozen);
          const { environment, range, ignore_conditions } = frozen.spec;
          requireReason(environment, { variables: {}, ignore_conditions, restate: range?.restate }, cause);
          const again = starter.create(tx, frozen, {
            ...byHand,
            kind: actor.via === 'rest' ? 'api' : 'manual',
            actor: actorText(actor),
            cause,
            original_run_id: id,
          });
          takeOver(tx, run, lookBack(run, mode, frozen.spec).taken, again);
          starter.recordDispatch(tx, again, actorText(actor), frozen.job.name, { cause, again: id, mode });
          dispatcher.claimReady(tx);
          return { id: again, job: frozen.job.name };
        }),
      );
      return { ...created, state: stateOf(created.id) };
    },
  };
}

const versionText = ({ version }: FrozenSpec) => (version === null ? 'the draft' : `v${version}`);

function isIncremental({ live_json }: JobRow): boolean {
  if (live_json === null) return false;
  return (JSON.parse(live_json) as JobDefinition).materialization.type === 'incremental';
}

/** The same range as whole intervals of a job as it is today; undefined where it has none any more. */
function rangeToday(job: JobRow, range: AskedRange): AskedRange | undefined {
  const { live_json } = job;
  const settings = live_json === null ? null : intervalsOf(JSON.parse(live_json) as JobDefinition, job);
  if (settings === null) return undefined;
  const { grid } = settings;
  return { ...range, from: startOf(grid, range.from), to: upTo(grid, range.to) };
}
