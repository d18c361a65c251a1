import { describe, expect, test } from 'vitest';
import { columnKind, compareValues, shortText } from '../../../src/renderer/ui/grid/grid-model.ts';
import { destination } from '../../../src/renderer/ui/grid/use-grid-selection.ts';
import { counted, formatBytes } from '../../../src/renderer/ui/numbers.ts';
import { absoluteTime, relativeTime } from '../../../src/renderer/ui/time.ts';

const now = Date.UTC(2025, 2, 9, 12, 0, 0);

test.each([
  [2_000, 'just now'],
  [40_000, '40 s ago'],
  [3 * 60_000 + 59_000, '3 min ago'],
  [5 * 3_600_000, '5 h ago'],
  [6 * 86_400_000, '6 d ago'],
  [20 * 86_400_000, '17 Feb 2025'],
  [-300_000, 'in 5 min'],
])('%i ms before is %s', (ms, text) => {
  expect(relativeTime(now - ms, now)).toBe(text);
});

test('absolute times name their zone, also on the day the clocks change', () => {
  expect(absoluteTime(now, 'America/New_York')).toBe('2025-03-09 08:00:00 America/New_York');
  expect(absoluteTime(now, 'UTC')).toBe('2025-03-09 12:00:00 UTC');
});

test('numbers carry words and units', () => {
  expect([counted(1, 'row'), counted(1_234, 'row'), counted(2, 'query', 'queries')]).toEqual([
    '1 row',
    '1,234 rows',
    '2 queries',
  ]);
  expect([0, 999, 1_500, 20_000_000].map(formatBytes)).toEqual(['0 B', '999 B', '1.5 kB', '20 MB']);
});

describe('grid', () => {
  test('knows the kinds of both warehouses’ types', () => {
    expect(['NUMBER(38,0)', 'BIGINT', 'DECIMAL(10,2)', 'HUGEINT', 'FLOAT8'].map(columnKind)).toEqual(
      Array.from({ length: 5 }, () => 'number'),
    );
    expect(
      ['VARCHAR', 'BOOLEAN', 'TIMESTAMP_NTZ', 'VARIANT', 'INTEGER[]', 'JSON', 'INTERVAL'].map(columnKind),
    ).toEqual(['text', 'boolean', 'time', 'structured', 'structured', 'structured', 'text']);
  });

  test('sorts numbers exactly, however long', () => {
    const sorted = [
      '10',
      '9007199254740993',
      '9007199254740992',
      '-3',
      '2.50',
      '2.5000000000000000001',
      '1e3',
    ].sort((a, b) => compareValues(a, b, 'number'));
    expect(sorted).toEqual([
      '-3',
      '2.50',
      '2.5000000000000000001',
      '10',
      '1e3',
      '9007199254740992',
      '9007199254740993',
    ]);
  });

  test('shows the beginning of a value in one line', () => {
    expect(shortText('a\nb')).toBe('a ↵ b');
    expect(shortText('x'.repeat(1_000))).toHaveLength(401);
    expect(shortText({ a: [1, null] })).toBe('{"a":[1,null]}');
  });

  test('keys lead where grids lead', () => {
    const extent = { rows: 100, columns: 5, page: 10 };
    const from = { row: 50, column: 2 };
    const press = (key: string, ctrlKey = false) =>
      destination({ key, ctrlKey, metaKey: false, altKey: false }, from, extent);
    expect(press('ArrowDown')).toEqual({ row: 51, column: 2 });
    expect(press('PageUp')).toEqual({ row: 40, column: 2 });
    expect(press('End')).toEqual({ row: 50, column: 4 });
    expect(press('End', true)).toEqual({ row: 99, column: 4 });
    expect(press('Home', true)).toEqual({ row: 0, column: 0 });
    expect(press('x')).toBeUndefined();
  });
});
