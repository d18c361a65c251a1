import { expect, test } from 'vitest';
import { docsChanges, matchColumns, sameDocs } from '../../../src/shared/domain/docs.ts';

const doc = (name: string, description = `About ${name}`) => ({ name, description });

test('texts about columns go to the columns as they are called, else to the only one that differs in case', () => {
  expect(matchColumns(['DAY', 'delay', 'DELAY', ''], [doc('day'), doc('delay'), doc('Delay')])).toEqual({
    columns: [doc('DAY', 'About day'), doc('delay'), doc('DELAY', ''), doc('', '')],
    unknown: [{ ...doc('Delay'), meant: 'DELAY' }],
  });
});

test('a text about a column that is not there is told, with the one that may have been meant', () => {
  expect(matchColumns(['AMOUNT', 'DAY'], [doc('AMOUNTS'), doc('REGION')]).unknown).toEqual([
    { ...doc('AMOUNTS'), meant: 'AMOUNT' },
    { ...doc('REGION'), meant: null },
  ]);
});

test('two texts about one column: the second is about none', () => {
  const { columns, unknown } = matchColumns(['DAY'], [doc('DAY'), doc('day')]);
  expect(columns).toEqual([doc('DAY')]);
  expect(unknown).toEqual([{ ...doc('day'), meant: null }]);
});

test('where nobody knows the columns, none is unknown', () => {
  expect(matchColumns(null, [doc('DAY')])).toEqual({ columns: null, unknown: [] });
});

test('what says nothing is no difference', () => {
  expect(sameDocs({ description: ' \n', columns: [doc('A', ' ')] }, { description: '', columns: [] })).toBe(
    true,
  );
  expect(sameDocs({ description: 'x', columns: [] }, { description: '', columns: [] })).toBe(false);
});

test('changes, part by part', () => {
  const before = { description: 'Old', columns: [doc('A'), doc('B')] };
  const after = { description: 'New', columns: [doc('B', 'Else'), doc('C')] };
  expect(docsChanges(before, after)).toEqual([
    { column: null, before: 'Old', after: 'New' },
    { column: 'A', before: 'About A', after: '' },
    { column: 'B', before: 'About B', after: 'Else' },
    { column: 'C', before: '', after: 'About C' },
  ]);
  expect(docsChanges(before, before)).toEqual([]);
});
