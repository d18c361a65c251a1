import type { CheckResult } from '../../../shared/contract/checks.ts';
import type { Column } from '../../../shared/contract/common.ts';
import { formatDuration, parseDuration } from '../../../shared/domain/duration.ts';
import { relationKey } from '../../../shared/domain/relation.ts';
import type { RunEvent } from '../../../shared/domain/run-state.ts';
import type { Looked } from '../conditions/gate.ts';
import type { Context } from '../context.ts';
import { placeOf } from '../environments/place.ts';
import {
  type CompiledSpec,
  type FrozenSpec,
  GateUnmet,
  type JobKind,
  type RunControl,
  type StepControl,
} from '../kinds/kind.ts';
import {
  ExecutionError,
  type ExecutionFailure,
  type Executor,
  isExecutorGone,
  type LogLevel,
  type QueryTag,
  type Session,
} from '../ports.ts';
import type { CheckStep } from '../store/checks.ts';
import { encode, runStateCodes, stepStateCodes } from '../store/codes.ts';
import type { RunRow, StepRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';
import { compiledOf } from './compiled.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Endings, RunResult } from './endings.ts';
import { frozenSpec } from './frozen-spec.ts';
import { RunStopped, timeoutFailure, toFailure } from './failures.ts';
import type { Feed } from './feed.ts';
import { Journal, type StepFacts } from './journal.ts';
import { pause } from './pause.ts';
import { isOfBackfill } from './priorities.ts';
import { retryAfter } from './retries.ts';
import { LeftOpen } from './recovery.ts';
import { RunIntervals } from './run-intervals.ts';
import { Scripts, type SendingRun } from './scripts.ts';

/** How long to wait before trying again to record the end of a run, when the disk is full, say. */
const recordAgainMs = 5_000;

interface OpenStep {
  name: string;
  ordinal: number;
  facts: StepFacts;
}

/** A claimed run while it executes: its steps, its end, and what is written down of them. */
export class ActiveRun implements RunControl, SendingRun {
  readonly id: number;
  readonly jobId: number;
  readonly attempt: number;
  readonly spec: FrozenSpec;
  readonly executor: Executor;
  readonly session: Session;
  compiled: CompiledSpec | null;

  readonly context: Context;
  readonly journal: Journal;
  readonly intervals: RunIntervals;
  private readonly dispatcher: Dispatcher;
  private readonly endings: Endings;
  private readonly row: RunRow;
  private readonly scripts: Scripts;
  /** Steps of this run from before a restart of the engine. */
  private readonly earlier: StepRow[];
  private readonly stop = new AbortController();
  private readonly completed = new Set<string>();
  private current: OpenStep | null = null;
  private timedOutAfter: string | null = null;
  private toldLoss = false;
  private result: RunResult = { rows: null, bytes: null };

  /** `fresh` when the run was dispatched just now; otherwise it was found in the store, and may have begun before. */
  constructor(
    context: Context,
    parts: { dispatcher: Dispatcher; endings: Endings; feed: Feed },
    row: RunRow,
    fresh: FrozenSpec | null,
  ) {
    const { runs, documents } = context.store.sql;
    const { feed } = parts;
    this.context = context;
    this.dispatcher = parts.dispatcher;
    this.endings = parts.endings;
    this.row = row;
    this.id = row.id;
    this.jobId = row.job_id;
    this.attempt = row.attempt;
    this.spec = fresh ?? frozenSpec(documents, row.frozen_id);
    this.compiled = compiledOf(context.store.sql, row, this.spec);
    const { connection, session } = placeOf(context.store.sql, this.spec.environment);
    this.executor = context.executors.for(connection);
    this.session = session;
    this.earlier = fresh ? [] : runs.steps.all(row.id);
    this.journal = new Journal(context, feed, row.id, row.attempt, this.earlier);
    this.intervals = new RunIntervals(context, this.journal, row.job_id, this.spec);
    this.scripts = new Scripts(this, feed);
  }

  get signal(): AbortSignal {
    return this.stop.signal;
  }

  isOverdue(): boolean {
    return this.timedOutAfter !== null;
  }

  hasCompleted(step: string): boolean {
    return this.completed.has(step);
  }

  /** Executes to the end and records it. Never throws: whatever goes wrong is the run's failure. */
  async execute(kind: JobKind): Promise<void> {
    const stopTimer = this.startTimeout(this.spec.definition.timeout, 'the job');
    try {
      if (this.journal.isEmpty) this.log('info', this.subject());
      else if (this.earlier.every(step => step.attempt < this.row.attempt)) {
        this.log('info', `Attempt ${this.row.attempt}`);
      }
      if (await this.takeUp()) await kind.execute(this, this.context);
      await this.end('finished', null);
    } catch (cause) {
      if (!this.isLeftOpen(cause)) await this.giveUp(cause);
    } finally {
      stopTimer();
    }
  }

  /** Somebody asked the run to stop, and that is committed. */
  requestStop(): void {
    this.stop.abort();
    this.scripts.stop();
  }

  async step<T>(name: string, work: (step: StepControl) => Promise<T>): Promise<T> {
    this.scripts.throwIfStopped();
    const step: OpenStep = { name, ordinal: this.journal.beginStep(name), facts: {} };
    this.current = step;
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const onAbort = () => {
      if (!this.scripts.busy && !this.scripts.tookEffect) reject(new RunStopped());
    };
    this.signal.addEventListener('abort', onAbort);
    try {
      const value = await Promise.race([
        work({
          tag: this.tagOf(name),
          execute: script => this.scripts.send(step, script),
          report: facts => void Object.assign(step.facts, facts),
        }),
        stopped,
      ]);
      this.completed.add(name);
      this.journal.endStep(step.ordinal, 'completed', step.facts);
      this.current = null;
      return value;
    } finally {
      this.signal.removeEventListener('abort', onAbort);
    }
  }

  log(level: LogLevel, message: string): void {
    this.journal.log(level, this.current?.name ?? null, message);
  }

  recordCompiled(compiled: CompiledSpec): void {
    this.compiled = compiled;
    this.journal.compiled(compiled);
  }

  recordColumns(columns: Column[]): void {
    this.journal.columns(columns);
  }

  recordChecks(step: CheckStep, results: readonly CheckResult[]): void {
    this.journal.checks(step, results);
  }

  recordConditions(looked: readonly Looked[]): void {
    this.journal.conditions(looked);
  }

  recordResult(result: { rows: number | null; bytes: number | null }): void {
    this.result = result;
  }

  tagOf(step: string): QueryTag {
    const { definition } = this.spec;
    return {
      workspace: this.context.workspaceId,
      job: definition.name,
      run: this.id,
      attempt: this.attempt,
      step,
    };
  }

  /** Goes on where the run stood when the engine stopped; false when nothing of it is left to be done. */
  private async takeUp(): Promise<boolean> {
    const open = this.earlier.find(step => step.attempt === this.attempt && isOpen(step));
    if (open) this.current = { name: open.name, ordinal: open.ordinal, facts: {} };
    const completed = await this.scripts.takeUp(this.earlier);
    this.current = null;
    for (const name of completed ?? []) this.completed.add(name);
    return completed !== null;
  }

  /** Nothing is known to have ended: the next start goes on from here. */
  private isLeftOpen(cause: unknown): boolean {
    return cause instanceof LeftOpen || (this.context.closing.aborted && isExecutorGone(cause));
  }

  /** The step that failed stays open meanwhile: after a crash it fails once more, and this is done again. */
  private async giveUp(cause: unknown): Promise<void> {
    try {
      await this.scripts.cleanUp();
    } catch (left) {
      if (this.isLeftOpen(left)) return;
      throw left;
    }
    await this.endWith(cause);
  }

  startTimeout(text: string | undefined, limitOf: string): () => void {
    const ms = text === undefined ? undefined : parseDuration(text);
    if (ms === undefined) return () => {};
    return this.context.clock.timer(ms, () => {
      this.timedOutAfter ??= `${formatDuration(ms)}, the limit of ${limitOf}`;
      this.requestStop();
    });
  }

  /** What runs, in words: the first line of the log. */
  private subject(): string {
    const { definition, environment, version, tag } = this.spec;
    const text = version === null ? 'draft' : tag === null ? `v${version}` : `${tag} (v${version})`;
    return `${definition.model} ${text} in ${environment.name}, started by ${this.row.actor}`;
  }

  private async endWith(cause: unknown): Promise<void> {
    if (cause instanceof GateUnmet) return await this.end('gate_unmet', null, cause.message);
    const stopped =
      cause instanceof RunStopped || (cause instanceof ExecutionError && cause.failure.code === 'cancelled');
    if (stopped && this.timedOutAfter !== null)
      return await this.end('errored', timeoutFailure(this.timedOutAfter));
    if (stopped && this.signal.aborted) return await this.end('cancel_confirmed', null);
    const failure = toFailure(cause, this.context.redact);
    if (failure.code === 'internal') {
      this.context.log.write('error', 'run failed inside Slipway', { run: this.id, cause: String(cause) });
    }
    await this.end('errored', failure);
  }

  /** Records the end, gives the place to the next run, in one commit; tries again until the disk takes it. */
  private async end(
    event: RunEvent,
    failure: ExecutionFailure | null,
    reason: string | null = null,
  ): Promise<void> {
    if (failure) this.logFailure(failure);
    for (;;) {
      try {
        await this.context.store.write(tx => this.endIn(tx, event, failure, reason));
        return;
      } catch (cause) {
        this.dispatcher.reload();
        this.journal.restoreLines();
        if (this.context.closing.aborted) return;
        this.context.log.write('error', 'the end of a run could not be recorded; trying again', {
          run: this.id,
          cause: String(cause),
        });
        await pause(this.context, recordAgainMs);
      }
    }
  }

  private logFailure(failure: ExecutionFailure): void {
    this.log('error', failure.message);
    const waitMs = this.waitBeforeNext(failure);
    if (waitMs === null) return;
    this.log('warn', `Attempt ${this.row.attempt} failed; the next one begins in ${formatDuration(waitMs)}`);
  }

  /**
   * Everything that was written down before is in this commit or an earlier one. What could not be written fails a run
   * that ended well, but does not undo what took effect in the warehouse.
   */
  private endIn(tx: Tx, event: RunEvent, failure: ExecutionFailure | null, reason: string | null): void {
    if (event === 'finished' && this.journal.incomplete) {
      const lost = toFailure(this.journal.failure, this.context.redact);
      if (!this.scripts.tookEffect) {
        this.tellOnce(() => this.logFailure(lost));
        this.recordEnd(tx, 'errored', lost);
        return;
      }
      this.tellOnce(() =>
        this.log('warn', `Part of the record of this run could not be written: ${lost.message}`),
      );
    }
    this.recordEnd(tx, event, failure, reason);
  }

  /** Recording the end may be tried again and again; the lines about it are kept meanwhile. */
  private tellOnce(tell: () => void): void {
    if (!this.toldLoss) tell();
    this.toldLoss = true;
  }

  private recordEnd(
    tx: Tx,
    event: RunEvent,
    failure: ExecutionFailure | null,
    reason: string | null = null,
  ): void {
    const sql = this.context.store.sql.runs;
    if (this.current) {
      const end = endsOfStep[event] ?? 'failed';
      this.journal.endStepIn(tx, this.current.ordinal, end, {
        ...this.current.facts,
        ...(failure ? { message: failure.message } : reason === null ? {} : { message: reason }),
      });
    }
    if (this.journal.incomplete) this.endForgottenSteps(tx);
    if (failure) {
      sql.insertFailure.run({
        run_id: this.id,
        attempt: this.row.attempt,
        step: this.current?.name ?? '',
        ...failure,
        retryable: failure.retryable ? 1 : 0,
      });
    }
    this.journal.writeLines(tx);
    const waitMs = failure && this.waitBeforeNext(failure);
    if (waitMs === null) this.endings.finish(tx, this.row, event, this.outcome(), reason);
    else this.park(tx, waitMs);
    this.dispatcher.claimReady(tx);
  }

  /**
   * How long until the next attempt, in ms; null for none. What took effect, or was to stop, is not tried again; that it
   * is to stop may be in the same commit as its failure.
   */
  private waitBeforeNext(failure: ExecutionFailure): number | null {
    if (!failure.retryable || this.scripts.tookEffect || this.signal.aborted) return null;
    // It would hold its job meanwhile, and hold up all that it is to come after; the backfill can be gone on with.
    if (isOfBackfill(this.row)) return null;
    const running = this.context.store.sql.runs.stateOf.get(this.id) === encode(runStateCodes, 'running');
    return running ? retryAfter(this.spec.definition, this.row.attempt) : null;
  }

  private outcome(): RunResult {
    const { target, environment } = this.spec;
    const { noted } = this.intervals;
    const connection = environment.connection_id;
    return {
      ...this.result,
      ...(noted && { intervals: noted }),
      ...(target && { wrote: { connection, target: relationKey(target, environment.engine) } }),
    };
  }

  /** The run waits for its next attempt. */
  private park(tx: Tx, waitMs: number): void {
    this.context.store.sql.runs.park.run(tx.now + waitMs, this.id);
    tx.changed('run', this.id);
    this.dispatcher.park(this.row);
    tx.afterCommit(() => this.context.alarm.nudge());
  }

  /** Only the current step may have ended otherwise than well: of the others nothing but the note of it is missing. */
  private endForgottenSteps(tx: Tx): void {
    const running = encode(stepStateCodes, 'running');
    for (const step of this.context.store.sql.runs.steps.all(this.id)) {
      if (step.state === running && step.attempt === this.row.attempt) {
        this.journal.endStepIn(tx, step.ordinal, 'completed', {});
      }
    }
  }
}

/** What an end means for the step that it comes in; that of others is a failure. */
const endsOfStep: { [event in RunEvent]?: 'cancelled' | 'completed' } = {
  cancel_confirmed: 'cancelled',
  // It found out that there is nothing to do.
  gate_unmet: 'completed',
};

function isOpen(step: StepRow): boolean {
  return step.state === encode(stepStateCodes, 'running');
}
