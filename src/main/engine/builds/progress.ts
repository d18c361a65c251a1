import { type BuildCounts, endOf } from '../../../shared/domain/build-state.ts';
import { type RunState, transition } from '../../../shared/domain/run-state.ts';
import type { Context } from '../context.ts';
import { runsOf } from '../jobs/running.ts';
import type { Runs } from '../runs/runs.ts';
import { byHand } from '../runs/starter.ts';
import type { BuildModelRow, BuildRow } from '../store/builds.ts';
import {
  buildModelStateCodes,
  buildStateCodes,
  decode,
  encode,
  runStateCodes,
  type triggerKindCodes,
} from '../store/codes.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';

const modelState = (state: (typeof buildModelStateCodes)[number]) => encode(buildModelStateCodes, state);
const cancelling = encode(buildStateCodes, 'pending_cancellation');

/** How a build's runs are started, and by whom: kept with it. */
export interface BuildStart {
  kind: (typeof triggerKindCodes)[number];
}

/** How many of a build's models are how far. */
export function countsOf(counted: readonly { state: number; n: number }[]): BuildCounts {
  const of = (state: (typeof buildModelStateCodes)[number]) =>
    counted.find(each => each.state === modelState(state))?.n ?? 0;
  return {
    waiting: of('waiting'),
    running: of('started'),
    completed: of('completed'),
    failed: of('failed'),
    skipped: of('skipped'),
    cancelled: of('cancelled'),
  };
}

/**
 * Takes builds from model to model. Everything happens in the transactions that start and end runs, and is written there:
 * nothing is kept in memory that a crash could lose or an undone transaction leave wrong. Invariant: after each of these
 * transactions a build has a run that is not over, or is over itself, unless the engine is closing.
 */
export class Progress {
  private readonly context: Context;
  private readonly runs: Runs;

  constructor(context: Context, runs: Runs) {
    this.context = context;
    this.runs = runs;
    runs.triggers.onEnd((tx, run, state) => this.runEnded(tx, run, state));
  }

  private get sql() {
    return this.context.store.sql.builds;
  }

  /** Starts what there is room for, and ends the build where nothing is left. */
  goOn(tx: Tx, id: number): void {
    const build = this.sql.byId.get(id);
    if (!build || build.ended_at_ms !== null) return;
    // What is started while the engine closes would only be cancelled.
    if (build.state !== cancelling && !this.context.closing.aborted) this.fill(tx, build);
    this.endIfOver(tx, build);
    tx.changed('build', id);
  }

  /** Cancels what is under way, and starts nothing more. */
  cancel(tx: Tx, build: BuildRow, reason: string): void {
    this.sql.setState.run(cancelling, reason, build.id);
    this.sql.cancelWaiting.run({ build: build.id, reason });
    for (const { run_id } of this.sql.started.all(build.id)) {
      const run = run_id === null ? undefined : this.context.store.sql.runs.byId.get(run_id);
      // One may be being cancelled already.
      if (run && transition(decode(runStateCodes, run.state), 'cancel_requested').ok) {
        this.runs.triggers.stop(tx, run, reason);
      }
    }
    this.goOn(tx, build.id);
  }

  private runEnded(tx: Tx, run: RunRow, state: RunState): void {
    const model = this.sql.ofRun.get(run.id);
    const build = model && this.sql.byId.get(model.build_id);
    if (!build) return;
    const { closing, schedules } = this.context;
    // Nobody wanted that it is cancelled.
    const interrupted = closing.aborted && state === 'cancelled' && build.state !== cancelling;
    if (interrupted && schedules) this.set(model, 'waiting', null, null);
    else this.settle(model, run.id, state);
    // An engine that was there for one command leaves nothing to go on with.
    if (interrupted && !schedules) this.cancel(tx, build, 'Slipway was closed');
    else this.goOn(tx, build.id);
  }

  /** What the end of a model means for those that need it. */
  private settle(model: BuildModelRow, run: number, state: RunState): void {
    const { build_id: build, position } = model;
    if (state === 'completed') {
      this.set(model, 'completed', run, null);
      this.sql.release.run({ build, position });
      return;
    }
    if (state === 'skipped') {
      // Its conditions kept it from being built, and its table is as it was: what reads it can go on.
      this.set(model, 'skipped', run, null);
      this.sql.release.run({ build, position });
      return;
    }
    const name = this.nameOf(model);
    const how = state === 'failed' ? 'failed' : 'was cancelled';
    this.set(model, state === 'failed' ? 'failed' : 'cancelled', run, null);
    this.sql.skipBelow.run({ build, position, reason: `${name} ${how} (run #${run})` });
  }

  private fill(tx: Tx, build: BuildRow): void {
    for (;;) {
      const room = this.threadsOf(build) - (this.sql.countStarted.get(build.id) ?? 0);
      const ready = room > 0 ? this.sql.ready.all(build.id, room) : [];
      if (ready.length === 0) return;
      for (const model of ready) this.start(tx, build, model);
    }
  }

  private start(tx: Tx, build: BuildRow, model: BuildModelRow): void {
    const problem = this.keptFrom(build, model);
    if (problem !== null) {
      this.set(model, 'failed', null, problem);
      const reason = `${this.nameOf(model)} failed: ${problem}`;
      this.sql.skipBelow.run({ build: build.id, position: model.position, reason });
      return;
    }
    const { kind } = JSON.parse(build.options_json) as BuildStart;
    const cause = build.cause === '' ? `build #${build.id}` : `build #${build.id}: ${build.cause}`;
    const { job_id, job_version, model_id, version, tag, draft, frozen_id, priority } = model;
    const { environment_id } = build;
    const subject = { job_id, job_version, environment_id, model_id, tag, draft, frozen_id, priority };
    const run = this.runs.triggers.insert(
      tx,
      { ...subject, model_version: version },
      { ...byHand, kind, actor: build.actor, cause },
    );
    this.set(model, 'started', run, null);
    const name = this.context.store.sql.jobs.nameById.get(job_id)?.name ?? '';
    this.runs.triggers.recordDispatch(tx, run, build.actor, name, { cause, version, build: build.id });
  }

  /** Why what was planned must not be built any more; null when it may. */
  private keptFrom({ environment_id }: BuildRow, { job_id, version }: BuildModelRow): string | null {
    const { sql } = this.context.store;
    const job = sql.jobs.byId.get(job_id);
    if (!job || job.removed_at_ms !== null) return 'its job was deleted';
    if (job.environment_id !== environment_id) return `job "${job.name}" was moved to another environment`;
    const guarded = sql.environments.isProtected.get(environment_id) === 1;
    if (guarded && runsOf(sql, job).version !== version) {
      return 'another version was promoted since the build began';
    }
    return null;
  }

  private endIfOver(tx: Tx, build: BuildRow): void {
    if ((this.sql.countStarted.get(build.id) ?? 0) > 0 || this.sql.waits.get(build.id) === 1) return;
    const counts = countsOf(this.sql.counts.all(build.id));
    const end = endOf(counts, this.sql.byId.get(build.id)?.state === cancelling);
    if (end !== null) this.sql.end.run(encode(buildStateCodes, end), tx.now, build.id);
  }

  private set(
    { build_id, position }: BuildModelRow,
    state: (typeof buildModelStateCodes)[number],
    run: number | null,
    reason: string | null,
  ): void {
    this.sql.setModel.run({ build_id, position, state: modelState(state), run_id: run, reason });
  }

  private threadsOf({ threads, environment_id }: BuildRow): number {
    const { environments } = this.context.store.sql;
    const most = environments.limit.get(environment_id)?.max_concurrent_runs ?? 1;
    return Math.min(threads ?? most, most);
  }

  private nameOf({ model_id }: BuildModelRow): string {
    return this.context.store.sql.models.nameById.get(model_id)?.name ?? `model ${model_id}`;
  }
}
