import { describe, expect, test } from 'vitest';
import { isStillThere, pickPart, placeInDraft } from '../../../src/renderer/features/models/parts.ts';

const sql = 'select 1;\n\n  select 2\n  from t';

describe('what runs', () => {
  test('is the statement under the caret', () => {
    expect(pickPart(sql, { start: 15, end: 15 })).toEqual({
      label: 'Statement at line 3',
      sql: 'select 2\n  from t',
      from: { line: 3, column: 3 },
    });
  });

  test('is the selection alone', () => {
    expect(pickPart(sql, { start: 0, end: 8 })).toMatchObject({ label: 'Selection', sql: 'select 1' });
    expect(pickPart(sql, { start: 9, end: 11 })).toBeUndefined();
  });

  test('is the draft where it is one statement', () => {
    expect(pickPart('select 1', { start: 3, end: 3 })?.label).toBe('Draft');
    expect(pickPart('-- nothing', { start: 0, end: 0 })).toBeUndefined();
    expect(pickPart('select 1 -- nothing', { start: 9, end: 19 })).toBeUndefined();
  });
});

describe('what ran is still there', () => {
  const at = (text: string, start: number, end = start) => {
    const part = pickPart(text, { start, end });
    if (!part) throw new Error('nothing to run');
    return part;
  };

  test('as long as the draft says the same', () => {
    const part = at('select 1', 0);
    expect(isStillThere('  select 1;\n', part)).toBe(true);
    expect(isStillThere('select 1, 2', part)).toBe(false);
    expect(isStillThere('select 1; select 2', part)).toBe(false);
    expect(isStillThere('', part)).toBe(false);
  });

  test('as long as the statement or the selection is in it', () => {
    expect(isStillThere('select 0;\nselect 2\n  from t', at(sql, 15))).toBe(true);
    expect(isStillThere('select 1; select 2', at(sql, 15))).toBe(false);
    expect(isStillThere('select 1, 2', at(sql, 0, 8))).toBe(true);
  });

  test('always, where it is a version', () => {
    expect(isStillThere('', { label: 'v1', sql: 'select 1' })).toBe(true);
  });
});

test('places in what ran are places in the draft', () => {
  const from = { line: 3, column: 3 };
  expect(placeInDraft({ line: 1, column: 8 }, from)).toEqual({ line: 3, column: 10 });
  expect(placeInDraft({ line: 2, column: 8 }, from)).toEqual({ line: 4, column: 8 });
});
