import { expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { ada, addJob, addModel, addShop, ended, openTestEngine } from '../../support/engine.ts';

async function shop(): Promise<Engine> {
  const engine = await openTestEngine();
  await addShop(engine);
  await addModel(engine, 'm', "select {{ region }} as r, 'one' as v", "select {{ region }} as r, 'two' as v");
  await dev(engine, 'north');
  await addJob(engine, 'm', 'dev');
  return engine;
}

const dev = (engine: Engine, region: string) =>
  engine.environments.apply(ada, {
    name: 'dev',
    connection: 'embedded',
    database: 'SHOP_DEV',
    schema: 'MARTS',
    variables: { region },
  });

const dispatch = (engine: Engine, over: { variables?: { region: string }; version?: string } = {}) =>
  engine.runs.dispatch(ada, { job: 'm_dev', cause: '', variables: {}, ...over });

async function frozen(engine: Engine, run: Promise<{ id: number }>) {
  const { id } = await run;
  await ended(engine, id);
  const { variables, version } = engine.runs.get(id).frozen;
  return { region: variables['region'], version };
}

test('a job dispatched again runs what it is by then, whatever of it changed', async () => {
  const engine = await shop();
  expect(await frozen(engine, dispatch(engine))).toMatchObject({ region: 'north', version: 1 });
  expect(await frozen(engine, dispatch(engine))).toMatchObject({ region: 'north', version: 1 });
  await dev(engine, 'south');
  expect(await frozen(engine, dispatch(engine))).toMatchObject({ region: 'south', version: 1 });
  await addJob(engine, 'm', 'dev', { tag: 'v2' });
  expect(await frozen(engine, dispatch(engine))).toMatchObject({ region: 'south', version: 2 });
  await engine.models.saveDraft({ model: 'm', sql: "select {{ region }} as r, 'draft' as v" });
  expect(await frozen(engine, dispatch(engine, { version: 'draft' }))).toMatchObject({ version: null });
  expect(await frozen(engine, dispatch(engine))).toMatchObject({ version: 2 });
});

test('what one run was asked for beside its job is not kept for the next', async () => {
  const engine = await shop();
  const other = { variables: { region: 'west' }, version: '2' };
  expect(await frozen(engine, dispatch(engine, other))).toMatchObject({ region: 'west', version: 2 });
  expect(await frozen(engine, dispatch(engine))).toMatchObject({ region: 'north', version: 1 });
});

test('a change and a dispatch asked for at once follow each other; a change that is refused leaves no trace', async () => {
  const engine = await shop();
  const [, first] = await Promise.all([dev(engine, 'east'), dispatch(engine)]);
  const refused = engine.environments.apply(
    ada,
    {
      name: 'prod',
      connection: 'embedded',
      database: 'SHOP_DEV',
      schema: 'MARTS',
      variables: { region: 'x' },
    },
    { id: engine.environments.get('dev').id },
  );
  const [, second] = await Promise.allSettled([refused, dispatch(engine)]);
  await expect(refused).rejects.toMatchObject({ code: 'conflict' });
  expect(await frozen(engine, Promise.resolve(first))).toMatchObject({ region: 'east' });
  if (second.status === 'rejected') throw second.reason;
  expect(await frozen(engine, Promise.resolve(second.value))).toMatchObject({ region: 'east' });
});
