import { onTestFinished, expect, test } from 'vitest';
import { openEngine } from '../../../src/main/engine/engine.ts';
import { ExecutionError, type Executor } from '../../../src/main/engine/ports.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { ada, addModel, engineOptions, rowsOf } from '../../support/engine.ts';
import { writeTo } from '../../support/events.ts';
import { changed, embedded } from '../../support/executors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { advance, until } from '../../support/scheduled.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const session = { role: null, warehouse: null, database: null, schema: null };

/** Job `m` keeps `LAKE.RAW.ITEMS (ID)` as `SHOP.MARTS.M` on DuckDB, looked at before readers see it, with one further attempt. */
async function openItems(materialization: Materialization, change: (real: Executor) => Partial<Executor>) {
  const directory = temporaryDirectory();
  const clock = new FakeClock();
  const options = { ...engineOptions(directory), clock, schedules: true };
  const engine = await openEngine({ ...options, executors: changed(options.executors, change) });
  onTestFinished(() => engine.close());
  await engine.environments.apply(ada, {
    name: 'dev',
    connection: { name: 'embedded', engine: 'duckdb' },
    database: 'SHOP',
    schema: 'MARTS',
  });
  const write = (...statements: string[]) => writeTo(options, ...statements);
  await write(
    'CREATE SCHEMA LAKE.RAW',
    'CREATE TABLE LAKE.RAW.ITEMS ("ID" BIGINT)',
    'INSERT INTO LAKE.RAW.ITEMS VALUES (1)',
  );
  await addModel(engine, 'm', 'select id from LAKE.RAW.ITEMS');
  await engine.jobs.apply(ada, {
    definition: {
      name: 'm',
      kind: 'model',
      environment: 'dev',
      model: 'm',
      tag: 'v1',
      target: { table: 'M' },
      materialization,
      checks: [{ check: 'row_count', min: 1 }],
      retries: { max: 1, backoff: '30s' },
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
  const dispatch = async () => (await engine.runs.dispatch(ada, { job: 'm', cause: '', variables: {} })).id;
  return {
    engine,
    clock,
    write,
    dispatch,
    /** Runs it to the end of its first attempt, which fails. */
    async fail() {
      const run = await dispatch();
      await until(engine, () => engine.runs.get(run).times.retry_at !== null);
      return run;
    },
    ids: async () => (await rowsOf(engine, 'dev', 'select id from M order by id')).flat(),
    async standing() {
      const entries = await options.executors.for(embedded()).catalog({ session, database: 'SHOP' });
      return entries.map(({ name, type }) => `${type} ${name.replace(/__SLIPWAY_.*/, '__SLIPWAY')}`);
    },
  };
}

const stepsOf = (
  { engine }: Pick<Awaited<ReturnType<typeof openItems>>, 'engine'>,
  run: number,
  attempt: number,
) =>
  engine.runs
    .get(run)
    .steps.filter(step => step.attempt === attempt)
    .map(({ name, state }) => `${name} ${state}`);

test('an attempt after a failed publish leaves nothing behind, and the next one builds what is there then', async () => {
  let inTheWay = true;
  const items = await openItems({ type: 'table' }, real => ({
    async execute(script, hooks) {
      if (inTheWay && script.tag?.step === 'publish') {
        inTheWay = false;
        // Somebody else makes a view of the name that the table is about to take.
        await items.write('CREATE VIEW SHOP.MARTS.M AS SELECT 9 AS "ID"');
      }
      return await real.execute(script, hooks);
    },
  }));
  const run = await items.fail();
  expect(stepsOf(items, run, 1)).toEqual([
    ...['compile', 'sources', 'shadow', 'audit'].map(name => `${name} completed`),
    'publish failed',
    'cleanup completed',
  ]);
  expect(await items.standing()).toEqual(['view M']);
  expect(await items.ids()).toEqual([9]);

  await items.write('INSERT INTO LAKE.RAW.ITEMS VALUES (2)');
  await advance(items.engine, items.clock, 30_000);
  expect(items.engine.runs.get(run)).toMatchObject({
    state: 'completed',
    failures: [{ code: 'target_changed', step: 'publish', attempt: 1 }],
  });
  expect(stepsOf(items, run, 2)).toEqual(
    ['compile', 'sources', 'shadow', 'audit', 'publish', 'cleanup', 'describe'].map(
      name => `${name} completed`,
    ),
  );
  expect(await items.standing()).toEqual(['table M']);
  expect(await items.ids()).toEqual([1, 2]);
});

test.each(['audit', 'publish'])(
  'an attempt after a failed %s of an incremental job adds each row once, also those that came meanwhile',
  async step => {
    let failing = 0;
    const conflict = (name: string | undefined) => {
      if (failing === 0 || name !== step) return;
      failing -= 1;
      const message = 'Another statement changed the same thing';
      const facts = { sqlstate: '40001', query_id: null, retryable: true, hint: null };
      throw new ExecutionError({ code: 'transaction_conflict', message, ...facts });
    };
    const append: Materialization = { type: 'incremental', strategy: 'append', watermark: 'ID' };
    const items = await openItems(append, real => ({
      async execute(script, hooks) {
        conflict(script.tag?.step);
        return await real.execute(script, hooks);
      },
      query(query, signal) {
        conflict(query.tag?.step);
        return real.query(query, signal);
      },
    }));
    await items.dispatch();
    await items.engine.runs.idle();
    await items.write('INSERT INTO LAKE.RAW.ITEMS VALUES (2), (3)');
    failing = 1;
    const run = await items.fail();
    expect(stepsOf(items, run, 1).slice(-2)).toEqual([`${step} failed`, 'cleanup completed']);
    expect(await items.standing()).toEqual(['table M']);
    expect(await items.ids()).toEqual([1]);

    await items.write('INSERT INTO LAKE.RAW.ITEMS VALUES (4)');
    await advance(items.engine, items.clock, 30_000);
    expect(items.engine.runs.get(run)).toMatchObject({ state: 'completed', attempts: 2, rows_affected: 3 });
    expect(await items.standing()).toEqual(['table M']);
    expect(await items.ids()).toEqual([1, 2, 3, 4]);

    // Without an attempt that is left it is done again by hand, and that says what is done once more, and why.
    await items.write('INSERT INTO LAKE.RAW.ITEMS VALUES (5)');
    failing = 2;
    const lost = await items.fail();
    await advance(items.engine, items.clock, 30_000);
    expect(items.engine.runs.get(lost).state).toBe('failed');
    const gone = 'what was built beside the target is gone with its run';
    const { steps } = items.engine.runs.planRetry(lost, 'from_failure');
    const begun = steps.filter(({ reason }) => reason !== null);
    expect(begun.map(({ name, action, reason }) => `${name}, ${action}: ${reason}`)).toEqual([
      'compile, do: what is new is looked for again',
      'sources, do: what is new is looked for again',
      ...(step === 'audit' ? ['shadow', 'inspect'] : ['shadow', 'inspect', 'audit']).map(
        name => `${name}, do: ${gone}`,
      ),
      `${step}, do: it failed`,
    ]);
    await items.engine.runs.retry(ada, lost, 'from_failure', '');
    await items.engine.runs.idle();
    expect(await items.ids()).toEqual([1, 2, 3, 4, 5]);
  },
);
