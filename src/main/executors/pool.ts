import { join } from 'node:path';
import type { Clock, ConnectionSpec, Executor, Executors, Log, Redact, Secrets } from '../engine/ports.ts';
import { threadPoolSize } from './duckdb/limits.ts';
import { ExecutorProcess } from './executor-process.ts';
import { executionError } from './failures.ts';
import type { EngineName } from '../../shared/domain/engines.ts';
import type { Spawn } from '../processes/child.ts';
import type { ExecutorConfig } from './protocol.ts';
import { createRemoteExecutor } from './remote-executor.ts';
import { secretsFor } from './secrets-for.ts';

export interface ExecutorsOptions {
  spawn: Spawn;
  /** The child's program for each engine: `duckdb/main.ts`, or what the build made of it. */
  entries: Record<EngineName, URL | string>;
  /** Everything an executor reads or writes lies below it. */
  workspaceDirectory: string;
  clock: Clock;
  log: Log;
  /** Where executors that sign in get what they sign in with, each what its connection names. */
  secrets: Secrets;
  /** Of what executors say in words. */
  redact: Redact;
  /** SQL every DuckDB executor runs before any statement (`DuckdbConfig.prelude`). */
  prelude?: string[];
  /** As DuckDB writes sizes ("2GB"); by default SLIPWAY_DUCKDB_MEMORY_LIMIT, then a share of the machine's memory. */
  memoryLimit?: string | undefined;
  /** Of DuckDB; by default one a core. */
  threads?: number | undefined;
}

/** Every running statement of DuckDB holds a thread of libuv's pool, whose size is fixed when a process starts. */
const duckdbEnvironment = { UV_THREADPOOL_SIZE: String(threadPoolSize) };

/** The driver would ask the addresses of cloud providers where it runs, and tell its maker about the connection. */
const snowflakeEnvironment = {
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: '1',
};

/** Waits between starts of an executor that dies at its start: 100 ms, doubled each time, at most 5 s. */
const firstBackoffMs = 100;
const maxBackoffMs = 5_000;

/** A process costs memory and, in its warehouse, sessions: this long after its last work, in ms, it is ended. */
const idleLimitMs = 5 * 60_000;
/** The same once its connection was changed: it is not asked for anything new. */
const outdatedLimitMs = 60_000;

/** The executors of a workspace. See `Executors`; processes start with the first request and are unreferenced while idle. */
export function createExecutors(options: ExecutorsOptions): Executors {
  const places = new Set<Place>();
  /** By what makes a process of its own; see `keyOf`. */
  const current = new Map<string, { place: Place; executor: Executor; as: string }>();
  let closed = false;

  return {
    for(connection) {
      const key = keyOf(connection);
      const as = JSON.stringify(isEmbedded(connection) ? null : connection);
      const known = current.get(key);
      if (known?.as === as) return known.executor;
      // Who still works with what the connection was before goes on with it.
      known?.place.outdate();
      const place = new Place(connection, options, () => closed);
      places.add(place);
      const executor = createRemoteExecutor(place);
      current.set(key, { place, executor, as });
      return executor;
    },
    async close() {
      closed = true;
      await Promise.all([...places].map(place => place.close()));
    },
  };
}

/** All embedded connections share a process, which owns the workspace's files; every other has one of its own. */
function keyOf(connection: ConnectionSpec): string {
  const { id, definition } = connection;
  return isEmbedded(connection)
    ? definition.engine
    : `${definition.engine} ${id === 0 ? `"${definition.name}"` : id}`;
}

function isEmbedded({ definition }: ConnectionSpec): boolean {
  return definition.engine === 'duckdb';
}

/** Where a process is kept: started when needed, started anew after it died, ended when it was idle for long. */
export class Place {
  private process: ExecutorProcess | undefined;
  private starting: Promise<ExecutorProcess> | undefined;
  private failedStarts = 0;
  /** On the clock's `elapsed`. */
  private notBefore = 0;
  private idleLimitMs: number | null;
  private stopIdleTimer = () => {};
  private readonly connection: ConnectionSpec;
  private readonly options: ExecutorsOptions;
  private readonly isClosed: () => boolean;

  constructor(connection: ConnectionSpec, options: ExecutorsOptions, isClosed: () => boolean) {
    this.connection = connection;
    this.options = options;
    this.isClosed = isClosed;
    // The embedded warehouse keeps its memory as its cache.
    this.idleLimitMs = isEmbedded(connection) ? null : idleLimitMs;
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

  /** Its connection was changed: ends soon after its work is done. */
  outdate(): void {
    this.idleLimitMs = outdatedLimitMs;
    this.watchIdle(this.process?.idle ?? true);
  }

  async close(): Promise<void> {
    this.stopIdleTimer();
    await this.starting?.catch(() => {});
    await this.process?.close();
  }

  private watchIdle(idle: boolean): void {
    this.stopIdleTimer();
    this.stopIdleTimer = () => {};
    if (!idle || this.idleLimitMs === null) return;
    this.stopIdleTimer = this.options.clock.timer(this.idleLimitMs, () => void this.process?.close());
  }

  private async startAgain(): Promise<ExecutorProcess> {
    const { clock, entries, log, spawn, secrets, redact } = this.options;
    const { engine } = this.connection.definition;
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
      name: this.name,
      child: spawn({
        name: `${this.name} executor`,
        entry: entries[engine],
        environment: engine === 'duckdb' ? duckdbEnvironment : snowflakeEnvironment,
      }),
      config: this.config(),
      askSecret: secretsFor(this.connection, secrets, log),
      redact,
      onIdle: idle => this.watchIdle(idle),
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

  /** For people: the embedded engine is one for all connections. */
  private get name(): string {
    const { engine, name } = this.connection.definition;
    return isEmbedded(this.connection) ? engine : `${engine} ${name}`;
  }

  private config(): ExecutorConfig {
    const { workspaceDirectory, prelude, memoryLimit, threads } = this.options;
    const { definition, trustedHosts } = this.connection;
    if (definition.engine === 'snowflake') {
      const logDirectory = join(workspaceDirectory, 'logs');
      return { engine: definition.engine, definition, trustedHosts, logDirectory };
    }
    return {
      engine: 'duckdb',
      workspaceDirectory,
      prelude: prelude ?? [],
      memoryLimit: memoryLimit ?? process.env['SLIPWAY_DUCKDB_MEMORY_LIMIT'] ?? null,
      threads: threads ?? null,
    };
  }
}
