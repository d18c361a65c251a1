import { describe, expect, test } from 'vitest';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { backfillEnded } from '../../support/backfills.ts';
import { ada, rowsOf, runJob } from '../../support/engine.ts';
import { type Events, keep, openEvents } from '../../support/events.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const hour = 3_600_000;
const day = 24 * hour;
const two = (value: number) => String(value).padStart(2, '0');
/** A row at an hour of a day of January 2013, with its value. */
const row = (id: number, date: number, value: string, at = 10) =>
  `${id}, DATE '2013-01-${two(date)}', TIMESTAMP '2013-01-${two(date)} ${two(at)}:00:00', '${value}'`;

const byDay: Materialization = {
  type: 'incremental',
  strategy: 'delete_insert',
  watermark: 'DAY',
  interval: 'day',
  begin: '2013-01-02',
};

async function open(materialization: Materialization = byDay, at = '2013-01-05T06:00:00Z', sql?: string) {
  const clock = new FakeClock(at);
  const events = await openEvents(sql, undefined, clock);
  await events.fill(...[1, 2, 3, 4, 5].map(n => row(n, n, 'a')));
  await keep(events.engine, materialization);
  return { ...events, clock };
}
const kept = ({ engine }: Events) => rowsOf(engine, 'dev', 'select id, value from events order by id, value');
const ids = async (events: Events) => (await kept(events)).map(([id]) => id);
/** `2..4` is from the second to the fourth of January, without it. */
const built = ({ engine }: Events) =>
  engine.intervals
    .ofJob({ job: 'events', limit: 100 })
    .stretches.map(({ from, to, built: is }) => `${is ? '' : '-'}${short(from)}..${short(to)}`);
const short = (time: string) =>
  time.slice(8, 10).replace(/^0/, '') + (time.includes('T00:00') ? '' : time.slice(10, 16));

async function backfill(
  { engine }: Events,
  wanted: Partial<Parameters<Events['engine']['backfills']['start']>[1]> = {},
) {
  const { id } = await engine.backfills.start(ada, { job: 'events', restate: false, cause: '', ...wanted });
  return await backfillEnded(engine, id);
}

describe('a target that is built by intervals', () => {
  test('has the days that are over, each once, and nothing of before the first', async () => {
    const events = await open();
    expect(built(events)).toEqual(['-2..5']);
    expect(events.engine.jobs.get('events')).toMatchObject({
      materialization: 'incremental',
      interval: 'day',
    });
    const first = await runJob(events.engine, 'events');
    expect([first.state, first.failure]).toEqual(['completed', null]);
    expect(first.frozen.window).toEqual({
      mode: 'full',
      reason: 'the target is not there yet',
      watermark: 'DAY',
      start: '2013-01-02',
      end: '2013-01-05',
      intervals: {
        interval: 'day',
        time_zone: 'UTC',
        from: '2013-01-02T00:00:00.000Z',
        to: '2013-01-05T00:00:00.000Z',
        count: 3,
      },
    });
    expect(await ids(events)).toEqual([2, 3, 4]);
    expect(built(events)).toEqual(['2..5']);

    // The day is not over: no run, no statement, and it says why.
    const skipped = await runJob(events.engine, 'events');
    expect([skipped.state, skipped.reason]).toEqual([
      'skipped',
      'what is built goes up to 2013-01-05 (UTC), and the day after it is not over yet',
    ]);
    expect(skipped.steps.map(({ name, state }) => [name, state])).toEqual([['compile', 'completed']]);

    events.clock.advance(2 * day);
    await events.add(row(6, 6, 'a'), row(7, 7, 'a'), row(30, 3, 'late'));
    const next = await runJob(events.engine, 'events');
    expect(next.frozen.window).toMatchObject({ mode: 'new', start: '2013-01-05', end: '2013-01-07' });
    // What came late for a day that is built waits for a restatement.
    expect(await ids(events)).toEqual([2, 3, 4, 5, 6]);
    expect(built(events)).toEqual(['2..7']);
    const { intervals, until, next_at } = events.engine.intervals.ofJob({ job: 'events', limit: 3 });
    expect([until, next_at]).toEqual(['2013-01-07T00:00:00.000Z', '2013-01-08T00:00:00.000Z']);
    expect(intervals.map(({ from, run, version }) => [short(from), run, version])).toEqual([
      ['6', next.id, 1],
      ['5', next.id, 1],
      ['4', first.id, 1],
    ]);
  });

  test('builds days again that may have had late rows', async () => {
    const events = await open({ ...byDay, look_back: '2 days' });
    await runJob(events.engine, 'events');
    await events.add(row(20, 2, 'late'), row(30, 3, 'late'));
    const again = await runJob(events.engine, 'events');
    expect(again.frozen.window).toMatchObject({ mode: 'new', start: '2013-01-03', end: '2013-01-05' });
    expect(await ids(events)).toEqual([2, 3, 4, 30]);
  });

  test('takes the days of the time zone of its schedule, whatever the column holds', async () => {
    const at: Materialization = { ...byDay, watermark: 'AT', begin: '2013-01-03' };
    const sql = `select id, at, value from LAKE.RAW.EVENTS`;
    const events = await open({ ...at, time_zone: 'America/New_York' }, '2013-01-05T04:59:59Z', sql);
    // In New York it is the fourth.
    await events.fill(row(1, 2, 'a', 23), row(2, 3, 'a', 0), row(3, 3, 'a', 23), row(4, 4, 'a', 0));
    await runJob(events.engine, 'events');
    expect(await ids(events)).toEqual([2, 3]);
    events.clock.advance(1_000);
    await runJob(events.engine, 'events');
    expect(await ids(events)).toEqual([2, 3, 4]);

    // Instants are compared as instants.
    const zoned = await open(
      { ...at, time_zone: undefined },
      '2013-01-05T05:00:00Z',
      `select id, at::timestamp_tz as at, value from LAKE.RAW.EVENTS`,
    );
    await keep(zoned.engine, at, 'v1', {
      triggers: [{ schedule: { cron: '0 6 * * *', time_zone: 'America/New_York' } }],
    });
    await zoned.fill(row(1, 3, 'a', 4), row(2, 3, 'a', 5), row(3, 5, 'a', 4), row(4, 5, 'a', 5));
    const run = await runJob(zoned.engine, 'events');
    expect(run.frozen.window).toMatchObject({
      start: '2013-01-03 05:00:00+00:00',
      end: '2013-01-05 05:00:00+00:00',
    });
    expect(await ids(zoned)).toEqual([2, 3]);
  });

  test('tells its text which rows are asked for, at both ends', async () => {
    const events = await open(
      byDay,
      undefined,
      `select id, day, case when {{ is_incremental }} then 'new' else 'all' end as value from LAKE.RAW.EVENTS
       where day >= {{ start_ts }} and day < {{ end_ts }}`,
    );
    await runJob(events.engine, 'events');
    expect(await kept(events)).toEqual([
      [2, 'all'],
      [3, 'all'],
      [4, 'all'],
    ]);
    events.clock.advance(day);
    const run = await runJob(events.engine, 'events');
    expect(run.frozen.compiled?.sql).toContain("CAST('2013-01-05' AS DATE)");
    expect(run.frozen.compiled?.sql).toContain("CAST('2013-01-06' AS DATE)");
    expect((await kept(events)).at(-1)).toEqual([5, 'new']);
  });

  test('is built anew by a full refresh, and the ledger with it', async () => {
    const events = await open();
    await runJob(events.engine, 'events');
    await events.fill(row(2, 2, 'b'), row(4, 4, 'b'));
    await keep(events.engine, { ...byDay, begin: '2013-01-03' });
    const { id } = await events.engine.runs.dispatch(ada, {
      job: 'events',
      cause: '',
      variables: {},
      full_refresh: true,
    });
    await events.engine.runs.idle();
    expect(events.engine.runs.get(id).state).toBe('completed');
    expect(await kept(events)).toEqual([[4, 'b']]);
    expect(built(events)).toEqual(['3..5']);
  });

  test('forgets its ledger when it is built otherwise, and begins anew when it comes back', async () => {
    const events = await open();
    await runJob(events.engine, 'events');
    await keep(events.engine, { type: 'incremental', strategy: 'delete_insert', watermark: 'DAY' });
    await runJob(events.engine, 'events');
    expect(await ids(events)).toEqual([2, 3, 4, 5]);
    expect(() => built(events)).toThrow('does not build its target by intervals');
    await keep(events.engine, byDay);
    expect(built(events)).toEqual(['-2..5']);
    const run = await runJob(events.engine, 'events');
    expect(run.frozen.window).toMatchObject({
      mode: 'full',
      reason: 'no interval of it is recorded as built',
    });
    expect(await ids(events)).toEqual([2, 3, 4]);
  });

  test('a draft builds days that are to be built again', async () => {
    const events = await open({ ...byDay, look_back: '1 day' });
    await runJob(events.engine, 'events');
    await events.engine.models.saveDraft({
      model: 'events',
      sql: `select id, day, at, 'draft' as value from LAKE.RAW.EVENTS`,
    });
    const tried = await runJob(events.engine, 'events', { version: 'draft' });
    expect([tried.state, tried.failure, tried.reason]).toEqual(['completed', null, null]);
    expect(await kept(events)).toEqual([
      [2, 'a'],
      [3, 'a'],
      [4, 'draft'],
    ]);
    expect(built(events)).toEqual(['2..4', '-4..5']);
    await runJob(events.engine, 'events');
    expect((await kept(events)).map(([, value]) => value)).toEqual(['a', 'a', 'a']);
  });

  test('its plan says what a run would build, or why there is nothing to build', async () => {
    const events = await open();
    const plan = await events.engine.runs.plans.ofJob('events', { variables: {} });
    expect(plan).toMatchObject({ problem: null, skipped: null, window: { mode: 'full', end: '2013-01-05' } });
    expect(plan.steps[0]?.statements.join('\n')).toContain(
      `"new"."DAY" >= CAST('2013-01-02' AS DATE) AND "new"."DAY" < CAST('2013-01-05' AS DATE)`,
    );
    await runJob(events.engine, 'events');
    const after = await events.engine.runs.plans.ofJob('events', { variables: {} });
    expect(after).toMatchObject({ problem: null, steps: [], window: null });
    expect(after.skipped).toContain(', and the day after it is not over yet');
  });

  test.each<[Materialization, string]>([
    [{ ...byDay, watermark: 'ID' }, 'watermark_type'],
    [{ ...byDay, watermark: 'NO' }, 'watermark_missing'],
    [{ ...byDay, interval: 'hour' }, 'watermark_type'],
  ])('refuses %o', async (materialization, code) => {
    const events = await open(materialization);
    const run = await runJob(events.engine, 'events');
    expect(run.failures.map(failure => failure.code)).toEqual([code]);
    expect(built(events).every(stretch => stretch.startsWith('-'))).toBe(true);
  });

  test('refuses rows of no time, and a time zone that is none', async () => {
    const events = await open();
    await events.add(`9, NULL, NULL, 'x'`);
    const run = await runJob(events.engine, 'events');
    expect(run.failures.map(failure => failure.code)).toEqual(['watermark_null']);
    expect(built(events)).toEqual(['-2..5']);
    await expect(keep(events.engine, { ...byDay, time_zone: 'Mars/Olympus' })).rejects.toMatchObject({
      details: { problems: [{ path: 'materialization.time_zone' }] },
    });
  });
});

describe('a backfill', () => {
  test('its runs are done again with their range, and not where it is built', async () => {
    const events = await open();
    const { engine } = events;
    const done = await backfill(events, { to: '2013-01-04' });
    const [run = 0] = done.chunks.map(each => each.run ?? 0);
    const again = async () => {
      const { id } = await engine.runs.retry(ada, run, 'today', '');
      await engine.runs.idle();
      return engine.runs.get(id);
    };
    expect(await again()).toMatchObject({
      state: 'skipped',
      reason: 'it is built already; a restatement builds it again',
    });
    await events.write('DROP TABLE SHOP.MARTS.EVENTS');
    expect((await again()).frozen.window?.intervals).toMatchObject({ to: '2013-01-04T00:00:00.000Z' });
    expect(await ids(events)).toEqual([2, 3]);
    await keep(engine, { type: 'table' });
    expect(engine.runs.planRetry(run, 'today').differences).toContain(
      'no range: its target is not built by intervals any more',
    );
  });

  test('builds what is missing in chunks, the newest first, below all other runs', async () => {
    const events = await open({ ...byDay, begin: '2013-01-01' });
    const plan = await events.engine.backfills.plan({ job: 'events', chunk: 2, restate: false });
    expect(plan).toMatchObject({ count: 4, built: 0, range: { count: 4 }, target: 'SHOP.MARTS.EVENTS' });
    expect(plan.chunks.map(({ from, to, count }) => [short(from), short(to), count])).toEqual([
      ['3', '5', 2],
      ['1', '3', 2],
    ]);
    expect(plan.first?.window).toMatchObject({ mode: 'full', start: '2013-01-03', end: '2013-01-05' });
    const done = await backfill(events, { chunk: 2, cause: 'history' });
    expect(done).toMatchObject({ state: 'completed', counts: { completed: 2 }, version: 1, tag: 'v1' });
    expect(await ids(events)).toEqual([1, 2, 3, 4]);
    expect(built(events)).toEqual(['1..5']);
    const runs = done.chunks.map(({ run }) => events.engine.runs.get(run ?? 0));
    expect(runs.map(({ trigger, backfill: of }) => [trigger.cause, of])).toEqual([
      ['backfill #1: history', 1],
      ['backfill #1: history', 1],
    ]);
    expect(runs.map(({ frozen }) => [frozen.window?.mode, frozen.window?.start])).toEqual([
      ['full', '2013-01-03'],
      ['new', '2013-01-01'],
    ]);
    await expect(backfill(events)).rejects.toThrow('There is nothing to build');
  });

  test('restates what is built', async () => {
    const events = await open();
    await runJob(events.engine, 'events');
    await events.fill(row(2, 2, 'b'), row(3, 3, 'b'), row(33, 3, 'b'), row(4, 4, 'b'));
    const done = await backfill(events, { from: '2013-01-03', to: '2013-01-04', restate: true });
    expect(done).toMatchObject({ state: 'completed', restate: true, counts: { completed: 1 } });
    expect(await kept(events)).toEqual([
      [2, 'a'],
      [3, 'b'],
      [4, 'a'],
      [33, 'b'],
    ]);
    const { intervals } = events.engine.intervals.ofJob({ job: 'events', limit: 9 });
    expect(intervals.map(({ run }) => run)).toEqual([1, done.chunks[0]?.run, 1]);
  });

  test('stops at a chunk that fails, and goes on from it', async () => {
    const events = await open();
    await events.add(`9, DATE '2013-01-03', TIMESTAMP '2013-01-03 00:00:00', 'x'`);
    await events.engine.models.saveDraft({
      model: 'events',
      sql: `select id, day, at, case when value = 'x' then (1 / 0)::varchar else value end as value from LAKE.RAW.EVENTS`,
    });
    await events.engine.versions.publish(ada, { model: 'events', message: '', tag: 'v2' });
    await keep(events.engine, byDay, 'v2');
    const failed = await backfill(events, { chunk: 1 });
    expect(failed.state).toBe('failed');
    expect(failed.chunks.map(({ state, reason }) => [state, reason?.slice(0, 14) ?? null])).toEqual([
      ['completed', null],
      ['failed', expect.any(String)],
      ['skipped', 'chunk 2 failed'],
    ]);
    expect(built(events)).toEqual(['-2..4', '4..5']);
    await events.fill(row(2, 2, 'b'), row(3, 3, 'b'), row(4, 4, 'b'));
    await events.engine.backfills.resume(ada, failed.id);
    const done = await backfillEnded(events.engine, failed.id);
    expect(done.chunks.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed']);
    expect(await kept(events)).toEqual([
      [2, 'b'],
      [3, 'b'],
      [4, 'a'],
    ]);
    await expect(events.engine.backfills.resume(ada, failed.id)).rejects.toThrow('it is completed');
  });

  test.each([
    [{ from: '2013-01-04', to: '2013-01-04' }, 'to', 'must be after the beginning'],
    [{ from: '2013-01-01' }, 'from', 'is before the first interval'],
    [{ to: '2013-01-06' }, 'to', 'is not over yet: the last day that is over ended 2013-01-05 (UTC)'],
    [{ from: 'yesterday' }, 'from', 'is no time'],
    [{ from: '2013-02-30' }, 'from', 'is no time'],
  ])('refuses %o', async (wanted, path, message) => {
    const events = await open();
    await expect(backfill(events, wanted)).rejects.toMatchObject({
      code: 'validation',
      details: { problems: [{ path, message: expect.stringContaining(message) as string }] },
    });
  });
});
