import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoteName } from '../../../shared/domain/relation.ts';
import type { Session } from '../../engine/ports.ts';
import type { Job } from '../job.ts';
import type { Databases } from './databases.ts';
import { parseDuckdbError } from './errors.ts';
import { runPrelude } from './instance.ts';
import { quoteText } from './statements.ts';

/** How often a statement that was told to stop is told again: the word is lost between two statements. */
const interruptEveryMs = 5;
/** Idle connections kept; they are cheap to make, and cheaper to have. */
const maxIdle = 64;
/** So many are kept as they are: to give one another search path takes as long as a look-up. */
const maxUntouched = 16;

const setup =
  'SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0';

/** Macros of the prelude live in the in-memory database: it comes last wherever names are looked up. */
const macros = '"memory"."main"';
/** A place where nothing can be created, for sessions without a database: what was made there would be lost. */
const nowhere = '"system"."main"';

/** A connection lent out for one piece of work. */
export interface Lease {
  readonly duckdb: DuckDBConnection;
  /** What it left behind must not be seen by others: it is closed on return. */
  soiled: boolean;
}

interface Pooled extends Lease {
  /** The search path that is set; undefined when the one wanted could not be. */
  path: string | undefined;
}

/** Connections of the instance, used again and again. How many are out at once is up to the queues. */
export class Connections {
  private readonly instance: DuckDBInstance;
  private readonly databases: Databases;
  private readonly prelude: string[];
  private readonly idle: Pooled[] = [];
  private readonly all = new Set<Pooled>();

  constructor(instance: DuckDBInstance, databases: Databases, prelude: string[]) {
    this.instance = instance;
    this.databases = databases;
    this.prelude = prelude;
  }

  /** Lends a connection whose unqualified names are those of the session. The work leaves no transaction open. */
  async use<T>(session: Session | null, work: (lease: Lease) => Promise<T>): Promise<T> {
    const lease = await this.take(session);
    try {
      return await work(lease);
    } finally {
      this.give(lease);
    }
  }

  /** As `use`, for work that outlives the call. */
  async take(session: Session | null): Promise<Lease> {
    const path = pathOf(session);
    const found = this.idle.findLastIndex(pooled => pooled.path === path);
    const pooled = found >= 0 ? this.idle.splice(found, 1)[0] : this.longestIdle();
    const lease = pooled ?? (await this.open());
    if (lease.path !== path) {
      try {
        await this.setPath(lease, session, path);
      } catch (cause) {
        this.discard(lease);
        throw cause;
      }
    }
    return lease;
  }

  give(lease: Lease): void {
    const pooled = lease as Pooled;
    if (pooled.soiled || this.idle.length >= maxIdle) this.discard(pooled);
    else this.idle.push(pooled);
  }

  closeAll(): void {
    for (const pooled of this.all) pooled.duckdb.closeSync();
    this.all.clear();
    this.idle.length = 0;
  }

  /** One whose search path nobody has wanted for the longest, where there are enough. */
  private longestIdle(): Pooled | undefined {
    return this.idle.length >= maxUntouched ? this.idle.shift() : undefined;
  }

  private async open(): Promise<Pooled> {
    const duckdb = await this.instance.connect();
    const pooled: Pooled = { duckdb, soiled: false, path: undefined };
    this.all.add(pooled);
    try {
      await duckdb.run(setup);
      await runPrelude(duckdb, this.prelude);
      return pooled;
    } catch (cause) {
      this.discard(pooled);
      throw cause;
    }
  }

  private discard(pooled: Pooled): void {
    this.all.delete(pooled);
    pooled.duckdb.closeSync();
  }

  /**
   * A schema that does not exist yet leaves the database's main schema, a database that does not exist nothing: then
   * the first unqualified name says what is missing. The next use tries again.
   */
  private async setPath(pooled: Pooled, session: Session | null, path: string): Promise<void> {
    pooled.path = undefined;
    const database = session?.database;
    const exists = database ? await this.databases.find(database) : false;
    const fallback = exists && database ? `${quoteName(database)}."main"` : nowhere;
    const set = (value: string) => pooled.duckdb.run(`SET search_path = ${quoteText(`${value},${macros}`)}`);
    if (path !== nowhere && exists) {
      try {
        await set(path);
        pooled.path = path;
        return;
      } catch {
        // The schema is missing: DuckDB says no more than that.
      }
    }
    await set(fallback);
    if (path === fallback) pooled.path = path;
  }
}

/** Runs one piece of work on a connection, telling DuckDB to stop when the job is cancelled until it does. */
export async function interruptible<T>(
  job: Job,
  duckdb: DuckDBConnection,
  work: () => Promise<T>,
): Promise<T> {
  job.throwIfCancelled();
  let timer: NodeJS.Timeout | undefined;
  const unregister = job.onCancel(() => {
    duckdb.interrupt();
    timer = setInterval(() => duckdb.interrupt(), interruptEveryMs);
  });
  try {
    return await work();
  } finally {
    unregister();
    clearInterval(timer);
  }
}

/** Leaves the connection as it was, or marks it as not to be used again. */
export async function rollBack(lease: Lease): Promise<void> {
  try {
    await lease.duckdb.run('ROLLBACK');
  } catch (cause) {
    // What could not even be parsed has not begun its transaction.
    if (!parseDuckdbError(cause).message.includes('no transaction is active')) lease.soiled = true;
  }
}

function pathOf(session: Session | null): string {
  if (!session?.database) return nowhere;
  return `${quoteName(session.database)}.${quoteName(session.schema ?? 'main')}`;
}
