import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { ada, addJob, addModel, addShop, openTestEngine, runJob } from '../../support/engine.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** Those of the shop, without its tables: nothing is run. */
async function addEnvironments(engine: Engine): Promise<void> {
  const connection = { name: 'embedded', engine: 'duckdb' } as const;
  await engine.environments.apply(ada, { name: 'dev', connection, database: 'SHOP_DEV', schema: 'MARTS' });
  await engine.environments.apply(ada, {
    name: 'prod',
    connection: 'embedded',
    database: 'SHOP_PRD',
    schema: 'MARTS',
    protected: true,
    source_mapping: { LAKE_DEV: 'LAKE_PRD', SHOP_DEV: 'SHOP_PRD' },
  });
}

/** orders (v1 in prod, v2 in dev) is read by regions, and that by report. */
async function shop(addTables = false): Promise<Engine> {
  const engine = await openTestEngine();
  await (addTables ? addShop(engine) : addEnvironments(engine));
  await addModel(
    engine,
    'orders',
    'select id, region, amount from LAKE_DEV.RAW.ORDERS',
    'select o.id, o.region, o.amount from LAKE_DEV.RAW.ORDERS o join LAKE_DEV.RAW.PEOPLE p on p.id = o.id',
  );
  await addModel(engine, 'regions', 'with x as (select * from SHOP_DEV.MARTS.ORDERS) select region from x');
  await addModel(engine, 'report', 'select * from regions');
  for (const model of ['orders', 'regions', 'report']) await addJob(engine, model, 'prod');
  await addJob(engine, 'orders', 'dev', { tag: 'v2' });
  await engine.models.change(ada, 'orders', { labels: ['finance'] });
  return engine;
}

const graph = (engine: Engine, environment: string, select = '', drafts = false) =>
  engine.lineage.graph({ environment, select, drafts });
const shown = ({ nodes, edges }: Awaited<ReturnType<typeof graph>>) => {
  const name = (key: string) => nodes.find(node => node.key === key)?.name;
  return edges.map(({ from, to }) => `${name(from)} > ${name(to)}`).sort();
};
const modelOf = (lineage: Awaited<ReturnType<typeof graph>>, name: string) => {
  const node = lineage.nodes.find(each => each.name === name);
  if (node?.kind !== 'model') throw new Error(`no model ${name}`);
  return node;
};

describe('the graph of an environment', () => {
  test('follows the versions that run there, with the names that are read there', async () => {
    const engine = await shop();
    const prod = await graph(engine, 'prod');
    expect(shown(prod)).toEqual(['LAKE_PRD.RAW.ORDERS > orders', 'orders > regions', 'regions > report']);
    expect(
      prod.edges.find(({ to }) => to.startsWith('model:') && to !== modelOf(prod, 'orders').key),
    ).toMatchObject({
      through: ['SHOP_PRD.MARTS.ORDERS'],
    });
    expect(prod.total).toEqual({ models: 3, sources: 1 });
    expect(modelOf(prod, 'orders')).toMatchObject({
      labels: ['finance'],
      text: 'version',
      builds: [
        { job: 'orders_prod', target: 'SHOP_PRD.MARTS.ORDERS', tag: 'v1', version: 1, last_run: null },
      ],
      freshness: 'never_built',
    });
    expect(shown(await graph(engine, 'dev'))).toEqual([
      'LAKE_DEV.RAW.ORDERS > orders',
      'LAKE_DEV.RAW.PEOPLE > orders',
    ]);
  });

  test('is what a selector means, and says with the place what it cannot mean', async () => {
    const engine = await shop();
    expect(shown(await graph(engine, 'prod', '1+regions'))).toEqual(['orders > regions']);
    expect((await graph(engine, 'prod', 'label:finance source:orders')).nodes).toHaveLength(2);
    await expect(graph(engine, 'dev', 'orders +regions')).rejects.toMatchObject({
      code: 'validation',
      message: '"regions" does not run in dev: no published job builds it there (at 9 of "orders +regions")',
      details: { problems: [{ path: 'select', line: 1, column: 9 }] },
    });
  });

  test('of drafts has what was changed, and what does not run yet', async () => {
    const engine = await shop();
    await engine.models.saveDraft({ model: 'orders', sql: 'select * from NEW.RAW.ORDERS' });
    await engine.models.saveDraft({ model: 'report', sql: 'selec' });
    const names = { description: '', owner: '', labels: [] };
    await engine.models.create(ada, { name: 'idea', ...names }, 'select * from SHOP_DEV.MARTS.REGIONS');
    const drafts = await graph(engine, 'prod', '', true);
    expect(shown(drafts)).toEqual(['NEW.RAW.ORDERS > orders', 'orders > regions', 'regions > idea']);
    expect(modelOf(drafts, 'idea')).toMatchObject({ builds: [], text: 'draft', freshness: null });
    expect(modelOf(drafts, 'report').problem).toContain('this is a SELEC statement');
    expect(modelOf(drafts, 'regions').text).toBe('version');
    expect(shown(await graph(engine, 'prod'))).toContain('LAKE_PRD.RAW.ORDERS > orders');
  });

  test('names the jobs of other environments that write what is read', async () => {
    const engine = await shop();
    await addModel(engine, 'copy', 'select * from SHOP_PRD.MARTS.orders');
    await addJob(engine, 'copy', 'dev');
    const dev = await graph(engine, 'dev', 'source:SHOP_PRD.MARTS.ORDERS');
    expect(dev.nodes).toMatchObject([
      { kind: 'source', written_by: [{ job: 'orders_prod', environment: 'prod', colour: 'gray' }] },
    ]);
  });

  test('tells cycles and goes on', async () => {
    const engine = await shop();
    await addModel(engine, 'loop', 'select * from SHOP_PRD.MARTS.REPORT');
    await addJob(engine, 'loop', 'prod', { table: 'OTHER' });
    await engine.models.saveDraft({ model: 'orders', sql: 'select * from SHOP_PRD.MARTS.OTHER' });
    await engine.versions.publish(ada, { model: 'orders', message: '', tag: 'v3' });
    const planned = await engine.promotions.plan(ada, { model: 'orders', environment: 'prod', tag: 'v3' });
    expect((await graph(engine, 'prod')).cycles).toEqual([]);
    await engine.promotions.approve(ada, planned.id, '');
    await engine.promotions.apply(ada, { promotion: planned.id, note: '' });
    const after = await graph(engine, 'prod', '+orders');
    expect(after.cycles.map(cycle => cycle.map(({ model }) => model))).toEqual([
      ['loop', 'orders', 'regions', 'report'],
    ]);
    expect(after.nodes).toHaveLength(4);
  });
});

describe('columns', () => {
  test('are followed from model to model, through stars, WITH and mapped names', async () => {
    const engine = await shop();
    await addModel(
      engine,
      'sums',
      "select region, sum(amount) as total, count(*) as n, 'x' as mark from SHOP_DEV.MARTS.ORDERS group by region",
    );
    await addJob(engine, 'sums', 'prod');
    const of = (model: string) => engine.lineage.columns({ model, environment: 'prod', drafts: false });
    expect(await of('report')).toMatchObject({
      complete: true,
      problem: null,
      columns: [
        {
          name: 'REGION',
          derivation: 'identity',
          from: [{ node: 'regions', column: 'REGION', certain: true }],
        },
      ],
    });
    const { columns } = await of('sums');
    expect(
      columns.map(({ name, derivation, from }) => [
        name,
        derivation,
        from.map(at => `${at.node}.${at.column}`),
      ]),
    ).toEqual([
      ['REGION', 'identity', ['orders.REGION']],
      ['TOTAL', 'aggregated', ['orders.AMOUNT']],
      ['N', 'aggregated', []],
      ['MARK', 'constant', []],
    ]);
    const trace = (model: string, column: string) =>
      engine.lineage.column({ model, environment: 'prod', drafts: false, column });
    const told = (ends: { node: string; column: string; hops: number }[]) =>
      ends.map(({ node, column, hops }) => `${hops} ${node}.${column}`);
    expect(told((await trace('report', 'region')).up)).toEqual([
      '1 regions.REGION',
      '2 orders.REGION',
      '3 LAKE_PRD.RAW.ORDERS.REGION',
    ]);
    expect(told((await trace('orders', 'AMOUNT')).down)).toEqual(['1 sums.TOTAL']);
    expect(told((await trace('orders', 'REGION')).down)).toEqual([
      '1 regions.REGION',
      '1 sums.REGION',
      '2 report.REGION',
    ]);
    await expect(trace('orders', 'REGIN')).rejects.toMatchObject({
      code: 'not_found',
      details: { hint: 'Did you mean "REGION"?' },
    });
    await expect(
      engine.lineage.columns({ model: 'report', environment: 'dev', drafts: false }),
    ).rejects.toMatchObject({ code: 'not_found', message: '"report" does not run in dev' });
  });

  test('of what only the warehouse knows stay open, and a draft has its own', async () => {
    const engine = await shop();
    await engine.models.saveDraft({ model: 'orders', sql: 'select * from LAKE_DEV.RAW.ORDERS' });
    const of = (model: string) => engine.lineage.columns({ model, environment: 'prod', drafts: true });
    expect(await of('orders')).toMatchObject({
      complete: false,
      columns: [{ name: '*', open: true, from: [{ node: 'LAKE_PRD.RAW.ORDERS', column: '*' }] }],
    });
    expect((await of('regions')).columns).toMatchObject([{ name: 'REGION', from: [{ node: 'orders' }] }]);
    // Another draft that reads the same is another one all the same.
    await engine.models.saveDraft({ model: 'orders', sql: 'select id as number from LAKE_DEV.RAW.ORDERS' });
    expect((await of('orders')).columns).toMatchObject([{ name: 'NUMBER' }]);
  });
});

describe('freshness', () => {
  test('is lost when something above was built since, or is to be built again', async () => {
    const engine = await shop(true);
    for (const job of ['orders_prod', 'regions_prod', 'report_prod']) await runJob(engine, job);
    const states = async () => {
      const { nodes } = await graph(engine, 'prod');
      return nodes.flatMap(node => (node.kind === 'model' ? [node.freshness] : []));
    };
    expect(await states()).toEqual(['fresh', 'fresh', 'fresh']);
    await runJob(engine, 'orders_prod');
    expect(await states()).toEqual(['fresh', 'stale', 'stale']);
    await runJob(engine, 'regions_prod');
    expect(await states()).toEqual(['fresh', 'fresh', 'stale']);
    await runJob(engine, 'report_prod');
    const planned = await engine.promotions.plan(ada, { model: 'orders', environment: 'prod', tag: 'v2' });
    await engine.promotions.approve(ada, planned.id, '');
    await engine.promotions.apply(ada, { promotion: planned.id, note: '' });
    expect(await states()).toEqual(['outdated', 'stale', 'stale']);
    await runJob(engine, 'orders_prod');
    const { nodes } = await graph(engine, 'prod', 'orders');
    // Its new source is not there.
    expect(nodes).toMatchObject([{ builds: [{ last_run: { state: 'failed' }, freshness: 'outdated' }] }]);
  });
});

describe('the impact of a draft', () => {
  test('is what it reads, how far the change reaches, and whom', async () => {
    const engine = await shop();
    const sql = 'select id, amount from LAKE_DEV.RAW.PEOPLE';
    expect(await engine.lineage.impact({ model: 'orders', environment: 'prod', sql })).toEqual({
      model: 'orders',
      environment: 'prod',
      compared_with: 'v1',
      change: 'breaking',
      reasons: expect.arrayContaining(['column REGION removed']),
      columns: [{ name: 'REGION', change: 'removed', renamed_to: null }],
      sources: {
        added: [{ name: 'LAKE_PRD.RAW.PEOPLE', model: null }],
        removed: [{ name: 'LAKE_PRD.RAW.ORDERS', model: null }],
        kept: [],
      },
      downstream: [
        {
          model: 'regions',
          model_id: expect.any(Number),
          hops: 1,
          path: ['orders', 'regions'],
          jobs: ['regions_prod'],
          columns: ['REGION'],
        },
        {
          model: 'report',
          model_id: expect.any(Number),
          hops: 2,
          path: ['orders', 'regions', 'report'],
          jobs: ['report_prod'],
          columns: ['REGION'],
        },
      ],
      jobs: ['orders_prod', 'regions_prod', 'report_prod'],
      cycle: null,
    });
    // The same text as runs there.
    const same = 'select id, region, amount from LAKE_DEV.RAW.ORDERS';
    expect(await engine.lineage.impact({ model: 'orders', environment: 'prod', sql: same })).toMatchObject({
      change: 'none',
      sources: { added: [], removed: [], kept: [{ name: 'LAKE_PRD.RAW.ORDERS' }] },
    });
  });

  test('says around which models it would read itself', async () => {
    const engine = await shop();
    const about = { model: 'orders', environment: 'prod' };
    const around = { ...about, sql: 'select * from SHOP_DEV.MARTS.REPORT' };
    expect((await engine.lineage.impact(around)).cycle).toEqual(['orders', 'regions', 'report', 'orders']);
    const itself = { ...about, sql: 'select * from SHOP_DEV.MARTS.ORDERS' };
    expect((await engine.lineage.impact(itself)).cycle).toEqual(['orders', 'orders']);
    expect((await engine.lineage.impact(around)).sources.added).toEqual([
      { name: 'SHOP_PRD.MARTS.REPORT', model: 'report' },
    ]);
  });

  test('of a model that runs nowhere is that of its latest version, or of nothing', async () => {
    const engine = await shop();
    const names = { description: '', owner: '', labels: [] };
    await engine.models.create(ada, { name: 'idea', ...names }, 'select * from SHOP_DEV.MARTS.REGIONS');
    expect(await engine.lineage.impact({ model: 'idea', environment: 'prod' })).toMatchObject({
      compared_with: null,
      change: 'breaking',
      sources: { added: [{ model: 'regions' }] },
      downstream: [],
      jobs: [],
    });
    expect(await engine.lineage.impact({ model: 'regions', environment: 'dev' })).toMatchObject({
      compared_with: 'v1',
      change: 'none',
    });
    await expect(
      engine.lineage.impact({ model: 'idea', environment: 'prod', sql: 'select *\nfrom' }),
    ).rejects.toMatchObject({ code: 'validation', details: { problems: [{ line: 2 }] } });
  });
});

/** `count` models in layers of a hundred, each reading three of the layer before and a source, with jobs in `prod`. */
async function largeWorkspace(count: number): Promise<Engine> {
  const directory = temporaryDirectory();
  const engine = await openTestEngine({}, directory);
  await addEnvironments(engine);
  const prod = engine.environments.get('prod').id;
  const db = new Database(join(directory, 'slipway.db'));
  const model = db.prepare(
    `INSERT INTO models (id, name, description, owner, labels_json, draft_sql, draft_based_on, draft_revision,
       draft_updated_at_ms, latest_version, created_at_ms, updated_at_ms) VALUES (?, ?, '', '', '[]', '', 1, 1, 0, 1, 0, 0)`,
  );
  const version = db.prepare(
    `INSERT INTO model_versions (model_id, number, sql, hash, sources_json, message, author, created_at_ms)
     VALUES (?, 1, '', 'h', ?, '', 'ada', 0)`,
  );
  const job = db.prepare(
    `INSERT INTO jobs (id, name, kind, environment_id, model_id, target, live_version, created_at_ms, updated_at_ms)
     VALUES (?, ?, 'model', ?, ?, ?, 1, 0, 0)`,
  );
  const definition = db.prepare(
    `INSERT INTO job_versions (job_id, number, definition_json, message, author, created_at_ms) VALUES (?, 1, ?, '', 'ada', 0)`,
  );
  db.transaction(() => {
    for (let n = 0; n < count; n++) {
      const id = 1_000 + n;
      const above =
        n < 100
          ? []
          : [0, 7, 31].map(step => ({
              database: '',
              schema: '',
              name: `M${Math.floor(n / 100 - 1) * 100 + ((n + step) % 100)}`,
            }));
      model.run(id, `m${n}`);
      version.run(
        id,
        JSON.stringify([...above, { database: 'LAKE_DEV', schema: 'RAW', name: `T${n % 50}` }]),
      );
      job.run(id, `m${n}_prod`, prod, id, `"SHOP_PRD"."MARTS"."M${n}"`);
      const what = {
        kind: 'model',
        environment: String(prod),
        model: String(id),
        track: 'latest',
        target: { table: `M${n}` },
        materialization: { type: 'view' },
      };
      definition.run(id, JSON.stringify({ name: `m${n}_prod`, ...what }));
    }
  })();
  db.close();
  return engine;
}

test('two thousand models are answered, and what did not change is not worked out again', async () => {
  const engine = await largeWorkspace(2_000);
  const whole = await graph(engine, 'prod');
  expect(whole.total).toEqual({ models: 2_000, sources: 50 });
  expect(whole.edges).toHaveLength(1_900 * 3 + 2_000);
  // Reading asks the analysis nothing, which would take a process and its time.
  const near = await graph(engine, 'prod', '1+m500+1');
  expect(near.nodes.length).toBeGreaterThan(6);
  expect(near.hash).toBe((await graph(engine, 'prod', '1+m500+1')).hash);
  await engine.models.change(ada, 'm500', { labels: ['changed'] });
  expect((await graph(engine, 'prod', 'label:changed')).nodes).toMatchObject([{ name: 'm500' }]);
});
