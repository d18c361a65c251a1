import { expect, test } from 'vitest';
import type { EngineStatus } from '../../../src/main/desktop/engine-watch.ts';
import { trayTemplate, trayToolTip } from '../../../src/main/desktop/tray-template.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const nothing = () => undefined;
const actions = {
  open: nothing,
  pauseAll: nothing,
  resumeAll: nothing,
  setStartAtLogin: nothing,
  quit: nothing,
};

function engine(changes: Partial<EngineStatus> = {}): EngineStatus {
  return { paused: false, next: null, activeRuns: 0, ...changes };
}

function labels(status: EngineStatus | null): string[] {
  const template = trayTemplate({ engine: status, startAtLogin: false }, actions, now, 'UTC');
  return template.map(({ type, label, enabled }) =>
    type === 'separator' ? '-' : `${label}${enabled === false ? ' (off)' : ''}`,
  );
}

test('without an engine there is nothing to pause', () => {
  expect(labels(null)).toEqual([
    'The engine cannot be reached (off)',
    '-',
    'Open Slipway',
    'Pause all jobs (off)',
    '-',
    'Start at login',
    'Quit Slipway',
  ]);
});

test.each([
  [{}, 'No job has a coming fire'],
  [{ paused: true, next: { job: 'a', due_at: '2026-11-21T14:05:00Z' } }, 'All jobs are paused'],
  [{ next: { job: 'a', due_at: '2026-11-21T14:05:00Z' } }, 'Next: a, 14:05 UTC'],
  [{ next: { job: 'a', due_at: '2026-11-22T06:00:00Z' } }, 'Next: a, 22 Nov 2026, 06:00 UTC'],
])('%j is %s', (changes, words) => {
  expect(labels(engine(changes))[0]).toBe(`${words} (off)`);
  expect(trayToolTip({ engine: engine(changes), startAtLogin: null }, now, 'UTC')).toBe(`Slipway: ${words}`);
});

test('today is a day of the zone that is shown', () => {
  const next = { job: 'a', due_at: '2026-11-21T12:30:00Z' };
  const state = { engine: engine({ next }), startAtLogin: null };
  expect(trayToolTip(state, now, 'Pacific/Auckland')).toBe('Slipway: Next: a, 01:30 GMT+13');
  expect(trayToolTip(state, now - 3_600_000 * 2, 'Pacific/Auckland')).toBe(
    'Slipway: Next: a, 22 Nov 2026, 01:30 GMT+13',
  );
});

test('runs that are under way are told', () => {
  expect(labels(engine({ activeRuns: 1 }))[1]).toBe('1 run is under way (off)');
  expect(labels(engine({ activeRuns: 1_200 }))[1]).toBe('1,200 runs are under way (off)');
});
