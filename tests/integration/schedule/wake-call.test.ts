import { expect, test } from 'vitest';
import { directClient } from '../../../src/main/api/direct-client.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { applyJob, ledger, openScheduled } from '../../support/scheduled.ts';

test('whoever notices that the machine woke up can tell the engine, which then does what is due', async () => {
  const clock = new FakeClock('2026-03-01T05:30:00.000Z');
  const engine = await openScheduled(clock);
  await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *' } }] });
  const client = directClient({
    engine,
    actor: { name: 'ada', via: 'desktop' },
    log: { write: () => undefined },
    redact: text => text,
    info: () => {
      throw new Error('not asked');
    },
  });
  // The wall clock goes on while the machine sleeps; timers do not.
  clock.jump(3_600_000);
  expect(ledger(engine)).toEqual([]);
  await client.workspace.wake();
  expect(ledger(engine)).toEqual(['01T06:00 dispatched catch_up asleep #1']);
  await engine.runs.idle();
});
