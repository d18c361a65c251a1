import { describe, expect, test } from 'vitest';
import {
  declaredText,
  emptyVariable,
  itemText,
  parseItem,
  parseNumber,
  rowsOf,
  sqlLiteral,
  type VariableRow,
  valueOf,
  variablesOf,
  withDeclared,
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
  zips: { type: 'text' as const, value: ['12', 'null', 'true', ' x ', null] },
  limits: { type: 'number' as const, value: [1, null] },
  later: { type: 'timestamp' as const, value: null },
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

test('what is typed as an item of a declared list is of its type, or the list stands for nothing', () => {
  const list = (declared: VariableRow['declared'], ...items: string[]) =>
    valueOf({ ...emptyVariable(0), type: 'list', items, ...(declared && { declared }) });
  expect(list(undefined, '12', 'a')).toEqual([12, 'a']);
  expect(list('text', '12', 'a', 'null')).toEqual({ type: 'text', value: ['12', 'a', null] });
  expect(list('number', '12', 'a')).toBeUndefined();
  expect(list('boolean', 'true', 'null')).toEqual({ type: 'boolean', value: [true, null] });
  expect(list('date', '2026-02-28')).toEqual({ type: 'date', value: ['2026-02-28'] });
  expect(list('date', '2026-02-30')).toBeUndefined();
});

test('a declared type stays where the variable can still be of it', () => {
  const declared = (row: VariableRow) => row.declared;
  const number = withDeclared({ ...emptyVariable(0), type: 'number', text: '5' }, 'number');
  expect(valueOf(number)).toEqual({ type: 'number', value: 5 });
  expect(valueOf(withDeclared(number, undefined))).toBe(5);
  expect(declared(withType(number, 'list'))).toBe('number');
  expect(declared(withType(withType(number, 'null'), 'number'))).toBe('number');
  expect(declared(withType(number, 'text'))).toBeUndefined();
  expect(declared(withType(number, 'date'))).toBe('date');
  expect(declared(withType(withType(number, 'date'), 'text'))).toBeUndefined();
});

test('a change of the declared type alone is one', () => {
  expect([declaredText('US'), declaredText({ type: 'text', value: 'US' })]).toEqual([
    "'US'",
    "'US', declared as text",
  ]);
  expect(declaredText({ type: 'date', value: '2026-01-01' })).toBe("CAST('2026-01-01' AS DATE)");
  expect(declaredText({ type: 'date', value: null })).toBe('NULL, declared as date');
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
