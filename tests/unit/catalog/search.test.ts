import { expect, test } from 'vitest';
import { searchCatalog } from '../../../src/main/engine/catalog/search.ts';
import type { CatalogEntry } from '../../../src/main/engine/ports.ts';

const entry = (full: string, ...columns: string[]): CatalogEntry => {
  const [database = '', schema = '', name = ''] = full.split('.');
  return {
    database,
    schema,
    name,
    type: 'table',
    columns: columns.map(column => ({ name: column, type: 'NUMBER' })),
  };
};

const lake = [
  entry('LAKE.RAW.REORDERS'),
  entry('LAKE.RAW.STG_ORDERS', 'ID'),
  entry('LAKE.RAW.ORDERS_DAILY', 'DAY'),
  entry('LAKE.RAW.ORDERS', 'ID', 'AMOUNT'),
  entry('LAKE.SALES.PEOPLE', 'ORDERS', 'Straße'),
  entry('LAKE.orders.ODD'),
];

const found = (text: string, limit = 10) =>
  searchCatalog(lake, text, limit).matches.map(({ name, column }) =>
    column ? `${name}.${column.name}` : name,
  );

test.each([
  ['orders', ['ORDERS', 'ORDERS_DAILY', 'STG_ORDERS', 'REORDERS', 'ODD', 'PEOPLE.ORDERS']],
  ['ORDERS daily', ['ORDERS_DAILY']],
  ['raw.orders', ['ORDERS', 'ORDERS_DAILY', 'STG_ORDERS', 'REORDERS']],
  ['"RAW"."ORDERS"', ['ORDERS', 'ORDERS_DAILY', 'STG_ORDERS', 'REORDERS']],
  ['orders amount', ['ORDERS.AMOUNT']],
  ['straße', ['PEOPLE.Straße']],
  ['nothing', []],
  [' . ', []],
])('%s finds', (text, names) => {
  expect(found(text)).toEqual(names);
});

test('says how many there are beyond those it gives', () => {
  expect(searchCatalog(lake, 'lake', 2)).toMatchObject({ matches: [{}, {}], total: 6 });
});

test('ten thousand tables are searched while one types', () => {
  const columns = Array.from({ length: 20 }, (_, n) => `COLUMN_${n}`);
  const many = Array.from({ length: 10_000 }, (_, n) => entry(`LAKE.RAW.TABLE_${n}`, ...columns));
  const started = performance.now();
  expect(searchCatalog(many, 'column_19', 100).total).toBe(10_000);
  expect(performance.now() - started).toBeLessThan(3_000);
});
