import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { Overlap } from '../../../src/shared/contract/triggers.ts';
import { ada } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { applyJob, openScheduled } from '../../support/scheduled.ts';

const minute = 60_000;
const everyMinute = { schedule: { cron: '* * * * *' } };
const from = '2026-03-02T00:00:00.000Z';

/** An engine whose runs take so long. */
async function open(tookMs: number): Promise<Engine> {
  const clock = new FakeClock();
  return await openScheduled(clock, { schedules: false, behave: () => clock.jump(tookMs) });
}

async function runByHand(engine: Engine, job: string): Promise<void> {
  await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
  await engine.runs.idle();
}

/** What becomes of a job that fires at 6:00 and 7:00, and with `overlap` at 6:30; its runs take 90 minutes. */
async function simulated(overlap: Overlap, room?: number): Promise<string[]> {
  const engine = await open(90 * minute);
  await applyJob(engine, 'j', {
    triggers: [
      { schedule: { cron: '0 6,7 * * *', overlap: 'allow' } },
      { schedule: { cron: '30 6 * * *', overlap } },
    ],
    ...(room === undefined ? {} : { max_concurrent_runs: room }),
  });
  await runByHand(engine, 'j');
  return engine.fires
    .simulate(1, from)
    .runs.map(run => `${run.at.slice(11, 16)} ${run.outcome} ${run.starts_at.slice(11, 16)}`);
}

describe('a simulation', () => {
  test('gives a job the room that it has, whichever of its triggers calls for the start', async () => {
    for (const overlap of ['queue_latest', 'queue_all'] as const) {
      expect(await simulated(overlap)).toEqual(['06:00 runs 06:00', '06:30 runs 06:30', '07:00 runs 07:00']);
      expect(await simulated(overlap, 2)).toEqual([
        '06:00 runs 06:00',
        '06:30 runs 06:30',
        '07:00 waits 07:30',
      ]);
    }
    expect(await simulated('skip')).toEqual(['06:00 runs 06:00', '06:30 skipped 06:30', '07:00 runs 07:00']);
  });

  test('cancels what a newer run takes the place of, which then starts nothing', async () => {
    const engine = await open(90 * minute);
    await applyJob(engine, 'j', {
      triggers: [{ schedule: { cron: '0 6,7 * * *', overlap: 'cancel_running' } }],
    });
    await applyJob(engine, 'after', { triggers: [{ job: { after: ['j'] } }] });
    await runByHand(engine, 'j');
    expect(
      engine.fires
        .simulate(1, from)
        .runs.map(run =>
          [run.job, run.at, run.outcome, run.ends_at].map(word => word.replace(/^.*T/, '').slice(0, 9)),
        ),
    ).toEqual([
      ['j', '06:00:00.', 'cancelled', '07:00:00.'],
      ['j', '07:00:00.', 'runs', '08:30:00.'],
      ['after', '08:30:00.', 'runs', expect.any(String)],
    ]);
  });

  test('has what is due from its first moment on, also where jitter put that off, and before its last', async () => {
    const engine = await open(0);
    const daily = (jitter?: string) => ({ schedule: { cron: '0 0 * * *', ...(jitter ? { jitter } : {}) } });
    await applyJob(engine, 'j', { triggers: [daily()] });
    await applyJob(engine, 'late', { triggers: [daily('1h')] });
    const due = (at: string) => engine.fires.simulate(1, at).runs.map(run => [run.job, run.at]);
    const late = engine.fires.simulate(1, from).runs.find(run => run.job === 'late')?.at ?? '';
    expect(due(from)).toEqual([
      ['j', from],
      ['late', late],
    ]);
    expect(Date.parse(late)).toBeGreaterThan(Date.parse(from));
    expect(due(late)[0]).toEqual(['late', late]);
    expect(due(late)).toHaveLength(2);
  });

  test('that has more runs than it may tells up to when it is complete', async () => {
    const engine = await open(0);
    for (const name of ['a', 'b']) await applyJob(engine, name, { triggers: [everyMinute] });
    const whole = engine.fires.simulate(2, from);
    expect(whole).toMatchObject({ total: 2 * 2_880, truncated: false, complete_until: whole.until });
    const cut = engine.fires.simulate(30, from);
    expect(cut).toMatchObject({
      total: 20_000,
      truncated: true,
      complete_until: new Date(Date.parse(from) + 10_000 * minute).toISOString(),
      jobs: [{ runs: 10_000 }, { runs: 10_000 }],
    });
    expect(cut.runs).toHaveLength(20_000);
    expect(cut.runs.slice(0, whole.total)).toEqual(whole.runs);
    expect(cut.runs.at(-1)?.at.localeCompare(cut.complete_until)).toBe(-1);
    expect(cut.hours.reduce((sum, hour) => sum + hour.starts, 0)).toBe(20_000);
  });

  test('tells also then when what waits would start', async () => {
    const engine = await open(minute * 2);
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '* * * * *', overlap: 'queue_all' } }] });
    await runByHand(engine, 'j');
    const { runs, truncated } = engine.fires.simulate(30, from);
    expect(truncated).toBe(true);
    expect(runs.slice(1).filter(run => run.outcome !== 'waits' || run.starts_at <= run.at)).toEqual([]);
  });
});
