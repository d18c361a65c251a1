import type { QueryTag } from '../../engine/ports.ts';
import { cancelledError, executionError } from '../failures.ts';
import type { Job } from '../job.ts';
import type { DriverStatement } from './driver-types.ts';
import { asDriverError, troubleOf } from './errors.ts';
import { findScript } from './history.ts';
import { ForeignAnswer } from './http-guard.ts';
import { mayHaveArrived } from './network-errors.ts';
import { statementParameters } from './parameters.ts';
import { doubling, type Patience, pause } from './patience.ts';
import type { SnowflakeSession } from './session.ts';
import type { Lease } from './sessions.ts';
import { quoteText } from './statements.ts';
import { requestIdOf, type ScriptPart } from './tags.ts';

export interface StatementRunOptions {
  lease: Lease;
  job: Job;
  sql: string;
  part: ScriptPart;
  tag: QueryTag | undefined;
  patience: Patience;
  /** Where the history is looked at if the answer to the submission was lost. */
  database: string | null;
  /** It only reads: it fails when the account stays out of reach, and may be run again by whoever asked. */
  reads?: boolean;
  /** It belongs to the transaction of its session: in another session it would be something else. */
  inTransaction?: boolean;
  /** It ends at once, and is waited for: what begins and ends transactions. */
  atOnce?: boolean;
  /** What makes good a transaction is not stopped. */
  unstoppable?: boolean;
  /** Where the query id is told, as soon as it is known. */
  onSubmitted?: ((queryId: string) => void) | null;
  /** Told what keeps the account from being asked once that lasts, and null when it answers again. */
  onTrouble?: (cause: unknown) => void;
}

interface Submitted {
  queryId: string;
  /** Where the answer to the submission was the result. */
  result: DriverStatement | null;
}

/** Statements that Snowflake is at work on, or about to. What it does not know the status of may have come just now. */
export const workingStatuses = new Set([
  'RUNNING',
  'QUEUED',
  'RESUMING_WAREHOUSE',
  'QUEUED_REPARING_WAREHOUSE',
  'BLOCKED',
  'RESTARTED',
  'ABORTING',
  'NO_DATA',
  'NO_QUERY_DATA',
]);
/** So many questions in a row may be left without an answer before that is told: short gaps are nobody's concern. */
const gapsUntold = 3;
/** So often in a row a statement may be unknown before its result is asked for, which says what is the matter. */
const maxUnknown = 20;

/**
 * One statement on its way: submitted once, watched until it has ended, stopped when its job is.
 *
 * The account may be lost at any point. What was submitted is then asked for until there is an answer, in another session if
 * its own has ended. A submission without an answer is sent again under the same request id in the same session, where
 * Snowflake takes it for the same; before it is sent in another one, the history is searched for it.
 */
export class StatementRun {
  private readonly options: StatementRunOptions;
  private readonly settled = new AbortController();
  /** The driver's handle of the submission, with the session it belongs to. */
  private sent: { statement: DriverStatement; session: SnowflakeSession } | null = null;
  private queryId: string | null = null;
  /** A submission may have arrived that was not answered. */
  private unanswered = false;
  /** Questions since the account last answered. */
  private gaps = 0;
  private troubled = false;

  constructor(options: StatementRunOptions) {
    this.options = options;
  }

  /** The result, once the statement has ended well. Throws errors of the driver, and `ExecutionError`. */
  async run(): Promise<DriverStatement> {
    const { job, unstoppable, onSubmitted } = this.options;
    if (unstoppable !== true) job.throwIfCancelled();
    const unregister = unstoppable === true ? () => {} : job.onCancel(() => void this.stop());
    try {
      const { queryId, result } = await this.submit();
      this.queryId = queryId;
      onSubmitted?.(queryId);
      return result ?? (await this.follow(queryId));
    } finally {
      unregister();
      this.settled.abort();
    }
  }

  private async follow(queryId: string): Promise<DriverStatement> {
    await this.ended(queryId);
    return await this.persistently(session => session.resultOf(queryId));
  }

  private async submit(): Promise<Submitted> {
    const { job, lease, patience, reads, inTransaction, atOnce, unstoppable } = this.options;
    const waits = doubling(patience.retryFirstMs, patience.retryMaxMs);
    const until = performance.now() + patience.readGapMs;
    for (;;) {
      const { session } = lease;
      try {
        const submitted = await this.send(session);
        this.answered();
        return submitted;
      } catch (cause) {
        const trouble = troubleOf(cause);
        if (trouble === 'refused') throw cause;
        this.gap(cause);
        this.unanswered ||= trouble === 'network' && mayHaveArrived(asDriverError(cause));
        if ((reads === true || !this.unanswered) && performance.now() >= until) throw cause;
        await pause(waits.next().value);
        if (trouble === 'session' && !(await session.revive())) await this.anotherSession();
        const elsewhere = lease.session !== session;
        const stopped = job.cancelled && unstoppable !== true;
        if (this.unanswered && (elsewhere || stopped)) {
          const queryId = await this.find();
          // What it began has ended with its session.
          const began = atOnce === true && inTransaction !== true;
          if (queryId !== null && began && elsewhere) throw transactionLost();
          if (queryId !== null) return { queryId, result: null };
        }
        if (stopped) throw cancelledError(job.queryId);
        if (elsewhere && inTransaction === true) throw transactionLost();
      }
    }
  }

  private async send(session: SnowflakeSession): Promise<Submitted> {
    const request = this.request();
    const { statement, answered } =
      this.options.atOnce === true ? session.start(request) : session.submit(request);
    this.sent = { statement, session };
    await answered;
    const queryId = statement.getQueryId();
    if (queryId === undefined) throw new ForeignAnswer('The answer is not complete: it names no query');
    return { queryId, result: this.options.atOnce === true ? statement : null };
  }

  private request() {
    const { lease, sql, part, tag } = this.options;
    const parameters = statementParameters(lease.surroundings, tag, part);
    return { sql, parameters, requestId: requestIdOf(part) };
  }

  /** The id of a statement whose submission was not answered; null when Snowflake has no trace of it. */
  private async find(): Promise<string | null> {
    const { part, database, lease } = this.options;
    const found = await this.persistently(() => findScript(lease, part.script, database));
    return found.find(past => past.part.statement === part.statement)?.queryId ?? null;
  }

  private async ended(queryId: string): Promise<void> {
    const { job, patience } = this.options;
    let waits = doubling(patience.pollFirstMs, patience.pollMaxMs);
    let unknown = 0;
    let stopping = false;
    for (;;) {
      let status: string;
      try {
        status = await this.persistently(session => session.statusOf(queryId));
      } catch (cause) {
        // What does not tell a status tells the result, for which it is waited.
        if (asDriverError(cause).response?.statusCode === 404) return;
        throw cause;
      }
      unknown = status.startsWith('NO_') ? unknown + 1 : 0;
      if (!workingStatuses.has(status) || unknown > maxUnknown) return;
      if (job.cancelled && !stopping) {
        stopping = true;
        waits = doubling(patience.pollFirstMs, patience.pollMaxMs);
      }
      await this.pauseUntilCancelled(waits.next().value);
    }
  }

  private async pauseUntilCancelled(ms: number): Promise<void> {
    const { job } = this.options;
    if (job.cancelled) return await pause(ms);
    const cancelled = new AbortController();
    const unregister = job.onCancel(() => cancelled.abort());
    await pause(ms, cancelled.signal);
    unregister();
  }

  /**
   * Asks until there is an answer, Snowflake's refusal included. The session may be another one afterwards. What only reads
   * gives up after a while.
   */
  private async persistently<T>(ask: (session: SnowflakeSession) => Promise<T>): Promise<T> {
    const { lease, patience } = this.options;
    const waits = doubling(patience.retryFirstMs, patience.retryMaxMs);
    const until = this.giveUpAt();
    for (;;) {
      const { session } = lease;
      try {
        const answer = await ask(session);
        this.answered();
        return answer;
      } catch (cause) {
        const trouble = troubleOf(cause);
        if (trouble === 'refused' || asDriverError(cause).response?.statusCode === 404) throw cause;
        if (performance.now() >= until) throw cause;
        this.gap(cause);
        await pause(waits.next().value);
        if (trouble === 'session' && !(await session.revive())) await this.anotherSession();
      }
    }
  }

  private gap(cause: unknown): void {
    this.gaps += 1;
    if (this.gaps > gapsUntold) this.tell(cause);
  }

  private tell(cause: unknown): void {
    if (!this.troubled) this.options.onTrouble?.(cause);
    this.troubled = true;
  }

  private answered(): void {
    this.gaps = 0;
    if (this.troubled) this.options.onTrouble?.(null);
    this.troubled = false;
  }

  /**
   * Signs in again. While a statement of ours may be at work, neither the network nor a refusal ends that: a secret may be
   * set anew, a user let in again.
   */
  private async anotherSession(): Promise<void> {
    const { lease, patience } = this.options;
    const waits = doubling(patience.retryFirstMs, patience.retryMaxMs);
    const until = this.giveUpAt();
    const atWork = this.queryId !== null || this.unanswered;
    for (;;) {
      // Only the network was away.
      if (lease.session.isUp && (await lease.session.revive())) return;
      try {
        await lease.renew();
        return;
      } catch (refusal) {
        if (!atWork || performance.now() >= until) throw refusal;
        this.tell(refusal);
        await pause(waits.next().value);
      }
    }
  }

  private giveUpAt(): number {
    const { reads, patience } = this.options;
    return reads === true ? performance.now() + patience.readGapMs : Number.POSITIVE_INFINITY;
  }

  /** Asks Snowflake to stop the statement, again and again until it has ended: the network may be away, the submission late. */
  private async stop(): Promise<void> {
    const { patience } = this.options;
    const waits = doubling(patience.pollFirstMs, patience.pollMaxMs);
    const { signal } = this.settled;
    for (let tries = 0; !signal.aborted; tries++) {
      await this.abortOnce(tries % 2 === 1).catch(() => {});
      await pause(waits.next().value, signal);
    }
  }

  private async abortOnce(bySql: boolean): Promise<void> {
    const { session } = this.options.lease;
    const own = this.sent?.session === session ? this.sent.statement : null;
    if (own && !(bySql && this.queryId !== null)) {
      await session.abort(own);
    } else if (this.queryId !== null) {
      await cancelQuery(this.options.lease, this.queryId);
    }
  }
}

/** Stops a statement of any session of the user. */
export async function cancelQuery(lease: Lease, queryId: string): Promise<void> {
  await lease.session.ask({
    sql: `SELECT SYSTEM$CANCEL_QUERY(${quoteText(queryId)})`,
    parameters: statementParameters(lease.surroundings),
  });
}

export function transactionLost() {
  return executionError({
    code: 'network',
    message: 'The session ended in the middle of the transaction: nothing of the script took effect',
    sqlstate: '40003',
    retryable: true,
  });
}
