import type { Column } from '../../../shared/contract/common.ts';
import { formatDuration, parseDuration } from '../../../shared/domain/duration.ts';
import type { RunEvent } from '../../../shared/domain/run-state.ts';
import type { Context } from '../context.ts';
import { placeOf } from '../environments/place.ts';
import type { CompiledSpec, FrozenSpec, JobKind, RunControl, StepControl } from '../kinds/kind.ts';
import {
  ExecutionError,
  type ExecutionFailure,
  type Executor,
  isExecutorGone,
  type LogLevel,
  type QueryTag,
  type Script,
  type ScriptResult,
  type Session,
} from '../ports.ts';
import { encode, runStateCodes, stepStateCodes } from '../store/codes.ts';
import type { RunRow, StepRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Endings } from './endings.ts';
import { frozenSpec } from './frozen-spec.ts';
import { isLoss, RunStopped, timeoutFailure, toFailure } from './failures.ts';
import type { Feed } from './feed.ts';
import { Journal, type StepFacts } from './journal.ts';
import { pause } from './pause.ts';
import { retryAfter } from './retries.ts';
import { endOpenStep, LeftOpen, lookBack, type LostRun, recallLost } from './recovery.ts';

/** How long to wait before trying again to record the end of a run, when the disk is full, say. */
const recordAgainMs = 5_000;

interface OpenStep {
  name: string;
  ordinal: number;
  facts: StepFacts;
}

/**
 * A claimed run while it executes: intent is committed before the warehouse is asked for anything, the result after.
 * Once a script took effect, the run ends with what really happened, whatever is asked of it.
 */
export class ActiveRun implements RunControl, LostRun {
  readonly id: number;
  readonly spec: FrozenSpec;
  readonly executor: Executor;
  readonly session: Session;
  compiled: CompiledSpec | null;

  readonly context: Context;
  readonly journal: Journal;
  private readonly dispatcher: Dispatcher;
  private readonly endings: Endings;
  private readonly feed: Feed;
  private readonly row: RunRow;
  /** Steps of this run from before a restart of the engine. */
  private readonly earlier: StepRow[];
  private readonly stop = new AbortController();
  private readonly completed = new Set<string>();
  private current: OpenStep | null = null;
  private inFlight: string | null = null;
  private tookEffect = false;
  private timedOutAfter: string | null = null;
  private toldLoss = false;
  private result: { rows: number | null; bytes: number | null } = { rows: null, bytes: null };

  /** `fresh` when the run was dispatched just now; otherwise it was found in the store, and may have begun before. */
  constructor(
    context: Context,
    parts: { dispatcher: Dispatcher; endings: Endings; feed: Feed },
    row: RunRow,
    fresh: FrozenSpec | null,
  ) {
    const { runs, documents } = context.store.sql;
    this.context = context;
    this.dispatcher = parts.dispatcher;
    this.endings = parts.endings;
    this.feed = parts.feed;
    this.row = row;
    this.id = row.id;
    this.spec = fresh ?? frozenSpec(documents, row.frozen_id);
    this.compiled = row.compiled_id === null ? null : documents.get<CompiledSpec>(row.compiled_id);
    const { connection, session } = placeOf(context.store.sql, this.spec.environment);
    this.executor = context.executors.for(connection);
    this.session = session;
    this.earlier = fresh ? [] : runs.steps.all(row.id);
    this.journal = new Journal(context, parts.feed, row.id, row.attempt, this.earlier);
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
      // Nothing is known to have ended: the next start goes on from here.
      if (cause instanceof LeftOpen || (this.context.closing.aborted && isExecutorGone(cause))) return;
      await this.endWith(cause);
    } finally {
      stopTimer();
    }
  }

  /** Somebody asked the run to stop, and that is committed. */
  requestStop(): void {
    this.stop.abort();
    if (this.inFlight !== null) void this.executor.cancel(this.inFlight).catch(() => {});
  }

  async step<T>(name: string, work: (step: StepControl) => Promise<T>): Promise<T> {
    this.throwIfStopped();
    const step: OpenStep = { name, ordinal: this.journal.beginStep(name), facts: {} };
    this.current = step;
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const onAbort = () => {
      if (this.inFlight === null && !this.tookEffect) reject(new RunStopped());
    };
    this.signal.addEventListener('abort', onAbort);
    try {
      const value = await Promise.race([
        work({
          execute: script => this.executeScript(step, script),
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

  recordResult(result: { rows: number | null; bytes: number | null }): void {
    this.result = result;
  }

  private async executeScript(
    step: OpenStep,
    script: Omit<Script, 'queryId' | 'session'>,
  ): Promise<ScriptResult> {
    this.throwIfStopped();
    const queryId = this.context.ids.uuid();
    await this.journal.intent(step.ordinal, queryId, script.statements);
    this.throwIfStopped();
    this.inFlight = queryId;
    let warehouseQueryId: string | null = null;
    const stopTimer = this.startTimeout(
      this.spec.environment.limits.statement_timeout ?? undefined,
      'a statement in this environment',
    );
    try {
      const result = await this.executor.execute(
        { ...script, queryId, session: this.session, tag: this.tagOf(step.name) },
        {
          onSubmitted: id => {
            warehouseQueryId = id;
            if (id !== queryId) this.journal.warehouseId(step.ordinal, id);
          },
          onProgress: progress => this.feed.setProgress(this.id, { step: step.name, ...progress }),
        },
      );
      this.tookEffect = true;
      return result;
    } catch (cause) {
      // The executor died under the script: the warehouse knows whether it took effect.
      if (!script.target || !isLoss(cause)) throw cause;
      const lost = { queryId, warehouseQueryId, target: script.target };
      const { rows } = await recallLost(this, step.name, lost, cause);
      this.tookEffect = true;
      this.log('warn', 'The executor died, but the warehouse confirms that the script had taken effect');
      return { rows, bytes: null };
    } finally {
      this.inFlight = null;
      stopTimer();
    }
  }

  private tagOf(step: string): QueryTag {
    const { definition } = this.spec;
    return {
      workspace: this.context.workspaceId,
      job: definition.name,
      run: this.id,
      attempt: this.row.attempt,
      step,
    };
  }

  /** Goes on where a run stood when the engine stopped; false when nothing of it is left to be done. */
  private async takeUp(): Promise<boolean> {
    const past = lookBack(this.earlier, this.row.attempt);
    for (const name of past.completed) this.completed.add(name);
    this.tookEffect = past.tookEffect;
    const { open } = past;
    if (!open) {
      this.throwIfStopped();
      return true;
    }
    this.current = { name: open.name, ordinal: open.ordinal, facts: {} };
    this.inFlight = open.query_id;
    const outcome = await endOpenStep(this, past, open);
    this.inFlight = null;
    this.current = null;
    if (outcome === 'effective') {
      this.tookEffect = true;
      this.completed.add(open.name);
    }
    return outcome !== 'enough';
  }

  private startTimeout(text: string | undefined, limitOf: string): () => void {
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

  private throwIfStopped(): void {
    if (this.signal.aborted && !this.tookEffect) throw new RunStopped();
  }

  private async endWith(cause: unknown): Promise<void> {
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
  private async end(event: RunEvent, failure: ExecutionFailure | null): Promise<void> {
    if (failure) this.logFailure(failure);
    for (;;) {
      try {
        await this.context.store.write(tx => this.endIn(tx, event, failure));
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
  private endIn(tx: Tx, event: RunEvent, failure: ExecutionFailure | null): void {
    if (event === 'finished' && this.journal.incomplete) {
      const lost = toFailure(this.journal.failure, this.context.redact);
      if (!this.tookEffect) {
        this.tellOnce(() => this.logFailure(lost));
        this.recordEnd(tx, 'errored', lost);
        return;
      }
      this.tellOnce(() =>
        this.log('warn', `Part of the record of this run could not be written: ${lost.message}`),
      );
    }
    this.recordEnd(tx, event, failure);
  }

  /** Recording the end may be tried again and again; the lines about it are kept meanwhile. */
  private tellOnce(tell: () => void): void {
    if (!this.toldLoss) tell();
    this.toldLoss = true;
  }

  private recordEnd(tx: Tx, event: RunEvent, failure: ExecutionFailure | null): void {
    const sql = this.context.store.sql.runs;
    if (this.current) {
      const end = event === 'cancel_confirmed' ? 'cancelled' : 'failed';
      this.journal.endStepIn(tx, this.current.ordinal, end, {
        ...this.current.facts,
        ...(failure ? { message: failure.message } : {}),
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
    if (waitMs === null) this.endings.finish(tx, this.row, event, this.result);
    else this.park(tx, waitMs);
    this.dispatcher.claimReady(tx);
  }

  /**
   * How long until the next attempt, in ms; null for none. What took effect, or was to stop, is not tried again; that it
   * is to stop may be in the same commit as its failure.
   */
  private waitBeforeNext(failure: ExecutionFailure): number | null {
    if (!failure.retryable || this.tookEffect || this.signal.aborted) return null;
    const running = this.context.store.sql.runs.stateOf.get(this.id) === encode(runStateCodes, 'running');
    return running ? retryAfter(this.spec.definition, this.row.attempt) : null;
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
