import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { Overlap } from '../../../src/shared/contract/triggers.ts';
import { ada } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { applyJob, openScheduled } from '../../support/scheduled.ts';

const minute = 60_000;
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
});
