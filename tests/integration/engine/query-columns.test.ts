import { describe, expect, test } from 'vitest';
import { type CatalogEntry, ExecutionError, type Executor } from '../../../src/main/engine/ports.ts';
import { addShop, engineOptions, openTestEngine } from '../../support/engine.ts';
import { changed } from '../../support/executors.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** A shop whose warehouse answers questions for its catalogue as `catalog` says, from when that is set. */
async function openShop() {
  const directory = temporaryDirectory();
  const options = engineOptions(directory);
  const warehouse: { catalog: Executor['catalog'] | null; asked: number } = { catalog: null, asked: 0 };
  const executors = changed(options.executors, real => ({
    catalog: request => {
      warehouse.asked++;
      return warehouse.catalog === null ? real.catalog(request) : warehouse.catalog(request);
    },
  }));
  const engine = await openTestEngine({ ...options, executors }, directory);
  await addShop(engine);
  return { engine, warehouse };
}

function gone(): ExecutionError {
  return new ExecutionError({
    code: 'network',
    message: 'gone',
    sqlstate: null,
    query_id: null,
    retryable: true,
    hint: null,
  });
}

describe('the scope of a place, in an environment', () => {
  const sql = 'select o. from LAKE_DEV.RAW.ORDERS o';
  const typing = { sql, offset: 9, environment: 'dev' };

  test('knows the columns of its tables, mapped as in a run, and asks once', async () => {
    const { engine, warehouse } = await openShop();
    for (const environment of ['dev', 'prod', 'dev']) {
      const { relations, looking_up } = await engine.queryColumns.scope({ ...typing, environment });
      expect(looking_up).toBe(false);
      expect(relations).toMatchObject([
        { name: 'O', complete: true, columns: [{ name: 'ID' }, { name: 'AMOUNT' }, { name: 'REGION' }] },
      ]);
      expect(relations[0]?.columns.every(({ type }) => type !== null)).toBe(true);
    }
    const { asked } = warehouse;
    await engine.queryColumns.scope({ ...typing, sql: `${sql} where ` });
    expect(warehouse.asked).toBe(asked);
  });

  test('of a table that is not there, and without an environment, nothing', async () => {
    const { engine } = await openShop();
    for (const other of [
      { sql: 'select o. from LAKE_DEV.RAW.NOWHERE o', environment: 'dev' },
      { sql: 'select o. from ORDERS o', environment: 'dev' },
      { sql, environment: undefined },
    ]) {
      const { relations } = await engine.queryColumns.scope({ ...typing, ...other });
      expect(relations).toMatchObject([{ columns: [], complete: false }]);
    }
    await expect(engine.queryColumns.scope({ ...typing, environment: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('whoever types does not wait for a slow warehouse, and has its answer later', async () => {
    const { engine, warehouse } = await openShop();
    const { promise, resolve } = Promise.withResolvers<CatalogEntry[]>();
    warehouse.catalog = () => promise;
    expect(await engine.queryColumns.scope(typing)).toMatchObject({
      relations: [{ columns: [], complete: false }],
      looking_up: true,
    });
    const columns = [{ name: 'ID', type: 'NUMBER' }];
    resolve([{ database: 'LAKE_DEV', schema: 'RAW', name: 'ORDERS', type: 'table', columns }]);
    expect(await engine.queryColumns.scope(typing)).toMatchObject({
      relations: [{ columns, complete: true }],
      looking_up: false,
    });
  });

  test('a warehouse that cannot be asked is left out, and asked again', async () => {
    const { engine, warehouse } = await openShop();
    warehouse.catalog = () => Promise.reject(gone());
    expect(await engine.queryColumns.scope(typing)).toMatchObject({
      relations: [{ complete: false }],
      looking_up: false,
    });
    warehouse.catalog = null;
    expect(await engine.queryColumns.scope(typing)).toMatchObject({ relations: [{ complete: true }] });
  });
});

describe('columns and lineage, in an environment', () => {
  const sql = `with o as (select * exclude region from LAKE_DEV.RAW.ORDERS)
    select *, amount * {{ rate }} as euro from o`;

  test('the warehouse tells the columns and their types', async () => {
    const { engine } = await openShop();
    const input = { sql, environment: 'prod', variables: { rate: 2 } };
    expect(await engine.queryColumns.columns(input)).toMatchObject({
      columns: [
        { name: 'ID', type: expect.any(String), open: false },
        { name: 'AMOUNT', open: false },
        { name: 'EURO', type: expect.any(String) },
      ],
      complete: true,
      notes: [],
    });
    await expect(
      engine.queryColumns.columns({ ...input, sql: 'select x from LAKE_DEV.RAW.NOWHERE' }),
    ).rejects.toMatchObject({ code: 'validation', message: expect.stringContaining('LAKE_PRD.RAW.NOWHERE') });
    await expect(engine.queryColumns.columns({ ...input, variables: {} })).rejects.toMatchObject({
      code: 'validation',
    });
  });

  test('the catalogue tells what stars stand for, by the names of what is read', async () => {
    const { engine } = await openShop();
    const source = { database: 'LAKE_PRD', schema: 'RAW', name: 'ORDERS', certain: true };
    expect(await engine.queryColumns.lineage({ sql, environment: 'prod' })).toMatchObject({
      columns: [
        { name: 'ID', derivation: 'identity', sources: [{ ...source, column: 'ID' }] },
        { name: 'AMOUNT', sources: [{ ...source, column: 'AMOUNT' }] },
        { name: 'EURO', derivation: 'derived', sources: [{ ...source, column: 'AMOUNT' }] },
      ],
      complete: true,
      tables: [{ written: 'LAKE_DEV.RAW.ORDERS', database: 'LAKE_PRD', known: true }],
      notes: [],
    });
  });

  test('what is not there, or has no place, is told', async () => {
    const { engine } = await openShop();
    const other = 'select * from LAKE_DEV.RAW.NOWHERE n, totals t';
    const found = await engine.queryColumns.lineage({ sql: other, environment: 'dev' });
    expect(found.complete).toBe(false);
    expect(found.tables).toMatchObject([
      { written: 'LAKE_DEV.RAW.NOWHERE', known: false },
      { written: 'TOTALS', database: 'SHOP_DEV', schema: 'MARTS', known: false },
    ]);
    expect(found.notes.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'LAKE_DEV.RAW.NOWHERE is not there, or not to be seen: its columns are not known',
        'SHOP_DEV.MARTS.TOTALS is not there, or not to be seen: its columns are not known',
      ]),
    );
    await expect(engine.queryColumns.lineage({ sql: 'select 1; select 2' })).rejects.toMatchObject({
      code: 'validation',
    });
  });

  test('a warehouse that cannot be asked fails the call', async () => {
    const { engine, warehouse } = await openShop();
    warehouse.catalog = () => Promise.reject(gone());
    await expect(engine.queryColumns.lineage({ sql, environment: 'dev' })).rejects.toMatchObject({
      code: 'unavailable',
      message: 'gone',
    });
  });
});
