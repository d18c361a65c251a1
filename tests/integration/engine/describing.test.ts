import { expect, test } from 'vitest';
import type { Executor } from '../../../src/main/engine/ports.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';
import {
  addJob,
  addModel,
  addShop,
  engineOptions,
  openTestEngine,
  rowsOf,
  runJob,
} from '../../support/engine.ts';
import { changed, crashed, unavailable } from '../../support/executors.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** An engine with job `m_dev` that builds 2 where 1 was; `change` is in force from then on. */
async function prepared(change: (real: Executor) => Partial<Executor>): Promise<Engine> {
  const directory = temporaryDirectory();
  const options = engineOptions(directory);
  let on = false;
  const executors = changed(options.executors, real => {
    const other = { ...real, ...change(real) };
    return {
      query: (request, signal) => (on ? other : real).query(request, signal),
      catalog: request => (on ? other : real).catalog(request),
    };
  });
  const engine = await openTestEngine({ ...options, executors }, directory);
  await addShop(engine);
  await addModel(engine, 'm', 'select 1 as n', 'select 2 as n');
  await addJob(engine, 'm', 'dev', { tag: 'v1' });
  await runJob(engine, 'm_dev');
  await addJob(engine, 'm', 'dev', { tag: 'v2' });
  on = true;
  return engine;
}

const warnings = (engine: Engine, run: number) =>
  engine.runs.logs({ run, level: 'warn', limit: 100 }).lines.map(line => line.message);

/** The process of the executor, killed in the middle of a count. */
const killedWhileCounting =
  (times: number) =>
  (real: Executor): Partial<Executor> => ({
    async *query(request, signal) {
      if (request.sql.startsWith('SELECT count(*)') && times-- > 0) {
        const [stage] = await real.test({ role: null, warehouse: null, database: null, schema: null });
        process.kill(Number(/process (\d+)/.exec(stage?.message ?? '')?.[1]), 'SIGKILL');
      }
      yield* real.query(request, signal);
    },
  });

test('an executor that dies while describing is started again, and the target counted', async () => {
  const engine = await prepared(killedWhileCounting(1));
  const run = await runJob(engine, 'm_dev');
  expect(run).toMatchObject({ state: 'completed', failures: [], rows_affected: 1 });
  expect(run.steps.at(-1)).toMatchObject({ name: 'describe', state: 'completed', rows: 1 });
  expect(warnings(engine, run.id)).toEqual([
    expect.stringMatching(/^The duckdb executor died .*; describing SHOP_DEV.MARTS.M once more$/),
  ]);
  expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[2]]);
});

test('an executor that dies whenever the target is described: built, and not counted', async () => {
  const engine = await prepared(killedWhileCounting(Infinity));
  const run = await runJob(engine, 'm_dev');
  expect(run).toMatchObject({ state: 'completed', failures: [], rows_affected: null });
  const message = expect.stringMatching(
    /^SHOP_DEV.MARTS.M was built, but not counted: The duckdb executor died/,
  );
  expect(run.steps.at(-1)).toMatchObject({ name: 'describe', state: 'completed', rows: null, message });
  expect(run.frozen.columns.map(column => column.name)).toEqual(['N']);
  expect(warnings(engine, run.id).at(-1)).toEqual(message);
  expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[2]]);
});

test.each([crashed, unavailable])(
  'an executor that cannot even be asked: built, and not described',
  async lost => {
    let asked = 0;
    const engine = await prepared(real => ({
      // The first question is that for the sources, before anything is built.
      catalog: async request => (asked++ === 0 ? await real.catalog(request) : Promise.reject(lost())),
    }));
    const run = await runJob(engine, 'm_dev');
    expect(run).toMatchObject({ state: 'completed', failures: [] });
    expect(run.steps.at(-1)?.message).toMatch(/^SHOP_DEV.MARTS.M was built, but not described: The duckdb/);
    expect(asked).toBe(3);
  },
);

test('a view that fails when it is read is built all the same', async () => {
  const engine = await openTestEngine();
  await addShop(engine);
  await addModel(engine, 'm', 'select id from LAKE_DEV.RAW.ORDERS where cast(region as integer) = 1');
  await addJob(engine, 'm', 'dev', { type: 'view' });
  const run = await runJob(engine, 'm_dev');
  expect(run).toMatchObject({ state: 'completed', failures: [], rows_affected: null });
  expect(run.frozen.columns.map(column => column.name)).toEqual(['ID']);
  expect(run.steps.at(-1)?.message).toMatch(/^SHOP_DEV.MARTS.M was built, but not counted: .*R0/);
  await expect(rowsOf(engine, 'dev', 'select * from m')).rejects.toThrow('R0');
});
