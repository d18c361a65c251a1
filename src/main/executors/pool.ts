import type { Clock, ConnectionSpec, Executor, Executors, Log } from '../engine/ports.ts';
import { threadPoolSize } from './duckdb/limits.ts';
import { ExecutorProcess } from './executor-process.ts';
import { executionError } from './failures.ts';
import type { Spawn } from '../processes/child.ts';
import type { ExecutorConfig } from './protocol.ts';
import { createRemoteExecutor } from './remote-executor.ts';

export interface ExecutorsOptions {
  spawn: Spawn;
  /** The child's program for each engine: `duckdb/main.ts`, or what the build made of it. */
  entries: Record<ConnectionSpec['engine'], URL | string>;
  /** Everything an executor reads or writes lies below it. */
  workspaceDirectory: string;
  clock: Clock;
  log: Log;
  /** SQL every DuckDB executor runs before any statement (`DuckdbConfig.prelude`). */
  prelude?: string[];
  /** As DuckDB writes sizes ("2GB"); by default SLIPWAY_DUCKDB_MEMORY_LIMIT, then a share of the machine's memory. */
  memoryLimit?: string | undefined;
  /** Of DuckDB; by default one a core. */
  threads?: number | undefined;
}

/** Every running statement of DuckDB holds a thread of libuv's pool, whose size is fixed when a process starts. */
const duckdbEnvironment = { UV_THREADPOOL_SIZE: String(threadPoolSize) };

/** Waits between starts of an executor that dies at its start: 100 ms, doubled each time, at most 5 s. */
const firstBackoffMs = 100;
const maxBackoffMs = 5_000;

/** The executors of a workspace. See `Executors`; processes start with the first request and are unreferenced while idle. */
export function createExecutors(options: ExecutorsOptions): Executors {
  const places = new Map<string, Place>();
  const executors = new Map<string, Executor>();
  let closed = false;

  const place = (connection: ConnectionSpec): Place => {
    // All embedded connections share a process: it owns the workspace's files.
    const name = connection.engine;
    let found = places.get(name);
    if (!found) {
      found = new Place(name, options, () => closed);
      places.set(name, found);
    }
    return found;
  };

  return {
    for(connection) {
      const key = connection.engine;
      let executor = executors.get(key);
      if (!executor) {
        executor = createRemoteExecutor(place(connection));
        executors.set(key, executor);
      }
      return executor;
    },
    async close() {
      closed = true;
      await Promise.all([...places.values()].map(place => place.close()));
    },
  };
}

/** Where a process is kept: started when needed, started anew after it died. */
export class Place {
  private process: ExecutorProcess | undefined;
  private starting: Promise<ExecutorProcess> | undefined;
  private failedStarts = 0;
  /** On the clock's `elapsed`. */
  private notBefore = 0;
  private readonly engine: ConnectionSpec['engine'];
  private readonly options: ExecutorsOptions;
  private readonly isClosed: () => boolean;

  constructor(engine: ConnectionSpec['engine'], options: ExecutorsOptions, isClosed: () => boolean) {
    this.engine = engine;
    this.options = options;
    this.isClosed = isClosed;
  }

  /** The running process, if there is one. */
  current(): ExecutorProcess | undefined {
    return this.process?.alive ? this.process : undefined;
  }

  /** A process that takes requests; it may still be starting, in which case they wait in its channel. */
  async ensure(): Promise<ExecutorProcess> {
    const current = this.current();
    if (current) return current;
    this.starting ??= this.startAgain().finally(() => (this.starting = undefined));
    return await this.starting;
  }

  async close(): Promise<void> {
    await this.starting?.catch(() => {});
    await this.process?.close();
  }

  private async startAgain(): Promise<ExecutorProcess> {
    const { clock, entries, log, spawn } = this.options;
    const wait = this.notBefore - clock.elapsed();
    if (wait > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      clock.timer(wait, resolve);
      await promise;
    }
    if (this.isClosed()) {
      throw executionError({
        code: 'executor_unavailable',
        message: 'The executors of this workspace are closed',
      });
    }
    // The old process must be gone before a new one opens the same files.
    await this.process?.ended;
    const process = new ExecutorProcess({
      name: this.engine,
      child: spawn({
        name: `${this.engine} executor`,
        entry: entries[this.engine],
        environment: duckdbEnvironment,
      }),
      config: this.config(),
      clock,
      log,
    });
    this.process = process;
    process.started.then(
      () => (this.failedStarts = 0),
      () => {
        const backoff = Math.min(maxBackoffMs, firstBackoffMs * 2 ** this.failedStarts);
        this.failedStarts += 1;
        this.notBefore = clock.elapsed() + backoff;
      },
    );
    return process;
  }

  private config(): ExecutorConfig {
    const { workspaceDirectory, prelude, memoryLimit, threads } = this.options;
    return {
      engine: 'duckdb',
      workspaceDirectory,
      prelude: prelude ?? [],
      memoryLimit: memoryLimit ?? process.env['SLIPWAY_DUCKDB_MEMORY_LIMIT'] ?? null,
      threads: threads ?? null,
    };
  }
}
