import { expect, test } from 'vitest';
import {
  fireListInput,
  readFireFilter,
} from '../../../../src/renderer/features/schedule/ledger/fire-filter.ts';
import {
  addDays,
  askedWeek,
  cellKey,
  dateKey,
  type WeekFire,
  weekGrid,
  weekStart,
} from '../../../../src/renderer/features/schedule/week/week-grid.ts';

const local = (text: string) => new Date(text).getTime();
const fire = (at: string, changes: Partial<WeekFire> = {}): WeekFire => ({
  atMs: local(at),
  job: 'a',
  jobId: 1,
  look: 'dispatched',
  run: null,
  note: null,
  count: 1,
  ...changes,
});

test('a week begins on the Monday, also on a Sunday and over the end of a month', () => {
  expect(dateKey(weekStart(local('2026-03-01T23:59')))).toBe('2026-02-23');
  expect(dateKey(weekStart(local('2026-03-02T00:00')))).toBe('2026-03-02');
  expect(dateKey(addDays(weekStart(local('2026-03-25T12:00')), 7))).toBe('2026-03-30');
});

test('an address that asks for no week gets the current one', () => {
  const now = local('2026-03-04T12:00');
  expect(dateKey(askedWeek('2026-01-07', now))).toBe('2026-01-05');
  expect(askedWeek('last', now)).toBe(weekStart(now));
  expect(askedWeek(null, now)).toBe(weekStart(now));
});

test('fires of a job with the same outcome in an hour are one group, in order of time', () => {
  const cells = weekGrid([
    fire('2026-03-04T06:30', { run: 2 }),
    fire('2026-03-04T06:00', { run: 1, count: 3 }),
    fire('2026-03-04T06:10', { look: 'missed' }),
    fire('2026-03-04T06:05', { job: 'b', jobId: 2 }),
    fire('2026-03-04T07:00'),
  ]);
  expect([...cells.keys()]).toEqual([cellKey('2026-03-04', 6), cellKey('2026-03-04', 7)]);
  const groups = cells.get(cellKey('2026-03-04', 6)) ?? [];
  expect(groups.map(({ job, look, count, run }) => [job, look, count, run])).toEqual([
    ['a', 'dispatched', 4, 2],
    ['b', 'dispatched', 1, null],
    ['a', 'missed', 1, null],
  ]);
});

test('the ledger is asked for what the address says', () => {
  const now = Date.parse('2026-03-04T12:00:00Z');
  const filter = readFireFilter(new URLSearchParams('job=3&outcome=missed,odd&since=24h'));
  expect(fireListInput(filter, now)).toEqual({
    job: '3',
    outcome: ['missed'],
    since: '2026-03-03T12:00:00.000Z',
  });
  expect(fireListInput(readFireFilter(new URLSearchParams('since=ever')), now)).toEqual({});
});
