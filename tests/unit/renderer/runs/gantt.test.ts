import { describe, expect, test } from 'vitest';
import {
  chartOf,
  extent,
  notableBar,
  ticks,
  tookOf,
} from '../../../../src/renderer/features/runs/steps/gantt.ts';
import type { Failure } from '../../../../src/shared/contract/runs.ts';
import { at, noTimes, run, step } from './samples.ts';

const drawn = (
  steps: ReturnType<typeof step>[],
  changes: Parameters<typeof run>[1] = {},
  failures: Failure[] = [],
) => ({
  ...run(1, changes),
  steps,
  failures,
  attempts: Math.max(1, ...steps.map(({ attempt }) => attempt)),
});
const now = Date.parse(at(5_000));

test('waiting and steps share one axis, from the creation of the run to its end', () => {
  const chart = chartOf(drawn([step('compile', 100, 400), step('build', 400, 1_000)]), now);
  expect(chart.bars.map(({ key }) => key)).toEqual(['queued', '1.compile', '1.build']);
  expect(chart.bars.map(bar => extent(bar, chart))).toEqual([
    { left: 0, width: 0.1 },
    { left: 0.1, width: expect.closeTo(0.3) as number },
    { left: 0.4, width: expect.closeTo(0.6) as number },
  ]);
});

test('what goes on is drawn up to now', () => {
  const times = { ...noTimes, created_at: at(0), claimed_at: at(1_000) };
  const chart = chartOf(drawn([step('build', 1_000, null)], { state: 'running', times }), now);
  expect(chart.toMs).toBe(now);
  expect(chart.bars.at(-1)).toMatchObject({ open: true, toMs: now });
});

test('a run that has not started yet waits until now', () => {
  const times = { ...noTimes, created_at: at(0) };
  const { bars } = chartOf(drawn([], { state: 'pending', times }), now);
  expect(bars).toMatchObject([{ key: 'queued', open: true, toMs: now }]);
});

test('a step without an end in a run that is over ends with it', () => {
  const { bars } = chartOf(drawn([step('build', 400, null, { state: 'failed' })]), now);
  expect(bars.at(-1)).toMatchObject({ open: false, toMs: Date.parse(at(1_000)) });
});

test('a step that was done again has a key of its own', () => {
  const { bars } = chartOf(
    drawn([step('build', 100, 200), step('build', 200, 300), step('check', 300, 400)]),
    now,
  );
  expect(bars.map(({ key }) => key)).toEqual(['queued', '1.build', '1.build.2', '1.check']);
});

describe('the time between attempts', () => {
  const failed = step('build', 100, 200, { state: 'failed' });
  const times = { ...noTimes, created_at: at(0), claimed_at: at(100) };

  test('is a bar of its own, before the attempt it led to', () => {
    const { bars } = chartOf(drawn([failed, step('build', 700, 900, { attempt: 2 })]), now);
    expect(bars.map(({ key }) => key)).toEqual(['queued', '1.build', '2.wait', '2.build']);
    expect(bars[2]).toMatchObject({ name: 'wait before attempt 2', state: 'waiting', open: false });
    expect(bars.map(tookOf)).toEqual(['100 ms', '100 ms', '500 ms', '200 ms']);
  });

  test('is drawn up to now while it lasts', () => {
    const waits = { state: 'running' as const, times: { ...times, retry_at: at(30_000) } };
    const { bars, toMs } = chartOf(drawn([failed], waits), now);
    expect(bars.at(-1)).toMatchObject({ key: '2.wait', open: true, fromMs: Date.parse(at(200)), toMs });
    expect(chartOf(drawn([failed], { state: 'running', times }), now).bars).toHaveLength(2);
  });

  test('ends with a run that is cancelled in it', () => {
    const over = { state: 'cancelled' as const, times: { ...times, ended_at: at(800) } };
    const { bars } = chartOf(drawn([failed], over), now);
    expect(bars.at(-1)).toMatchObject({ key: '2.wait', open: false, toMs: Date.parse(at(800)) });
    expect(notableBar(bars)?.key).toBe('1.build');
  });
});

test('a clock that went back makes no negative length', () => {
  const times = { ...noTimes, created_at: at(0), claimed_at: at(0) };
  const chart = chartOf(drawn([step('build', 0, null)], { state: 'running', times }), Date.parse(at(-900)));
  for (const bar of chart.bars) expect(extent(bar, chart).width).toBeGreaterThanOrEqual(0);
});

test('marks of the axis are round and few', () => {
  expect(ticks(1_500, 4)).toEqual([
    { at: 0, label: '0' },
    { at: 1 / 3, label: '500 ms' },
    { at: 2 / 3, label: '1.0 s' },
    { at: 1, label: '1.5 s' },
  ]);
  for (const span of [1, 999, 61_000, 7_200_000, 30 * 86_400_000]) {
    expect(ticks(span, 6).length).toBeLessThanOrEqual(7);
  }
});

test('the failed step is shown first, then the running one, then the last that sent something', () => {
  const compile = step('compile', 0, 1);
  const build = step('build', 1, 2, { query_id: 'q' });
  const describe = step('describe', 2, 3);
  const shown = (...steps: ReturnType<typeof step>[]) => notableBar(chartOf(drawn(steps), now).bars)?.name;
  expect(shown(compile, { ...build, state: 'failed' }, describe)).toBe('build');
  expect(shown(compile, step('build', 1, null))).toBe('build');
  expect(shown(compile, build, describe)).toBe('build');
  expect(shown(compile)).toBe('compile');
  expect(shown()).toBeUndefined();
});

test('of a step that the engine lost only the longest it can have taken is known', () => {
  const lost: Failure = {
    code: 'lost',
    message: 'The engine stopped while the warehouse was at work',
    sqlstate: null,
    query_id: null,
    step: 'build',
    attempt: 1,
    retryable: true,
    hint: null,
  };
  const steps = [step('compile', 100, 400), step('build', 400, 27_400, { state: 'failed' })];
  const { bars } = chartOf(drawn(steps, { state: 'failed', failure_code: 'lost' }, [lost]), now);
  expect(bars.map(tookOf)).toEqual(['100 ms', '300 ms', '≤ 27 s']);
  expect(chartOf(drawn(steps, {}, [{ ...lost, code: 'timeout' }]), now).bars.at(-1)).toMatchObject({
    atMost: false,
  });
});
