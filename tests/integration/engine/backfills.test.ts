import { describe, expect, onTestFinished, test } from 'vitest';
import type { ModelJobDefinition } from '../../../src/shared/contract/jobs.ts';
import { backfillEnded, gate } from '../../support/backfills.ts';
import { ada, addModel, ended, openTestEngine, rowsOf, runJob } from '../../support/engine.ts';
import { type Events, openEvents } from '../../support/events.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/scheduled.ts';

const text = 'select id, day, at, value from LAKE.RAW.EVENTS';
/** In January 2013, of which four days are over. */
const definition = (name: string, rest: Partial<ModelJobDefinition> = {}): ModelJobDefinition => ({
  name,
  kind: 'model',
  environment: 'dev',
  model: 'events',
  tag: 'v1',
  target: { table: name },
  materialization: {
    type: 'incremental',
    strategy: 'delete_insert',
    watermark: 'DAY',
    interval: 'day',
    begin: '2013-01-01',
  },
  ...rest,
});

async function open() {
  const held = gate();
  const clock = new FakeClock('2013-01-05T06:00:00Z');
  const events = await openEvents(text, held.change, clock);
  // What is held would keep the engine from closing.
  onTestFinished(() => held.open());
  await events.fill(...[1, 2, 3, 4].map(n => `${n}, DATE '2013-01-0${n}', NULL, 'a'`));
  const apply = (job: ModelJobDefinition) =>
    events.engine.jobs.apply(ada, {
      definition: job,
      message: '',
      publish: true,
      confirm_shared_target: false,
    });
  const start = (job: string, wanted: Partial<Parameters<Events['engine']['backfills']['start']>[1]> = {}) =>
    events.engine.backfills.start(ada, { job, restate: false, cause: '', chunk: 2, ...wanted });
  const dispatch = (job: string, more: { full_refresh?: boolean } = {}) =>
    events.engine.runs.dispatch(ada, { job, cause: '', variables: {}, ...more });
  const limit = (max_concurrent_runs: number) =>
    events.engine.environments.apply(ada, {
      name: 'dev',
      connection: 'embedded',
      database: 'SHOP',
      schema: 'MARTS',
      limits: { max_concurrent_runs },
    });
  /** Closes the engine in the midst of what it does. */
  async function close() {
    const closing = events.engine.close();
    held.open();
    await closing;
  }
  const chunks = (id: number) => events.engine.backfills.get(id).chunks.map(({ state }) => state);
  return { ...events, held, clock, apply, start, dispatch, limit, close, chunks };
}

describe('runs of backfills', () => {
  test('are one at a time in the workspace, unless it allows more', async () => {
    const { engine, held, apply, start, limit, chunks } = await open();
    for (const name of ['a', 'b', 'c']) await apply(definition(name));
    await limit(8);
    held.shut();
    const [a, b, c] = [await start('a'), await start('b'), await start('c')];
    expect([chunks(a.id), chunks(b.id), chunks(c.id)]).toEqual([
      ['running', 'waiting'],
      ['pending', 'waiting'],
      ['pending', 'waiting'],
    ]);
    await engine.workspace.setLimits(ada, { max_concurrent_backfills: 2 });
    await until(engine, () => chunks(b.id)[0] === 'running');
    expect([chunks(a.id), chunks(c.id)]).toEqual([
      ['running', 'waiting'],
      ['pending', 'waiting'],
    ]);
    held.open();
    for (const { id } of [a, b, c]) expect((await backfillEnded(engine, id)).state).toBe('completed');
  });

  test('take turns', async () => {
    const { engine, held, apply, start, limit } = await open();
    for (const name of ['a', 'b']) await apply(definition(name));
    await limit(8);
    held.shut();
    const both = [await start('a'), await start('b')];
    held.open();
    for (const { id } of both) await backfillEnded(engine, id);
    const runs = engine.runs.list({ limit: 9 }).runs.toReversed();
    expect(runs.map(({ job }) => job)).toEqual(['a', 'b', 'a', 'b']);
  });

  test('that wait in a busy environment hold up none of another one', async () => {
    const { engine, held, apply, start, dispatch, limit, chunks } = await open();
    await limit(1);
    await engine.environments.apply(ada, {
      name: 'idle',
      connection: 'embedded',
      database: 'SHOP',
      schema: 'IDLE',
    });
    await apply(definition('a'));
    await apply(definition('busy'));
    await apply(definition('b', { environment: 'idle' }));
    held.shut();
    await dispatch('busy');
    const a = await start('a');
    const b = await start('b');
    expect([chunks(a.id)[0], chunks(b.id)[0]]).toEqual(['pending', 'running']);
  });

  test('have no next attempt, which would hold up runs of their job', async () => {
    const { engine, held, apply, start, dispatch } = await open();
    await apply(definition('a', { retries: { max: 3, backoff: '1 hour' } }));
    await runJob(engine, 'a');
    held.failing.step = 'shadow';
    const { id } = await start('a', { restate: true });
    const failed = await backfillEnded(engine, id);
    expect(failed.state).toBe('failed');
    const run = engine.runs.get(failed.chunks[0]?.run ?? 0);
    expect([run.state, run.attempts, run.failures[0]?.retryable]).toEqual(['failed', 1, true]);
    held.failing.step = '';
    expect((await dispatch('a', { full_refresh: true })).state).toBe('running');
    await engine.backfills.resume(ada, id);
    expect((await backfillEnded(engine, id)).state).toBe('completed');
  });

  test('that fail do not pause their job', async () => {
    const { engine, held, apply, start, dispatch } = await open();
    held.failing.step = 'shadow';
    const paused = () => engine.jobs.get('a').paused;
    async function fail() {
      const { id } = await dispatch('a');
      await ended(engine, id);
      expect(engine.runs.get(id).state).toBe('failed');
    }
    await apply(definition('a'));
    await fail();
    await apply(definition('a', { pause_after_failures: 1 }));
    const { id } = await start('a');
    expect((await backfillEnded(engine, id)).state).toBe('failed');
    expect(paused()).toBeNull();
    await apply(definition('a', { pause_after_failures: 3 }));
    await fail();
    // Of three that failed, one is of the backfill.
    expect(paused()).toBeNull();
    await fail();
    expect(paused()).not.toBeNull();
  });

  test('come after all others, and start no other jobs', async () => {
    const { engine, held, apply, start, dispatch, limit } = await open();
    await apply(definition('a'));
    await apply(definition('low', { priority: -100 }));
    await addModel(engine, 'down', 'select count(*) as n from LAKE.RAW.EVENTS');
    await apply({
      ...definition('down', { triggers: [{ job: { after: ['a'] } }] }),
      model: 'down',
      materialization: { type: 'table' },
    });
    held.shut();
    await limit(1);
    const { id } = await start('a');
    const low = await dispatch('low');
    held.open();
    await backfillEnded(engine, id);
    const order = engine.runs
      .list({ limit: 10 })
      .runs.toSorted((x, y) => ((x.times.claimed_at ?? '') < (y.times.claimed_at ?? '') ? -1 : 1));
    expect(order.map(run => run.job)).toEqual(['a', 'low', 'a']);
    expect(engine.runs.get(low.id).state).toBe('completed');
    await engine.runs.idle();
    expect(engine.runs.list({ job: 'down', limit: 1 }).runs).toEqual([]);
    await engine.jobs.apply(ada, {
      definition: definition('a', {
        materialization: { type: 'table' },
      }),
      message: '',
      publish: true,
      confirm_shared_target: false,
    });
    await runJob(engine, 'a');
    await until(engine, () => engine.runs.list({ job: 'down', limit: 1 }).runs.length === 1);
  });

  test.each(['skip', 'cancel_running'] as const)(
    'neither keep a start from happening nor give way to it (overlap: %s)',
    async overlap => {
      const { engine, held, apply, start, dispatch, limit, chunks, clock } = await open();
      await limit(2);
      await addModel(engine, 'up', 'select 1 as n');
      await apply({ ...definition('up'), model: 'up', materialization: { type: 'table' } });
      await apply(definition('a', { triggers: [{ job: { after: ['up'], overlap } }] }));
      await runJob(engine, 'a');
      // Two days more are over: what the trigger starts has something to build.
      clock.advance(2 * 86_400_000);
      held.shut('a');
      const { id } = await start('a', { restate: true, chunk: 3, to: '2013-01-05' });
      await ended(engine, (await dispatch('up')).id);
      const byTrigger = () => engine.runs.list({ job: 'a', limit: 10, trigger: 'job' }).runs;
      expect(byTrigger().map(({ state }) => state)).toEqual(['pending']);
      expect(chunks(id)).toEqual(['running', 'waiting']);
      held.open();
      expect((await backfillEnded(engine, id)).counts).toMatchObject({ completed: 2 });
      await until(engine, () => engine.runs.activeCount() === 0);
      expect(byTrigger().map(({ state }) => state)).toEqual(['completed']);
    },
  );

  test('build what others built meanwhile only once', async () => {
    const { engine, held, apply, start } = await open();
    await apply(definition('a'));
    held.shut();
    const { id } = await start('a');
    const full = await engine.runs.dispatch(ada, { job: 'a', cause: '', variables: {}, full_refresh: true });
    held.open();
    await ended(engine, full.id);
    const done = await backfillEnded(engine, id);
    expect(done.state).toBe('completed');
    expect(done.chunks.map(({ state, reason }) => [state, reason])).toEqual([
      ['completed', null],
      ['completed', 'another run built it meanwhile'],
    ]);
    const { intervals } = engine.intervals.ofJob({ job: 'a', limit: 9 });
    expect(intervals.map(({ run }) => run)).toEqual([full.id, full.id, full.id, full.id]);
  });

  test('are of one version: they end where the job runs another one', async () => {
    const { engine, held, apply, start } = await open();
    await apply(definition('a'));
    held.shut();
    const { id } = await start('a', { restate: true });
    await engine.models.saveDraft({ model: 'events', sql: `${text} where true` });
    await engine.versions.publish(ada, { model: 'events', message: '', tag: 'v2' });
    await apply(definition('a', { tag: 'v2' }));
    held.open();
    const done = await backfillEnded(engine, id);
    const why = 'its job runs another version since the backfill began';
    const run = done.chunks[0]?.run;
    // The first may have been looked at before.
    expect(done.chunks.map(({ state, reason }) => [state, reason])).toEqual(
      done.chunks[0]?.state === 'skipped'
        ? [
            ['skipped', why],
            ['skipped', `chunk 1 was skipped (run #${run})`],
          ]
        : [
            ['completed', null],
            ['failed', why],
          ],
    );
    expect(done.state).toBe('failed');
  });
});

describe('a backfill', () => {
  test('is cancelled with its run, and can be gone on with', async () => {
    const { engine, held, apply, start, chunks } = await open();
    await apply(definition('a'));
    held.shut();
    const { id } = await start('a');
    await expect(start('a')).rejects.toThrow(`Backfill #${id} of "a" is not over`);
    await engine.backfills.cancel(ada, id, 'wrong range');
    held.open();
    const cancelled = await backfillEnded(engine, id);
    expect([cancelled.reason, cancelled.chunks.at(-1)?.reason]).toEqual(['wrong range', 'wrong range']);
    expect(cancelled.state).toBe('cancelled');
    await expect(engine.backfills.cancel(ada, id, '')).rejects.toThrow('cannot be cancelled');
    await engine.backfills.resume(ada, id);
    expect((await backfillEnded(engine, id)).state).toBe('completed');
    expect(chunks(id)).toEqual(['completed', 'completed']);
    expect(
      engine.audit.list({ object_type: 'backfill', limit: 9 }).entries.map(({ action }) => action),
    ).toEqual(['backfill.resume', 'backfill.cancel', 'backfill.start']);
  });

  test('is cancelled at once where its run only waits', async () => {
    const { engine, held, apply, start, dispatch, limit, chunks } = await open();
    await limit(1);
    for (const name of ['a', 'b']) await apply(definition(name));
    held.shut();
    await dispatch('b');
    const { id } = await start('a');
    expect((await engine.backfills.cancel(ada, id, 'wrong range')).state).toBe('cancelled');
    expect(chunks(id)).toEqual(['cancelled', 'skipped']);
  });

  test('is neither gone on with nor ended by the engine of one command about another one', async () => {
    const { directory, held, apply, start, clock, close } = await open();
    for (const name of ['a', 'b']) await apply(definition(name));
    held.shut();
    const a = await start('a', { chunk: 1 });
    const b = await start('b', { chunk: 1 });
    await close();
    const command = await openTestEngine({ clock, schedules: false }, directory);
    await command.backfills.cancel(ada, b.id, 'wrong');
    await command.backfills.resume(ada, b.id);
    expect((await backfillEnded(command, b.id)).state).toBe('completed');
    expect(command.backfills.get(a.id).counts).toMatchObject({ waiting: 4 });
    await command.close();
    const next = await openTestEngine({ clock }, directory);
    expect((await backfillEnded(next, a.id)).state).toBe('completed');
  });

  test('is left alone by the engine of one command of another kind', async () => {
    const { directory, held, apply, start, clock, dispatch, limit, close } = await open();
    await limit(1);
    for (const name of ['a', 'b']) await apply(definition(name));
    held.shut();
    await dispatch('b');
    const { id } = await start('a');
    await close();
    // As `slipway job list` opens one.
    const command = await openTestEngine({ clock, schedules: false }, directory);
    await runJob(command, 'b');
    expect(command.backfills.get(id).chunks.map(({ state }) => state)).toEqual(['pending', 'waiting']);
    await command.close();
    const next = await openTestEngine({ clock }, directory);
    expect((await backfillEnded(next, id)).state).toBe('completed');
  });

  test('is gone on with by the next engine', async () => {
    const { directory, held, apply, start, clock, close } = await open();
    await apply(definition('a'));
    held.shut();
    const { id } = await start('a', { chunk: 1 });
    await close();
    const next = await openTestEngine({ clock }, directory);
    const done = await backfillEnded(next, id);
    expect(done.counts).toMatchObject({ completed: 4 });
    expect(await rowsOf(next, 'dev', 'select id from a order by id')).toEqual([[1], [2], [3], [4]]);
  });

  test('ends where its job is deleted', async () => {
    const { engine, directory, held, apply, start, clock, close } = await open();
    await apply(definition('a'));
    held.shut();
    const { id } = await start('a');
    await expect(engine.jobs.remove(ada, 'a')).rejects.toThrow('has an active run');
    await close();
    // Nothing of it is under way any more.
    const command = await openTestEngine({ clock, schedules: false }, directory);
    await command.jobs.remove(ada, 'a');
    await command.close();
    const next = await openTestEngine({ clock }, directory);
    const done = await backfillEnded(next, id);
    expect(done.state).toBe('failed');
    expect(done.chunks[0]?.reason).toBe('its job was deleted');
  });

  test('needs a reason to build again what a protected environment has', async () => {
    const { engine, apply, start } = await open();
    await engine.environments.apply(ada, {
      name: 'prod',
      connection: 'embedded',
      database: 'SHOP',
      schema: 'PRD',
      protected: true,
    });
    await apply(definition('a', { environment: 'prod' }));
    const { id } = await start('a');
    await backfillEnded(engine, id);
    await expect(start('a', { restate: true })).rejects.toMatchObject({
      details: { problems: [{ path: 'cause' }] },
    });
    const again = await start('a', { restate: true, cause: 'late files' });
    expect((await backfillEnded(engine, again.id)).state).toBe('completed');
  });

  test('asks whether sources are good, and not whether they are fresh', async () => {
    const { engine, apply, start, add } = await open();
    await apply(
      definition('a', {
        conditions: [
          { freshness: { source: 'LAKE.RAW.EVENTS', column: 'DAY', within: '1 day' } },
          { quality: { source: 'LAKE.RAW.EVENTS', check: 'unique', columns: ['ID'] } },
        ],
      }),
    );
    const good = await start('a', { from: '2013-01-04' });
    expect((await backfillEnded(engine, good.id)).state).toBe('completed');
    await add(`1, DATE '2013-01-01', NULL, 'twin'`);
    const bad = await start('a');
    const ends = await backfillEnded(engine, bad.id);
    expect([ends.state, ends.chunks[0]?.state]).toEqual(['failed', 'skipped']);
    expect(ends.chunks[1]?.reason).toContain('chunk 1 was skipped');
  });
});
