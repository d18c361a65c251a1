import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { JobDefinition } from '../../../src/shared/contract/jobs.ts';
import { ada, addJob, addModel, addShop, openTestEngine, rowsOf, runJob } from '../../support/engine.ts';

const select = (n: number) => `select ${n} as n from LAKE_DEV.RAW.ORDERS`;

/** Three versions of a model; dev and prod (protected) run the first. */
async function shop(): Promise<Engine> {
  const engine = await openTestEngine();
  await addShop(engine);
  await addModel(engine, 'orders', select(1), select(2), select(3));
  await addJob(engine, 'orders', 'dev');
  await addJob(engine, 'orders', 'prod');
  return engine;
}

const definition = (over: Partial<JobDefinition> = {}): JobDefinition => ({
  name: 'other',
  kind: 'model',
  environment: 'dev',
  model: 'orders',
  tag: 'v3',
  target: { table: 'OTHER' },
  materialization: { type: 'table' },
  ...over,
});

/** The environment of `addShop`, as it is and protected. */
const protectDev = (engine: Engine) =>
  engine.environments.apply(ada, {
    name: 'dev',
    connection: 'embedded',
    database: 'SHOP_DEV',
    schema: 'MARTS',
    protected: true,
  });

const publish = (engine: Engine, over: Partial<JobDefinition> = {}, confirm = false) =>
  engine.jobs.apply(ada, {
    definition: definition(over),
    message: '',
    publish: true,
    confirm_shared_target: confirm,
  });

const promote = async (engine: Engine, tag: string, environment = 'prod') => {
  const plan = await engine.promotions.plan(ada, { model: 'orders', environment, tag });
  if (plan.state === 'awaiting_approval') await engine.promotions.approve(ada, plan.id, '');
  return plan.id;
};

const cell = (engine: Engine, environment: string) =>
  engine.promotions
    .board()
    .models.find(model => model.name === 'orders')
    ?.cells.find(one => one.environment === environment);

describe('while a promotion is being applied', () => {
  test('its tag is moved: what was planned is not applied', async () => {
    const engine = await shop();
    await engine.versions.tag(ada, { model: 'orders', version: '2', tag: 'next', note: '', move: false });
    const id = await promote(engine, 'next', 'dev');
    const applying = engine.promotions.apply(ada, { promotion: id, note: '' });
    await engine.versions.tag(ada, { model: 'orders', version: '3', tag: 'next', note: '', move: true });
    await expect(applying).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('tag "next" names another version now'),
    });
    expect(engine.jobs.get('orders_dev')).toMatchObject({ runs: 'v1', runs_version: 1 });
  });

  test('its environment becomes protected: it must be approved', async () => {
    const engine = await shop();
    const id = await promote(engine, 'v2', 'dev');
    const applying = engine.promotions.apply(ada, { promotion: id, note: '' }).catch(cause => cause);
    await protectDev(engine);
    const error = await applying;
    expect(error).toMatchObject({ code: 'precondition', message: expect.stringContaining('is stale') });
    expect(engine.promotions.get(error.details.related.plan).state).toBe('awaiting_approval');
    expect(engine.jobs.get('orders_dev').runs).toBe('v1');
  });

  test('its job is deleted: nothing is applied, and nothing is left open', async () => {
    const engine = await shop();
    const id = await promote(engine, 'v2', 'dev');
    const applying = engine.promotions.apply(ada, { promotion: id, note: '' });
    await engine.jobs.remove(ada, 'orders_dev');
    await expect(applying).rejects.toMatchObject({ code: 'precondition' });
    expect(engine.promotions.get(id).promotion).toMatchObject({
      state: 'expired',
      reason: 'the job was deleted',
    });
  });
});

describe('a rollback', () => {
  test('never deploys what its tag has come to mean since', async () => {
    const engine = await shop();
    await engine.versions.tag(ada, { model: 'orders', version: '2', tag: 'good', note: '', move: false });
    await engine.promotions.apply(ada, { promotion: await promote(engine, 'good'), note: '' });
    await engine.promotions.apply(ada, { promotion: await promote(engine, 'v3'), note: '' });
    await engine.versions.tag(ada, { model: 'orders', version: '3', tag: 'good', note: '', move: true });
    expect(cell(engine, 'prod')).toMatchObject({ rollback_of: null });
    await expect(
      engine.promotions.rollback(ada, { model: 'orders', environment: 'prod', note: '' }),
    ).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('"good" names v3 now'),
    });
    expect(engine.jobs.get('orders_prod')).toMatchObject({ runs: 'v3', runs_version: 3 });
  });

  test('asked for twice, one after the other, goes back one step when it names what it undoes', async () => {
    const engine = await shop();
    await engine.promotions.apply(ada, { promotion: await promote(engine, 'v2'), note: '' });
    const promotion = await promote(engine, 'v3');
    await engine.promotions.apply(ada, { promotion, note: '' });
    expect(cell(engine, 'prod')).toMatchObject({ rollback_of: promotion });
    const back = { model: 'orders', environment: 'prod', promotion, note: '' };
    await engine.promotions.rollback(ada, back);
    await expect(engine.promotions.rollback(ada, back)).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining(`#${promotion} is not what "orders_prod" runs now`),
    });
    expect(engine.jobs.get('orders_prod').runs).toBe('v2');
  });

  test('asked for twice at once goes back one step', async () => {
    const engine = await shop();
    await engine.promotions.apply(ada, { promotion: await promote(engine, 'v2'), note: '' });
    await engine.promotions.apply(ada, { promotion: await promote(engine, 'v3'), note: '' });
    const back = { model: 'orders', environment: 'prod', note: '' };
    const both = await Promise.allSettled([1, 2].map(() => engine.promotions.rollback(ada, back)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(engine.jobs.get('orders_prod').runs).toBe('v2');
  });
});

describe('while a job is being published', () => {
  test('its tag is removed: it is refused with the place', async () => {
    const engine = await shop();
    const publishing = publish(engine);
    await engine.versions.untag(ada, { model: 'orders', tag: 'v3' });
    await expect(publishing).rejects.toMatchObject({
      code: 'validation',
      details: { problems: [{ path: 'tag', message: expect.stringContaining('has no tag "v3"') }] },
    });
    expect(engine.jobs.list({ limit: 10 }).jobs.map(job => job.name)).not.toContain('other');
  });

  test.each(['publish', 'draft'])('its environment is deleted: it is refused by name (%s)', async how => {
    const engine = await shop();
    await engine.environments.apply(ada, {
      name: 'temporary',
      connection: 'embedded',
      database: 'T',
      schema: 'S',
    });
    const applying = engine.jobs.apply(ada, {
      definition: definition({ environment: 'temporary' }),
      message: '',
      publish: how === 'publish',
      confirm_shared_target: false,
    });
    const removing = engine.environments.remove(ada, 'temporary');
    const [applied, removed] = await Promise.allSettled([applying, removing]);
    // Whichever comes first, the other is told why not.
    expect([applied.status, removed.status].sort()).toEqual(['fulfilled', 'rejected']);
    const failed = [applied, removed].find(one => one.status === 'rejected');
    expect(failed).toMatchObject({ reason: { name: 'SlipwayError' } });
  });

  test('its model is deleted: it is refused by name', async () => {
    const engine = await shop();
    await addModel(engine, 'brief', select(1));
    const publishing = publish(engine, { model: 'brief', tag: 'v1' });
    const removing = engine.models.remove(ada, 'brief');
    const [published, removed] = await Promise.allSettled([publishing, removing]);
    expect(removed.status).toBe('fulfilled');
    expect(published).toMatchObject({ reason: { code: 'not_found' } });
  });

  test('its environment becomes protected: what follows the latest version is refused', async () => {
    const engine = await shop();
    const publishing = publish(engine, { tag: undefined, track: 'latest' });
    await protectDev(engine);
    await expect(publishing).rejects.toMatchObject({
      code: 'validation',
      message: expect.stringContaining('is protected'),
    });
  });

  test('an earlier definition made live again is checked against what is there then', async () => {
    const engine = await shop();
    await publish(engine);
    await publish(engine, { tag: 'v1' });
    const activating = engine.jobs.activate(ada, { job: 'other', version: 1, confirm_shared_target: false });
    await engine.versions.untag(ada, { model: 'orders', tag: 'v3' });
    await expect(activating).rejects.toMatchObject({ code: 'validation' });
    expect(engine.jobs.get('other')).toMatchObject({ runs: 'v1', runs_version: 1 });
  });
});

describe('the defaults of an environment', () => {
  const dev = (over: object) =>
    ({ name: 'dev', connection: 'embedded', database: 'SHOP_DEV', schema: 'MARTS', ...over }) as const;

  test('changed, move what its jobs write, and a second job on the new target is noticed', async () => {
    const engine = await shop();
    await engine.environments.apply(ada, dev({ schema: 'ELSEWHERE' }));
    expect(engine.jobs.get('orders_dev').target).toBe('SHOP_DEV.ELSEWHERE.ORDERS');
    await expect(
      publish(engine, { target: { database: 'SHOP_DEV', schema: 'ELSEWHERE', table: 'ORDERS' } }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('written by job') });
    // The old place is free again.
    await publish(engine, { target: { database: 'SHOP_DEV', schema: 'MARTS', table: 'ORDERS' } });
  });

  test('are refused where a job would write what another one writes', async () => {
    const engine = await shop();
    await publish(engine, { target: { database: 'SHOP_DEV', schema: 'ELSEWHERE', table: 'ORDERS' } });
    await expect(engine.environments.apply(ada, dev({ schema: 'ELSEWHERE' }))).rejects.toMatchObject({
      code: 'conflict',
      message: 'With these defaults "orders_dev" would write SHOP_DEV.ELSEWHERE.ORDERS, as "other" does',
    });
    expect(engine.environments.get('dev').schema).toBe('MARTS');
  });

  test('go on to be shared by jobs that shared a target before', async () => {
    const engine = await shop();
    await publish(engine, { target: { table: 'ORDERS' } }, true);
    await engine.environments.apply(ada, dev({ schema: 'ELSEWHERE' }));
    expect(engine.jobs.get('other').target).toBe('SHOP_DEV.ELSEWHERE.ORDERS');
  });

  test('are refused where jobs would be left without a target', async () => {
    const engine = await shop();
    await expect(engine.environments.apply(ada, dev({ schema: undefined }))).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('orders_dev would have no complete target'),
    });
  });
});

describe('a table of a protected environment', () => {
  const prod = { environment: 'prod', target: { table: 'ORDERS' } };

  test('is not built from another version by a job that takes the place of a deleted one', async () => {
    const engine = await shop();
    await engine.jobs.remove(ada, 'orders_prod');
    await expect(publish(engine, prod)).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('"orders_prod", now deleted, built SHOP_PRD.MARTS.ORDERS'),
    });
    await publish(engine, { ...prod, tag: 'v1' });
    await runJob(engine, 'other');
    expect(await rowsOf(engine, 'prod', 'select distinct n from orders')).toEqual([[1]]);
  });

  test('is not built by a second job either, in whatever environment, confirmed or not', async () => {
    const engine = await shop();
    await expect(publish(engine, prod, true)).rejects.toMatchObject({ code: 'precondition' });
    const target = { database: 'SHOP_PRD', schema: 'MARTS', table: 'ORDERS' };
    await expect(publish(engine, { target }, true)).rejects.toMatchObject({ code: 'precondition' });
    await expect(publish(engine, { target, tag: undefined, track: 'latest' }, true)).rejects.toMatchObject({
      code: 'precondition',
    });
    // Nor does a job that wrote something else come to it.
    await publish(engine, { environment: 'prod' });
    await expect(publish(engine, prod, true)).rejects.toMatchObject({ code: 'precondition' });
  });

  test('is not taken along by a job that moves to another environment', async () => {
    const engine = await shop();
    const moved = { name: 'orders_prod', target: { database: 'SHOP_PRD', schema: 'MARTS', table: 'ORDERS' } };
    for (const tag of ['v1', 'v2']) {
      await expect(publish(engine, { ...moved, tag }, true)).rejects.toMatchObject({
        code: 'precondition',
        message: expect.stringContaining('"orders_prod" built SHOP_PRD.MARTS.ORDERS'),
      });
    }
    // Without the table it may go, and come back to run there what ran there before, no other.
    await publish(engine, { name: 'orders_prod', target: { table: 'ELSEWHERE' }, tag: 'v2' });
    const back = { ...prod, name: 'orders_prod' };
    await expect(publish(engine, { ...back, tag: 'v2' })).rejects.toMatchObject({ code: 'precondition' });
    await publish(engine, { ...back, tag: 'v1' });
    expect(engine.jobs.get('orders_prod')).toMatchObject({ environment: 'prod', runs: 'v1' });
  });

  test('never comes to follow the latest version, by a promotion or by its rollback', async () => {
    const engine = await shop();
    await expect(promote(engine, 'latest')).rejects.toMatchObject({ code: 'precondition' });
    const dev = { name: 'orders_dev', target: { table: 'ORDERS' } };
    await publish(engine, { ...dev, tag: undefined, track: 'latest' });
    await engine.promotions.apply(ada, { promotion: await promote(engine, 'v1', 'dev'), note: '' });
    expect(cell(engine, 'dev')?.rollback_of).not.toBeNull();
    await protectDev(engine);
    expect(cell(engine, 'dev')?.rollback_of).toBeNull();
    await expect(
      engine.promotions.rollback(ada, { model: 'orders', environment: 'dev', note: '' }),
    ).rejects.toMatchObject({ code: 'precondition', message: expect.stringContaining('its jobs run a tag') });
  });

  test('stays protected where its job went on to another table and was deleted', async () => {
    const engine = await shop();
    await publish(engine, { name: 'orders_prod', ...prod, target: { table: 'ORDERS_2' }, tag: 'v1' });
    await engine.jobs.remove(ada, 'orders_prod');
    const target = { database: 'SHOP_PRD', schema: 'MARTS', table: 'ORDERS_2' };
    await expect(publish(engine, { target })).rejects.toMatchObject({ code: 'precondition' });
  });

  test('that a job left behind is not rolled back from where it went', async () => {
    const engine = await shop();
    await engine.promotions.apply(ada, { promotion: await promote(engine, 'v2'), note: '' });
    await engine.jobs.remove(ada, 'orders_dev');
    await publish(engine, { name: 'orders_prod', target: { table: 'ORDERS' }, tag: 'v2' });
    expect(cell(engine, 'dev')).toMatchObject({ job: 'orders_prod', rollback_of: null });
    await expect(
      engine.promotions.rollback(ada, { model: 'orders', environment: 'dev', note: '' }),
    ).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('Nothing was promoted'),
    });
  });

  test('is the same table however its name is written: DuckDB does not tell "orders" from ORDERS', async () => {
    const engine = await shop();
    const target = { database: 'SHOP_PRD', schema: 'MARTS', table: '"orders"' };
    await expect(publish(engine, { target })).rejects.toMatchObject({ code: 'conflict' });
    await expect(publish(engine, { target }, true)).rejects.toMatchObject({ code: 'precondition' });
    await expect(
      publish(engine, { target: { database: 'LAKE_DEV', schema: 'RAW', table: '"orders"' } }),
    ).rejects.toMatchObject({ message: expect.stringContaining('is one of its own sources') });
  });

  test('is not taken over by the jobs of an environment whose defaults come to name it', async () => {
    const engine = await shop();
    await publish(engine, { target: { table: 'ORDERS_2' } });
    await publish(engine, { name: 'third', environment: 'prod', target: { table: 'ORDERS_2' }, tag: 'v1' });
    await engine.jobs.remove(ada, 'third');
    await engine.jobs.remove(ada, 'orders_dev');
    await expect(
      engine.environments.apply(ada, {
        name: 'dev',
        connection: 'embedded',
        database: 'SHOP_PRD',
        schema: 'MARTS',
      }),
    ).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('"third", now deleted, built SHOP_PRD.MARTS.ORDERS_2'),
    });
    expect(engine.jobs.get('other').target).toBe('SHOP_DEV.MARTS.ORDERS_2');
  });

  test('stays protected where the defaults of its own environment moved it', async () => {
    const engine = await shop();
    await engine.environments.apply(ada, {
      name: 'prod',
      connection: 'embedded',
      database: 'SHOP_PRD',
      schema: 'MARTS_2',
      protected: true,
    });
    await engine.jobs.remove(ada, 'orders_prod');
    const target = { database: 'SHOP_PRD', schema: 'MARTS_2', table: 'ORDERS' };
    await expect(publish(engine, { target }, true)).rejects.toMatchObject({ code: 'precondition' });
  });

  test('stays protected when its environment is saved by a file that does not speak of that', async () => {
    const engine = await shop();
    const prodFile = { name: 'prod', connection: 'embedded', database: 'SHOP_PRD', schema: 'MARTS' };
    expect(await engine.environments.apply(ada, prodFile)).toMatchObject({ protected: true });
    expect(await engine.environments.apply(ada, { ...prodFile, protected: false })).toMatchObject({
      protected: false,
    });
  });

  test('may be built by a new job where there was none', async () => {
    const engine = await shop();
    await publish(engine, { environment: 'prod', target: { table: 'NEW' } });
    expect(engine.jobs.get('other')).toMatchObject({ runs: 'v3', environment: 'prod' });
  });
});

describe('two who edit', () => {
  test('one job are told of each other, and nothing is covered', async () => {
    const engine = await shop();
    await publish(engine);
    const { id, revision } = engine.jobs.get('other');
    const draft = (description: string) =>
      engine.jobs.apply(ada, {
        definition: definition({ description }),
        id,
        revision,
        message: '',
        publish: false,
        confirm_shared_target: false,
      });
    await draft('by ada');
    await expect(draft('by bob')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('"other" was changed elsewhere'),
    });
    const now = engine.jobs.get('other');
    expect(now.draft).toMatchObject({ description: 'by ada' });
    const publishing = { job: 'other', message: '', confirm_shared_target: false };
    await expect(engine.jobs.publish(ada, { ...publishing, revision })).rejects.toMatchObject({
      code: 'conflict',
    });
    const published = await engine.jobs.publish(ada, { ...publishing, revision: now.revision });
    expect(published).toMatchObject({ version: 2, draft: null });
    expect(published.revision).toBeGreaterThan(now.revision);
  });

  test('a job at once: each gets a version of its own, or is told', async () => {
    const engine = await shop();
    await publish(engine);
    const { revision, id } = engine.jobs.get('other');
    const both = await Promise.allSettled(
      ['first', 'second'].map(description =>
        engine.jobs.apply(ada, {
          definition: definition({ description }),
          id,
          revision,
          message: '',
          publish: true,
          confirm_shared_target: false,
        }),
      ),
    );
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(engine.jobs.get('other').definition).toMatchObject({ description: 'first' });
  });

  test('one environment are told of each other; a change that is none does not count', async () => {
    const engine = await shop();
    const { id, revision } = engine.environments.get('dev');
    const save = (schema: string, based?: number) =>
      engine.environments.apply(
        ada,
        { name: 'dev', connection: 'embedded', database: 'SHOP_DEV', schema },
        { id, revision: based },
      );
    expect((await save('MARTS', revision)).revision).toBe(revision);
    expect((await save('OTHER', revision)).revision).toBe(revision + 1);
    await expect(save('THIRD', revision)).rejects.toMatchObject({ code: 'conflict' });
    expect(engine.environments.get('dev').schema).toBe('OTHER');
    // A file says what shall be, whatever was.
    expect((await save('THIRD')).schema).toBe('THIRD');
  });
});
