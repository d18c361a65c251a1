import { describe, expect, test } from 'vitest';
import { momentKind, momentText } from '../../../src/main/engine/intervals/bounds.ts';
import {
  countBetween,
  endOf,
  instantOfMark,
  markOf,
  startBefore,
  startOf,
  startOfDate,
  startsBetween,
  upTo,
} from '../../../src/main/engine/intervals/grid.ts';
import { gapsIn, joined } from '../../../src/main/engine/intervals/range.ts';
import { zoneOf } from '../../../src/main/engine/schedule/zone.ts';
import { type IntervalName, intervalNames } from '../../../src/shared/domain/intervals.ts';
import { seededRandom } from '../../support/random.ts';

const at = (text: string) => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString();
const gridOf = (interval: IntervalName, zone: string) => ({ interval, zone: zoneOf(zone) });

describe('intervals', () => {
  test.each([
    ['hour', 'UTC', '2024-02-29T23:59:59.999Z', '2024-02-29T23:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['day', 'UTC', '2024-02-29T12:00:00Z', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    // A day is what clocks there show as one.
    [
      'day',
      'America/New_York',
      '2024-01-15T03:00:00Z',
      '2024-01-14T05:00:00.000Z',
      '2024-01-15T05:00:00.000Z',
    ],
    // Mondays, as in ISO 8601.
    ['week', 'UTC', '2024-02-29T12:00:00Z', '2024-02-26T00:00:00.000Z', '2024-03-04T00:00:00.000Z'],
    ['week', 'UTC', '1970-01-01T00:00:00Z', '1969-12-29T00:00:00.000Z', '1970-01-05T00:00:00.000Z'],
    ['month', 'Asia/Kolkata', '2024-02-29T20:00:00Z', '2024-02-29T18:30:00.000Z', '2024-03-31T18:30:00.000Z'],
    // Clocks are put forward at 2 and back at 3: 23 and 25 hours.
    ['day', 'Europe/Berlin', '2024-03-31T12:00:00Z', '2024-03-30T23:00:00.000Z', '2024-03-31T22:00:00.000Z'],
    ['day', 'Europe/Berlin', '2024-10-27T12:00:00Z', '2024-10-26T22:00:00.000Z', '2024-10-27T23:00:00.000Z'],
    // The hour that comes twice is one interval of two hours, the one that is skipped is none.
    ['hour', 'Europe/Berlin', '2024-10-27T01:30:00Z', '2024-10-27T00:00:00.000Z', '2024-10-27T02:00:00.000Z'],
    ['hour', 'Europe/Berlin', '2024-03-31T00:30:00Z', '2024-03-31T00:00:00.000Z', '2024-03-31T01:00:00.000Z'],
    ['hour', 'Europe/Berlin', '2024-03-31T01:00:00Z', '2024-03-31T01:00:00.000Z', '2024-03-31T02:00:00.000Z'],
    // Midnight does not exist: the day begins at 1.
    ['day', 'Africa/Cairo', '2024-04-26T12:00:00Z', '2024-04-25T22:00:00.000Z', '2024-04-26T21:00:00.000Z'],
    // Half an hour is skipped, and comes twice.
    [
      'hour',
      'Australia/Lord_Howe',
      '2024-10-05T15:45:00Z',
      '2024-10-05T15:30:00.000Z',
      '2024-10-05T16:00:00.000Z',
    ],
    [
      'hour',
      'Australia/Lord_Howe',
      '2024-04-06T14:45:00Z',
      '2024-04-06T14:00:00.000Z',
      '2024-04-06T15:30:00.000Z',
    ],
  ] as const)('the %s in %s that has %s', (interval, zone, instant, from, to) => {
    const grid = gridOf(interval, zone);
    expect([iso(startOf(grid, at(instant))), iso(endOf(grid, at(instant)))]).toEqual([from, to]);
  });

  test('every instant is in one interval, and the clocks show more at the end of it than at its beginning', () => {
    const random = seededRandom(7);
    for (const name of [
      'UTC',
      'Europe/Berlin',
      'America/Havana',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'America/Sao_Paulo',
    ]) {
      const zone = zoneOf(name);
      for (const interval of intervalNames) {
        const grid = { interval, zone };
        for (let n = 0; n < 60; n++) {
          const instant = at('1990-01-01T00:00:00Z') + Math.floor(random() * 40 * 365 * 24 * 60) * 60_000;
          const [from, to] = [startOf(grid, instant), endOf(grid, instant)];
          const where = `${interval} in ${name} at ${iso(instant)}`;
          expect(from <= instant && instant < to, where).toBe(true);
          expect(
            [startOf(grid, from), startOf(grid, to - 1), startOf(grid, to), endOf(grid, from)],
            where,
          ).toEqual([from, from, to, to]);
          expect(upTo(grid, from), where).toBe(from);
          const shown = (moment: number) => momentText('local', grid, moment);
          expect(shown(from) < shown(to), where).toBe(true);
        }
      }
    }
  });

  test('a day back is a day on any day', () => {
    const grid = gridOf('day', 'America/New_York');
    const back = (from: string, days: number) =>
      iso(startBefore(grid, startOfDate(grid, from), days * 86_400_000));
    // The tenth has 23 hours.
    expect(back('2013-03-11', 1)).toBe('2013-03-10T05:00:00.000Z');
    expect(back('2013-03-12', 2)).toBe('2013-03-10T05:00:00.000Z');
    expect(back('2013-11-04', 1)).toBe('2013-11-03T04:00:00.000Z');
  });

  test('are counted as they are', () => {
    const berlin = gridOf('hour', 'Europe/Berlin');
    const day = (text: string) =>
      [startOfDate(berlin, text), startOfDate(berlin, text) + 26 * 3_600_000] as const;
    const [from] = day('2024-03-31');
    expect(countBetween(berlin, from, startOfDate(berlin, '2024-04-01'))).toBe(23);
    expect(countBetween(berlin, startOfDate(berlin, '2024-10-27'), startOfDate(berlin, '2024-10-28'))).toBe(
      24,
    );
    expect(
      [...startsBetween(gridOf('day', 'UTC'), at('2024-01-01T12:00:00Z'), at('2024-01-03T00:00:00Z'))].map(
        iso,
      ),
    ).toEqual(['2024-01-02T00:00:00.000Z']);
  });
});

test.each([
  ['DATE', 'date', '2024-07-01'],
  ['TIMESTAMP', 'local', '2024-07-01 00:00:00'],
  ['TIMESTAMP_NTZ(9)', 'local', '2024-07-01 00:00:00'],
  ['TIMESTAMP WITH TIME ZONE', 'instant', '2024-06-30 22:00:00+00:00'],
  ['TIMESTAMP_LTZ(9)', 'instant', '2024-06-30 22:00:00+00:00'],
  ['TIMESTAMP_TZ(3)', 'instant', '2024-06-30 22:00:00+00:00'],
])('a moment as a value of a %s', (type, kind, text) => {
  const found = momentKind(type);
  expect(found).toBe(kind);
  expect(found && momentText(found, gridOf('day', 'Europe/Berlin'), at('2024-06-30T22:00:00Z'))).toBe(text);
});

test('the beginning of a day whose midnight clocks skip is midnight for a column that they are no matter to', () => {
  const grid = gridOf('day', 'America/Sao_Paulo');
  const start = startOfDate(grid, '2013-10-20');
  expect(iso(start)).toBe('2013-10-20T03:00:00.000Z');
  expect(momentText('local', grid, start)).toBe('2013-10-20 00:00:00');
  expect(instantOfMark(grid, markOf(grid, start, true), true)).toBe(start);
});

test.each(['BIGINT', 'DECIMAL(38,0)', 'VARCHAR', 'TIME'])('a %s holds no moments', type => {
  expect(momentKind(type)).toBeNull();
});

test('gaps are what is left of a range', () => {
  const whole = { from: 0, to: 10 };
  const gaps = (...ranges: [number, number][]) =>
    gapsIn(
      ranges.map(([from, to]) => ({ from, to })),
      whole,
    ).map(({ from, to }) => [from, to]);
  expect(gaps()).toEqual([[0, 10]]);
  expect(gaps([-5, 12])).toEqual([]);
  expect(gaps([-5, 0], [10, 12])).toEqual([[0, 10]]);
  expect(gaps([2, 3], [3, 4], [6, 12])).toEqual([
    [0, 2],
    [4, 6],
  ]);
  expect(
    joined([
      { from: 1, to: 2 },
      { from: 2, to: 4 },
      { from: 5, to: 6 },
    ]),
  ).toEqual([
    { from: 1, to: 4 },
    { from: 5, to: 6 },
  ]);
});
