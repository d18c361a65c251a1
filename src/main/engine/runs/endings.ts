import { isTerminal, type RunEvent, type RunState, transition } from '../../../shared/domain/run-state.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Context } from '../context.ts';
import type { BuiltIntervals } from '../intervals/ledger.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Notices } from '../notify/notices.ts';
import { decode, encode, runStateCodes } from '../store/codes.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Feed } from './feed.ts';
import { backfillPriority, isOfBackfill } from './priorities.ts';

/** What a run wrote. */
export interface RunResult {
  rows: number | null;
  bytes: number | null;
  intervals?: BuiltIntervals;
  /** Where it built. */
  wrote?: { connection: number; target: string };
}

const nothing: RunResult = { rows: null, bytes: null };

/** Told of every end of a run, inside the transaction that ends it. */
export type EndListener = (tx: Tx, run: RunRow, state: RunState, result: RunResult) => void;

/** The one place where runs end: what an end leads to is committed with it. */
export class Endings {
  private readonly context: Context;
  private readonly jobs: Jobs;
  private readonly notices: Notices;
  private readonly dispatcher: Dispatcher;
  private readonly feed: Feed;
  private readonly listeners: EndListener[] = [];
  /** Passes a request to stop on to a run that is under way. */
  private readonly requestStop: (run: number) => void;

  constructor(
    context: Context,
    parts: {
      jobs: Jobs;
      notices: Notices;
      dispatcher: Dispatcher;
      feed: Feed;
      requestStop: (run: number) => void;
    },
  ) {
    this.context = context;
    this.jobs = parts.jobs;
    this.notices = parts.notices;
    this.dispatcher = parts.dispatcher;
    this.feed = parts.feed;
    this.requestStop = parts.requestStop;
  }

  onEnd(listener: EndListener): void {
    this.listeners.push(listener);
  }

  /**
   * Takes a run that waits, or asks one that is under way, to stop. Throws `conflict` where its state does not allow
   * that. Returns the state after it.
   */
  stop(tx: Tx, run: RunRow, event: 'cancel_requested' | 'superseded', reason: string): RunState {
    const step = transition(decode(runStateCodes, run.state), event);
    if (!step.ok) throw new SlipwayError('conflict', `Run #${run.id} cannot be cancelled: ${step.reason}`);
    if (isTerminal(step.to)) {
      this.end(tx, run, step.to, reason);
      return step.to;
    }
    this.context.store.sql.runs.setState.run(encode(runStateCodes, step.to), reason, run.id);
    tx.changed('run', run.id);
    if (run.retry_at_ms !== null) {
      // It only waits for another attempt: nothing is left for a warehouse to confirm.
      this.end(tx, run, 'cancelled', reason);
      return 'cancelled';
    }
    tx.afterCommit(() => {
      this.requestStop(run.id);
      this.feed.stateWritten(run.id, step.to);
    });
    return step.to;
  }

  /** Ends a claimed run by what happened to it; null, and nothing else, where its state does not allow that. */
  finish(
    tx: Tx,
    run: RunRow,
    event: RunEvent,
    result: RunResult,
    reason: string | null = null,
  ): RunState | null {
    const state = this.context.store.sql.runs.stateOf.get(run.id);
    if (state === undefined) return null;
    const step = transition(decode(runStateCodes, state), event);
    if (!step.ok) {
      this.context.log.write('warn', 'a run ended twice', { run: run.id, event, reason: step.reason });
      return null;
    }
    this.end(tx, run, step.to, reason, result);
    return step.to;
  }

  private end(tx: Tx, run: RunRow, state: RunState, reason: string | null, result = nothing): void {
    const { sql } = this.context.store;
    sql.runs.end.run({
      id: run.id,
      state: encode(runStateCodes, state),
      reason,
      now: tx.now,
      rows_affected: result.rows,
      bytes: result.bytes,
    });
    tx.changed('run', run.id);
    if (run.claimed_at_ms === null) this.dispatcher.drop(run.id, run);
    else if (run.retry_at_ms === null) this.dispatcher.release(run);
    else this.dispatcher.releaseParked(run.id, run);
    if (state === 'failed') this.pauseAfterFailures(tx, run);
    for (const listener of this.listeners) listener(tx, run, state, result);
    tx.afterCommit(() => this.feed.stateWritten(run.id, state));
  }

  /**
   * A job that fails again and again stops itself, where its definition says so. What a backfill does is no sign of that: it
   * builds what may be years old, and stops by itself.
   */
  private pauseAfterFailures(tx: Tx, run: RunRow): void {
    const { sql } = this.context.store;
    const job = sql.jobs.byId.get(run.job_id);
    if (!job?.live_json || run.draft === 1 || isOfBackfill(run)) return;
    const { pause_after_failures: most } = JSON.parse(job.live_json) as { pause_after_failures?: number };
    if (most === undefined) return;
    const failed = encode(runStateCodes, 'failed');
    const last = sql.runs.endedOfJob.all({ job: job.id, above: backfillPriority, limit: most });
    // Who resumed it knew of those before.
    const resumed = sql.triggers.lastPauseEnd.get(job.id) ?? 0;
    const counts = (end: (typeof last)[number]) => end.state === failed && end.ended_at_ms > resumed;
    if (last.length < most || !last.every(counts)) return;
    const times = most === 1 ? 'it failed' : `it failed ${most} times one after the other`;
    const reason = `${times}, last in #${run.id}`;
    if (!this.jobs.pauses.pauseIn(tx, 'slipway via engine', job, reason)) return;
    this.notices.pausedItself(tx, job, run.id, reason);
    // What its triggers have called for already would fail like the others.
    const pending = encode(runStateCodes, 'pending');
    for (const waiting of sql.runs.activeOfJob.all(job.id)) {
      if (waiting.state === pending && waiting.trigger_id !== null) {
        this.stop(tx, waiting, 'superseded', `the job paused itself: ${reason}`);
      }
    }
  }
}
