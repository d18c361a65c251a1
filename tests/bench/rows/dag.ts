import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { JobDefinition } from '../../../src/shared/contract/jobs.ts';
import { openEngine } from '../../../src/main/engine/engine.ts';
import { ada, engineOptions } from '../../support/engine-options.ts';
import { openFloor } from '../floor.ts';
import type { Row } from '../harness.ts';
import { openDbt } from '../peers/dbt.ts';

const models = Number(process.env.BENCH_MODELS ?? 2_000);
const threads = 4;
/** Each model reads the one above it in a tree with so many branches; the first one reads nothing. */
const branches = 4;

const nameOf = (n: number) => `m${n}`;
const parentOf = (n: number) => (n === 0 ? null : Math.floor((n - 1) / branches));
/** `table`: how a model's table is called. */
const sqlOf = (n: number, table: (name: string) => string) => {
  const parent = parentOf(n);
  return parent === null ? 'SELECT 1 AS n' : `SELECT n + 1 AS n FROM ${table(nameOf(parent))}`;
};

export const dag: Row = {
  name: 'dag',
  workload: `a build of ${models.toLocaleString('en')} models, each a view on the one above it in a tree, ${threads} at once`,
  figure: 's',
  unit: 's',
  goal: '≤ 8 × floor, ≥ 2 × faster than dbt',
  async sides(directory) {
    const engine = await openModels(join(directory, 'ours'));
    const floor = await openFloor(directory);
    const instance = await DuckDBInstance.create(join(directory, 'floor.duckdb'));
    const connection = await instance.connect();
    const dbt = await openDbt(directory, {
      threads,
      models: Array.from({ length: models }, (_, n) => ({
        name: nameOf(n),
        sql: sqlOf(n, name => `{{ ref('${name}') }}`),
      })),
    });
    const timed = async (all: () => Promise<unknown>) => {
      const start = performance.now();
      await all();
      return { s: (performance.now() - start) / 1_000 };
    };
    return [
      {
        name: 'ours',
        what: `request to recorded end: plan, everything frozen, a run with its steps and log for each model (start_s: until the build has begun)`,
        async measure() {
          const began = performance.now();
          const { id } = await engine.builds.start(ada, {
            environment: 'bench',
            select: '',
            drafts: false,
            jobs: [],
            threads,
            variables: {},
            cause: '',
          });
          const startMs = performance.now() - began;
          // Not by asking again and again: on few cores that takes them from the warehouse.
          await engine.runs.idle();
          const tookMs = performance.now() - began;
          const { state } = engine.builds.get(id);
          if (state !== 'completed') throw new Error(`the build of the benchmark ${state}`);
          return { s: tookMs / 1_000, start_s: startMs / 1_000 };
        },
        close: () => engine.close(),
      },
      {
        name: 'floor',
        what: 'the same statements one after the other through the driver in one process, a durable row each',
        measure: () =>
          timed(async () => {
            for (let n = 0; n < models; n++) {
              await connection.run(`CREATE OR REPLACE VIEW ${nameOf(n)} AS ${sqlOf(n, name => name)}`);
              floor.together(() => floor.setCompleted(floor.createPending(n)));
            }
          }),
        close: () => {
          connection.closeSync();
          instance.closeSync();
          floor.close();
        },
      },
      ...(dbt === null ? [] : [{ ...dbt, measure: () => timed(dbt.run) }]),
    ];
  },
};

/** An engine with the models, each published and with a job that keeps it as a view. */
async function openModels(directory: string) {
  mkdirSync(directory);
  const engine = await openEngine(engineOptions(directory));
  await engine.environments.apply(ada, {
    name: 'bench',
    connection: { name: 'embedded', engine: 'duckdb' },
    database: 'BENCH',
    schema: 'MARTS',
    limits: { max_concurrent_runs: threads },
  });
  const add = async (n: number) => {
    const name = nameOf(n);
    const sql = sqlOf(n, table => table);
    await engine.models.create(ada, { name, description: '', owner: '', labels: [] }, sql);
    await engine.versions.publish(ada, { model: name, message: '', tag: 'v1' });
    const definition: JobDefinition = {
      name: `${name}_bench`,
      kind: 'model',
      environment: 'bench',
      model: name,
      tag: 'v1',
      target: { table: name },
      materialization: { type: 'view' },
    };
    await engine.jobs.apply(ada, { definition, message: '', publish: true, confirm_shared_target: false });
  };
  for (let first = 0; first < models; first += 100) {
    const some = Array.from({ length: Math.min(100, models - first) }, (_, index) => first + index);
    await Promise.all(some.map(add));
  }
  return engine;
}
