import type { CheckResult } from '../../../shared/contract/checks.ts';
import type { Column } from '../../../shared/contract/common.ts';
import type { Looked } from '../conditions/gate.ts';
import type { Context } from '../context.ts';
import type { CompiledSpec } from '../kinds/kind.ts';
import type { LogLevel } from '../ports.ts';
import type { CheckStep } from '../store/checks.ts';
import { encode, logLevelCodes, stepStateCodes } from '../store/codes.ts';
import type { StepRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';
import type { Feed } from './feed.ts';

/** A log message longer than this says nothing more to a person. */
const maxMessage = 8_000;

export interface StepFacts {
  rows?: number | null;
  bytes?: number | null;
  message?: string;
  statement?: string;
}

interface Line {
  atMs: number;
  level: LogLevel;
  step: string | null;
  message: string;
}

type StepEnd = 'completed' | 'failed' | 'cancelled';

/**
 * Writes down what a run does. Most entries are queued without waiting, because only their order matters and the
 * store keeps it: who writes after them knows from `incomplete` whether one could not be written.
 */
export class Journal {
  readonly run: number;
  readonly attempt: number;
  private readonly context: Context;
  private readonly feed: Feed;
  private ordinal: number;
  /** The last step that was begun here has sent nothing. */
  private followsQuiet = false;
  private logSeq: number;
  private lines: Line[] = [];
  /** Written, but not yet known to be on disk. */
  private unconfirmed: Line[] = [];
  /** What kept the first of the entries that are missing from being written. */
  failure: unknown;

  constructor(context: Context, feed: Feed, run: number, attempt: number, earlier: StepRow[]) {
    this.context = context;
    this.feed = feed;
    this.run = run;
    this.attempt = attempt;
    this.ordinal = earlier.reduce((highest, step) => Math.max(highest, step.ordinal), 0);
    this.logSeq = earlier.length === 0 ? 0 : this.lastSeq();
  }

  /** Nothing was told of the run yet. */
  get isEmpty(): boolean {
    return this.logSeq === 0 && this.lines.length === 0;
  }

  /** Something could not be written. */
  get incomplete(): boolean {
    return this.failure !== undefined;
  }

  /**
   * Returns the step's ordinal. What takes the engine down is known by the step that was under way: it is on disk before
   * anything is asked for it. After a step that sent nothing that may wait, as the end of that one then is not on disk either.
   */
  beginStep(name: string): number {
    const ordinal = ++this.ordinal;
    const now = this.context.clock.now();
    const insert = () =>
      this.sql.insertStep.run({
        run_id: this.run,
        attempt: this.attempt,
        ordinal,
        name,
        state: encode(stepStateCodes, 'running'),
        started_at_ms: now,
        query_id: null,
        statement_id: null,
      });
    void (this.followsQuiet ? this.note(insert) : this.queue(insert));
    this.followsQuiet = true;
    return ordinal;
  }

  /** Resolves when it is on disk that this script is about to be sent. `builds`: it computes what the run is for. */
  async intent(ordinal: number, queryId: string, statements: string[], builds: boolean): Promise<void> {
    this.followsQuiet = false;
    await this.queue(tx => {
      this.sql.setStepIntent.run({
        run_id: this.run,
        attempt: this.attempt,
        ordinal,
        query_id: queryId,
        statement_id: this.context.store.sql.documents.put(statements.join(';\n\n')),
      });
      if (builds) this.sql.setSubmitted.run(tx.now, this.run);
    });
    if (this.incomplete) throw this.failure;
  }

  /** The warehouse gave the script an id of its own. */
  warehouseId(ordinal: number, queryId: string): void {
    void this.queue(() => this.sql.setStepQuery.run(queryId, this.run, this.attempt, ordinal));
  }

  endStep(ordinal: number, state: StepEnd, facts: StepFacts): void {
    const now = this.context.clock.now();
    void this.note(() => this.endStepIn({ now }, ordinal, state, facts));
  }

  /** In a transaction of the caller's; `now` is when it ended. */
  endStepIn({ now }: Pick<Tx, 'now'>, ordinal: number, state: StepEnd, facts: StepFacts): void {
    this.sql.endStep.run({
      run_id: this.run,
      attempt: this.attempt,
      ordinal,
      state: encode(stepStateCodes, state),
      rows: facts.rows ?? null,
      bytes: facts.bytes ?? null,
      message: facts.message ?? null,
      statement_id:
        facts.statement === undefined ? null : this.context.store.sql.documents.put(facts.statement),
      now,
    });
  }

  compiled(compiled: CompiledSpec): void {
    void this.note(() => this.sql.setCompiled.run(this.context.store.sql.documents.put(compiled), this.run));
  }

  /** On disk before the next script is sent. */
  beforeIntent(write: () => void): void {
    void this.queue(write);
  }

  columns(columns: Column[]): void {
    void this.note(() => this.sql.setColumns.run(this.context.store.sql.documents.put(columns), this.run));
  }

  checks(step: CheckStep, results: readonly CheckResult[]): void {
    const { checks, documents } = this.context.store.sql;
    void this.note(() => {
      checks.clear.run(this.run, step);
      for (const [ordinal, { check, measured, sample, statement, at, ...rest }] of results.entries()) {
        checks.insert.run({
          ...rest,
          run_id: this.run,
          step,
          ordinal,
          kind: check,
          measured_rows: measured,
          sample_json: sample === null ? null : JSON.stringify(sample),
          statement_id: statement === null ? null : documents.put(statement),
          at_ms: Date.parse(at),
        });
      }
    });
  }

  conditions(looked: readonly Looked[]): void {
    const { conditions } = this.context.store.sql;
    void this.note(() => {
      conditions.clear.run(this.run);
      for (const [ordinal, { evidence, mark }] of looked.entries()) {
        conditions.insert.run({
          run_id: this.run,
          ordinal,
          evidence_json: JSON.stringify(evidence),
          mark_json: mark === null ? null : JSON.stringify(mark),
        });
      }
    });
    this.checks(
      'gate',
      looked.flatMap(({ check }) => check ?? []),
    );
  }

  log(level: LogLevel, step: string | null, message: string): void {
    const text = message.length > maxMessage ? `${message.slice(0, maxMessage)}…` : message;
    this.lines.push({ atMs: this.context.clock.now(), level, step, message: text });
    if (this.lines.length === 1) void this.note(tx => this.writeLines(tx));
  }

  /** Writes the lines that wait, in a transaction of the caller's. */
  writeLines(tx: Tx): void {
    if (this.lines.length === 0) return;
    for (const line of this.lines) {
      const level = encode(logLevelCodes, line.level);
      this.sql.insertLog.run(this.run, ++this.logSeq, line.atMs, level, line.step, line.message);
    }
    this.unconfirmed.push(...this.lines);
    this.lines = [];
    tx.afterCommit(() => {
      this.unconfirmed = [];
      this.feed.linesWritten(this.run);
    });
  }

  /** A transaction with lines in it failed: they wait again. */
  restoreLines(): void {
    this.lines = [...this.unconfirmed, ...this.lines];
    this.unconfirmed = [];
    this.logSeq = this.lastSeq();
  }

  /** Resolves when it is on disk, or is known not to be. */
  private queue(write: (tx: Tx) => void): Promise<unknown> {
    return this.context.store.write(tx => this.written(tx, write)).catch(cause => this.missing(cause));
  }

  /** The same in the next commit, however soon that is. */
  private note(write: (tx: Tx) => void): Promise<unknown> {
    return this.context.store.note(tx => this.written(tx, write)).catch(cause => this.missing(cause));
  }

  private written(tx: Tx, write: (tx: Tx) => void): void {
    try {
      write(tx);
    } catch (cause) {
      // Known at once to what is written after it in the same transaction.
      this.failure ??= cause;
      throw cause;
    }
    tx.changed('run', this.run);
  }

  private missing(cause: unknown): void {
    this.failure ??= cause;
    this.restoreLines();
  }

  private lastSeq(): number {
    return this.sql.lastLogSeq.get(this.run)?.seq ?? 0;
  }

  private get sql() {
    return this.context.store.sql.runs;
  }
}
