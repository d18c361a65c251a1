import { describe, expect, test } from 'vitest';
import { ada } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  advance,
  applyEnvironment,
  applyJob,
  history,
  lasting,
  openScheduled,
  pass,
  passing,
  sleep,
  until,
} from '../../support/scheduled.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const second = 1_000;

/** A job that fails as often as `failures` says, each time as `fail` says. */
function flaky(failures: number, fail: () => Error = passing) {
  const state = { attempts: 0 };
  return {
    state,
    behave: () => {
      state.attempts += 1;
      if (state.attempts <= failures) throw fail();
    },
  };
}

describe('attempts', () => {
  test('are over for a run that was to stop at the moment when it failed', async () => {
    const clock = new FakeClock();
    const { promise, reject } = Promise.withResolvers<void>();
    const engine = await openScheduled(clock, { behave: () => promise });
    await applyJob(engine, 'j', { retries: { max: 3, backoff: '10s' } });
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await until(engine, () => engine.runs.get(1).steps.some(step => step.name === 'work'));
    const asked = engine.runs.cancel(ada, 1, '');
    // Both are written in the same commit.
    reject(passing());
    await asked;
    await engine.runs.idle();
    expect(engine.runs.get(1)).toMatchObject({ state: 'failed', attempts: 1 });
  });

  test('follow a failure that may pass, each after twice the time, and are one run', async () => {
    const clock = new FakeClock();
    const { behave, state } = flaky(2);
    const engine = await openScheduled(clock, { behave });
    await applyJob(engine, 'j', { retries: { max: 3, backoff: '10s' } });
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await engine.runs.idle();
    expect(engine.runs.get(1)).toMatchObject({
      state: 'running',
      attempts: 1,
      times: { retry_at: new Date(clock.now() + 10 * second).toISOString() },
    });
    await advance(engine, clock, 9 * second);
    expect(state.attempts).toBe(1);
    await advance(engine, clock, second);
    expect(state.attempts).toBe(2);
    await advance(engine, clock, 19 * second);
    expect(state.attempts).toBe(2);
    await advance(engine, clock, second);
    expect(engine.runs.get(1)).toMatchObject({
      state: 'completed',
      attempts: 3,
      failures: [
        { attempt: 1, code: 'executor_unavailable' },
        { attempt: 2, code: 'executor_unavailable' },
      ],
      times: { retry_at: null },
    });
  });

  test('end with the last one', async () => {
    const clock = new FakeClock();
    const engine = await openScheduled(clock, { behave: flaky(9).behave });
    await applyJob(engine, 'j', { retries: { max: 1, backoff: '10s' } });
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await engine.runs.idle();
    await advance(engine, clock, 10 * second);
    expect(engine.runs.get(1)).toMatchObject({ state: 'failed', attempts: 2 });
  });

  test('do not follow a failure that stays', async () => {
    const clock = new FakeClock();
    const engine = await openScheduled(clock, { behave: flaky(1, lasting).behave });
    await applyJob(engine, 'j', { retries: { max: 3 } });
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await engine.runs.idle();
    expect(engine.runs.get(1)).toMatchObject({ state: 'failed', attempts: 1 });
  });

  test('are given up when the run is cancelled while it waits', async () => {
    const clock = new FakeClock();
    const { behave, state } = flaky(9);
    const engine = await openScheduled(clock, { behave });
    await applyJob(engine, 'j', { retries: { max: 3, backoff: '10s' } });
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await engine.runs.idle();
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    expect(history(engine)).toEqual(['#1 j running', '#2 j pending']);
    expect(await engine.runs.cancel(ada, 1, '')).toEqual({ id: 1, state: 'cancelled' });
    await engine.runs.idle();
    expect(state.attempts).toBe(2);
    await advance(engine, clock, 60 * second);
    expect(engine.runs.get(1).attempts).toBe(1);
  });

  test('leave their place in the environment to others meanwhile, and go on after a restart', async () => {
    const clock = new FakeClock();
    const directory = temporaryDirectory();
    const { behave, state } = flaky(1);
    const first = await openScheduled(clock, { directory, behave });
    await applyEnvironment(first, 'dev', 1);
    await applyJob(first, 'j', { retries: { max: 3, backoff: '10s' } });
    await applyJob(first, 'k');
    await first.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await first.runs.idle();
    await first.runs.dispatch(ada, { job: 'k', cause: '', variables: {} });
    await first.runs.idle();
    expect(history(first)).toEqual(['#1 j running', '#2 k completed']);
    await first.close();
    clock.jump(5 * second);
    const engine = await openScheduled(clock, { directory, behave });
    await engine.runs.idle();
    expect(state.attempts).toBe(2);
    expect(engine.runs.get(1).state).toBe('running');
    await advance(engine, clock, 5 * second);
    expect(engine.runs.get(1)).toMatchObject({ state: 'completed', attempts: 2 });
  });
});

describe('an attempt that waits while the clock is set back', () => {
  const year = 365 * 86_400 * second;

  async function parked(backoff: string) {
    const clock = new FakeClock();
    const directory = temporaryDirectory();
    const { behave, state } = flaky(1);
    const engine = await openScheduled(clock, { directory, behave });
    await applyJob(engine, 'j', { retries: { max: 3, backoff } });
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await engine.runs.idle();
    expect(engine.runs.get(1)).toMatchObject({ state: 'running', attempts: 1 });
    const reopen = async () => {
      await engine.close();
      return await openScheduled(clock, { directory, behave });
    };
    return { clock, engine, state, reopen };
  }

  test('does not wait for the year to pass again', async () => {
    const { clock, engine } = await parked('10s');
    clock.jump(-year);
    await advance(engine, clock, 30 * second);
    expect(engine.runs.get(1)).toMatchObject({ state: 'completed', attempts: 2 });
  });

  test('nor does it after a restart', async () => {
    const { clock, reopen } = await parked('10s');
    clock.jump(-year);
    const engine = await reopen();
    await engine.runs.idle();
    expect(engine.runs.get(1)).toMatchObject({ state: 'completed', attempts: 2 });
  });

  test('is not early where its job wants it to wait so long', async () => {
    const { clock, engine, state } = await parked('6h');
    await advance(engine, clock, 5 * 3_600 * second);
    expect(state.attempts).toBe(1);
    clock.jump(-3_600 * second);
    await advance(engine, clock, 3_600 * second);
    expect(state.attempts).toBe(1);
    clock.jump(-year);
    await advance(engine, clock, 30 * second);
    expect(engine.runs.get(1)).toMatchObject({ state: 'completed', attempts: 2 });
  });
});

describe('a job that fails again and again', () => {
  test('pauses itself, loudly', async () => {
    const clock = new FakeClock('2026-03-01T05:59:30.000Z');
    const engine = await openScheduled(clock, { behave: flaky(9, lasting).behave });
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '* * * * *' } }], pause_after_failures: 3 });
    await advance(engine, clock, 300 * second);
    expect(history(engine)).toHaveLength(3);
    expect(engine.jobs.get('j').paused).toMatchObject({
      by: 'slipway via engine',
      reason: 'it failed 3 times one after the other, last in #3',
    });
  });

  test('gives up what waits, too', async () => {
    const clock = new FakeClock('2026-03-01T05:59:30.000Z');
    const engine = await openScheduled(clock, { behave: flaky(9, lasting).behave });
    await applyJob(engine, 'j', {
      triggers: [{ schedule: { cron: '@hourly', catch_up: 'all', overlap: 'queue_all' } }],
      pause_after_failures: 2,
    });
    await sleep(engine, clock, 5 * 3_600 * second);
    expect(history(engine)).toEqual([
      '#1 j failed',
      '#2 j failed',
      '#3 j cancelled',
      '#4 j cancelled',
      '#5 j cancelled',
    ]);
    expect(engine.runs.get(3).reason).toBe(
      'the job paused itself: it failed 2 times one after the other, last in #2',
    );
  });

  test('is given as many tries again by who resumes it', async () => {
    const clock = new FakeClock('2026-03-01T05:59:30.000Z');
    const engine = await openScheduled(clock, { behave: flaky(9, lasting).behave });
    await applyJob(engine, 'j', { triggers: [{ schedule: { cron: '* * * * *' } }], pause_after_failures: 2 });
    await advance(engine, clock, 150 * second);
    expect(engine.jobs.get('j').paused).toMatchObject({ reason: expect.stringContaining('last in #2') });
    await engine.jobs.pauses.resume(ada, 'j');
    await advance(engine, clock, 60 * second);
    expect(engine.jobs.get('j').paused).toBeNull();
    await advance(engine, clock, 60 * second);
    expect(engine.jobs.get('j').paused).toMatchObject({ reason: expect.stringContaining('last in #4') });
  });
});

describe('a protected environment', () => {
  test('is not written to by doing a run again of a job that went elsewhere', async () => {
    const engine = await openScheduled(new FakeClock());
    await engine.versions.publish(ada, { model: 'm', message: '', tag: 'v1' });
    await applyJob(engine, 'j', { environment: 'test', tag: 'v1' });
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
    await engine.runs.idle();
    await engine.environments.apply(ada, {
      name: 'test',
      connection: { name: 'embedded', engine: 'duckdb' },
      database: 'test',
      schema: 'S',
      protected: true,
    });
    await applyJob(engine, 'j', { environment: 'dev' });
    for (const mode of ['exactly', 'from_failure'] as const) {
      await expect(engine.runs.retry(ada, 1, mode, '')).rejects.toMatchObject({
        code: mode === 'exactly' ? 'precondition' : 'conflict',
      });
    }
    await engine.runs.retry(ada, 1, 'today', '');
    await engine.runs.idle();
    expect(engine.runs.list({ limit: 9 }).runs.map(run => run.environment)).toEqual(['dev', 'test']);
  });
});

describe('doing a run again', () => {
  test('with the definition of today, exactly as then, and from the step that failed', async () => {
    const clock = new FakeClock();
    const { behave } = flaky(1, lasting);
    const engine = await openScheduled(clock, { behave });
    await applyJob(engine, 'j', { priority: 1 });
    const since = { type: 'date' as const, value: '2026-01-01' };
    await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: { x: 1, since } });
    await engine.runs.idle();
    await applyJob(engine, 'j', { priority: 2 });

    expect(engine.runs.planRetry(1, 'today')).toMatchObject({
      job_version: 2,
      steps: [
        { name: 'prepare', action: 'do' },
        { name: 'work', action: 'do' },
      ],
      differences: [
        'definition 2 instead of 1',
        'variable x: none instead of 1',
        'variable since: none instead of "2026-01-01" (date)',
      ],
    });
    expect(engine.runs.planRetry(1, 'from_failure')).toMatchObject({
      job_version: 1,
      steps: [
        { name: 'prepare', action: 'take_over' },
        { name: 'work', action: 'do' },
      ],
      differences: [],
    });
    for (const mode of ['from_failure', 'exactly', 'today'] as const) {
      await engine.runs.retry(ada, 1, mode, 'once more');
      await engine.runs.idle();
    }
    expect(engine.runs.get(2)).toMatchObject({
      state: 'completed',
      job_version: 1,
      trigger: { original_run: 1, cause: 'once more' },
      steps: [
        { name: 'prepare', message: 'taken over from #1' },
        { name: 'work', state: 'completed' },
      ],
    });
    expect(engine.runs.get(3)).toMatchObject({ job_version: 1, frozen: { variables: { x: 1 } } });
    expect(engine.runs.get(4)).toMatchObject({ job_version: 2, frozen: { variables: {} } });
    expect(engine.runs.get(1).done_again.map(({ run }) => run)).toEqual([2, 3, 4]);
    expect(() => engine.runs.planRetry(2, 'from_failure')).toThrow('did not fail');
  });
});

describe('the order of runs that wait', () => {
  test('is by priority, then by age; one that is held up holds up no other', async () => {
    const clock = new FakeClock();
    const order: string[] = [];
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const engine = await openScheduled(clock, {
      behave: async run => {
        order.push(run.spec.definition.name);
        await released;
      },
    });
    await applyEnvironment(engine, 'dev', 1);
    await applyJob(engine, 'first');
    await applyJob(engine, 'low', { priority: -1 });
    await applyJob(engine, 'usual');
    await applyJob(engine, 'high', { priority: 5 });
    for (const job of ['first', 'low', 'usual', 'high', 'high']) {
      await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
    }
    await until(engine, () => order.length === 1);
    release();
    await engine.runs.idle();
    expect(order).toEqual(['first', 'high', 'high', 'usual', 'low']);
    await pass(engine, clock, second);
  });
});

test('the workspace has a limit of its own; raising it, or that of an environment, starts what waits', async () => {
  const clock = new FakeClock();
  const started: number[] = [];
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const engine = await openScheduled(clock, {
    behave: async run => {
      started.push(run.id);
      await released;
    },
  });
  await applyEnvironment(engine, 'dev', 2);
  await engine.workspace.setLimits(ada, { max_concurrent_runs: 1 });
  for (const job of ['a', 'b', 'c']) {
    await applyJob(engine, job);
    await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
  }
  await until(engine, () => started.length === 1);
  expect(history(engine)).toEqual(['#1 a running', '#2 b pending', '#3 c pending']);
  await engine.workspace.setLimits(ada, { max_concurrent_runs: null });
  await until(engine, () => started.length === 2);
  await applyEnvironment(engine, 'dev', 3);
  await until(engine, () => started.length === 3);
  release();
  await engine.runs.idle();
});
