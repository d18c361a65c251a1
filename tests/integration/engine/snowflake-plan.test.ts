import { describe, expect, test } from 'vitest';
import { ada, ended } from '../../support/engine.ts';
import { failure } from '../../support/scripted-warehouse.ts';
import { addJob, onSnowflake, orders, sql, start, target } from './snowflake-support.ts';

const lacking = {
  privilege: 'SELECT',
  on: 'table LAKE.RAW.ORDERS',
  hint: 'GRANT SELECT ON TABLE "LAKE"."RAW"."ORDERS" TO ROLE "TRANSFORMER"',
};

describe('a plan of a promotion', () => {
  async function planned(prepare: (host: Awaited<ReturnType<typeof onSnowflake>>) => void = () => {}) {
    const host = await onSnowflake();
    await addJob(host.engine, { type: 'table', cluster_by: ['N'], comment: 'x' });
    prepare(host);
    const plan = () => host.engine.promotions.plan(ada, { model: 'm', environment: 'wh', tag: 'v2' });
    return { ...host, plan };
  }

  test('shows what is sent, what the role lacks, and what is read at most', async () => {
    const { plan, warehouse, engine } = await planned(host => {
      host.warehouse.schemas.clear();
      host.warehouse.lacking = [lacking];
    });
    const made = await plan();
    expect(made.statements).toEqual([
      'CREATE SCHEMA IF NOT EXISTS "SHOP"."MARTS"',
      `CREATE OR REPLACE TABLE ${target} CLUSTER BY (N) COMMENT = 'x' AS\n${sql} where n > 1`,
    ]);
    expect(made.privileges_missing).toEqual([lacking]);
    expect(made.estimate).toEqual({ partitions: 12, partitions_total: 40, bytes: 1_000 });
    expect(made.warnings).toEqual([]);
    expect(made.sources).toMatchObject([{ reads: 'LAKE.RAW.ORDERS', exists: true }]);
    expect(warehouse.statements).toEqual([]);
    expect(engine.promotions.get(made.id).privileges_missing).toEqual([lacking]);
  });

  test('of what stands there as a view names what is built beside it, whichever run that will be', async () => {
    const { plan } = await planned(host => host.warehouse.standing.set(target, { type: 'view' }));
    const made = await plan();
    expect(made.statements).toHaveLength(3);
    expect(made.statements[0]).toContain('"M__SLIPWAY_<run>"');
  });

  test('holds when what it reads grew and what was lacking was granted; not when what stands there changed', async () => {
    const { plan, warehouse, engine } = await planned(host => (host.warehouse.lacking = [lacking]));
    const made = await plan();
    warehouse.bytes *= 2;
    warehouse.lacking = [];
    await engine.promotions.apply(ada, { promotion: made.id, note: '', hash: made.hash });
    await engine.promotions.rollback(ada, { model: 'm', environment: 'wh', note: '' });
    const again = await plan();
    warehouse.standing.set(target, { type: 'view' });
    await expect(engine.promotions.apply(ada, { promotion: again.id, note: '' })).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('other statements would run'),
    });
  });

  test('says of what cannot be told that it is not known', async () => {
    const { plan, warehouse } = await planned();
    warehouse.events.on('asked', what => {
      if (what === 'privileges' || what === 'explain') throw failure('warehouse_error', 'not allowed');
    });
    expect(await plan()).toMatchObject({ privileges_missing: null, estimate: null, warnings: [] });
    warehouse.standing.delete(orders);
    expect(await plan()).toMatchObject({ columns: null, estimate: null });
  });
});

describe('a definition', () => {
  test('that Snowflake or nobody can build is refused with every place', async () => {
    const { engine } = await onSnowflake();
    const applying = addJob(
      engine,
      { type: 'table', cluster_by: ['N', 'A) AS SELECT 1 --'] },
      { table: 'm'.repeat(256) },
    );
    await expect(applying).rejects.toMatchObject({
      code: 'validation',
      details: {
        problems: [
          { path: 'materialization.cluster_by[1]', message: 'holds a comment' },
          { path: 'target.table', message: expect.stringContaining('256 characters') },
        ],
      },
    });
  });

  test('keeps its settings, in the order people write them', async () => {
    const { engine } = await onSnowflake();
    const settings = {
      comment: 'x',
      copy_grants: false,
      cluster_by: ['N'],
      transient: true,
      type: 'table',
    } as const;
    await addJob(engine, { ...settings, cluster_by: [...settings.cluster_by] });
    const { definition } = engine.jobs.get('j');
    expect(definition?.materialization).toEqual(settings);
    expect(Object.keys(definition?.materialization ?? {})).toEqual([
      'type',
      'transient',
      'cluster_by',
      'copy_grants',
      'comment',
    ]);
  });

  test('whose target differs from a source in case alone is another table on Snowflake', async () => {
    const { engine, warehouse } = await onSnowflake();
    await engine.models.saveDraft({ model: 'm', sql: 'select n from SHOP.MARTS."m"' });
    await engine.versions.publish(ada, { model: 'm', message: '', tag: 'v3' });
    warehouse.standing.set('"SHOP"."MARTS"."m"', { type: 'table' });
    await addJob(engine, { type: 'table' }, { tag: 'v3' });
    expect(await ended(engine, await start(engine))).toBe('completed');
    await expect(addJob(engine, { type: 'table' }, { tag: 'v3', table: '"m"' })).rejects.toMatchObject({
      message: expect.stringContaining('is one of its own sources'),
    });
  });
});

describe('without a job', () => {
  test('a query runs as it is written, its first rows are asked for, and it is told from those of others', async () => {
    const { engine, warehouse } = await onSnowflake();
    const result = await engine.queries.run({ sql, environment: 'wh', variables: {}, limit: 10 });
    expect(warehouse.queries).toEqual([
      {
        sql,
        session: expect.objectContaining({ warehouse: 'WH_XS', parameters: { ROWS_PER_RESULTSET: 11 } }),
        tag: { workspace: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
    expect(result).toMatchObject({ engine: 'snowflake', warnings: [], statement: sql, truncated: true });
    expect(result.rows).toHaveLength(10);
  });

  test("what is compiled is Snowflake's own, and what runs nowhere else is no problem", async () => {
    const { engine } = await onSnowflake();
    const compiled = await engine.queries.compile({
      sql: `${sql} -- kept\n;`,
      environment: 'wh',
      variables: {},
    });
    expect(compiled).toMatchObject({ engine: 'snowflake', sql, resolved: sql, warnings: [] });
    await engine.environments.apply(ada, {
      name: 'local',
      connection: { name: 'embedded', engine: 'duckdb' },
      database: 'SHOP',
      schema: 'MARTS',
    });
    const local = engine.queries.compile({ sql, environment: 'local', variables: {} });
    await expect(local).rejects.toMatchObject({
      code: 'validation',
      message: expect.stringContaining('runs on Snowflake only'),
      details: { hint: expect.stringContaining('run it in an environment on Snowflake') },
    });
  });

  test('the catalogue tells what the warehouse knows of a table', async () => {
    const { engine, warehouse } = await onSnowflake();
    warehouse.catalogue = [
      {
        database: 'SHOP',
        schema: 'RAW',
        name: 'ORDERS',
        type: 'table',
        columns: [{ name: 'N', type: 'NUMBER(38,0)' }],
        lastAlteredMs: Date.UTC(2026, 0, 2),
        rows: 5,
        bytes: 1_024,
        comment: 'all of them',
      },
      { database: 'SHOP', schema: 'RAW', name: 'V', type: 'view', columns: [], rows: null, comment: null },
    ];
    expect(await engine.catalog.relations({ environment: 'wh' })).toEqual([
      {
        database: 'SHOP',
        schema: 'RAW',
        name: 'ORDERS',
        type: 'table',
        columns: [{ name: 'N', type: 'NUMBER(38,0)' }],
        last_altered_at: '2026-01-02T00:00:00.000Z',
        rows: 5,
        bytes: 1_024,
        comment: 'all of them',
      },
      { database: 'SHOP', schema: 'RAW', name: 'V', type: 'view', columns: [] },
    ]);
  });
});
