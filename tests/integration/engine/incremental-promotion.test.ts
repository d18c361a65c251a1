import { expect, test } from 'vitest';
import type { Clock } from '../../../src/main/engine/ports.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { ada, rowsOf, runJob } from '../../support/engine.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { keep, openEvents } from '../../support/events.ts';

const merge = {
  type: 'incremental' as const,
  strategy: 'merge' as const,
  unique_key: ['ID'],
  watermark: 'AT',
};
const row = (id: number, day: number, value: string) =>
  `${id}, DATE '2013-01-0${day}', TIMESTAMP '2013-01-0${day}', '${value}'`;

/** A job that runs v1 of `events`; v2 computes the same columns, v3 one more. */
async function open(materialization: Materialization = merge, clock?: Clock) {
  const events = await openEvents(undefined, undefined, clock);
  const { engine } = events;
  for (const [number, sql] of [
    [2, 'select id, day, at, upper(value) as value from LAKE.RAW.EVENTS'],
    [3, 'select id, day, at, value, 1 as more from LAKE.RAW.EVENTS'],
  ] as const) {
    await engine.models.saveDraft({ model: 'events', sql });
    await engine.versions.publish(ada, { model: 'events', message: '', tag: `v${number}` });
  }
  await keep(engine, materialization);
  await events.fill(row(1, 1, 'a'), row(2, 2, 'b'));
  return events;
}

const plan = (engine: Engine, tag: string) =>
  engine.promotions.plan(ada, { model: 'events', environment: 'dev', tag });

test('a plan shows what the next run brings in; runs move from where on, and it holds', async () => {
  const { engine, add } = await open();
  await runJob(engine, 'events');
  const planned = await plan(engine, 'v2');
  expect(planned.window).toMatchObject({ mode: 'new', watermark: 'AT', start: '2013-01-02 00:00:00' });
  expect(planned.statements.join('\n')).toContain('MERGE INTO "SHOP"."MARTS"."EVENTS"');
  expect(planned.statements.join('\n')).toContain('2013-01-02 00:00:00');
  expect(planned.warnings).toEqual([
    'Other than in the last run: text. Rows that are in SHOP.MARTS.EVENTS stay as they are; a full refresh makes them anew',
  ]);
  expect(await rowsOf(engine, 'dev', 'select value from events order by id')).toEqual([['a'], ['b']]);

  await add(row(3, 3, 'c'));
  await runJob(engine, 'events');
  await add(row(4, 4, 'd'));
  await engine.promotions.apply(ada, { promotion: planned.id, hash: planned.hash, note: '' });
  const run = await runJob(engine, 'events');
  expect(run.frozen.window).toMatchObject({ mode: 'new', start: '2013-01-03 00:00:00' });
  expect(await rowsOf(engine, 'dev', 'select value from events order by id')).toEqual([
    ...[['a'], ['b']],
    ...[['C'], ['D']],
  ]);
});

test('that all is built, and then what is new, is another plan', async () => {
  const { engine } = await open();
  const planned = await plan(engine, 'v2');
  expect(planned.window).toMatchObject({ mode: 'full', reason: 'the target is not there yet' });
  expect(planned.warnings).toEqual([]);
  await runJob(engine, 'events');
  await expect(engine.promotions.apply(ada, { promotion: planned.id, note: '' })).rejects.toMatchObject({
    message: `Plan #${planned.id} is stale: other statements would run`,
  });
});

test('columns that changed: what the job says of them is told before it is promoted', async () => {
  const { engine } = await open();
  await runJob(engine, 'events');
  const failing = await plan(engine, 'v3');
  expect(failing.window).toBeNull();
  expect(failing.warnings.at(-1)).toMatch(
    /^The next run would fail before it writes anything: The columns have changed: the target lacks MORE .*those of a full refresh$/,
  );
  expect(failing.statements.join('\n')).not.toContain('MERGE');

  await keep(engine, { ...merge, on_schema_change: 'full_refresh' });
  const anew = await plan(engine, 'v3');
  expect(anew.window).toMatchObject({ mode: 'full', reason: 'its columns have changed' });
  // No row stays as it is.
  expect(anew.warnings).toEqual([]);
  expect(anew.hash).not.toBe(failing.hash);

  await keep(engine, { ...merge, on_schema_change: 'append_columns' });
  const appended = await plan(engine, 'v3');
  expect(appended.window?.mode).toBe('new');
  expect(appended.statements.join('\n')).toContain('ADD COLUMN "MORE"');
});

test('of a target that is built by intervals, a plan holds while intervals end', async () => {
  const clock = new FakeClock('2013-01-03T06:00:00Z');
  const { engine } = await open(
    {
      type: 'incremental',
      strategy: 'delete_insert',
      watermark: 'DAY',
      interval: 'day',
      begin: '2013-01-01',
    },
    clock,
  );
  await runJob(engine, 'events');
  const planned = await plan(engine, 'v2');
  expect(planned.window).toBeNull();
  expect(planned.warnings.at(-1)).toMatch(
    /^A run now would be skipped: what is built goes up to 2013-01-03 .* is not over yet\. The statements are those of a full refresh$/,
  );
  clock.advance(86_400_000);
  await engine.promotions.apply(ada, { promotion: planned.id, hash: planned.hash, note: '' });
  const run = await runJob(engine, 'events');
  expect(run.frozen.window).toMatchObject({ mode: 'new', start: '2013-01-03', end: '2013-01-04' });
});
