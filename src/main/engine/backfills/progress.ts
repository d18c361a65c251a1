import type { BuildCounts } from '../../../shared/domain/build-state.ts';
import { type RunState, transition } from '../../../shared/domain/run-state.ts';
import { countsOf } from '../builds/progress.ts';
import type { Context } from '../context.ts';
import { isBuilt } from '../intervals/ledger.ts';
import { outdated } from '../intervals/outdated.ts';
import type { AskedRange } from '../intervals/range.ts';
import { intervalsOfRun } from '../intervals/settings.ts';
import type { FrozenSpec } from '../kinds/kind.ts';
import { frozenSpec } from '../runs/frozen-spec.ts';
import type { Runs } from '../runs/runs.ts';
import { byHand } from '../runs/starter.ts';
import type { BackfillRow, ChunkRow } from '../store/backfills.ts';
import {
  buildModelStateCodes,
  buildStateCodes,
  decode,
  encode,
  runStateCodes,
  triggerKindCodes,
} from '../store/codes.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';

type ChunkState = (typeof buildModelStateCodes)[number];
type EndState = 'completed' | 'failed' | 'cancelled';

const running = encode(buildStateCodes, 'running');
const builtMeanwhile = 'another run built it meanwhile';
const cancelling = encode(buildStateCodes, 'pending_cancellation');

/**
 * Takes backfills from chunk to chunk: each that is not over has one run, which waits or is under way; the dispatcher sees to
 * it that not too many are. As with builds, everything happens in the transactions that start and end runs, and is written
 * there.
 */
export class BackfillProgress {
  private readonly context: Context;
  private readonly runs: Runs;
  /** Backfills that were begun or gone on with in this engine: one that is there for one command leaves others alone. */
  private readonly begunHere = new Set<number>();

  constructor(context: Context, runs: Runs) {
    this.context = context;
    this.runs = runs;
    runs.triggers.onEnd((tx, run, state) => this.runEnded(tx, run, state));
  }

  private get sql() {
    return this.context.store.sql.backfills;
  }

  /** Starts the first chunk of one that was begun, or is to go on. */
  goOn(tx: Tx, id: number): void {
    this.begunHere.add(id);
    this.fill(tx);
  }

  /** Starts the next chunks of those that have none under way, the oldest backfill first. */
  fill(tx: Tx): void {
    // What is started while the engine closes would only be cancelled.
    if (this.context.closing.aborted) return;
    for (const backfill of this.sql.active.all()) {
      if (backfill.state !== running || !this.isOurs(backfill)) continue;
      if (this.sql.startedChunk.get(backfill.id) === undefined) this.startNext(tx, backfill);
    }
  }

  /** Whether it is for this engine to go on with. */
  private isOurs({ id }: BackfillRow): boolean {
    return this.context.schedules || this.begunHere.has(id);
  }

  /** Cancels what is under way, and starts nothing more. */
  cancel(tx: Tx, backfill: BackfillRow, reason: string): void {
    this.sql.setState.run(cancelling, reason, backfill.id);
    this.sql.skipWaiting.run({ backfill: backfill.id, reason });
    const chunk = this.sql.startedChunk.get(backfill.id);
    const run = chunk?.run_id ? this.context.store.sql.runs.byId.get(chunk.run_id) : undefined;
    // It may be being cancelled already.
    if (run && transition(decode(runStateCodes, run.state), 'cancel_requested').ok) {
      this.runs.triggers.stop(tx, run, reason);
    }
    this.endIfOver(tx, backfill.id);
  }

  private runEnded(tx: Tx, run: RunRow, state: RunState): void {
    const chunk = this.sql.ofRun.get(run.id);
    const backfill = chunk && this.sql.byId.get(chunk.backfill_id);
    // A run of it that was done again later, say, is nothing to it.
    if (!chunk || !backfill || backfill.ended_at_ms !== null) return;
    const { closing, schedules } = this.context;
    // Nobody wanted that it is cancelled.
    const interrupted = closing.aborted && state === 'cancelled' && backfill.state !== cancelling;
    // An engine that was there for one command leaves nothing of its own to go on with.
    const isOfCommand = !schedules && this.begunHere.has(backfill.id);
    if (interrupted && !isOfCommand) this.set(chunk, 'waiting', null, null);
    else this.settle(backfill, chunk, run, state);
    if (interrupted && isOfCommand) this.cancel(tx, backfill, 'Slipway was closed');
    this.endIfOver(tx, backfill.id);
    this.fill(tx);
  }

  /** What is left is not built after one that was not: most often it would end the same. */
  private settle(backfill: BackfillRow, chunk: ChunkRow, run: RunRow, state: RunState): void {
    // A run may find that another one built it while it waited.
    const meanwhile = () => state === 'skipped' && this.isBuilt(backfill, this.specOf(backfill), chunk);
    if (state === 'completed' || meanwhile()) {
      this.set(chunk, 'completed', run.id, state === 'completed' ? null : builtMeanwhile);
      return;
    }
    const how = state === 'failed' ? 'failed' : state === 'skipped' ? 'was skipped' : 'was cancelled';
    this.set(chunk, state === 'failed' || state === 'skipped' ? state : 'cancelled', run.id, null);
    this.skipRest(chunk, `chunk ${chunk.position} ${how} (run #${run.id})`);
  }

  private startNext(tx: Tx, backfill: BackfillRow): void {
    for (;;) {
      const chunk = this.sql.nextChunk.get(backfill.id);
      if (!chunk) {
        this.endIfOver(tx, backfill.id);
        return;
      }
      const spec = this.specOf(backfill);
      const problem = outdated(this.context.store.sql, backfill.job_id, spec);
      if (problem !== null) {
        this.set(chunk, 'failed', null, problem);
        this.skipRest(chunk, `chunk ${chunk.position} failed: ${problem}`);
      } else if (this.isBuilt(backfill, spec, chunk)) {
        this.set(chunk, 'completed', null, builtMeanwhile);
      } else {
        this.start(tx, backfill, spec, chunk);
        return;
      }
    }
  }

  private start(tx: Tx, backfill: BackfillRow, spec: FrozenSpec, chunk: ChunkRow): void {
    const { sql } = this.context.store;
    const { job_id, job_version, environment_id, model_id, version, tag, priority } = backfill;
    const range: AskedRange = {
      from: chunk.from_ms,
      to: chunk.to_ms,
      restate: backfill.restate === 1,
      // What others of it have built would not be in a table that this one makes.
      first: this.countsOf(backfill.id).completed === 0,
    };
    const frozen_id = sql.documents.put({ ...spec, range });
    const cause = `backfill #${backfill.id}${backfill.cause === '' ? '' : `: ${backfill.cause}`}`;
    const run = this.runs.triggers.insert(
      tx,
      {
        job_id,
        job_version,
        environment_id,
        model_id,
        model_version: version,
        tag,
        draft: 0,
        frozen_id,
        priority,
      },
      { ...byHand, kind: decode(triggerKindCodes, backfill.trigger_kind), actor: backfill.actor, cause },
    );
    this.set(chunk, 'started', run, null);
    const name = sql.jobs.nameById.get(job_id)?.name ?? '';
    this.runs.triggers.recordDispatch(tx, run, backfill.actor, name, {
      cause,
      version,
      backfill: backfill.id,
    });
    tx.changed('backfill', backfill.id);
  }

  /** Whether another run has built it while it waited; never of a restatement. */
  private isBuilt({ job_id, restate }: BackfillRow, spec: FrozenSpec, chunk: ChunkRow): boolean {
    const settings = intervalsOfRun(spec);
    if (restate === 1 || settings === null) return false;
    const range = { from: chunk.from_ms, to: chunk.to_ms };
    return isBuilt(this.context.store.sql, job_id, settings, range, this.context.clock.now());
  }

  private countsOf(id: number): BuildCounts {
    return countsOf(this.sql.counts.all(id));
  }

  private specOf({ frozen_id }: BackfillRow): FrozenSpec {
    return frozenSpec(this.context.store.sql.documents, frozen_id);
  }

  private endIfOver(tx: Tx, id: number): void {
    tx.changed('backfill', id);
    const backfill = this.sql.byId.get(id);
    // The end of its run may have ended it already.
    if (!backfill || backfill.ended_at_ms !== null) return;
    const state = this.endOf(backfill);
    if (state !== null) this.sql.end.run(encode(buildStateCodes, state), tx.now, id);
  }

  /** The end of a backfill; null while a chunk waits or is under way. */
  private endOf({ id, state }: BackfillRow): EndState | null {
    const states = new Set(this.sql.counts.all(id).map(each => decode(buildModelStateCodes, each.state)));
    if (states.has('waiting') || states.has('started')) return null;
    if ([...states].every(each => each === 'completed')) return 'completed';
    return state === cancelling ? 'cancelled' : 'failed';
  }

  private skipRest({ backfill_id: backfill }: ChunkRow, reason: string): void {
    this.sql.skipWaiting.run({ backfill, reason });
  }

  private set(
    { backfill_id, position }: ChunkRow,
    state: ChunkState,
    run_id: number | null,
    reason: string | null,
  ) {
    this.sql.setChunk.run({
      backfill_id,
      position,
      state: encode(buildModelStateCodes, state),
      run_id,
      reason,
    });
  }
}
