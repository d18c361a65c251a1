import { describe, expect, test } from 'vitest';
import type { ModelJobDefinition } from '../../../src/shared/contract/jobs.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';
import {
  ada,
  addJob,
  addModel,
  addShop,
  building,
  ended,
  openTestEngine,
  runJob,
  slowQuery,
} from '../../support/engine.ts';

const definition = (changes: Partial<ModelJobDefinition> = {}): ModelJobDefinition => ({
  name: 'm_dev',
  kind: 'model',
  environment: 'dev',
  model: 'm',
  tag: 'v1',
  target: { table: 'M' },
  materialization: { type: 'table' },
  ...changes,
});
const apply = (engine: Engine, changes: Partial<ModelJobDefinition> = {}, publish = true) =>
  engine.jobs.apply(ada, {
    definition: definition(changes),
    message: '',
    publish,
    confirm_shared_target: false,
  });

async function shop(): Promise<Engine> {
  const engine = await openTestEngine();
  await addShop(engine);
  await addModel(engine, 'm', 'select 1 as a', 'select 2 as a');
  return engine;
}

describe('definitions', () => {
  test('are versioned; publishing the same again changes nothing', async () => {
    const engine = await shop();
    expect(await apply(engine)).toMatchObject({
      created: true,
      changed: true,
      version: 1,
      runs: 'v1',
      runs_version: 1,
    });
    expect(await apply(engine)).toMatchObject({ created: false, changed: false, version: 1 });
    expect(await apply(engine, { tag: 'v2' })).toMatchObject({ created: false, changed: true, version: 2 });
    const history = engine.jobs.history('m_dev');
    expect(history.map(({ number, live }) => [number, live])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect(history[1]?.definition).toMatchObject({ tag: 'v1', environment: 'dev', model: 'm' });
  });

  test('a draft changes nothing until it is published', async () => {
    const engine = await shop();
    await apply(engine);
    expect(await apply(engine, { tag: 'v2' }, false)).toMatchObject({
      has_draft: true,
      runs: 'v1',
      version: 1,
    });
    expect((await runJob(engine, 'm_dev')).version).toBe(1);
    expect(
      await engine.jobs.publish(ada, { job: 'm_dev', message: 'now', confirm_shared_target: false }),
    ).toMatchObject({
      has_draft: false,
      runs: 'v2',
      version: 2,
    });
    await expect(
      engine.jobs.publish(ada, { job: 'm_dev', message: '', confirm_shared_target: false }),
    ).rejects.toMatchObject({ code: 'precondition' });
  });

  test('a job that is only a draft cannot run', async () => {
    const engine = await shop();
    await apply(engine, {}, false);
    await expect(engine.runs.dispatch(ada, { job: 'm_dev', cause: '', variables: {} })).rejects.toMatchObject(
      {
        code: 'precondition',
        message: '"m_dev" is only a draft',
      },
    );
  });

  test('an earlier one can be made live again, as it was', async () => {
    const engine = await shop();
    await apply(engine);
    await apply(engine, { tag: 'v2' });
    const back = await engine.jobs.activate(ada, { job: 'm_dev', version: 1, confirm_shared_target: false });
    expect(back).toMatchObject({ version: 1, runs: 'v1' });
    expect(engine.jobs.history('m_dev')).toHaveLength(2);
    await expect(
      engine.jobs.activate(ada, { job: 'm_dev', version: 7, confirm_shared_target: false }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('everything wrong with one comes at once', async () => {
    const engine = await shop();
    await engine.environments.apply(ada, { name: 'bare', connection: 'embedded', protected: true });
    const error = await apply(engine, {
      environment: 'bare',
      tag: undefined,
      track: 'latest',
      target: { table: 'a.b' },
    }).catch(cause => cause);
    expect(error.code).toBe('validation');
    expect(error.details.problems.map((problem: { path: string }) => problem.path)).toEqual([
      'target.table',
      'target.database',
      'target.schema',
      'track',
    ]);
  });

  test.each([
    [{ environment: 'de' }, 'not_found', 'environment named "de"'],
    [{ model: 'n' }, 'not_found', 'model named "n"'],
    [{ tag: 'v3' }, 'validation', 'has no tag "v3"'],
  ])('one that names what is not there: %j', async (changes, code, message) => {
    const engine = await shop();
    await expect(apply(engine, changes)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});

describe('dispatching', () => {
  test('one run of a job at a time, as many of an environment as it allows, in order', async () => {
    const engine = await shop();
    await engine.environments.apply(ada, {
      name: 'dev',
      connection: 'embedded',
      database: 'SHOP_DEV',
      schema: 'MARTS',
      limits: { max_concurrent_runs: 2 },
    });
    await addModel(engine, 'slow', slowQuery);
    for (const table of ['A', 'B', 'C']) {
      await apply(engine, { name: `job_${table}`, model: 'slow', target: { table } });
    }
    const dispatch = (job: string) => engine.runs.dispatch(ada, { job, cause: '', variables: {} });
    const first = await dispatch('job_A');
    const again = await dispatch('job_A');
    const second = await dispatch('job_B');
    const third = await dispatch('job_C');
    expect([first, again, second, third].map(run => run.state)).toEqual([
      'running',
      'pending',
      'running',
      'pending',
    ]);
    await building(engine, second.id);
    // Room in the environment goes to the oldest that may use it: job_A is busy, so job_C starts before its second run.
    await engine.runs.cancel(ada, second.id, '');
    await ended(engine, second.id);
    expect(engine.runs.get(third.id).state).toBe('running');
    expect(engine.runs.get(again.id).state).toBe('pending');
    await engine.runs.cancel(ada, again.id, '');
  });

  test('a deleted job keeps its runs; its name is free again', async () => {
    const engine = await shop();
    await apply(engine);
    const run = await runJob(engine, 'm_dev');
    await engine.jobs.remove(ada, 'm_dev');
    expect(engine.runs.get(run.id).job).toBe('m_dev');
    expect(() => engine.jobs.get('m_dev')).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(() => engine.jobs.get(String(run.job_id))).toThrow(/was deleted/);
    expect((await apply(engine)).id).not.toBe(run.job_id);
    await expect(engine.environments.remove(ada, 'dev')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('environments', () => {
  test('one that becomes protected must not hold jobs that follow the latest version', async () => {
    const engine = await shop();
    await apply(engine, { tag: undefined, track: 'latest' });
    await expect(
      engine.environments.apply(ada, { name: 'dev', connection: 'embedded', protected: true }),
    ).rejects.toMatchObject({ code: 'precondition', message: expect.stringContaining('m_dev') });
  });

  test('publishing a version deploys it where jobs follow the latest', async () => {
    const engine = await shop();
    await apply(engine, { tag: undefined, track: 'latest' });
    await engine.models.saveDraft({ model: 'm', sql: 'select 3 as a' });
    await engine.versions.publish(ada, { model: 'm', message: '' });
    expect(engine.jobs.get('m_dev')).toMatchObject({ runs: 'latest', runs_version: 3 });
    expect((await runJob(engine, 'm_dev')).version).toBe(3);
  });

  test('are tested stage by stage, saved or not', async () => {
    const engine = await shop();
    const saved = await engine.environments.test('dev');
    expect(saved.ok).toBe(true);
    expect(saved.stages.map(stage => stage.stage)).toEqual([
      'reach',
      'sign_in',
      'role',
      'warehouse',
      'database',
      'privileges',
    ]);
    const unsaved = await engine.environments.test({
      name: 'new',
      connection: { name: 'other', engine: 'duckdb' },
      database: 'NOWHERE',
    });
    expect(unsaved.stages.find(stage => stage.stage === 'database')?.state).toBe('warning');
    expect(engine.environments.list().map(environment => environment.name)).not.toContain('new');
  });

  test('keep their order; a new order names all of them', async () => {
    const engine = await shop();
    await engine.environments.apply(ada, { name: 'test', connection: 'embedded' });
    expect(engine.environments.list().map(environment => environment.name)).toEqual(['dev', 'prod', 'test']);
    const reordered = await engine.environments.reorder(ada, ['dev', 'test', 'prod']);
    expect(reordered.map(environment => environment.name)).toEqual(['dev', 'test', 'prod']);
    await expect(engine.environments.reorder(ada, ['dev', 'prod'])).rejects.toMatchObject({
      code: 'validation',
      details: { problems: [{ message: '"test" is missing' }] },
    });
  });

  test('and connections in use cannot be deleted', async () => {
    const engine = await shop();
    await expect(engine.connections.remove(ada, 'embedded')).rejects.toMatchObject({
      code: 'conflict',
      message: '"embedded" is used by dev, prod',
    });
  });

  test('a job elsewhere keeps its own version: two environments, two tags', async () => {
    const engine = await shop();
    await addJob(engine, 'm', 'dev', { tag: 'v2' });
    await addJob(engine, 'm', 'prod', { tag: 'v1' });
    expect(engine.jobs.get('m_dev').runs_version).toBe(2);
    expect(engine.jobs.get('m_prod').runs_version).toBe(1);
  });
});
