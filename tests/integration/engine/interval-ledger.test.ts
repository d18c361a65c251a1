import { describe, expect, test } from 'vitest';
import { type ByTime, byDay, day, definition, hour, openDays, row } from '../../support/days.ts';
import { ada, ended, runJob } from '../../support/engine.ts';

describe('the ledger says no more than the target has', () => {
  test('after the watermark was changed', async () => {
    const { engine, apply, clock, add, ids } = await openDays();
    await apply(definition('a'));
    // Of the fifth by day, which is not over; of the third by the other column.
    await add(row(9, 5, 'a', '03 10:00:00'));
    await runJob(engine, 'a');
    await apply(definition('a', { materialization: { ...byDay, watermark: 'AT' } }));
    clock.advance(day);
    await runJob(engine, 'a');
    expect(await ids('a')).toEqual([1, 2, 3, 4, 9]);
  });

  test('after the time zone was changed, of a column that has none', async () => {
    const { engine, apply, clock, fill, ids } = await openDays('2013-01-04T01:00:00Z');
    await fill(row(1, 3, 'a', '03 23:30:00'), row(2, 4, 'a', '04 00:30:00'), row(3, 4, 'a', '04 05:30:00'));
    const hourly: ByTime = { ...byDay, watermark: 'AT', interval: 'hour', begin: '2013-01-03' };
    await apply(definition('a', { materialization: hourly }));
    await runJob(engine, 'a');
    expect(await ids('a')).toEqual([1, 2]);
    // A schedule gives the job its time zone.
    await apply(
      definition('a', {
        materialization: hourly,
        triggers: [{ schedule: { cron: '0 6 1 1 *', time_zone: 'Asia/Tokyo' } }],
      }),
    );
    clock.advance(hour);
    await runJob(engine, 'a');
    expect(await ids('a')).toEqual([1, 2, 3]);
  });

  test('after a time zone was chosen in which it is earlier, of a column that has none', async () => {
    const { engine, apply, clock, fill, add, ids } = await openDays('2013-01-04T01:00:00Z');
    const hourly: ByTime = { ...byDay, watermark: 'AT', interval: 'hour', begin: '2013-01-03' };
    await fill(row(1, 3, 'a', '03 23:30:00'), row(2, 4, 'a', '04 09:30:00'));
    await apply(definition('a', { materialization: { ...hourly, time_zone: 'Asia/Tokyo' } }));
    await runJob(engine, 'a');
    expect(await ids('a')).toEqual([1, 2]);
    // By these clocks it is one o'clock.
    await apply(definition('a', { materialization: { ...hourly, time_zone: 'UTC' } }));
    await runJob(engine, 'a');
    await add(row(3, 4, 'a', '04 05:30:00'));
    clock.advance(10 * hour);
    await runJob(engine, 'a');
    expect(await ids('a')).toEqual([1, 2, 3]);
  });

  test('after the clock was ahead for a while', async () => {
    const { engine, apply, clock, add, ids } = await openDays();
    await apply(definition('a'));
    clock.advance(3 * day);
    await runJob(engine, 'a');
    clock.advance(-3 * day);
    await add(row(5, 5), row(6, 6));
    clock.advance(2 * day);
    await runJob(engine, 'a');
    expect(await ids('a')).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('after a first run with variables of its own', async () => {
    const { engine, apply, dispatch, ids, missing } = await openDays(
      undefined,
      `select id, day, at, value from LAKE.RAW.EVENTS where id <= {{ most }}`,
    );
    await apply(definition('a', { variables: { most: 99 } }));
    const first = await dispatch('a', { variables: { most: 2 } });
    await ended(engine, first.id);
    expect(engine.runs.get(first.id).state).toBe('completed');
    expect([await ids('a'), missing('a')]).toEqual([[1, 2], 4]);
  });

  test('where another job that shares the target ended last, though it was asked for first', async () => {
    const { engine, apply, one, dispatch, held } = await openDays();
    await one();
    await apply(definition('a', { target: { table: 'T' } }));
    await apply(definition('c'));
    await apply(
      definition('b', { target: { table: 'T' }, materialization: { type: 'table' }, priority: -5 }),
    );
    held.shut();
    const busy = await dispatch('c');
    const b = await dispatch('b');
    const a = await dispatch('a');
    held.open();
    for (const { id } of [busy, a, b]) await ended(engine, id);
    expect(engine.runs.get(b.id).state).toBe('completed');
    const next = await runJob(engine, 'a');
    expect(next.failures.map(({ code }) => code)).toEqual(['target_not_built']);
  });

  test('where another job that built the target was given another one since', async () => {
    const { engine, apply, clock } = await openDays();
    await apply(definition('a', { target: { table: 'T' } }));
    await runJob(engine, 'a');
    await apply(definition('b', { target: { table: 'T' }, materialization: { type: 'table' } }));
    await runJob(engine, 'b');
    await apply(definition('b', { target: { table: 'ELSEWHERE' }, materialization: { type: 'table' } }));
    clock.advance(day);
    const next = await runJob(engine, 'a');
    expect(next.failures.map(({ code }) => code)).toEqual(['target_not_built']);
  });

  test('of the first hours of a day whose midnight clocks skip', async () => {
    const { engine, apply, fill, clock, add, ids } = await openDays('2013-10-20T06:00:00Z');
    await fill(`1, DATE '2013-10-19', TIMESTAMP '2013-10-19 00:00:00', 'a'`);
    const zoned: ByTime = { ...byDay, watermark: 'AT', begin: '2013-10-19', time_zone: 'America/Sao_Paulo' };
    await apply(definition('a', { materialization: zoned }));
    await runJob(engine, 'a');
    expect(await ids('a')).toEqual([1]);
    // A timestamp that holds days.
    await add(`2, DATE '2013-10-20', TIMESTAMP '2013-10-20 00:00:00', 'a'`);
    clock.advance(2 * day);
    await runJob(engine, 'a');
    expect(await ids('a')).toEqual([1, 2]);
  });

  test('gets what is over since, though its source has not changed since its last success', async () => {
    const { engine, apply, clock, add, ids } = await openDays();
    await add(row(5, 5));
    await apply(
      definition('a', {
        conditions: [
          { freshness: { source: 'LAKE.RAW.EVENTS', column: 'AT', changed_since_last_success: true } },
        ],
      }),
    );
    await runJob(engine, 'a');
    clock.advance(day);
    await runJob(engine, 'a');
    expect(await ids('a')).toEqual([1, 2, 3, 4, 5]);
  });

  test('says of a job that is not published that it is not', async () => {
    const { engine } = await openDays();
    await engine.jobs.apply(ada, {
      definition: definition('a'),
      message: '',
      publish: false,
      confirm_shared_target: false,
    });
    expect(() => engine.intervals.ofJob({ job: 'a', limit: 1 })).toThrow('"a" is only a draft');
  });

  test('keeps its record where a full refresh is known not to have replaced it', async () => {
    const { apply, engine, dispatch, held, missing, clock } = await openDays();
    await apply(definition('a'));
    await runJob(engine, 'a');
    held.failing.step = 'publish';
    const { id } = await dispatch('a', { full_refresh: true });
    await ended(engine, id);
    held.failing.step = '';
    expect([engine.runs.get(id).state, missing('a')]).toEqual(['failed', 0]);
    // A scheduled run does not grow by what somebody tried.
    clock.advance(day);
    expect((await runJob(engine, 'a')).frozen.window?.mode).toBe('new');
  });

  test('of the target that the job has, and of no other', async () => {
    const { engine, apply, missing } = await openDays();
    await apply(definition('a'));
    await runJob(engine, 'a');
    expect(missing('a')).toBe(0);
    await apply(definition('a', { target: { table: 'ELSEWHERE' } }));
    expect(missing('a')).toBe(4);
    const plan = await engine.backfills.plan({ job: 'a', restate: false });
    expect([plan.count, plan.built]).toEqual([4, 0]);
    expect((await runJob(engine, 'a')).frozen.window).toMatchObject({ mode: 'full' });
    expect(missing('a')).toBe(0);
  });
});
