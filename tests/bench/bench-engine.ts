import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JobDefinition } from '../../src/shared/contract/jobs.ts';
import type { Trigger } from '../../src/shared/contract/triggers.ts';
import { type Engine, type EngineOptions, openEngine } from '../../src/main/engine/engine.ts';
import type { JobKind } from '../../src/main/engine/kinds/kind.ts';
import { ada, engineOptions } from '../support/engine-options.ts';

/** The statement of every run: what it costs DuckDB is the same on all sides. */
export const statement = 'SELECT 42 AS answer';

/**
 * The least a kind of job can do: one script with one statement. Shows what the engine costs around a statement; what
 * building a model does besides (sources, columns, counting) is not in these rows.
 */
const statementKind: JobKind = {
  steps: () => ['statement'],
  again: () => null,
  plan: () => Promise.reject(new Error('nobody plans here')),
  check: () => Promise.resolve([]),
  freeze: () => ({ sql: statement, hash: null, version: 1, tag: null, target: null }),
  execute: run =>
    run.step('statement', async step => {
      await step.execute({ statements: [statement], writes: [] });
    }),
};

/** A kind of job that does nothing but what it is told: what is left is what a run costs. */
export const emptyKind = (execute: () => void = () => {}): JobKind => ({
  ...statementKind,
  steps: () => [],
  again: () => null,
  execute: () => Promise.resolve(execute()),
});

export interface BenchOptions {
  /** So many jobs, named `job1` and on. */
  jobs: number;
  /** Why the job with this number starts by itself. */
  triggers?: (job: number) => Trigger[];
  /** What the jobs do; one statement each unless told otherwise. */
  kind?: JobKind;
  change?: (options: EngineOptions) => Partial<EngineOptions>;
}

/** An engine with an environment that has room for 256 runs at once, and jobs. */
export async function openBenchEngine(
  parent: string,
  { jobs, triggers, kind = statementKind, change = () => ({}) }: BenchOptions,
): Promise<Engine> {
  const directory = join(parent, 'ours');
  mkdirSync(directory);
  const options = engineOptions(directory);
  const engine = await openEngine({ ...options, kinds: () => ({ model: kind }), ...change(options) });
  await giveRoom(engine, 256);
  await engine.models.create(ada, { name: 'm', description: '', owner: '', labels: [] }, statement);
  await engine.versions.publish(ada, { model: 'm', message: '', tag: 'v1' });
  const apply = (number: number) => {
    const definition: JobDefinition = {
      name: `job${number}`,
      kind: 'model',
      environment: 'bench',
      model: 'm',
      tag: 'v1',
      target: { table: `T${number}` },
      materialization: { type: 'view' },
      ...(triggers && { triggers: triggers(number) }),
    };
    return engine.jobs.apply(ada, { definition, message: '', publish: true, confirm_shared_target: true });
  };
  // Those that are applied together share a commit; few are applied in order, as one may start after another.
  const together = jobs < 1_000 ? 1 : 100;
  for (let first = 1; first <= jobs; first += together) {
    const numbers = Array.from({ length: Math.min(together, jobs - first + 1) }, (_, index) => first + index);
    await Promise.all(numbers.map(apply));
  }
  return engine;
}

/** So many runs may be under way at once. */
export async function giveRoom(engine: Engine, room: number): Promise<void> {
  await engine.environments.apply(ada, {
    name: 'bench',
    connection: { name: 'embedded', engine: 'duckdb' },
    limits: { max_concurrent_runs: room },
  });
}

/** Resolves when the ends of all runs are on disk. */
export async function untilAllEnded(engine: Engine): Promise<void> {
  while (engine.runs.activeCount() > 0) await new Promise(setImmediate);
}

/** Starts a run of a job and resolves when its end is on disk. */
export async function runToEnd(engine: Engine, job: string): Promise<void> {
  const { id } = await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
  for await (const update of engine.runs.follow(id, 0)) {
    if (update.type === 'ended') {
      if (update.state !== 'completed') throw new Error(`run ${id} of the benchmark ${update.state}`);
      return;
    }
  }
}
