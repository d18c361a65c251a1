import { expect, test } from 'vitest';
import { noticeKinds } from '../../../src/shared/domain/notices.ts';
import type { RuleDefinition } from '../../../src/shared/contract/notifications.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { ada } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { advance, applyJob, type Behaviour, lasting, openScheduled, sleep } from '../../support/scheduled.ts';
import { deliver, log, runNow, tellAbout, told } from './support.ts';

const minute = 60_000;
const hour = 3_600_000;

async function open(
  clock: FakeClock,
  rule: Partial<RuleDefinition> & Pick<RuleDefinition, 'on'>,
  behave: Behaviour = () => {},
): Promise<Engine> {
  const engine = await openScheduled(clock, { behave });
  await tellAbout(engine, { name: 'screen', kind: 'desktop' }, rule);
  return engine;
}

test('the first success after a failure is a recovery, later ones are only successes', async () => {
  const clock = new FakeClock();
  let broken = true;
  const engine = await open(clock, { on: ['failure', 'recovery'] }, () => {
    if (broken) throw lasting('no');
  });
  await applyJob(engine, 'j');
  await runNow(engine, 'j');
  await deliver(engine, clock);
  broken = false;
  for (let n = 0; n < 2; n++) {
    await runNow(engine, 'j');
    await deliver(engine, clock);
  }
  expect(told(engine)).toEqual([
    'failure: j #1 failed: no',
    'recovery: j #2 completed: the run before it had failed',
  ]);
});

test('a job that never failed recovers from nothing', async () => {
  const clock = new FakeClock();
  const engine = await open(clock, { on: ['recovery'] });
  await applyJob(engine, 'j');
  await runNow(engine, 'j');
  expect(told(engine)).toEqual([]);
});

test('a run that takes longer than usual by the factor is slow', async () => {
  const clock = new FakeClock();
  let ms = 1_000;
  const engine = await open(clock, { on: ['slow'], factor: 3 }, () => clock.jump(ms));
  await applyJob(engine, 'j');
  for (ms of [1_000, 60_000, 1_000, 2_900, 3_000]) await runNow(engine, 'j');
  expect(told(engine)).toEqual([]);
  for (ms of [1_000, 9_000]) await runNow(engine, 'j');
  expect(told(engine)).toEqual(['slow: j #7 took 9.0 s, 4.6 times its usual 1.9 s']);
});

test('fires that were missed, and what waking up found, are told', async () => {
  const clock = new FakeClock('2026-03-01T12:00:00Z');
  const engine = await open(clock, { on: ['missed', 'woke'] });
  await applyJob(engine, 'j', {
    triggers: [{ schedule: { cron: '0 * * * *', catch_up: 'latest', catch_up_window: '2h' } }],
  });
  await advance(engine, clock, minute);
  await sleep(engine, clock, 4.5 * hour);
  await deliver(engine, clock);
  const [delivery, ...others] = log(engine);
  expect(others).toEqual([]);
  expect(delivery?.message).toMatchObject({ kind: 'several', job: null });
  expect(delivery?.message.lines.at(-1)).toBe(
    'At work again (asleep since 2026-03-01 13:00 UTC): 4 fires of 1 job: runs 1, coalesces 1, leaves out 2',
  );
  expect(delivery?.message.lines.slice(0, -1).join('\n')).toContain('j missed');
});

test('a fire that an overlap skips is told; what a pause skips is not', async () => {
  const clock = new FakeClock('2026-03-01T12:00:30Z');
  const { promise, resolve } = Promise.withResolvers<void>();
  const engine = await open(clock, { on: ['skipped'] }, () => promise);
  await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '* * * * *', overlap: 'skip' } }] });
  clock.advance(30_000);
  await engine.wake();
  clock.advance(minute);
  await engine.wake();
  resolve();
  await engine.runs.idle();
  await engine.jobs.pause(ada, 'j', 'holiday');
  await advance(engine, clock, 3 * minute);
  expect(told(engine)).toEqual([
    'skipped: j skipped the fire of 2026-03-01 12:02 UTC (overlap): #1 was not over',
  ]);
});

test('a job that pauses itself says so, with the failure, in one message', async () => {
  const clock = new FakeClock();
  const engine = await open(clock, { on: ['failure', 'paused'] }, () => {
    throw lasting('no');
  });
  await applyJob(engine, 'j', { pause_after_failures: 2 });
  await runNow(engine, 'j');
  await deliver(engine, clock);
  await runNow(engine, 'j');
  await deliver(engine, clock);
  expect(log(engine).map(({ message }) => message.lines)).toEqual([
    ['j #1 failed: no'],
    expect.arrayContaining([
      'j #2 failed: no',
      'j paused itself: it failed 2 times one after the other, last in #2',
    ]),
  ]);
});

test('a storm is one message a minute for each rule and channel, with counts and ten lines', async () => {
  const clock = new FakeClock();
  const engine = await open(clock, { on: ['failure', 'success'] }, run => {
    if (run.id % 2 === 1) throw lasting('no');
  });
  await engine.notifications.applyChannel(ada, { definition: { name: 'other', kind: 'desktop' } });
  await engine.notifications.applyRule(ada, {
    definition: { name: 'second', on: ['failure'], channels: ['screen', 'other'] },
  });
  await applyJob(engine, 'j', { max_concurrent_runs: 50 });
  for (let n = 0; n < 30; n++) await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
  await engine.runs.idle();
  await deliver(engine, clock);
  expect(told(engine).toSorted()).toEqual([
    'failure: j: 15 events: 15 failed',
    'failure: j: 15 events: 15 failed',
    'several: j: 30 events: 15 failed, 15 completed',
  ]);
  for (const { message, state } of log(engine)) {
    expect(message.lines).toHaveLength(10);
    expect(message).toMatchObject({ run: null, link: null, job: 'j', environment: 'dev' });
    expect(state).toBe('delivered');
  }
  await runNow(engine, 'j');
  expect(log(engine).filter(({ state }) => state === 'pending')).toHaveLength(3);
});

test('filters and switched-off rules keep quiet', async () => {
  const clock = new FakeClock();
  const engine = await open(clock, { on: ['failure'] });
  const rules = [
    { name: 'elsewhere', on: ['success' as const], environments: ['test'], channels: ['screen'] },
    { name: 'mine', on: ['success' as const], jobs: ['j'], channels: ['screen'] },
    { name: 'here', on: ['success' as const], environments: ['dev'], channels: ['screen'] },
    { name: 'off', on: ['success' as const], enabled: false, channels: ['screen'] },
  ];
  await applyJob(engine, 'j');
  await applyJob(engine, 'k');
  for (const definition of rules) await engine.notifications.applyRule(ada, { definition });
  await runNow(engine, 'k');
  expect(log(engine).map(({ rule, message }) => `${rule}: ${message.message}`)).toEqual([
    'here: k #1 completed',
  ]);
});

test('draft runs are told to nobody', async () => {
  const clock = new FakeClock();
  const engine = await open(clock, { on: [...noticeKinds] });
  await applyJob(engine, 'j');
  await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {}, version: 'draft' });
  await engine.runs.idle();
  expect(told(engine)).toEqual([]);
});

test('what is told is committed with what it is about, or not at all', async () => {
  const clock = new FakeClock();
  const engine = await open(clock, { on: ['success'] });
  await applyJob(engine, 'j');
  const seen: boolean[] = [];
  engine.bus.listen(changes => {
    if (changes.some(({ topic }) => topic === 'delivery')) {
      // Announced with one commit: the run is over wherever its message is.
      seen.push(changes.some(({ topic }) => topic === 'run') && engine.runs.get(1).state === 'completed');
    }
  });
  await runNow(engine, 'j');
  expect(seen).toEqual([true]);
});
