import type { Statement } from 'better-sqlite3';
import type { EventTopic } from '../../../shared/contract/workspace.ts';
import type { Bus, Change } from '../bus.ts';
import type { Clock, Log } from '../ports.ts';
import { type AuditInput, auditSql } from './audit.ts';
import { boardSql } from './board.ts';
import { backfillSql } from './backfills.ts';
import { buildSql } from './builds.ts';
import { catalogSql } from './catalog.ts';
import { checkSql } from './checks.ts';
import { computeProfileSql } from './compute-profiles.ts';
import { conditionSql } from './conditions.ts';
import { documentSql } from './documents.ts';
import { environmentSql } from './environments.ts';
import { fireSql } from './fires.ts';
import { intervalSql, writerSql } from './intervals.ts';
import { jobSql } from './jobs.ts';
import { lineageSql } from './lineage.ts';
import { migrations } from './migrations/index.ts';
import { modelSql } from './models.ts';
import { notificationSql } from './notifications.ts';
import { closedError, type Db, openDatabase, storageError } from './open.ts';
import { promotionSql } from './promotions.ts';
import { querySql } from './queries.ts';
import { runSql } from './runs.ts';
import { settingSql } from './settings.ts';
import { triggerSql } from './triggers.ts';

/** What a write function gets: everything in it takes effect together, or not at all. */
export interface Tx {
  /** Time of the transaction, ms since the epoch. */
  now: number;
  audit(entry: AuditInput): void;
  /** Announces a change, after the commit. */
  changed(topic: EventTopic, id: number | null): void;
  /** Runs after the commit, before the caller of `write` goes on. */
  afterCommit(callback: () => void): void;
}

interface QueuedWrite {
  run(tx: Tx): unknown;
  resolve(value: unknown): void;
  reject(cause: unknown): void;
}

/** How long a note waits for a commit to share, in ms: nobody sees that, and a build has the next one before. */
const noteWaitMs = 5;

/** Topics of what was done with definitions, not of these themselves. */
const ofWhatHappens: readonly EventTopic[] = ['run', 'build', 'backfill', 'promotion', 'fire', 'delivery'];

export type Sql = ReturnType<typeof prepareAll>;

function prepareAll(db: Db) {
  return {
    audit: auditSql(db),
    board: boardSql(db),
    backfills: backfillSql(db),
    builds: buildSql(db),
    intervals: intervalSql(db),
    writers: writerSql(db),
    catalog: catalogSql(db),
    checks: checkSql(db),
    computeProfiles: computeProfileSql(db),
    conditions: conditionSql(db),
    documents: documentSql(db),
    environments: environmentSql(db),
    fires: fireSql(db),
    jobs: jobSql(db),
    lineage: lineageSql(db),
    models: modelSql(db),
    notifications: notificationSql(db),
    promotions: promotionSql(db),
    queries: querySql(db),
    runs: runSql(db),
    settings: settingSql(db),
    triggers: triggerSql(db),
  };
}

/**
 * The workspace's database. Reads are plain synchronous statements (`sql`). Writes are queued and all writes of one
 * event-loop turn share a transaction, each in a savepoint of its own: with `synchronous=FULL` one commit costs a
 * disk flush, whatever it holds (measured 5 to 30 times faster than a commit each). Notes wait for a commit to share.
 */
export class Store {
  readonly sql: Sql;
  readonly file: string;
  private readonly db: Db;
  private readonly clock: Clock;
  private readonly bus: Bus;
  private readonly log: Log;
  /**
   * Grows whenever something other than a run or promotion is written, also where that is undone: what was taken from
   * the store at this number is still so.
   */
  revision = 0;
  private queue: QueuedWrite[] = [];
  private scheduled = false;
  private stopNoteTimer: (() => void) | null = null;
  private closed = false;
  private readonly transaction: Record<'begin' | 'commit' | 'savepoint' | 'release', Statement<[]>>;

  constructor(file: string, clock: Clock, bus: Bus, log: Log) {
    this.file = file;
    this.clock = clock;
    this.bus = bus;
    this.log = log;
    this.db = openDatabase(file, migrations, clock.now());
    this.sql = prepareAll(this.db);
    this.transaction = {
      begin: this.db.prepare('BEGIN IMMEDIATE'),
      commit: this.db.prepare('COMMIT'),
      savepoint: this.db.prepare('SAVEPOINT one'),
      release: this.db.prepare('RELEASE one'),
    };
  }

  /** Queues a synchronous function; resolves once what it wrote is on disk, rejects with what it threw. */
  write<T>(run: (tx: Tx) => T): Promise<T> {
    const written = this.enqueue(run);
    if (!this.scheduled && !this.closed) {
      this.scheduled = true;
      setImmediate(() => this.flush());
    }
    return written;
  }

  /**
   * As `write`, for what nobody waits for: it shares the next commit, and has one of its own only where none comes within
   * `noteWaitMs`. What is queued after it, by either, is never on disk before it.
   */
  note<T>(run: (tx: Tx) => T): Promise<T> {
    const written = this.enqueue(run);
    if (!this.closed) this.stopNoteTimer ??= this.clock.timer(noteWaitMs, () => this.flush());
    return written;
  }

  private enqueue<T>(run: (tx: Tx) => T): Promise<T> {
    if (this.closed) return Promise.reject(closedError());
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.queue.push({ run, resolve, reject });
    return promise;
  }

  private flush(): void {
    this.scheduled = false;
    this.stopNoteTimer?.();
    this.stopNoteTimer = null;
    const batch = this.queue;
    this.queue = [];
    if (this.closed) for (const write of batch) write.reject(closedError());
    if (batch.length === 0 || this.closed) return;
    const now = this.clock.now();
    const changes: Change[] = [];
    const callbacks: (() => void)[] = [];
    const settle: (() => void)[] = [];
    try {
      this.transaction.begin.run();
      for (const write of batch) settle.push(this.runInSavepoint(write, now, changes, callbacks));
      this.transaction.commit.run();
    } catch (cause) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      this.revision += 1;
      const error = storageError(cause, this.file) ?? cause;
      for (const write of batch) write.reject(error);
      return;
    }
    // What follows the commit must not keep the writers from hearing of it: it is on disk.
    for (const follow of [() => this.bus.publish(changes), ...callbacks]) {
      try {
        follow();
      } catch (cause) {
        this.log.write('error', 'what was to follow a commit failed', { cause: String(cause) });
      }
    }
    for (const done of settle) done();
  }

  /** Returns what tells the writer, to be called after the commit. Throws only what spoils the whole transaction. */
  private runInSavepoint(
    write: QueuedWrite,
    now: number,
    changes: Change[],
    callbacks: (() => void)[],
  ): () => void {
    const ownChanges: Change[] = [];
    const ownCallbacks: (() => void)[] = [];
    const tx: Tx = {
      now,
      audit: entry => this.sql.audit.insert(now, entry),
      changed: (topic, id) => {
        if (!ofWhatHappens.includes(topic)) this.revision += 1;
        ownChanges.push({ topic, id });
      },
      afterCommit: callback => void ownCallbacks.push(callback),
    };
    this.transaction.savepoint.run();
    try {
      const value = write.run(tx);
      this.transaction.release.run();
      changes.push(...ownChanges);
      callbacks.push(...ownCallbacks);
      return () => write.resolve(value);
    } catch (cause) {
      // A full disk may have ended the transaction already: then there is nothing left to go on with.
      if (!this.db.inTransaction || storageError(cause, this.file)) throw cause;
      this.db.exec('ROLLBACK TO one; RELEASE one');
      this.revision += 1;
      return () => write.reject(cause);
    }
  }

  get schemaVersion(): number {
    return migrations.length;
  }

  /** Commits what is queued, then closes. What is queued by what follows these commits is rejected. */
  close(): void {
    if (this.closed) return;
    this.flush();
    this.closed = true;
    this.flush();
    this.db.close();
  }
}
