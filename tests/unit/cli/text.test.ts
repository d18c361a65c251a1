import { describe, expect, test } from 'vitest';
import { paintFor } from '../../../src/main/cli/output/styles.ts';
import { bytes, counted, cut, safe, safeLines, widthOf } from '../../../src/main/cli/output/text.ts';

test.each([
  ['plain', 5],
  ['prod 🔒', 7],
  ['日本語', 6],
  ['e\u0301', 1],
  ['👩‍🚀', 2],
  ['→ … ✓', 5],
  ['', 0],
])('%j takes %d places', (text, width) => expect(widthOf(text)).toBe(width));

test.each([
  ['daily_delays', 12, 'daily_delays'],
  ['daily_delays', 6, 'daily…'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ['ab', 1, '…'],
  ['ab', 0, ''],
])('%j in %d places is %j', (text, max, expected) => expect(cut(text, max)).toBe(expected));

test('what a terminal would obey is shown instead', () => {
  expect(safe('a\x1b[31mred\x07\x9b2J')).toBe('a\\x1b[31mred\\x07\\x9b2J');
  expect(safe('one\ntwo\tthree\r\nfour')).toBe('one↵two three↵four');
  expect(safe('evil\u202etxt.sql')).toBe('evil\\u202etxt.sql');
  expect(safeLines('one\n\ttwo\rX')).toBe('one\n\ttwo\\x0dX');
});

test('amounts', () => {
  expect([counted(1, 'row'), counted(1_234_567, 'row'), counted(0, 'box', 'boxes')]).toEqual([
    '1 row',
    '1,234,567 rows',
    '0 boxes',
  ]);
  expect([0, 999, 1_500, 20_000_000, 999_999].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '1.5 kB',
    '20 MB',
    '1.0 MB',
  ]);
});

describe('colours', () => {
  test.each([
    [true, {}, '\x1b[31mx\x1b[39m'],
    [false, {}, 'x'],
    [true, { NO_COLOR: '1' }, 'x'],
    [true, { NO_COLOR: '' }, '\x1b[31mx\x1b[39m'],
    [true, { TERM: 'dumb' }, 'x'],
    [false, { FORCE_COLOR: '1' }, 'x'],
  ])('terminal: %j, environment: %j', (isTTY, environment, expected) => {
    expect(paintFor({ isTTY }, environment)('red', 'x')).toBe(expected);
  });
});
