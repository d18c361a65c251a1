import { mkdir, realpath, rm } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, version, type DuckDBConnection } from '@duckdb/node-api';
import type { DuckdbConfig } from '../protocol.ts';
import { executionError } from '../failures.ts';
import { parseDuckdbError, toExecutionError } from './errors.ts';
import { quoteText } from './statements.ts';

/** Where the executor's files are; real paths, as DuckDB compares them by their letters. */
export interface Places {
  /** One file a database. */
  warehouse: string;
  /** Data files people loaded. */
  artifacts: string;
  /** What does not fit in memory; emptied at each start. */
  temporary: string;
}

/** Of the machine's memory; the engine, the page and everything else need some too. */
const memoryShare = 0.6;

export async function preparePlaces(workspaceDirectory: string): Promise<Places> {
  await mkdir(workspaceDirectory, { recursive: true });
  const root = await realpath(workspaceDirectory);
  const places = {
    warehouse: join(root, 'warehouse'),
    artifacts: join(root, 'artifacts'),
    temporary: join(root, 'warehouse', '.temporary'),
  };
  await rm(places.temporary, { recursive: true, force: true });
  for (const place of Object.values(places)) await mkdir(place, { recursive: true });
  return places;
}

/** An instance that reaches the places and nothing else: no other file, no network, no extensions, no settings. */
export async function openInstance(config: DuckdbConfig, places: Places): Promise<DuckDBInstance> {
  const instance = await create({
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: config.memoryLimit ?? defaultMemory(),
    threads: String(config.threads ?? availableParallelism()),
    temp_directory: places.temporary,
    errors_as_json: 'true',
    // Current features such as VARIANT columns; this executor is the only program that opens the files.
    storage_compatibility_version: 'latest',
    // Progress is switched on for each connection, after the lock.
    allowed_configs: "['enable_progress_bar','enable_progress_bar_print','progress_bar_time']",
  });
  const connection = await instance.connect();
  try {
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    // Macros first: the prelude may use what is locked afterwards, but it is ours.
    await runPrelude(
      connection,
      config.prelude.filter(sql => !isTemporary(sql)),
    );
    await connection.run(
      `SET GLOBAL allowed_directories = [${Object.values(places).map(quoteText).join(', ')}]`,
    );
    await connection.run('SET GLOBAL enable_external_access = false');
    await connection.run('SET GLOBAL lock_configuration = true');
  } finally {
    connection.closeSync();
  }
  return instance;
}

/** Statements of the prelude that every connection needs for itself: temporary macros are seen by their own only. */
export function connectionPrelude(config: DuckdbConfig): string[] {
  return config.prelude.filter(isTemporary);
}

/** All in one go, which takes a tenth of the time; one by one only to find out which of them does not run. */
export async function runPrelude(connection: DuckDBConnection, prelude: string[]): Promise<void> {
  if (prelude.length === 0) return;
  try {
    await connection.run(['BEGIN', ...prelude, 'COMMIT'].join(';\n'));
    return;
  } catch {
    await connection.run('ROLLBACK').catch(() => {});
  }
  for (const sql of prelude) {
    try {
      await connection.run(sql);
    } catch (cause) {
      throw executionError({
        code: 'executor_unavailable',
        message: `The prelude does not run: ${parseDuckdbError(cause).message} in: ${sql.slice(0, 200)}`,
      });
    }
  }
}

export function duckdbVersion(): string {
  return version();
}

async function create(options: Record<string, string>): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(':memory:', options);
  } catch (cause) {
    const error = toExecutionError(cause);
    throw executionError({
      code: 'executor_unavailable',
      message: `DuckDB does not start with memory limit "${options['memory_limit']}" and ${options['threads']} threads: ${error.message}`,
    });
  }
}

function isTemporary(sql: string): boolean {
  return /^\s*create\s+(or\s+replace\s+)?temp(orary)?\b/i.test(sql);
}

function defaultMemory(): string {
  const limit = process.constrainedMemory();
  const bytes = limit > 0 && limit < totalmem() ? limit : totalmem();
  return `${Math.floor((bytes * memoryShare) / 1_048_576)}MiB`;
}
