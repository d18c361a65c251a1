import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { Executors, Listed } from '../../../src/main/engine/ports.ts';
import { ExecutionError } from '../../../src/main/engine/ports.ts';
import { failure } from '../../../src/main/executors/failures.ts';
import {
  ada,
  addJob,
  addModel,
  addShop,
  engineOptions,
  openTestEngine,
  runJob,
} from '../../support/engine.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** A shop whose warehouse is listened to; `unreachable` makes it so. */
async function openShop() {
  const directory = temporaryDirectory();
  const options = engineOptions(directory);
  const asked: string[] = [];
  const state: { unreachable: boolean; rows?: number } = { unreachable: false };
  const check = () => {
    if (state.unreachable) throw new ExecutionError(failure({ code: 'network', message: 'It is not there' }));
  };
  const executors: Executors = {
    close: () => options.executors.close(),
    for(connection) {
      const executor = options.executors.for(connection);
      return {
        ...executor,
        async list(request: { session: never; what: Listed; database?: string }) {
          asked.push(`list ${request.what} ${request.database ?? ''}`.trim());
          check();
          return await executor.list(request);
        },
        async catalog(request) {
          const of = request.relations?.map(({ name }) => name).join(' ') ?? request.database ?? '';
          asked.push(`catalog ${of}`.trim());
          check();
          const entries = await executor.catalog(request);
          return entries.map(entry => ({ ...entry, ...(state.rows !== undefined && { rows: state.rows }) }));
        },
        async *query(request, signal) {
          check();
          yield* executor.query(request, signal);
        },
      };
    },
  };
  const engine = await openTestEngine({ ...options, executors, schedules: false }, directory);
  await addShop(engine);
  asked.length = 0;
  /** Behind Slipway's back. */
  const drop = (name: string) =>
    options.executors.for(engine.connections.spec('embedded')).execute({
      queryId: options.ids.uuid(),
      session: { role: null, warehouse: null, database: null, schema: null },
      statements: [`DROP TABLE ${name}`],
      writes: [name.split('.')[0] ?? ''],
    });
  return { engine, asked, state, drop };
}

async function build(engine: Engine, name: string, sql: string): Promise<void> {
  await addModel(engine, name, sql);
  await addJob(engine, name, 'dev');
  const run = await runJob(engine, `${name}_dev`);
  expect(run.state, JSON.stringify(run.failures)).toBe('completed');
}

const dev = { environment: 'dev' };
const listed = async (engine: Engine, database = 'SHOP_DEV') => {
  const { schemas } = await engine.catalog.list({ ...dev, database });
  return schemas.flatMap(({ name, tables }) => tables.map(table => `${name}.${table.name}`));
};

const kinds = `select * from values
  (1, 1.5::double, 'one', true, '2024-01-01'::date, '2024-01-01 10:00:00'::timestamp_ntz, parse_json('{"a":1}'), 1.25::number(10,2)),
  (2, 'NaN'::double, 'two', false, '2024-01-03'::date, '2024-01-02 10:00:00'::timestamp_ntz, parse_json('[]'), 2.75::number(10,2)),
  (3, 2.5::double, null, true, null, '2024-01-03 10:00:00'::timestamp_ntz, null, null),
  (null, null, '', null, '2024-01-02'::date, null, null, 4::number(10,2))
  as t (id, ratio, word, flag, day, at, data, amount)`;

describe('names', () => {
  test('are read once, found by words of them or of their columns, and read again on demand', async () => {
    const { engine, asked } = await openShop();
    const { databases, at_hand } = await engine.catalog.databases('dev');
    expect(databases).toEqual([
      { name: 'LAKE_DEV', read_at: null },
      { name: 'LAKE_PRD', read_at: null },
    ]);
    expect(at_hand).toBe(true);
    expect(await listed(engine, 'LAKE_DEV')).toEqual(['RAW.ORDERS']);
    const first = asked.length;
    expect(await listed(engine, 'LAKE_DEV')).toEqual(['RAW.ORDERS']);
    expect(asked).toHaveLength(first);
    const known = (await engine.catalog.databases('dev')).databases[0];
    expect(Date.parse(known?.read_at ?? '')).toBeGreaterThan(Date.now() - 60_000);
    await engine.catalog.refresh({ ...dev, database: 'LAKE_DEV' });
    expect(asked.slice(first)).toEqual(['list databases', 'list schemas LAKE_DEV', 'catalog LAKE_DEV']);

    await expect(engine.catalog.list({ ...dev, database: 'NOWHERE' })).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no database NOWHERE, or the role may not see it',
      details: { hint: 'It sees LAKE_DEV, LAKE_PRD' },
    });
    await engine.connections.apply(ada, { name: 'embedded', engine: 'duckdb', description: 'Another' });
    asked.length = 0;
    await listed(engine, 'LAKE_DEV');
    expect(asked, 'forgotten with what their connection was').toContain('catalog LAKE_DEV');

    const search = async (text: string) => {
      const { matches } = await engine.catalog.search({ ...dev, text, known: false, limit: 10 });
      return matches.map(({ database, name, column }) => [database, name, column?.name]);
    };
    expect(await search('raw ord')).toEqual([
      ['LAKE_DEV', 'ORDERS', undefined],
      ['LAKE_PRD', 'ORDERS', undefined],
    ]);
    expect(await search('lake_prd.amount')).toEqual([['LAKE_PRD', 'ORDERS', 'AMOUNT']]);
    expect(await search('nothing')).toEqual([]);
  });

  test('that a run changes are read again, and nothing else; who builds them is known', async () => {
    const { engine, asked, state } = await openShop();
    await build(engine, 'totals', 'select 1 as a');
    expect(await listed(engine)).toEqual(['MARTS.TOTALS']);
    await build(engine, 'other', 'select 1 as a, 2 as b');
    asked.length = 0;
    const { schemas } = await engine.catalog.list({ ...dev, database: 'SHOP_DEV' });
    expect(asked).toEqual(['catalog OTHER']);
    const tables = schemas.find(({ name }) => name === 'MARTS')?.tables;
    expect(tables).toMatchObject([
      { name: 'OTHER', columns: 2, type: 'table', model: { name: 'other', job: 'other_dev' } },
      { name: 'TOTALS', columns: 1, model: { name: 'totals' } },
    ]);
    asked.length = 0;
    await listed(engine);
    expect(asked).toEqual([]);

    // What is known stays while the warehouse cannot be reached, and says that it may be out of date.
    await runJob(engine, 'other_dev');
    state.unreachable = true;
    expect(await engine.catalog.list({ ...dev, database: 'SHOP_DEV' })).toMatchObject({ outdated: true });
    await expect(engine.catalog.refresh(dev)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(engine.catalog.list({ ...dev, database: 'LAKE_PRD' })).rejects.toMatchObject({
      code: 'unavailable',
      message: 'It is not there',
    });
    state.unreachable = false;
    expect(await listed(engine)).toEqual(['MARTS.OTHER', 'MARTS.TOTALS']);
  });
});

describe('a table', () => {
  test('has columns, rows, a sample and the statement that makes it; one that has gone is not found', async () => {
    const { engine, drop } = await openShop();
    const orders = { ...dev, table: 'lake_dev.raw.orders' };
    expect(await engine.catalog.show(orders)).toMatchObject({
      database: 'LAKE_DEV',
      schema: 'RAW',
      name: 'ORDERS',
      type: 'table',
      rows: 3,
      columns: [
        { name: 'ID', nullable: true, default: null, primary_key: false, comment: null },
        { name: 'AMOUNT' },
        { name: 'REGION', type: 'VARCHAR' },
      ],
    });
    const sample = await engine.catalog.sample({ ...orders, limit: 2 });
    expect(sample).toMatchObject({ truncated: true, engine: 'duckdb' });
    expect(sample.rows).toHaveLength(2);
    expect(await engine.catalog.ddl(orders)).toMatch(/^CREATE TABLE .*ORDERS/);

    const gone = { ...dev, table: 'LAKE_DEV.RAW.GONE' };
    const notFound = {
      code: 'not_found',
      message: expect.stringContaining('LAKE_DEV.RAW.GONE is not there'),
    };
    await expect(engine.catalog.show(gone)).rejects.toMatchObject(notFound);
    await expect(engine.catalog.sample({ ...gone, limit: 1 })).rejects.toMatchObject(notFound);
    await expect(engine.catalog.ddl(gone)).rejects.toMatchObject(notFound);
    // One that somebody else dropped is found to be gone, and is then no longer listed.
    expect(await listed(engine, 'LAKE_PRD')).toEqual(['RAW.ORDERS']);
    await drop('LAKE_PRD.RAW.ORDERS');
    await expect(engine.catalog.show({ ...dev, table: 'LAKE_PRD.RAW.ORDERS' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await listed(engine, 'LAKE_PRD')).toEqual([]);
    await expect(engine.catalog.show({ ...dev, table: 'a.b.c.d' })).rejects.toMatchObject({
      code: 'validation',
      details: { problems: [{ path: 'table' }] },
    });
  });
});

describe('statistics', () => {
  test('are right for every kind of column, in one query', async () => {
    const { engine } = await openShop();
    await build(engine, 'kinds', kinds);
    const table = { ...dev, table: 'KINDS' };
    expect(await engine.catalog.statistics(table)).toEqual({
      statistics: null,
      cost: { rows: 4, bytes: null, large: false },
    });
    const found = await engine.catalog.computeStatistics({ ...table, confirm_large: false });
    expect(found.rows).toBe(4);
    const column = (name: string) => found.columns.find(column => column.name === name);
    expect(column('ID')).toMatchObject({
      nulls: 1,
      nan: null,
      completeness: 0.75,
      distinct: 3,
      min: 1,
      max: 3,
      mean: 2,
      deviation: 1,
    });
    expect(column('ID')?.histogram).toHaveLength(12);
    expect(column('ID')?.histogram?.map(({ count }) => count)).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(column('ID')?.histogram?.at(-1)).toMatchObject({ to: 3 });
    expect(column('RATIO')).toMatchObject({
      nulls: 1,
      nan: 1,
      completeness: 0.5,
      min: 1.5,
      max: 2.5,
      mean: 2,
    });
    expect(column('WORD')).toMatchObject({
      nulls: 1,
      distinct: 3,
      min: '',
      max: 'two',
      min_length: 0,
      max_length: 3,
      mean: null,
      histogram: null,
    });
    expect(column('FLAG')).toMatchObject({
      nulls: 1,
      distinct: 2,
      histogram: [
        { from: false, to: false, count: 1 },
        { from: true, to: true, count: 2 },
      ],
    });
    expect(column('DAY')).toMatchObject({ min: '2024-01-01', max: '2024-01-03', mean: null });
    expect(column('DAY')?.histogram?.[0]).toEqual({
      from: '2024-01-01T00:00:00',
      to: '2024-01-01T04:00:00',
      count: 1,
    });
    expect(column('AT')?.histogram?.map(({ count }) => count)).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(column('DATA')).toMatchObject({ nulls: 2, distinct: null, min: null, histogram: null });
    expect(column('AMOUNT')).toMatchObject({ nulls: 1, min: '1.25', max: '4.00' });
    expect((await engine.catalog.statistics(table)).statistics).toEqual(found);

    // A run that changes the table makes them a thing of the past.
    await runJob(engine, 'kinds_dev');
    expect((await engine.catalog.statistics(table)).statistics).toBeNull();
  });

  test('of nothing, of one value, of what cannot be averaged, of a view and of types that have none', async () => {
    const { engine, state } = await openShop();
    await build(engine, 'none', 'select 1 as a, true as b where false');
    await build(engine, 'odd', `select * from values (7, 'inf'::double), (7, 1::double) as t (same, big)`);
    const of = async (table: string) =>
      (await engine.catalog.computeStatistics({ ...dev, table, confirm_large: false })).columns;
    expect(await of('NONE')).toMatchObject([
      { nulls: 0, completeness: null, distinct: 0, min: null, mean: null, deviation: null, histogram: null },
      { completeness: null, mean: null, histogram: null },
    ]);
    const [same, big] = await of('ODD');
    expect(same).toMatchObject({
      distinct: 1,
      mean: 7,
      deviation: 0,
      histogram: [{ from: 7, to: 7, count: 2 }],
    });
    expect(big).toMatchObject({ nulls: 0, nan: 0, mean: null, deviation: null, histogram: [{ count: 1 }] });

    const sql = `select 1 as "odd ""name""", '10:00'::time as t, x'ff' as bytes, array_construct(1) as list`;
    await addModel(engine, 'v', sql);
    await addJob(engine, 'v', 'dev', { type: 'view', table: '"odd ""view"""' });
    expect((await runJob(engine, 'v_dev')).failures).toEqual([]);
    const table = '"odd ""view"""';
    const { columns } = await engine.catalog.computeStatistics({ ...dev, table, confirm_large: false });
    expect(columns).toMatchObject([
      { name: 'odd "name"', distinct: 1, mean: 1 },
      { name: 'T', distinct: 1, min: '10:00:00', histogram: null },
      { name: 'BYTES', distinct: 1, min: null },
      { name: 'LIST', nulls: 0, distinct: null },
    ]);
    expect(await engine.catalog.ddl({ ...dev, table })).toMatch(/^CREATE VIEW/);
    expect((await engine.catalog.statistics({ ...dev, table })).cost).toEqual({
      rows: null,
      bytes: null,
      large: false,
    });

    // What is large is read only for who says so, and how large it is is told before.
    state.rows = 20_000_000;
    expect((await engine.catalog.statistics({ ...dev, table: 'ODD' })).cost.large).toBe(true);
    await expect(of('ODD')).rejects.toMatchObject({
      code: 'precondition',
      message: 'SHOP_DEV.MARTS.ODD is large: statistics read all of its 20,000,000 rows',
      details: { related: { failure: 'large_table', rows: 20_000_000 } },
    });
    const confirmed = { ...dev, table: 'ODD', confirm_large: true };
    expect((await engine.catalog.computeStatistics(confirmed)).rows).toBe(2);

    // Nothing is computed for those who went away.
    const gone = AbortSignal.abort();
    await expect(
      engine.catalog.computeStatistics({ ...dev, table: 'LAKE_DEV.RAW.ORDERS', confirm_large: true }, gone),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});
