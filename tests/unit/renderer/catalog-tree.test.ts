import { expect, test } from 'vitest';
import {
  databaseKey,
  type DatabaseState,
  matchEntries,
  nodeName,
  schemaKey,
  treeEntries,
} from '../../../src/renderer/features/catalog/tree/tree-entries.ts';
import {
  edgeText,
  shareText,
  valueShown,
} from '../../../src/renderer/features/catalog/page/statistics-words.ts';

const table = (database: string, schema: string, name: string) => ({
  database,
  schema,
  name,
  type: 'table' as const,
  columns: 1,
});

const states: Record<string, DatabaseState> = {
  LAKE: {
    schemas: [
      { name: 'RAW', tables: [table('LAKE', 'RAW', 'ORDERS'), table('LAKE', 'RAW', 'odd "one"')] },
      { name: 'EMPTY', tables: [] },
    ],
    truncated: true,
  },
  BROKEN: { error: 'It is not there' },
  SLOW: {},
};
const shown = (...open: string[]) =>
  treeEntries(
    ['BROKEN', 'LAKE', 'SLOW'],
    database => states[database] ?? {},
    key => open.includes(key),
  ).map(({ level, item, expanded }) => [level, nodeName(item), expanded]);

test('what is folded up shows nothing of what is in it', () => {
  expect(shown()).toEqual([
    [1, 'BROKEN', false],
    [1, 'LAKE', false],
    [1, 'SLOW', false],
  ]);
});

test('what is unfolded shows schemas, tables, and what stands in their way', () => {
  expect(
    shown(databaseKey('LAKE'), schemaKey('LAKE', 'RAW'), databaseKey('BROKEN'), databaseKey('SLOW')),
  ).toEqual([
    [1, 'BROKEN', true],
    [2, 'It is not there', undefined],
    [1, 'LAKE', true],
    [2, 'LAKE.RAW', true],
    [3, 'LAKE.RAW.ORDERS', undefined],
    [3, 'LAKE.RAW."odd ""one"""', undefined],
    [2, 'LAKE.EMPTY', undefined],
    [2, 'There are more: search by name', undefined],
    [1, 'SLOW', true],
    [2, 'Reading…', undefined],
  ]);
});

test('a table and its columns that were found are entries of their own', () => {
  const match = table('LAKE', 'RAW', 'ORDERS');
  const entries = matchEntries([match, { ...match, column: { name: 'Id', type: 'NUMBER' } }]);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(2);
  expect(entries.map(({ item }) => nodeName(item))).toEqual(['LAKE.RAW.ORDERS', '"Id"']);
});

test.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.000_01, '<0.1 %'],
  [0.999_99, '>99.9 %'],
  [0.125, '12.5 %'],
])('a share of %d is %s', (share, text) => {
  expect(shareText(share)).toBe(text);
});

test.each([
  [1_234_567.891_2, '1234567.8912'],
  [9_007_199_254_740_991, '9007199254740991'],
  ['T00:00:00', 'T00:00:00'],
  ['12345678901234567890.12', '12345678901234567890.12'],
  ['2024-01-01T00:00:00', '2024-01-01'],
  ['2024-01-01T10:30:00', '2024-01-01 10:30:00'],
  [null, ''],
  [false, 'false'],
])('the bound %j is shown as %s', (value, text) => {
  expect(valueShown(value)).toBe(text);
});

test.each([
  [1_234_567.891_2, '1,234,570'],
  [0.000_001_5, '1.500e-6'],
  [true, 'true'],
])('the edge %j of a bin is shown as %s', (value, text) => {
  expect(edgeText(value)).toBe(text);
});
