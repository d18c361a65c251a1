import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoteName } from '../../../shared/domain/relation.ts';
import { ExecutionError } from '../../engine/ports.ts';
import { executionError } from '../failures.ts';
import { toExecutionError } from './errors.ts';
import { quoteText } from './statements.ts';

const ending = '.duckdb';
/** A database being created; complete files only ever appear under their final name. */
const unfinished = '.creating';

/** How long to wait for a file that another process has open: a predecessor that was killed may not be gone yet. */
const lockPatienceMs = 5_000;
/** The same at the start, when everybody waits. */
const startPatienceMs = 1_000;
const lockEveryMs = 100;

const allowed = /^[A-Za-z_][A-Za-z0-9_$-]{0,199}$/;
/** Names DuckDB has itself, and those Windows keeps for devices. */
const taken = /^(memory|system|temp|main|con|prn|aux|nul|com\d|lpt\d)$/i;

/** The databases of a warehouse: one file each, attached under its name. */
export class Databases {
  private readonly instance: DuckDBInstance;
  private readonly directory: string;
  /** By name in lower case, as DuckDB's own names do not tell case apart. The value is the name as written. */
  private readonly attached = new Map<string, string>();
  /** Attaching or creating under way. */
  private readonly pending = new Map<string, Promise<void>>();

  constructor(instance: DuckDBInstance, directory: string) {
    this.instance = instance;
    this.directory = directory;
  }

  /** Attaches every file there is. One that cannot be is left for whoever names it: they are told why. */
  async attachAll(): Promise<void> {
    const files = await readdir(this.directory);
    for (const file of files.filter(
      file => file.endsWith(unfinished) || file.endsWith(`${unfinished}.wal`),
    )) {
      await rm(join(this.directory, file), { force: true });
    }
    const names = files.filter(file => file.endsWith(ending)).map(file => file.slice(0, -ending.length));
    await Promise.all(
      names
        .filter(name => problemOf(name) === undefined)
        .map(name => this.attach(name, startPatienceMs).catch((cause: unknown) => complain(name, cause))),
    );
  }

  has(name: string): boolean {
    return this.attached.has(name.toLowerCase());
  }

  /** Names as they were attached. */
  names(): string[] {
    return [...this.attached.values()];
  }

  /** The database is there and attached after this, created if need be. */
  async create(name: string): Promise<void> {
    if (this.has(name)) return;
    const problem = problemOf(name);
    if (problem !== undefined) {
      throw executionError({
        code: 'invalid_name',
        message: `"${name}" cannot be the name of a database: ${problem}`,
      });
    }
    await this.once(name, async () => {
      const file = await this.fileOf(name);
      if (file === undefined) await this.createFile(name);
      else await this.attach(file, lockPatienceMs);
    });
  }

  /**
   * True when the database is attached after this. False when there is none. Throws the reason when there is a file
   * and it cannot be opened.
   */
  async find(name: string): Promise<boolean> {
    if (this.has(name)) return true;
    if (problemOf(name) !== undefined) return false;
    const file = await this.fileOf(name);
    if (file === undefined) return false;
    await this.once(name, () => this.attach(file, lockPatienceMs));
    return true;
  }

  private async attach(name: string, patienceMs: number): Promise<void> {
    const path = join(this.directory, name + ending);
    // A crash between a file's creation and its first bytes, by a program that does not do it as we do.
    const { size } = await stat(path);
    if (size === 0) await rm(path);
    const until = performance.now() + patienceMs;
    for (;;) {
      try {
        await this.run(connection => connection.run(`ATTACH ${quoteText(path)} AS ${quoteName(name)}`));
        break;
      } catch (cause) {
        const error = toExecutionError(cause);
        if (error.failure.code !== 'database_locked' || performance.now() >= until) {
          throw new ExecutionError({
            ...error.failure,
            message: `Database ${name} cannot be opened: ${error.message}`,
          });
        }
        await wait(lockEveryMs);
      }
    }
    this.attached.set(name.toLowerCase(), name);
  }

  /** Under another name first: a crash leaves no half-written file that would pass for a broken database. */
  private async createFile(name: string): Promise<void> {
    const path = join(this.directory, name + ending);
    const draft = join(this.directory, name + unfinished);
    const alias = quoteName(`${name}${unfinished}`);
    try {
      await this.run(async connection => {
        await connection.run(`ATTACH ${quoteText(draft)} AS ${alias}`);
        await connection.run(`DETACH ${alias}`);
        await rename(draft, path);
        await connection.run(`ATTACH ${quoteText(path)} AS ${quoteName(name)}`);
      });
    } catch (cause) {
      const error = toExecutionError(cause);
      throw new ExecutionError({
        ...error.failure,
        message: `Database ${name} cannot be created: ${error.message}`,
      });
    }
    this.attached.set(name.toLowerCase(), name);
  }

  /** The file's own spelling of a name: DuckDB, like some file systems, does not tell case apart. */
  private async fileOf(name: string): Promise<string | undefined> {
    const wanted = name.toLowerCase() + ending;
    const file = (await readdir(this.directory)).find(file => file.toLowerCase() === wanted);
    return file?.slice(0, -ending.length);
  }

  /**
   * Runs `work` unless the database is attached, maybe since its caller looked: a file put in the place of one that is
   * in use would be all that is left of it. Where another is about to attach it, waits for that.
   */
  private async once(name: string, work: () => Promise<void>): Promise<void> {
    if (this.has(name)) return;
    const key = name.toLowerCase();
    let pending = this.pending.get(key);
    if (!pending) {
      pending = work().finally(() => this.pending.delete(key));
      this.pending.set(key, pending);
    }
    await pending;
  }

  private async run(work: (connection: DuckDBConnection) => Promise<unknown>): Promise<void> {
    const connection = await this.instance.connect();
    try {
      await work(connection);
    } finally {
      connection.closeSync();
    }
  }
}

function problemOf(name: string): string | undefined {
  if (!allowed.test(name))
    return 'letters, digits, "_", "$" and "-" are allowed, a letter or "_" first, at most 200';
  return taken.test(name) ? 'it is reserved' : undefined;
}

function complain(name: string, cause: unknown): void {
  process.stderr.write(
    `database ${name} was not attached: ${cause instanceof Error ? cause.message : String(cause)}\n`,
  );
}
