import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { GateUnmet } from '../../../src/main/engine/kinds/kind.ts';
import { ada } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { advance, applyJob, history, ledger, openScheduled, pass, sleep } from '../../support/scheduled.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const hourly = { schedule: { cron: '0 * * * *' } };
const start = '2026-03-01T05:30:00.000Z';

describe('a schedule', () => {
  test('fires at its times, each once, with a run', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [hourly] });
    await advance(engine, clock, 29 * minute);
    expect(ledger(engine)).toEqual([]);
    await advance(engine, clock, minute);
    await advance(engine, clock, hour);
    expect(ledger(engine)).toEqual(['01T06:00 dispatched on_time #1', '01T07:00 dispatched on_time #2']);
    expect(history(engine)).toEqual(['#1 j completed', '#2 j completed']);
    expect(engine.runs.get(1)).toMatchObject({
      trigger: { kind: 'schedule', actor: 'slipway via schedule' },
      times: { nominal_at: '2026-03-01T06:00:00.000Z', due_at: '2026-03-01T06:00:00.000Z' },
    });
  });

  test('whose runs are skipped by a condition goes on: that is neither a failure nor tried again', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock, {
      behave: () => {
        throw new GateUnmet('RAW.A: it has no rows');
      },
    });
    await applyJob(engine, 'j', { triggers: [hourly], retries: { max: 2 }, pause_after_failures: 1 });
    await advance(engine, clock, 90 * minute);
    expect(ledger(engine)).toEqual(['01T06:00 dispatched on_time #1', '01T07:00 dispatched on_time #2']);
    expect(history(engine)).toEqual(['#1 j skipped', '#2 j skipped']);
    expect(engine.runs.get(2)).toMatchObject({ reason: 'RAW.A: it has no rows', attempts: 1, failures: [] });
    expect(engine.jobs.get('j').paused).toBeNull();
  });

  test('after sleep runs the latest and coalesces the others into it', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [hourly] });
    await sleep(engine, clock, 3 * hour);
    expect(ledger(engine)).toEqual([
      '01T06:00 coalesced catch_up asleep #1',
      '01T07:00 coalesced catch_up asleep #1',
      '01T08:00 dispatched catch_up asleep #1',
    ]);
    expect(engine.fires.wakePlan()).toMatchObject({
      away: 'asleep',
      fires: 3,
      dispatched: 1,
      coalesced: 2,
      dismissed: false,
      jobs: [{ job: 'j', runs: [1], active: 0, ran_since: null }],
    });
    await engine.fires.dismissWakePlan();
    expect(engine.fires.wakePlan()).toMatchObject({ dismissed: true });
  });

  test('accounts for what it missed while the engine was not running', async () => {
    const clock = new FakeClock(start);
    const directory = temporaryDirectory();
    const first = await openScheduled(clock, { directory });
    await applyJob(first, 'j', { triggers: [{ schedule: { cron: '0 * * * *', catch_up: 'skip' } }] });
    await first.close();
    clock.jump(2 * hour);
    // A single command looks at nothing that is due.
    const command = await openScheduled(clock, { directory, schedules: false });
    expect(ledger(command)).toEqual([]);
    await command.close();
    const second = await openScheduled(clock, { directory });
    await second.runs.idle();
    expect(ledger(second)).toEqual([
      '01T06:00 skipped policy not_running',
      '01T07:00 skipped policy not_running',
    ]);
  });

  test('an absence tells how many of the runs it started are not over', async () => {
    const clock = new FakeClock(start);
    const gate = Promise.withResolvers<void>();
    const engine = await openScheduled(clock, { behave: () => gate.promise });
    await applyJob(engine, 'j', { triggers: [hourly] });
    clock.jump(2 * hour);
    await engine.wake();
    expect(engine.fires.wakePlan()?.jobs).toMatchObject([{ runs: [1], active: 1, ran_since: null }]);
    gate.resolve();
    await engine.runs.idle();
    expect(engine.fires.wakePlan()?.jobs).toMatchObject([{ runs: [1], active: 0 }]);
  });

  test('an absence names the first hundred runs it started of each job', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    const every = (cron: string) => ({ schedule: { cron, catch_up: 'all' as const } });
    await applyJob(engine, 'many', { triggers: [every('* * * * *'), every('0-59 * * * *')] });
    await applyJob(engine, 'few', { triggers: [every('0 * * * *')] });
    await sleep(engine, clock, 2 * hour);
    const jobs = engine.fires.wakePlan()?.jobs ?? [];
    const started = (job: string) =>
      engine.fires
        .list({ job, limit: 1_000 })
        .fires.flatMap(({ away, run }) => (away === null || run === null ? [] : [run]))
        .toSorted((a, b) => a - b);
    // The newest fire of each schedule is on time.
    expect(started('many')).toHaveLength(198);
    expect(jobs.map(({ job, runs }) => [job, runs])).toEqual([
      ['few', started('few')],
      ['many', started('many').slice(0, 100)],
    ]);
  });

  test('what an absence left out can be started by hand: a job of it, or all that have not run since', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    const skipping = { schedule: { cron: '0 * * * *', catch_up: 'skip' as const } };
    for (const name of ['a', 'b']) await applyJob(engine, name, { triggers: [skipping] });
    await applyJob(engine, 'c', { triggers: [hourly] });
    await applyJob(engine, 'd');
    await expect(engine.fires.runWakePlan(ada)).rejects.toMatchObject({ code: 'precondition' });
    await sleep(engine, clock, 2 * hour);
    const since = () =>
      engine.fires.wakePlan()?.jobs.map(({ job, runs, ran_since }) => [job, runs, ran_since]);
    expect(since()).toEqual([
      ['a', [], null],
      ['b', [], null],
      ['c', [1], null],
    ]);
    expect(await engine.fires.runWakePlan(ada, 'a')).toMatchObject({
      started: [{ job: 'a', run: 2 }],
      refused: [],
    });
    expect(engine.runs.get(2).trigger).toMatchObject({
      kind: 'manual',
      cause: 'for 2 fires from 2026-03-01T06:00:00.000Z to 2026-03-01T07:00:00.000Z',
    });
    expect(await engine.fires.runWakePlan(ada)).toMatchObject({ started: [{ job: 'b', run: 3 }] });
    expect(since()).toEqual([
      ['a', [], 2],
      ['b', [], 3],
      ['c', [1], null],
    ]);
    // Once is enough, unless one asks for a job by its name.
    await expect(engine.fires.runWakePlan(ada)).rejects.toMatchObject({ code: 'precondition' });
    await expect(engine.fires.runWakePlan(ada, 'd')).rejects.toMatchObject({ code: 'precondition' });
    expect(await engine.fires.runWakePlan(ada, 'c')).toMatchObject({ started: [{ job: 'c', run: 4 }] });
    await engine.runs.idle();
    // What became of the fires stays.
    expect(ledger(engine, 'a')).toEqual(['01T06:00 skipped policy asleep', '01T07:00 skipped policy asleep']);
  });

  test('what an absence left out starts once, however many ask for it at the same time', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    const skipping = { schedule: { cron: '0 * * * *', catch_up: 'skip' as const } };
    for (const name of ['a', 'b']) await applyJob(engine, name, { triggers: [skipping] });
    await sleep(engine, clock, 2 * hour);
    const both = await Promise.all([engine.fires.runWakePlan(ada), engine.fires.runWakePlan(ada)]);
    expect(both.map(({ started }) => started.map(({ job, run }) => [job, run]))).toEqual([
      [
        ['a', 1],
        ['b', 2],
      ],
      [],
    ]);
    expect(both[1].refused.map(({ job, message }) => [job, message])).toEqual([
      ['a', 'It was started meanwhile, as #1'],
      ['b', 'It was started meanwhile, as #2'],
    ]);
    const named = await Promise.all([engine.fires.runWakePlan(ada, 'a'), engine.fires.runWakePlan(ada, 'a')]);
    expect(named).toMatchObject([
      { started: [{ job: 'a', run: 3 }], refused: [] },
      { started: [], refused: [{ job: 'a', message: 'It was started meanwhile, as #3' }] },
    ]);
    await engine.runs.idle();
    expect(history(engine)).toHaveLength(3);
  });

  test('a clock that is set back, by an hour or a year, fires nothing twice; starting anew is possible', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [hourly] });
    await advance(engine, clock, 31 * minute);
    await sleep(engine, clock, -hour);
    await advance(engine, clock, hour);
    expect(ledger(engine)).toEqual(['01T06:00 dispatched on_time #1']);
    await sleep(engine, clock, 365 * day);
    const after = ledger(engine).length;
    await sleep(engine, clock, -365 * day);
    await advance(engine, clock, 2 * hour);
    expect(ledger(engine)).toHaveLength(after);
    const told = async () =>
      (await engine.workspace.doctor()).checks.find(({ name }) => name === 'schedules');
    expect(await told()).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('"j"') as string,
    });
    await engine.fires.reset(ada, 'j');
    expect(await told()).toMatchObject({ state: 'ok' });
    await advance(engine, clock, hour);
    expect(ledger(engine)).toContain('01T09:00 dispatched on_time #3');
    expect(history(engine)).toHaveLength(3);
  });

  test.each(['skip', 'latest'] as const)(
    'once a clock that was ahead is set back, nothing was missed (catch_up: %s)',
    async catchUp => {
      const clock = new FakeClock(start);
      const engine = await openScheduled(clock);
      await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *', catch_up: catchUp } }] });
      await sleep(engine, clock, 365 * day);
      await sleep(engine, clock, -365 * day);
      const { woke_at } = engine.fires.wakePlan() ?? {};
      await engine.fires.reset(ada, 'j');
      const runs = history(engine).length;
      await advance(engine, clock, 2 * hour);
      expect(ledger(engine).filter(line => line.includes('on_time'))).toEqual([
        `01T06:00 dispatched on_time #${runs + 1}`,
        `01T07:00 dispatched on_time #${runs + 2}`,
      ]);
      expect(engine.fires.wakePlan()?.woke_at).toBe(woke_at);
    },
  );

  test('an engine that began while the clock was ahead has missed nothing once it is set back', async () => {
    const clock = new FakeClock('2027-03-01T05:30:00.000Z');
    const engine = await openScheduled(clock);
    await sleep(engine, clock, -365 * day);
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *', catch_up: 'skip' } }] });
    await advance(engine, clock, hour);
    expect(ledger(engine)).toEqual(['01T06:00 dispatched on_time #1']);
  });

  test.each([1, 2, 3, 4, 5])(
    'a clock that is set back while what is due is looked at (after look %d) keeps nobody busy',
    { timeout: 10_000 },
    async looks => {
      let left = 0;
      class SetBack extends FakeClock {
        override now(): number {
          const now = super.now();
          if (left > 0 && --left === 0) this.jump(-10 * minute);
          return now;
        }
      }
      const clock = new SetBack(start);
      const engine = await openScheduled(clock);
      await applyJob(engine, 'j', { triggers: [hourly] });
      let commits = 0;
      engine.bus.listen(changes => (commits += changes.some(({ topic }) => topic === 'fire') ? 1 : 0));
      clock.jump(30 * minute);
      left = looks;
      await engine.wake();
      await engine.runs.idle();
      left = 0;
      expect(commits).toBeLessThan(2);
      await advance(engine, clock, 11 * minute);
      expect(ledger(engine)).toEqual([expect.stringMatching(/^01T06:00 dispatched \w+ (asleep )?#1$/)]);
    },
  );

  test('with jitter starts at its own moment, told apart from the nominal time', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *', jitter: '10m' } }] });
    const [next] = engine.fires.next('j', 1).fires;
    const delay = Date.parse(next?.due_at ?? '') - Date.parse(next?.nominal_at ?? '');
    expect(delay).toBeGreaterThan(0);
    expect(delay).toBeLessThan(10 * minute);
    await advance(engine, clock, 30 * minute + delay - 1);
    expect(history(engine)).toEqual([]);
    await advance(engine, clock, 1);
    expect(ledger(engine)).toEqual(['01T06:00 dispatched on_time #1']);
  });
});

describe('paused', () => {
  test('what fires is skipped; resuming starts nothing; by hand it runs', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [hourly] });
    await engine.jobs.pause(ada, 'j', 'moving house');
    expect(engine.jobs.get('j').paused).toMatchObject({ by: 'ada via cli', reason: 'moving house' });
    await advance(engine, clock, 2 * hour);
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await engine.jobs.resume(ada, 'j');
    await advance(engine, clock, hour);
    expect(ledger(engine)).toEqual([
      '01T06:00 skipped paused',
      '01T07:00 skipped paused',
      '01T08:00 dispatched on_time #2',
    ]);
    await expect(engine.jobs.resume(ada, 'j')).rejects.toThrow('"j" is not paused');
  });

  test('pauses of the past count where the fires are accounted for later', async () => {
    const clock = new FakeClock(start);
    const directory = temporaryDirectory();
    const first = await openScheduled(clock, { directory });
    await applyJob(first, 'j', { triggers: [hourly] });
    await first.close();
    const command = await openScheduled(clock, { directory, schedules: false });
    clock.jump(hour);
    await command.jobs.pause(ada, 'j', '');
    clock.jump(hour);
    await command.jobs.resume(ada, 'j');
    await command.close();
    clock.jump(hour);
    const second = await openScheduled(clock, { directory });
    await second.runs.idle();
    expect(ledger(second)).toEqual([
      '01T06:00 coalesced catch_up not_running #1',
      '01T07:00 skipped paused',
      '01T08:00 dispatched catch_up not_running #1',
    ]);
  });

  test('everything at once', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [hourly] });
    expect(engine.fires.status()).toMatchObject({ next: { job: 'j', due_at: '2026-03-01T06:00:00.000Z' } });
    await engine.fires.pauseAll(ada, 'holidays');
    // What fires meanwhile starts nothing: it is not announced.
    expect(engine.fires.status()).toMatchObject({ paused: { reason: 'holidays' }, next: null, schedules: 1 });
    await advance(engine, clock, hour);
    await engine.fires.resumeAll(ada);
    expect(engine.fires.status()).toMatchObject({ paused: null, next: { job: 'j' } });
    expect(ledger(engine)).toEqual(['01T06:00 skipped all_paused']);
  });
});

describe('edited', () => {
  test('a schedule begins anew: no surprise run, and nothing vanishes', async () => {
    const clock = new FakeClock(start);
    const directory = temporaryDirectory();
    const first = await openScheduled(clock, { directory });
    await applyJob(first, 'j', { triggers: [hourly] });
    await first.close();
    clock.jump(2 * hour);
    const command = await openScheduled(clock, { directory, schedules: false });
    await applyJob(command, 'j', { triggers: [{ schedule: { cron: '15 * * * *' } }] });
    await command.close();
    const second = await openScheduled(clock, { directory });
    await advance(second, clock, hour);
    expect(ledger(second)).toEqual([
      '01T06:00 skipped replaced',
      '01T07:00 skipped replaced',
      '01T08:15 dispatched on_time #1',
    ]);
  });

  test('between its nominal time and its own moment a fire is still to come', async () => {
    const clock = new FakeClock('2026-03-01T05:30:00.000Z');
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *', jitter: '50m' } }] });
    const due = engine.fires.status().next?.due_at ?? '';
    expect(due).toMatch(/^2026-03-01T06:/);
    await advance(engine, clock, Date.parse(due) - clock.now() - 1_000);
    expect(clock.now()).toBeGreaterThan(Date.parse('2026-03-01T06:00:00.000Z'));
    expect(engine.fires.next('j', 1).fires).toMatchObject([
      { nominal_at: '2026-03-01T06:00:00.000Z', due_at: due },
    ]);
    await advance(engine, clock, 1_000);
    expect(history(engine)).toEqual(['#1 j completed']);
  });

  test('what was not due yet, for its jitter, does not vanish either', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '*/10 * * * *', jitter: '3h' } }] });
    const [next] = engine.fires.next('j', 1).fires;
    const delay = Date.parse(next?.due_at ?? '') - Date.parse(next?.nominal_at ?? '');
    expect(delay).toBeGreaterThan(hour);
    await pass(engine, clock, 59 * minute);
    expect(ledger(engine)).toEqual([]);
    await applyJob(engine, 'j');
    await pass(engine, clock, 3 * hour);
    expect(ledger(engine)).toEqual(
      ['01T05:40', '01T05:50', '01T06:00', '01T06:10', '01T06:20'].map(at => `${at} skipped replaced`),
    );
  });

  test('after the clock was set back, it fires nothing that has been fired', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [hourly] });
    await advance(engine, clock, 31 * minute);
    await sleep(engine, clock, -hour);
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *', deadline: '2h' } }] });
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *', deadline: '3h' } }] });
    await advance(engine, clock, 2 * hour);
    expect(ledger(engine)).toEqual(['01T06:00 dispatched on_time #1', '01T07:00 dispatched on_time #2']);
  });

  test('after the clock was a year ahead, it waits until it is begun anew', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [hourly] });
    await sleep(engine, clock, 365 * day);
    await sleep(engine, clock, -365 * day);
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *', deadline: '2h' } }] });
    const told = async () =>
      (await engine.workspace.doctor()).checks.find(({ name }) => name === 'schedules');
    expect(await told()).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('"j"') as string,
    });
    await engine.fires.reset(ada, 'j');
    expect(await told()).toMatchObject({ state: 'ok' });
    // Edited now, it goes on from there.
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *', deadline: '3h' } }] });
    await advance(engine, clock, hour);
    expect(ledger(engine)).toContain('01T06:00 dispatched on_time #2');
  });

  test('anything else leaves it as it is', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [hourly] });
    await advance(engine, clock, hour);
    await applyJob(engine, 'j', { triggers: [hourly], priority: 3 });
    await advance(engine, clock, hour);
    expect(ledger(engine)).toEqual(['01T06:00 dispatched on_time #1', '01T07:00 dispatched on_time #2']);
  });

  test('a job that is deleted fires no more', async () => {
    const clock = new FakeClock(start);
    const engine = await openScheduled(clock);
    await applyJob(engine, 'j', { triggers: [hourly] });
    await engine.jobs.remove(ada, 'j');
    await advance(engine, clock, 2 * hour);
    expect(engine.fires.list({ limit: 10 }).fires).toEqual([]);
    expect(engine.fires.status()).toMatchObject({ next: null, schedules: 0 });
  });
});

describe('while an earlier run is not over', () => {
  async function busy(overlap: 'queue_latest' | 'queue_all' | 'skip' | 'cancel_running' | 'allow') {
    const clock = new FakeClock(start);
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const engine = await openScheduled(clock, {
      behave: run =>
        new Promise((done, reject) => {
          void (async () => {
            await released;
            done();
          })();
          run.signal.addEventListener('abort', () => reject(new Error('stopped')));
        }),
    });
    await applyJob(engine, 'j', {
      triggers: [{ schedule: { cron: '0 * * * *', overlap } }],
      ...(overlap === 'allow' ? { max_concurrent_runs: 2 } : {}),
    });
    for (let n = 0; n < 3; n++) await pass(engine, clock, n === 0 ? 30 * minute : hour);
    const during = history(engine);
    release();
    await engine.runs.idle();
    return { engine, during };
  }

  test('one waits, and a newer one takes its place', async () => {
    const { engine, during } = await busy('queue_latest');
    expect(during).toEqual(['#1 j running', '#2 j cancelled', '#3 j pending']);
    expect(engine.runs.get(2).reason).toBe('superseded by #3');
    expect(history(engine)).toEqual(['#1 j completed', '#2 j cancelled', '#3 j completed']);
  });

  test('all wait', async () => {
    const { during } = await busy('queue_all');
    expect(during).toEqual(['#1 j running', '#2 j pending', '#3 j pending']);
  });

  test('none starts', async () => {
    const { engine, during } = await busy('skip');
    expect(during).toEqual(['#1 j running']);
    expect(ledger(engine).slice(1)).toEqual(['01T07:00 skipped overlap', '01T08:00 skipped overlap']);
    expect(engine.fires.list({ limit: 1 }).fires[0]?.detail).toBe('#1 was not over');
  });

  test('what was missed meanwhile is skipped with the one that was to make up for it', async () => {
    const clock = new FakeClock(start);
    const gate = Promise.withResolvers<void>();
    const engine = await openScheduled(clock, { behave: () => gate.promise });
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '0 * * * *', overlap: 'skip' } }] });
    await pass(engine, clock, 30 * minute);
    clock.jump(3 * hour - minute);
    await engine.wake();
    await pass(engine, clock, minute);
    expect(ledger(engine)).toEqual([
      '01T06:00 dispatched on_time #1',
      '01T07:00 skipped overlap asleep',
      '01T08:00 skipped overlap asleep',
      '01T09:00 skipped overlap',
    ]);
    const { fires } = engine.fires.list({ limit: 10, outcome: ['skipped'] });
    expect(fires.map(({ detail }) => detail)).toEqual(Array(3).fill('#1 was not over'));
    expect(engine.fires.wakePlan()).toMatchObject({ fires: 2, dispatched: 0, coalesced: 0, skipped: 2 });
    gate.resolve();
    await engine.runs.idle();
  });

  test('one that is cancelled for a newer one takes none with it that a person started', async () => {
    const clock = new FakeClock(start);
    const gate = Promise.withResolvers<void>();
    const engine = await openScheduled(clock, {
      behave: async run => {
        const stopped = new Promise<void>((_, reject) => {
          run.signal.addEventListener('abort', () => reject(new Error('stopped')));
        });
        await Promise.race([gate.promise, stopped]);
      },
    });
    await applyJob(engine, 'j', {
      triggers: [{ schedule: { cron: '0 * * * *', overlap: 'cancel_running' } }],
    });
    await pass(engine, clock, 30 * minute);
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await pass(engine, clock, hour);
    gate.resolve();
    await engine.runs.idle();
    expect(history(engine)).toEqual(['#1 j cancelled', '#2 j completed', '#3 j completed']);
  });

  test('the earlier one is cancelled', async () => {
    const { engine } = await busy('cancel_running');
    expect(history(engine)).toEqual(['#1 j cancelled', '#2 j cancelled', '#3 j completed']);
    expect(engine.runs.get(1).reason).toBe('cancelled by #2');
  });

  test('so many run at once as are allowed', async () => {
    const { during } = await busy('allow');
    expect(during).toEqual(['#1 j running', '#2 j running', '#3 j pending']);
  });
});

test('a schedule that is not understood any more holds up no other', async () => {
  const clock = new FakeClock(start);
  const directory = temporaryDirectory();
  const first = await openScheduled(clock, { directory });
  await applyJob(first, 'gone', {
    triggers: [{ schedule: { cron: '0 * * * *', time_zone: 'Europe/Berlin' } }],
  });
  await applyJob(first, 'j', { triggers: [hourly] });
  await first.close();
  // As if the zone had been taken out of the platform's database.
  const database = new Database(join(directory, 'slipway.db'));
  database.exec(`UPDATE triggers SET spec_json = replace(spec_json, 'Europe/Berlin', 'Europe/Atlantis')`);
  database.close();
  const second = await openScheduled(clock, { directory });
  await advance(second, clock, hour);
  expect(ledger(second)).toEqual(['01T06:00 dispatched on_time #1']);
});
