import { describe, expect, test } from 'vitest';
import { durationText, formatDuration, isLimit, parseDuration } from '../../../src/shared/domain/duration.ts';
import { closest, parseRef, tagProblem } from '../../../src/shared/domain/names.ts';
import { validationError } from '../../../src/shared/domain/errors.ts';

describe('tags', () => {
  test.each([
    ['v3', 3],
    ['V3', 3],
    ['v3', null],
    ['v1.2', 3],
    ['rel-1', 3],
    ['version1', 3],
  ])('"%s" can name version %s', (tag, version) => expect(tagProblem(tag, version)).toBeUndefined());

  test.each([
    ['v9', 4, '"v9" reads as version 9, and this is version 4'],
    ['v04', 5, '"v04" reads as version 4, and this is version 5'],
    ['Latest', null, '"Latest" has a meaning of its own; choose another name'],
    ['3', 3, 'A tag is a letter, then'],
  ])('"%s" cannot name version %s', (tag, version, words) =>
    expect(tagProblem(tag, version)).toContain(words),
  );
});

describe('durations', () => {
  test('a limit is a week at most, as in Snowflake', () => {
    expect(['1ms', '7d', '1 week', '168h 1s', '999999h', '5'].map(isLimit)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test.each([
    ['30s', 30_000],
    ['15m', 900_000],
    ['2 days', 172_800_000],
    ['1h 30m', 5_400_000],
    ['500 ms', 500],
    ['1 week', 604_800_000],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each(['', '0s', '-5m', '5', 'soon', '5 parsecs', '5m later', '1.5h'])('"%s" is none', text =>
    expect(parseDuration(text)).toBeUndefined(),
  );

  test('durationText is read back as it was', () => {
    for (const ms of [1, 1_500, 30_000, 90_000, 3_600_000, 172_800_000, 604_800_000, 86_400_001]) {
      expect(parseDuration(durationText(ms))).toBe(ms);
    }
  });

  test.each([
    [4, '4 ms'],
    [420, '0.4 s'],
    [3_140, '3.1 s'],
    [12_300, '12 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms in words', (ms, words) => expect(formatDuration(ms)).toBe(words));
});

describe('references', () => {
  test.each([
    ['12', { id: 12 }],
    ['daily', { name: 'daily' }],
    ['0', { name: '0' }],
    ['12a', { name: '12a' }],
  ])('%s', (text, ref) => expect(parseRef(text)).toEqual(ref));
});

describe('closest', () => {
  const names = ['daily_delays', 'stg_flights', 'airport_performance'];
  test('a slip of the finger is found', () => expect(closest('dayly_delay', names)).toBe('daily_delays'));
  test('case does not matter', () => expect(closest('STG_FLIGHT', names)).toBe('stg_flights'));
  test('nothing near, nothing suggested', () => expect(closest('orders', names)).toBeUndefined());
});

test('a validation error names the first problem and counts the rest', () => {
  const error = validationError(
    [
      { path: 'target.table', message: 'is missing', line: 4, column: 3 },
      { path: 'model', message: 'does not exist' },
    ],
    'jobs/a.yaml',
  );
  expect(error.message).toBe('jobs/a.yaml: target.table: is missing (line 4, column 3) (and 1 more)');
  expect(error.details.problems).toHaveLength(2);
});
