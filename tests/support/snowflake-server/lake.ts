import { DuckDBInstance, type DuckDBConnection, type DuckDBResult } from '@duckdb/node-api';
import { duckdbPrelude } from '../../../src/main/engine/sql/duckdb-macros.ts';
import { quoteName, type Relation } from '../../../src/shared/domain/relation.ts';

/** An interrupt that comes between two statements meets nothing: it is repeated until the work ends. */
const interruptEveryMs = 20;

/**
 * The tables and views of the account: one DuckDB instance in memory. Snowflake's databases and schemas are DuckDB
 * schemas named `DATABASE.SCHEMA`, so that a transaction can write to several of them.
 */
export class Lake {
  readonly #instance: DuckDBInstance;
  readonly #sessions = new Set<LakeSession>();
  readonly #locks = new Locks();

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open(): Promise<Lake> {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      errors_as_json: 'true',
      threads: '2',
    });
    const connection = await instance.connect();
    await connection.run(["SET GLOBAL TimeZone = 'UTC'", 'BEGIN', ...duckdbPrelude, 'COMMIT'].join(';\n'));
    connection.closeSync();
    return new Lake(instance);
  }

  async connect(): Promise<LakeSession> {
    const session = new LakeSession(await this.#instance.connect(), this.#locks, () =>
      this.#sessions.delete(session),
    );
    this.#sessions.add(session);
    return session;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map(session => session.close()));
    this.#instance.closeSync();
  }
}

export interface Transaction {
  id: string;
  name: string;
  startedMs: number;
}

/** One DuckDB connection: a session of the account, whose statements run one after the other. */
export class LakeSession {
  /** The one that was begun explicitly. */
  transaction: Transaction | null = null;
  /** What it has written, to be done again where DuckDB gives the whole transaction up because of one statement. */
  #journal: string[] = [];
  readonly #locks: Locks;
  readonly #duckdb: DuckDBConnection;
  readonly #onClosed: () => void;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(duckdb: DuckDBConnection, locks: Locks, onClosed: () => void) {
    this.#duckdb = duckdb;
    this.#locks = locks;
    this.#onClosed = onClosed;
  }

  get inTransaction(): boolean {
    return this.transaction !== null;
  }

  /** Runs `work` when what was asked for before it has ended; aborting ends it wherever it is. */
  use<T>(signal: AbortSignal | null, work: (duckdb: DuckDBConnection) => Promise<T>): Promise<T> {
    const before = this.#last;
    const result = (async () => {
      await before;
      signal?.throwIfAborted();
      if (this.#closed) throw new Error('the session is closed');
      try {
        return await interruptible(this.#duckdb, signal, () => work(this.#duckdb));
      } catch (cause) {
        if (this.inTransaction) await this.#restore();
        throw cause;
      }
    })();
    this.#last = result.catch(() => {});
    return result;
  }

  async run(sql: string, signal: AbortSignal | null = null): Promise<void> {
    await this.use(signal, duckdb => duckdb.run(sql));
  }

  /** All rows of one statement, with values as DuckDB's driver gives them. */
  rows(sql: string, signal: AbortSignal | null = null): Promise<unknown[][]> {
    return this.use(signal, async duckdb => (await duckdb.runAndReadAll(sql)).getRows());
  }

  /** Gives a result that is still being computed to `read`. */
  stream<T>(sql: string, signal: AbortSignal | null, read: (result: DuckDBResult) => Promise<T>): Promise<T> {
    return this.use(signal, async duckdb => read(await duckdb.stream(sql)));
  }

  /** As `rows`, for what changes rows. */
  async write(sql: string, signal: AbortSignal | null = null): Promise<unknown[][]> {
    const rows = await this.rows(sql, signal);
    if (this.inTransaction) this.#journal.push(sql);
    return rows;
  }

  async begin(transaction: Transaction): Promise<void> {
    await this.run('BEGIN TRANSACTION');
    this.transaction = transaction;
  }

  /** Does nothing where no transaction is open. */
  async end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    if (!this.inTransaction) return;
    this.transaction = null;
    this.#journal = [];
    try {
      await this.run(how);
    } finally {
      this.unlock();
    }
  }

  /** All of them or none; within a transaction they are part of it. The rows of the last one. */
  async together(statements: readonly string[], signal: AbortSignal | null = null): Promise<unknown[][]> {
    const own = !this.inTransaction;
    const rows = await this.use(signal, async duckdb => {
      let last: unknown[][] = [];
      if (own) await duckdb.run('BEGIN TRANSACTION');
      try {
        for (const statement of statements) last = (await duckdb.runAndReadAll(statement)).getRows();
        if (own) await duckdb.run('COMMIT');
        return last;
      } catch (cause) {
        if (own) await duckdb.run('ROLLBACK').catch(() => {});
        throw cause;
      }
    });
    if (!own) this.#journal.push(...statements);
    return rows;
  }

  /** Waits until no other session changes the table; it is this one's until its transaction or statement ends. */
  lock(table: string, signal: AbortSignal, onWait: (waits: boolean) => void): Promise<void> {
    return this.#locks.take(table, this, signal, onWait);
  }

  /** Gives back what was locked, unless a transaction goes on. */
  unlock(): void {
    if (!this.inTransaction) this.#locks.release(this);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#duckdb.interrupt();
    await this.#last;
    this.#duckdb.closeSync();
    this.#locks.release(this);
    this.#onClosed();
  }

  /** A statement that fails takes nothing but itself along: DuckDB would give up the transaction. */
  async #restore(): Promise<void> {
    await this.#duckdb.run('ROLLBACK').catch(() => {});
    await this.#duckdb.run('BEGIN TRANSACTION');
    for (const statement of this.#journal) await this.#duckdb.run(statement);
  }
}

/** Who changes which table. */
class Locks {
  readonly #holders = new Map<string, LakeSession>();
  #changed = Promise.withResolvers<void>();

  async take(
    table: string,
    session: LakeSession,
    signal: AbortSignal,
    onWait: (waits: boolean) => void,
  ): Promise<void> {
    const aborted = Promise.withResolvers<void>();
    const stop = () => aborted.resolve();
    signal.addEventListener('abort', stop, { once: true });
    try {
      while ((this.#holders.get(table) ?? session) !== session) {
        onWait(true);
        await Promise.race([this.#changed.promise, aborted.promise]);
        signal.throwIfAborted();
      }
    } finally {
      onWait(false);
      signal.removeEventListener('abort', stop);
    }
    this.#holders.set(table, session);
  }

  release(session: LakeSession): void {
    for (const [table, holder] of this.#holders) if (holder === session) this.#holders.delete(table);
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}

/** Where DuckDB keeps a table. Temporary ones are in a schema of their session, where their names hide others. */
export function physical(relation: Relation, temporaryOf: number | null = null): Relation {
  const schema = `${relation.database}.${relation.schema}`;
  return {
    database: 'memory',
    schema: temporaryOf === null ? schema : `${schema}#${temporaryOf}`,
    name: relation.name,
  };
}

export function schemaSql(relation: Pick<Relation, 'database' | 'schema'>): string {
  return `${quoteName(relation.database)}.${quoteName(relation.schema)}`;
}

async function interruptible<T>(
  duckdb: DuckDBConnection,
  signal: AbortSignal | null,
  work: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    duckdb.interrupt();
    timer = setInterval(() => duckdb.interrupt(), interruptEveryMs);
  };
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(timer);
  }
}
