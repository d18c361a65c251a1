import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  ExecutionError,
  type Clock,
  type ExecutionFailure,
  type Executor,
  type Executors,
  type Log,
  type RecallRequest,
  type Script,
  type Session,
} from '../../../src/main/engine/ports.ts';
import { createNodeSpawn } from '../../../src/main/processes/node-process.ts';
import { createExecutors, type ExecutorsOptions } from '../../../src/main/executors/pool.ts';
import type { ChildExit } from '../../../src/main/processes/child.ts';
import type { Cell } from '../../../src/shared/contract/common.ts';
import { embedded } from '../../support/executors.ts';
import { redaction } from '../../../src/main/system/redaction.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { quoteName, quoteRelation, type Relation } from '../../../src/shared/domain/relation.ts';

export const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  timer(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** The program of the executor process. */
export const main = new URL('../../../src/main/executors/duckdb/main.ts', import.meta.url);

export const session: Session = { role: null, warehouse: null, database: 'DEV', schema: 'PUBLIC' };

export interface LogEntry {
  level: string;
  message: string;
}

/** A workspace with executors over real processes, as the engine has them. */
export interface Warehouse {
  directory: string;
  executors: Executors;
  executor: Executor;
  log: LogEntry[];
  /** Of all processes started, oldest first. */
  pids: number[];
  /** Kills the newest process and waits for its end. */
  kill: () => Promise<ChildExit>;
}

type CleanUps = (() => Promise<void>)[];
const ofTest: CleanUps = [];

afterEach(() => runAll(ofTest));

async function runAll(cleanUps: CleanUps): Promise<void> {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
}

export function temporaryDirectory(cleanUps: CleanUps = ofTest): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-executors-')));
  cleanUps.push(async () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** One warehouse for the tests of a `describe`: for those that only ask questions. */
export function sharedWarehouse(prepare: (warehouse: Warehouse) => Promise<unknown>): () => Warehouse {
  const cleanUps: CleanUps = [];
  let warehouse: Warehouse | undefined;
  beforeAll(async () => {
    warehouse = openWarehouse({}, cleanUps);
    await prepare(warehouse);
  });
  afterAll(() => runAll(cleanUps));
  return () => {
    if (!warehouse) throw new Error('The warehouse is there once the tests run');
    return warehouse;
  };
}

/** Where the executors' programs are, when the embedded one is `duckdb`. */
export function entriesFor(duckdb: URL | string): ExecutorsOptions['entries'] {
  return { duckdb, snowflake: new URL('../snowflake/main.ts', main) };
}

/** A warehouse of this test's own; closed after it, which fails when a process is left over. */
export function openWarehouse(
  options: Partial<ExecutorsOptions> = {},
  cleanUps: CleanUps = ofTest,
): Warehouse {
  const directory = options.workspaceDirectory ?? temporaryDirectory(cleanUps);
  const entries: LogEntry[] = [];
  const log: Log = { write: (level, message) => void entries.push({ level, message }) };
  const pids: number[] = [];
  let newest: { pid: number; exit: Promise<ChildExit> } | undefined;
  const start = createNodeSpawn(log);
  const executors = createExecutors({
    entries: entriesFor(main),
    secrets: memorySecrets(),
    redact: redaction.redact,
    workspaceDirectory: directory,
    clock,
    log,
    spawn(program) {
      const child = start(program);
      const { promise, resolve } = Promise.withResolvers<ChildExit>();
      child.onExit(resolve);
      if (child.pid !== undefined) {
        pids.push(child.pid);
        newest = { pid: child.pid, exit: promise };
      }
      return child;
    },
    ...options,
  });
  cleanUps.push(async () => {
    await executors.close();
    const left = pids.filter(isAlive);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    if (left.length > 0) throw new Error(`Executor processes were left over: ${left.join(', ')}`);
  });
  return {
    directory,
    executors,
    executor: executors.for(embedded()),
    log: entries,
    pids,
    async kill() {
      if (!newest) throw new Error('No executor process was started');
      process.kill(newest.pid, 'SIGKILL');
      return await newest.exit;
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export function table(name: string, schema = 'PUBLIC', database = 'DEV'): Relation {
  return { database, schema, name };
}

let count = 0;
export function newId(): string {
  count += 1;
  return `query-${count}`;
}

/** What the engine sends to build a table or view. */
export function build(
  relation: Relation,
  query: string,
  type: 'table' | 'view' = 'table',
  queryId = newId(),
): Script {
  return {
    queryId,
    session,
    statements: [
      `CREATE SCHEMA IF NOT EXISTS ${quoteName(relation.database)}.${quoteName(relation.schema)}`,
      `CREATE OR REPLACE ${type.toUpperCase()} ${quoteRelation(relation)} AS\n${query}`,
    ],
    writes: [relation.database],
    target: { relation, type },
  };
}

export function script(statements: string[], extra: Partial<Script> = {}): Script {
  return { queryId: newId(), session, statements, writes: [], ...extra };
}

/** All rows of a query. */
export async function rowsOf(executor: Executor, sql: string, pageRows = 1_000): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const page of executor.query({ queryId: newId(), session, sql, pageRows }))
    rows.push(...page.rows);
  return rows;
}

export async function rowCount(executor: Executor, relation: Relation): Promise<number> {
  const [row] = await rowsOf(executor, `SELECT count(*) FROM ${quoteRelation(relation)}`);
  return Number(row?.[0]);
}

/** The failure a promise rejects with; fails when it does not, or rejects with anything else. */
export async function failureOf(work: Promise<unknown>): Promise<ExecutionFailure> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof ExecutionError) return cause.failure;
    throw cause;
  }
  throw new Error('It was expected to fail and did not');
}

/** A CREATE TABLE … AS that takes minutes, to be interrupted. */
export const endless = 'SELECT range AS I, hash(range) AS H, range::VARCHAR AS S FROM range(2000000000)';

/** The question what became of a script, as one asks who does not know the warehouse's own id of it. */
export function question(queryId: string, target: NonNullable<Script['target']>): RecallRequest {
  return { queryId, warehouseQueryId: null, session, target };
}
