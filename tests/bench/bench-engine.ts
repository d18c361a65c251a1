import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JobDefinition } from '../../src/shared/contract/jobs.ts';
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
  steps: ['statement'],
  check: () => Promise.resolve([]),
  freeze: () => ({ sql: statement, hash: null, version: 1, tag: null, target: null }),
  execute: run =>
    run.step('statement', async step => {
      await step.execute({ statements: [statement], writes: [] });
    }),
};

/** An engine with an environment and `jobs` jobs of one statement each, named `job1` and on. */
export async function openBenchEngine(
  parent: string,
  jobs: number,
  change: (options: EngineOptions) => Partial<EngineOptions> = () => ({}),
): Promise<Engine> {
  const directory = join(parent, 'ours');
  mkdirSync(directory);
  const options = engineOptions(directory);
  const engine = await openEngine({
    ...options,
    kinds: () => ({ model: statementKind }),
    ...change(options),
  });
  await engine.environments.apply(ada, {
    name: 'bench',
    connection: { name: 'embedded', engine: 'duckdb' },
    limits: { max_concurrent_runs: 256 },
  });
  await engine.models.create(ada, { name: 'm', description: '', owner: '', labels: [] }, statement);
  await engine.versions.publish(ada, { model: 'm', message: '', tag: 'v1' });
  const definitions = Array.from(
    { length: jobs },
    (_, index): JobDefinition => ({
      name: `job${index + 1}`,
      kind: 'model',
      environment: 'bench',
      model: 'm',
      tag: 'v1',
      target: { table: 'T' },
      materialization: { type: 'view' },
    }),
  );
  for (const definition of definitions) {
    await engine.jobs.apply(ada, { definition, message: '', publish: true, confirm_shared_target: true });
  }
  return engine;
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
