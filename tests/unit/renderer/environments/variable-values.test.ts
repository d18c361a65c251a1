import { describe, expect, test } from 'vitest';
import {
  emptyVariable,
  itemText,
  parseItem,
  parseNumber,
  rowsOf,
  sqlLiteral,
  type VariableRow,
  valueOf,
  variablesOf,
  withType,
} from '../../../../src/renderer/features/environments/form/variable-values.ts';
import { resolveVariables } from '../../../../src/main/engine/sql/variables.ts';

const all = {
  region: 'US',
  empty: '',
  quoted: "it's \\ here",
  top: 5,
  cold: -1.5,
  strict: true,
  none: null,
  list: ['a', 1, true, null, '12', 'true', ' x '],
  since: { type: 'date' as const, value: '2026-03-01' },
  days: { type: 'date' as const, value: ['2026-03-01', null] },
  most: { type: 'number' as const, value: 5 },
  zip: { type: 'text' as const, value: '01234' },
};

test('variables become rows and the same variables again', () => {
  expect(variablesOf(rowsOf(all))).toEqual(all);
});

test('rows without a name or a value stand for nothing', () => {
  const row = emptyVariable(0);
  expect(variablesOf([row, { ...row, name: 'n', type: 'number', text: 'x' }])).toEqual({});
  expect(valueOf({ ...row, type: 'list' })).toBeUndefined();
  expect(valueOf({ ...withType(row, 'date'), text: '2026-02-30' })).toBeUndefined();
  expect(valueOf({ ...withType(row, 'date'), text: ' 2026-02-28 ' })).toEqual({
    type: 'date',
    value: '2026-02-28',
  });
});

test('numbers as people type them', () => {
  expect(['5', ' +5 ', '.5', '1e3', '-0.25'].map(parseNumber)).toEqual([5, 5, 0.5, 1000, -0.25]);
  expect(['', '1,5', '0x10', '1e999', 'NaN', '--1'].map(parseNumber)).toEqual(Array(6).fill(undefined));
});

test('items are what they look like, in quotes text', () => {
  expect(['12', 'true', 'null', 'US', '"12"', "'true'", '""'].map(parseItem)).toEqual([
    12,
    true,
    null,
    'US',
    '12',
    'true',
    '',
  ]);
  for (const item of all.list) expect(parseItem(itemText(item))).toBe(item);
});

describe('changing the type keeps what can be kept', () => {
  const row = (changes: Partial<VariableRow>) => ({ ...emptyVariable(0), ...changes });
  test.each<[VariableRow, VariableRow['type'], Partial<VariableRow>]>([
    [row({ text: '12' }), 'number', { text: '12' }],
    [row({ text: 'Yes' }), 'boolean', { text: 'true' }],
    [row({ text: 'no' }), 'boolean', { text: 'false' }],
    [row({ text: ' a ' }), 'list', { items: ['a'] }],
    [row({ text: '' }), 'list', { items: [] }],
    [row({ type: 'list', items: ['7', '8'] }), 'number', { text: '7' }],
  ])('%o to %s', (before, type, after) => {
    expect(withType(before, type)).toMatchObject({ type, ...after });
  });
});

test('a value is shown as the engine writes it into the SQL', () => {
  for (const [name, value] of Object.entries(all)) {
    expect(resolveVariables(`select {{ ${name} }}`, all)).toBe(`select ${sqlLiteral(value)}`);
  }
});
