import { expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { ModelJobDefinition } from '../../../src/shared/contract/jobs.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { buildEnded, buildOf } from '../../support/builds.ts';
import { ada, addModel, rowsOf, runJob } from '../../support/engine.ts';
import { keep, openEvents } from '../../support/events.ts';

const merge: Materialization = {
  type: 'incremental',
  strategy: 'merge',
  unique_key: ['ID'],
  watermark: 'AT',
};
const row = (id: number, day: number, value: string) =>
  `${id}, DATE '2013-01-0${day}', TIMESTAMP '2013-01-0${day}', '${value}'`;

/** A job that keeps model `below`, which reads what `events` writes. */
async function addBelow(engine: Engine, materialization: Materialization, environment = 'dev') {
  const definition: ModelJobDefinition = {
    name: `below_${environment}`,
    kind: 'model',
    environment,
    model: 'below',
    track: 'latest',
    target: { table: 'BELOW' },
    materialization,
  };
  await engine.jobs.apply(ada, { definition, message: '', publish: true, confirm_shared_target: false });
}

async function build(
  engine: Engine,
  select: string,
  options: Parameters<typeof buildOf>[1] & { full_refresh?: boolean; ignore_conditions?: boolean } = {},
) {
  const { id } = await engine.builds.start(ada, { ...buildOf(select), ...options });
  return await buildEnded(engine, id);
}

test('a build builds incremental targets by what is new, or anew where that is asked for', async () => {
  const { engine, fill } = await openEvents();
  await keep(engine, merge);
  await fill(row(1, 1, 'a'), row(2, 2, 'b'));
  expect((await build(engine, 'events')).state).toBe('completed');
  await fill(row(1, 1, 'changed'), row(2, 2, 'b'));
  const values = async () => (await rowsOf(engine, 'dev', 'select value from events order by id')).flat();
  expect((await build(engine, 'events')).state).toBe('completed');
  // Before the highest watermark, and without a look-back.
  expect(await values()).toEqual(['a', 'b']);
  const anew = await build(engine, 'events', { full_refresh: true });
  expect(anew).toMatchObject({ state: 'completed', full_refresh: true });
  expect(await values()).toEqual(['changed', 'b']);
});

test('a model is built although what it reads was skipped, as nothing had changed', async () => {
  const { engine, fill } = await openEvents();
  await keep(engine, { type: 'table' }, 'v1', {
    conditions: [
      { freshness: { source: 'LAKE.RAW.EVENTS', column: 'AT', changed_since_last_success: true } },
    ],
  });
  await addModel(engine, 'below', 'select 1 as n, id from events');
  await addBelow(engine, { type: 'table' });
  await fill(row(1, 1, 'a'));
  expect((await build(engine, '+below')).state).toBe('completed');
  await engine.models.saveDraft({ model: 'below', sql: 'select 2 as n, id from events' });
  await engine.versions.publish(ada, { model: 'below', message: '' });
  const second = await build(engine, '+below');
  expect(second.models.map(({ model, state, reason }) => [model, state, reason])).toEqual([
    ['events', 'skipped', expect.stringMatching(/: as #\d+ found it$/)],
    ['below', 'completed', null],
  ]);
  expect(second).toMatchObject({ state: 'completed', ignore_conditions: false });
  expect(await rowsOf(engine, 'dev', 'select n from below')).toEqual([[2]]);

  // Ignored of the one that has conditions; the other one has none.
  const third = await build(engine, '+below', { ignore_conditions: true });
  expect(third).toMatchObject({ ignore_conditions: true, counts: { completed: 2 } });
  const [kept] = third.models.map(({ run }) => engine.runs.get(run ?? 0));
  expect(kept?.conditions).toMatchObject([{ met: false }]);
});

test('rows read in another environment do not stay in an incremental table', async () => {
  const { engine, fill } = await openEvents();
  await engine.environments.apply(ada, {
    name: 'test',
    connection: 'embedded',
    database: 'TEST',
    schema: 'MARTS',
    source_mapping: { SHOP: 'TEST' },
  });
  await keep(engine, { type: 'table' });
  await addModel(engine, 'below', 'select id, at, value from SHOP.MARTS.EVENTS');
  await addBelow(engine, merge, 'test');
  await fill(row(7, 9, 'of dev'));
  await runJob(engine, 'events');
  const deferred = await build(engine, 'below', { environment: 'test', defer: 'dev' });
  expect([deferred.state, deferred.models[0]?.reason]).toEqual(['completed', null]);
  const values = async () => (await rowsOf(engine, 'test', 'select value from below order by id')).flat();
  expect(await values()).toEqual(['of dev']);
  // A table of its own is there now, with rows below the highest of dev.
  await engine.jobs.apply(ada, {
    definition: {
      name: 'events_test',
      kind: 'model',
      environment: 'test',
      model: 'events',
      tag: 'v1',
      target: { table: 'EVENTS' },
      materialization: { type: 'table' },
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
  await fill(row(1, 1, 'of test'));
  await runJob(engine, 'events_test');
  const run = await runJob(engine, 'below_test');
  expect(run.frozen.window).toMatchObject({
    mode: 'full',
    reason: 'the last run read tables of another environment',
  });
  expect(await values()).toEqual(['of test']);
});
