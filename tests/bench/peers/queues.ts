import { installed } from './installed.ts';
import { startPostgres, startRedis } from './servers.ts';

/** A queue of durable jobs that other programs are built on. */
export interface QueuePeer {
  name: string;
  /** What it does for durability, and what it does not do that ours does. */
  what: string;
  /** Adds so many jobs; resolves when they are on disk. */
  add(count: number): Promise<unknown>;
  /**
   * Begins to work on what is queued, calls `done` when the ends of `count` jobs are on disk. Resolves to what stops it.
   */
  work(
    count: number,
    handle: () => Promise<unknown> | undefined,
    done: () => void,
  ): Promise<() => Promise<void>>;
  /** Forgets what is queued. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Those of the peers that are there: packages of this folder, servers of the system. */
export async function openQueues(directory: string): Promise<QueuePeer[]> {
  const opened = [await openBullmq(directory), await openGraphileWorker(directory)];
  return opened.filter(queue => queue !== null);
}

interface Bullmq {
  Queue: new (
    name: string,
    options: object,
  ) => {
    addBulk(jobs: { name: string; data: object }[]): Promise<unknown>;
    drain(): Promise<void>;
    close(): Promise<void>;
  };
  Worker: new (
    name: string,
    handle: () => Promise<void>,
    options: object,
  ) => {
    on(event: string, listener: () => void): void;
    waitUntilReady(): Promise<unknown>;
    close(): Promise<void>;
  };
}

async function openBullmq(directory: string): Promise<QueuePeer | null> {
  const bullmq = await installed<Bullmq>('bullmq');
  const redis = bullmq && (await startRedis(directory));
  if (!bullmq || !redis) return null;
  const connection = { path: redis.socket, maxRetriesPerRequest: null };
  const queue = new bullmq.Queue('bench', { connection });
  return {
    name: 'bullmq',
    what: 'BullMQ on Redis, whose log is flushed with every write (AOF always)',
    add: count => queue.addBulk(Array.from({ length: count }, () => ({ name: 'job', data: {} }))),
    async work(count, handle, done) {
      let left = count;
      const worker = new bullmq.Worker('bench', async () => void (await handle()), {
        connection,
        concurrency: 256,
      });
      worker.on('completed', () => --left === 0 && done());
      await worker.waitUntilReady();
      return () => worker.close();
    },
    clear: () => queue.drain(),
    async close() {
      await queue.close();
      await redis.stop();
    },
  };
}

interface GraphileWorker {
  makeWorkerUtils(options: object): Promise<{
    migrate(): Promise<void>;
    addJobs(jobs: { identifier: string }[]): Promise<unknown>;
    withPgClient<T>(work: (client: { query(sql: string): Promise<T> }) => Promise<T>): Promise<T>;
    release(): Promise<void>;
  }>;
  run(options: object): Promise<{
    events: { on(event: string, listener: () => void): void };
    stop(): Promise<void>;
  }>;
}

interface Pg {
  default: {
    Pool: new (
      options: object,
    ) => {
      on(event: 'error', listener: () => void): void;
      on(
        event: 'connect',
        listener: (client: { on(event: 'error', listener: () => void): void }) => void,
      ): void;
      end(): Promise<void>;
    };
  };
}

async function openGraphileWorker(directory: string): Promise<QueuePeer | null> {
  const graphile = await installed<GraphileWorker>('graphile-worker');
  const pg = await installed<Pg>('pg');
  const postgres = graphile && pg && (await startPostgres(directory));
  if (!graphile || !pg || !postgres) return null;
  const pgPool = new pg.default.Pool({ connectionString: postgres.url, max: 10 });
  // A connection that the server closes in the end is no failure.
  pgPool.on('error', () => {});
  pgPool.on('connect', client => client.on('error', () => {}));
  const silent = { error() {}, warn() {}, info() {}, debug() {}, scope: () => silent };
  const options = { pgPool, logger: silent };
  const utils = await graphile.makeWorkerUtils(options);
  await utils.migrate();
  return {
    name: 'graphile',
    what: 'Graphile Worker on PostgreSQL, which flushes every commit; jobs taken and ended in batches',
    add: count => utils.addJobs(Array.from({ length: count }, () => ({ identifier: 'job' }))),
    async work(count, handle, done) {
      let left = count;
      const runner = await graphile.run({
        ...options,
        noHandleSignals: true,
        taskList: { job: async () => void (await handle()) },
        preset: {
          worker: {
            concurrentJobs: 256,
            localQueue: { size: 500 },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      });
      runner.events.on('job:complete', () => --left === 0 && done());
      return () => runner.stop();
    },
    clear: () =>
      utils.withPgClient(client =>
        client.query('DELETE FROM graphile_worker._private_jobs'),
      ) as Promise<never>,
    async close() {
      await utils.release();
      await pgPool.end();
      await postgres.stop();
    },
  };
}
