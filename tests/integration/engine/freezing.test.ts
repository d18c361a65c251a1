import { expect, test } from 'vitest';
import type { Variables } from '../../../src/shared/contract/common.ts';
import type { JobDefinition } from '../../../src/shared/contract/jobs.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { ada, addJob, addModel, addShop, ended, openTestEngine, rowsOf } from '../../support/engine.ts';

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

test('a declared type holds on all layers, and a run says where each variable comes from', async () => {
  const engine = await shop();
  const problemOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      ({ details, message }: SlipwayError) =>
        details.problems?.map(each => `${each.path}: ${each.message}`) ?? message,
    );
  const date = (value: string) => ({ type: 'date' as const, value });
  await addModel(engine, 'd', 'select {{ since }} as since, {{ region }} as region');
  for (const environment of ['dev', 'prod']) await addJob(engine, 'd', environment);
  await engine.workspace.setVariables(ada, { since: date('2026-01-01'), region: 'all' });

  // Each layer is held to it where it is given.
  const { definition } = engine.jobs.get('d_dev');
  const withSince = (since: string) =>
    engine.jobs.apply(ada, {
      definition: { ...(definition as JobDefinition), variables: { since } },
      message: '',
      publish: true,
      confirm_shared_target: false,
    });
  expect(await problemOf(withSince('soon'))).toEqual([
    'variables.since: must be a date as in 2026-03-01; "soon" is not',
  ]);
  await withSince('2026-02-01');
  const run = (job: string, variables: Variables, cause = '') =>
    engine.runs.dispatch(ada, { job, cause, variables });
  expect(await problemOf(run('d_dev', { since: { type: 'text', value: 'x' } }))).toEqual([
    'variables.since: is declared as date by the workspace, and cannot be text',
  ]);
  expect(
    await problemOf(engine.workspace.setVariables(ada, { region: { type: 'number', value: 1 } })),
  ).toEqual(['variables.region: as environment "dev" sets it, must be a number; "north" is not']);

  const { id } = await run('d_dev', { since: '2026-03-01' });
  await ended(engine, id);
  expect(engine.runs.get(id)).toMatchObject({
    state: 'completed',
    frozen: {
      variables: { since: date('2026-03-01'), region: 'north' },
      resolved_variables: [
        { name: 'region', value: 'north', type: 'text', declared: false, layer: 'environment' },
        {
          name: 'since',
          value: '2026-03-01',
          type: 'date',
          declared: true,
          layer: 'run',
          overrides: [
            { layer: 'job', value: '2026-02-01' },
            { layer: 'workspace', value: '2026-01-01' },
          ],
        },
      ],
      columns: [{ name: 'SINCE', type: 'DATE' }, { name: 'REGION' }],
    },
  });
  expect(await rowsOf(engine, 'dev', 'select since from SHOP_DEV.MARTS.D')).toEqual([['2026-03-01']]);

  // What differs from what was approved needs a reason where that counts.
  expect(await problemOf(run('d_prod', { region: 'x' }))).toEqual([
    'cause: is missing: "prod" is protected, and region is to be another value there for this run. Say why',
  ]);
  const builds = { environment: 'prod', select: 'd', drafts: false, jobs: [], variables: { region: 'x' } };
  expect(await problemOf(engine.builds.start(ada, { ...builds, cause: ' ' }))).toHaveLength(1);
  await ended(engine, (await run('d_prod', { region: 'x' }, 'asked for by the auditors')).id);
  await ended(engine, (await run('d_prod', {})).id);
});
