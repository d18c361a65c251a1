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
    const session = new LakeSession(await this.#instance.connect(), () => this.#sessions.delete(session));
    this.#sessions.add(session);
    return session;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map(session => session.close()));
    this.#instance.closeSync();
  }
}

/** One DuckDB connection: a session of the account, whose statements run one after the other. */
export class LakeSession {
  inTransaction = false;
  readonly #duckdb: DuckDBConnection;
  readonly #onClosed: () => void;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(duckdb: DuckDBConnection, onClosed: () => void) {
    this.#duckdb = duckdb;
    this.#onClosed = onClosed;
  }

  /** Runs `work` when what was asked for before it has ended; aborting ends it wherever it is. */
  use<T>(signal: AbortSignal | null, work: (duckdb: DuckDBConnection) => Promise<T>): Promise<T> {
    const before = this.#last;
    const result = (async () => {
      await before;
      signal?.throwIfAborted();
      if (this.#closed) throw new Error('the session is closed');
      return await interruptible(this.#duckdb, signal, () => work(this.#duckdb));
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

  async begin(): Promise<void> {
    await this.run('BEGIN TRANSACTION');
    this.inTransaction = true;
  }

  async end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    if (!this.inTransaction) return;
    this.inTransaction = false;
    await this.run(how);
  }

  /** All of them or none; within a transaction they are part of it. The rows of the last one. */
  together(statements: readonly string[], signal: AbortSignal | null = null): Promise<unknown[][]> {
    const own = !this.inTransaction;
    return this.use(signal, async duckdb => {
      let rows: unknown[][] = [];
      if (own) await duckdb.run('BEGIN TRANSACTION');
      try {
        for (const statement of statements) rows = (await duckdb.runAndReadAll(statement)).getRows();
        if (own) await duckdb.run('COMMIT');
        return rows;
      } catch (cause) {
        if (own) await duckdb.run('ROLLBACK').catch(() => {});
        throw cause;
      }
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#duckdb.interrupt();
    await this.#last;
    this.#duckdb.closeSync();
    this.#onClosed();
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
