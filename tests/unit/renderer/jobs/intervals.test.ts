import { expect, test } from 'vitest';
import {
  backfillFormOf,
  backfillInput,
  chunkProblem,
} from '../../../../src/renderer/features/jobs/intervals/backfill-form.ts';
import { placesOf, positionOf, ticksOf } from '../../../../src/renderer/features/jobs/intervals/coverage.ts';
import type { JobIntervals } from '../../../../src/shared/contract/intervals.ts';

const spans = (...edges: number[]) => edges.slice(1).map((to, index) => ({ from: edges[index] ?? 0, to }));
const widths = (edges: number[], width: number) =>
  placesOf(spans(...edges), width).map(place => [place.left, place.width]);

test('stretches are as wide as they are long', () => {
  expect(widths([0, 10, 30, 40], 400)).toEqual([
    [0, 100],
    [100, 200],
    [300, 100],
  ]);
  expect(widths([], 400)).toEqual([]);
});

test('what is too short to be seen is widened, at the cost of the others', () => {
  expect(widths([0, 1_000, 1_001, 2_000], 404)).toEqual([
    [0, expect.closeTo(200.1, 1)],
    [expect.closeTo(200.1, 1), 4],
    [expect.closeTo(204.1, 1), expect.closeTo(199.9, 1)],
  ]);
  // Widening one makes another too thin, and so on; all of them stay within the width.
  const many = placesOf(spans(0, 1_000, 1_001, 1_011, 1_012, 1_022, 3_000), 100);
  expect(many.map(({ width }) => width).filter(width => width < 4)).toEqual([]);
  expect(many.at(-1)).toMatchObject({ to: 3_000 });
  expect((many.at(-1)?.left ?? 0) + (many.at(-1)?.width ?? 0)).toBeCloseTo(100);
  // More than there is room for.
  const crowd = placesOf(
    spans(...Array.from({ length: 1_001 }, (_, index) => index * (index % 2 ? 3 : 2))),
    500,
  );
  expect(crowd.every(({ width }) => width >= 0.5 - 1e-9)).toBe(true);
});

test('a moment is found where its stretch is drawn', () => {
  const places = placesOf(spans(0, 1_000, 1_001, 2_000), 404);
  expect(positionOf(places, 0)).toBe(0);
  expect(positionOf(places, 500)).toBeCloseTo(100.05);
  expect(positionOf(places, 2_000)).toBeCloseTo(404);
  expect(positionOf(places, 2_001)).toBe(null);
});

test.each([
  ['2000-01-01', '2026-11-01', 6, 'UTC', ['2000', '2005', '2010', '2015', '2020', '2025']],
  ['2024-01-15', '2024-12-15', 6, 'UTC', ['2024-04', '2024-07', '2024-10']],
  [
    '2024-02-27',
    '2024-03-02',
    5,
    'UTC',
    ['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02'],
  ],
  ['2024-01-01T20:00Z', '2024-01-02T08:00Z', 4, 'UTC', ['21:00', '2024-01-02', '03:00', '06:00']],
  // Where clocks go on an hour at two.
  [
    '2024-03-31T00:00+01:00',
    '2024-03-31T12:00+02:00',
    4,
    'Europe/Berlin',
    ['2024-03-31', '03:00', '06:00', '09:00', '12:00'],
  ],
])(
  'an axis from %s to %s has at most about %i marks, round ones for clocks of %s',
  (from, to, most, zone, labels) => {
    const ticks = ticksOf({ from: Date.parse(from), to: Date.parse(to) }, zone, most);
    expect(ticks.map(({ label }) => label)).toEqual(labels);
  },
);

test('marks stand where the clocks of the zone show them', () => {
  const berlin = ticksOf(
    { from: Date.parse('2024-01-01T00:00+01:00'), to: Date.parse('2025-01-01T00:00+01:00') },
    'Europe/Berlin',
    5,
  );
  expect(berlin.map(({ at }) => new Date(at).toISOString())).toEqual([
    '2023-12-31T23:00:00.000Z',
    '2024-03-31T22:00:00.000Z',
    '2024-06-30T22:00:00.000Z',
    '2024-09-30T22:00:00.000Z',
    '2024-12-31T23:00:00.000Z',
  ]);
  // Weeks begin on Mondays.
  const weeks = ticksOf({ from: Date.parse('2024-05-01'), to: Date.parse('2024-05-29') }, 'UTC', 4);
  expect(weeks.map(({ label }) => label)).toEqual(['2024-05-06', '2024-05-13', '2024-05-20', '2024-05-27']);
});

const intervals: JobIntervals = {
  interval: 'day',
  time_zone: 'America/New_York',
  begin: '2024-01-01T05:00:00.000Z',
  until: '2024-07-01T04:00:00.000Z',
  next_at: '2024-07-02T04:00:00.000Z',
  built: 0,
  missing: 0,
  stretches: [
    { from: '2024-01-01T05:00:00.000Z', to: '2024-02-01T05:00:00.000Z', count: 31, built: true },
    { from: '2024-02-01T05:00:00.000Z', to: '2024-03-01T05:00:00.000Z', count: 29, built: false },
    { from: '2024-03-01T05:00:00.000Z', to: '2024-06-01T04:00:00.000Z', count: 92, built: true },
    { from: '2024-06-01T04:00:00.000Z', to: '2024-07-01T04:00:00.000Z', count: 30, built: false },
  ],
  intervals: [],
  next: null,
};

test('a backfill is asked for from the first to the last that is missing, in the time of the zone', () => {
  const all = backfillFormOf(intervals, undefined, false);
  expect(all).toMatchObject({ from: '2024-02-01', to: '2024-07-01', chunk: '', restate: false, cause: '' });
  const asked = { from: '2024-03-01T05:00:00.000Z', to: '2024-06-01T04:00:00.000Z' };
  expect(backfillFormOf(intervals, asked, true)).toMatchObject({
    from: '2024-03-01',
    to: '2024-06-01',
    restate: true,
  });
  const complete = { ...intervals, stretches: intervals.stretches.filter(({ built }) => built) };
  expect(backfillFormOf(complete, undefined, false)).toMatchObject({ from: '2024-01-01', to: '2024-07-01' });
  expect(backfillFormOf({ ...intervals, interval: 'hour' }, undefined, false)).toMatchObject({
    from: '2024-02-01T00:00',
    to: '2024-07-01T00:00',
  });
});

test('what is left empty in it is left to the engine', () => {
  const form = { from: '', to: '2024-07-01', chunk: ' ', restate: false };
  expect(backfillInput(form)).toEqual({ to: '2024-07-01', restate: false });
  expect(backfillInput({ ...form, from: '2024-01-01T06:00', chunk: ' 7 ', restate: true })).toEqual({
    from: '2024-01-01T06:00',
    to: '2024-07-01',
    chunk: 7,
    restate: true,
  });
  expect(['', ' 12 ', '100000'].map(chunkProblem)).toEqual([undefined, undefined, undefined]);
  const wrong = 'A whole number from 1 to 100,000';
  expect(['0', '1.5', 'a', '100001', '-3'].map(chunkProblem)).toEqual(Array(5).fill(wrong));
});
