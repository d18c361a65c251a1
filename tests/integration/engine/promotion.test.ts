import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { ada, addJob, addModel, addShop, openTestEngine, rowsOf, runJob } from '../../support/engine.ts';

const first = 'select region, amount from LAKE_DEV.RAW.ORDERS';
const second = 'select region, amount, amount * 2 as twice from LAKE_DEV.RAW.ORDERS';

/** Orders in dev (v2) and prod (v1, protected), and a view over it in prod. */
async function shop(): Promise<Engine> {
  const engine = await openTestEngine();
  await addShop(engine);
  await addModel(engine, 'orders', first, second);
  await addModel(
    engine,
    'regions',
    'select region, count(*) as n from SHOP_DEV.MARTS.ORDERS group by region',
  );
  await addJob(engine, 'orders', 'dev', { tag: 'v2' });
  await addJob(engine, 'orders', 'prod', {
    tag: 'v1',
    checks: [{ check: 'row_count', min: 1, severity: 'warn' }],
  });
  await runJob(engine, 'orders_prod');
  await addJob(engine, 'regions', 'prod', { type: 'view' });
  return engine;
}

const plan = (engine: Engine, tag = 'v2', environment = 'prod') =>
  engine.promotions.plan(ada, { model: 'orders', environment, tag });

describe('a plan', () => {
  test('says what would change, for whom, and how it would be built; and writes nothing', async () => {
    const engine = await shop();
    const before = JSON.stringify([engine.promotions.board(), engine.jobs.get('orders_prod')]);
    const planned = await plan(engine);
    expect(planned).toMatchObject({
      state: 'awaiting_approval',
      model: 'orders',
      environment: 'prod',
      protected: true,
      job: 'orders_prod',
      target: 'SHOP_PRD.MARTS.ORDERS',
      from: { tag: 'v1', version: 1 },
      to: { tag: 'v2', version: 2 },
      change: 'non_breaking',
      columns: { added: [{ name: 'TWICE' }], removed: [], retyped: [] },
      sources: [{ written: 'LAKE_DEV.RAW.ORDERS', reads: 'LAKE_PRD.RAW.ORDERS', exists: true }],
      downstream: { models: ['regions'], jobs: ['regions_prod'] },
      checks: ['at least 1 row (only a warning)'],
      warnings: [],
    });
    expect(planned.reasons.join()).toMatch(/TWICE/i);
    expect(planned.sql_diff).toContain('+select region, amount, amount * 2 as twice');
    expect(planned.statements.join()).toContain('"SHOP_PRD"."MARTS"."ORDERS"');
    expect(planned.last_runs).toMatchObject([{ state: 'completed' }]);
    expect(planned.estimated_ms).toBeGreaterThan(0);
    const [board, job] = JSON.parse(before) as [{ models: { cells: { pending: unknown }[] }[] }, unknown];
    expect(engine.jobs.get('orders_prod')).toEqual(job);
    expect(board.models.length).toBe(engine.promotions.board().models.length);
    expect(await rowsOf(engine, 'prod', 'select count(*) from orders')).toEqual([[5]]);
  });

  test('warns of a source that is missing there', async () => {
    const engine = await shop();
    await addModel(
      engine,
      'other',
      'select * from LAKE_DEV.RAW.ORDERS',
      'select * from SHOP_DEV.MARTS.NOWHERE',
    );
    await addJob(engine, 'other', 'prod');
    const planned = await engine.promotions.plan(ada, { model: 'other', environment: 'prod', tag: 'v2' });
    expect(planned.sources).toMatchObject([{ reads: 'SHOP_PRD.MARTS.NOWHERE', exists: false }]);
    expect(planned.columns).toBeNull();
    expect(planned.warnings.join()).toContain('Missing in prod: SHOP_PRD.MARTS.NOWHERE');
  });

  test.each([
    [{ model: 'orders', environment: 'prod', tag: 'v9' }, 'not_found', 'has no tag "v9"'],
    [{ model: 'order', environment: 'prod', tag: 'v1' }, 'not_found', 'There is no model named "order"'],
    [{ model: 'orders', environment: 'prod', tag: 'v1' }, 'precondition', 'runs "v1" of "orders" already'],
    [
      { model: 'regions', environment: 'dev', tag: 'v1' },
      'precondition',
      'No published job builds "regions" in "dev"',
    ],
  ])('is refused for %j', async (input, code, message) => {
    const engine = await shop();
    await expect(engine.promotions.plan(ada, input)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});

describe('applying', () => {
  test('in a protected environment needs approval; then the next run builds the new version', async () => {
    const engine = await shop();
    const planned = await plan(engine);
    await expect(engine.promotions.apply(ada, { promotion: planned.id, note: '' })).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('waits for approval'),
    });
    await engine.promotions.approve(ada, planned.id, 'checked');
    const applied = await engine.promotions.apply(ada, { promotion: planned.id, note: 'June figures' });
    expect(applied).toMatchObject({ state: 'applied', note: 'June figures', decided_by: 'ada via cli' });
    // Nothing ran by itself.
    expect(await rowsOf(engine, 'prod', 'select * from orders limit 1')).toEqual([[expect.anything(), 10]]);
    expect((await runJob(engine, 'orders_prod')).version).toBe(2);
    expect(await rowsOf(engine, 'prod', 'select twice from orders order by twice limit 1')).toEqual([[20]]);
    expect(engine.jobs.get('orders_prod')).toMatchObject({ runs: 'v2', version: 2 });
  });

  test('is one with its audit entry and deployment', async () => {
    const engine = await shop();
    const planned = await plan(engine);
    await engine.promotions.approve(ada, planned.id, '');
    await engine.promotions.apply(ada, { promotion: planned.id, note: '' });
    const actions = engine.audit.list({ limit: 5 }).entries.map(entry => entry.action);
    expect(actions.slice(0, 2)).toEqual(['promotion.apply', 'job.publish']);
    expect(actions).toContain('promotion.approve');
  });

  test('a plan gone stale changes nothing, plans again and names the new plan', async () => {
    const engine = await shop();
    const planned = await plan(engine, 'v1', 'dev');
    expect(planned.state).toBe('planned');
    await engine.environments.apply(ada, {
      name: 'dev',
      connection: 'embedded',
      database: 'SHOP_DEV',
      schema: 'MARTS',
      source_mapping: { LAKE_DEV: 'LAKE_PRD' },
    });
    const error = await engine.promotions
      .apply(ada, { promotion: planned.id, note: '' })
      .catch(cause => cause);
    expect(error).toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('stale: the sources changed'),
    });
    expect(engine.promotions.get(planned.id).promotion).toMatchObject({ state: 'expired' });
    expect(engine.jobs.get('orders_dev').runs).toBe('v2');
    const again = error.details.related.plan as number;
    expect(engine.promotions.get(again).sources).toMatchObject([{ reads: 'LAKE_PRD.RAW.ORDERS' }]);
    expect(await engine.promotions.apply(ada, { promotion: again, note: '' })).toMatchObject({
      state: 'applied',
    });
  });

  test('twice at once: one is applied, the other refused, and it can be rolled back', async () => {
    const engine = await shop();
    const planned = await plan(engine, 'v1', 'dev');
    const both = await Promise.allSettled(
      [1, 2].map(() => engine.promotions.apply(ada, { promotion: planned.id, note: '' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(engine.promotions.get(planned.id).promotion.state).toBe('applied');
    const back = { model: 'orders', environment: 'dev', note: '' };
    expect(await engine.promotions.rollback(ada, back)).toMatchObject({ to: { tag: 'v2' } });
  });

  test('twice is refused, and so is another hash', async () => {
    const engine = await shop();
    const planned = await plan(engine, 'v1', 'dev');
    await expect(
      engine.promotions.apply(ada, { promotion: planned.id, note: '', hash: 'another' }),
    ).rejects.toMatchObject({ code: 'precondition' });
    await engine.promotions.apply(ada, { promotion: planned.id, note: '', hash: planned.hash });
    await expect(engine.promotions.apply(ada, { promotion: planned.id, note: '' })).rejects.toMatchObject({
      code: 'precondition',
      message: `Promotion #${planned.id} cannot be applied: it is applied`,
    });
  });

  test('keeps an unpublished edit of the job, with the promoted tag', async () => {
    const engine = await shop();
    const { definition } = engine.jobs.get('orders_dev');
    if (!definition) throw new Error('no definition');
    await engine.jobs.apply(ada, {
      definition: { ...definition, description: 'being edited' },
      message: '',
      publish: false,
      confirm_shared_target: false,
    });
    const planned = await plan(engine, 'v1', 'dev');
    await engine.promotions.apply(ada, { promotion: planned.id, note: '' });
    expect(engine.jobs.get('orders_dev').draft).toMatchObject({ description: 'being edited', tag: 'v1' });
  });

  test('a rejected plan is over', async () => {
    const engine = await shop();
    const planned = await plan(engine);
    await engine.promotions.reject(ada, planned.id, 'not before the audit');
    await expect(engine.promotions.approve(ada, planned.id, '')).rejects.toMatchObject({
      code: 'precondition',
    });
  });
});

describe('in a protected environment', () => {
  test('nothing but a promotion changes the tag: no job edit, activation, moved or removed tag', async () => {
    const engine = await shop();
    await expect(addJob(engine, 'orders', 'prod', { tag: 'v2' })).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('changes by promotion only'),
    });
    const tag = { model: 'orders', version: '2', tag: 'v1', note: '', move: true };
    await expect(engine.versions.tag(ada, tag)).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('orders_prod'),
    });
    await expect(engine.versions.untag(ada, tag)).rejects.toMatchObject({ code: 'precondition' });
    const planned = await plan(engine);
    await engine.promotions.approve(ada, planned.id, '');
    await engine.promotions.apply(ada, { promotion: planned.id, note: '' });
    await expect(
      engine.jobs.activate(ada, { job: 'orders_prod', version: 1, confirm_shared_target: false }),
    ).rejects.toMatchObject({ code: 'precondition' });
  });
});

describe('rolling back', () => {
  test('goes back to the tag before, at once, step by step', async () => {
    const engine = await shop();
    for (const tag of ['v2'] as const) {
      const planned = await plan(engine, tag);
      await engine.promotions.approve(ada, planned.id, '');
      await engine.promotions.apply(ada, { promotion: planned.id, note: '' });
    }
    const [cell] = boardCells(engine, 'orders', 'prod');
    expect(cell).toMatchObject({
      runs: { tag: 'v2' },
      rollback_of: expect.any(Number),
      drift: 'not_run_yet',
    });
    const back = await engine.promotions.rollback(ada, {
      model: 'orders',
      environment: 'prod',
      note: 'wrong',
    });
    expect(back).toMatchObject({
      kind: 'rollback',
      state: 'applied',
      from: { tag: 'v2' },
      to: { tag: 'v1' },
    });
    expect(engine.jobs.get('orders_prod').runs).toBe('v1');
    const states = engine.promotions.list({ model: 'orders', limit: 10 }).promotions.map(p => p.state);
    expect(states).toEqual(['applied', 'rolled_back']);
    expect(boardCells(engine, 'orders', 'prod')[0]).toMatchObject({ rollback_of: null, drift: 'behind' });
    await expect(
      engine.promotions.rollback(ada, { model: 'orders', environment: 'prod', note: '' }),
    ).rejects.toMatchObject({ code: 'precondition' });
  });

  test('is refused when something else runs meanwhile', async () => {
    const engine = await shop();
    const planned = await plan(engine, 'v1', 'dev');
    await engine.promotions.apply(ada, { promotion: planned.id, note: '' });
    await addJob(engine, 'orders', 'dev', { tag: 'v2' });
    await expect(
      engine.promotions.rollback(ada, { model: 'orders', environment: 'dev', note: '' }),
    ).rejects.toMatchObject({ code: 'precondition', message: expect.stringContaining('no longer runs') });
  });
});

const boardCells = (engine: Engine, model: string, environment: string) =>
  engine.promotions
    .board()
    .models.find(row => row.name === model)
    ?.cells.filter(cell => cell.environment === environment) ?? [];
