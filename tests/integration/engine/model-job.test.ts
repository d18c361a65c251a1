import { describe, expect, test } from 'vitest';
import {
  ada,
  addJob,
  addModel,
  addShop,
  ended,
  openTestEngine,
  rowsOf,
  runJob,
} from '../../support/engine.ts';
import { openEvents } from '../../support/events.ts';

const totals = 'select region, sum(amount) as total from LAKE_DEV.RAW.ORDERS group by region order by region';

describe('a model job', () => {
  test('builds the target from mapped sources, in each environment its own', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'totals', totals);
    await addJob(engine, 'totals', 'dev');
    await addJob(engine, 'totals', 'prod');
    const [inDev, inProd] = [await runJob(engine, 'totals_dev'), await runJob(engine, 'totals_prod')];
    expect([inDev.state, inProd.state]).toEqual(['completed', 'completed']);
    expect(await rowsOf(engine, 'dev', 'select region, total from totals order by region')).toEqual([
      ['R0', '40'],
      ['R1', '20'],
    ]);
    expect(await rowsOf(engine, 'prod', 'select region, total from totals order by region')).toEqual([
      ['R0', '90'],
      ['R1', '60'],
    ]);
    expect(inProd.frozen.mapping.sources).toMatchObject([
      { written: 'LAKE_DEV.RAW.ORDERS', reads: 'LAKE_PRD.RAW.ORDERS' },
    ]);
    expect(inProd.rows_affected).toBe(2);
    expect(inProd.frozen.columns.map(column => column.name)).toEqual(['REGION', 'TOTAL']);
    expect(inProd.steps.map(step => [step.name, step.state])).toEqual([
      ['compile', 'completed'],
      ['sources', 'completed'],
      ['build', 'completed'],
      ['describe', 'completed'],
    ]);
    expect(inProd.query_ids).toHaveLength(1);
  });

  test('reads a variant of a table as what it holds, in a preview, a run and what is compiled', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'people', `select parse_json('{"name":"Bob","code":"1.5"}') as v, v:name as name`);
    await addModel(engine, 'shouted', "select upper(name) as n from people where name = 'Bob'");
    await addJob(engine, 'people', 'dev');
    await addJob(engine, 'shouted', 'dev');
    await runJob(engine, 'people_dev');
    expect(await rowsOf(engine, 'dev', "select upper(name) from people where name = 'Bob'")).toEqual([
      ['BOB'],
    ]);
    expect((await runJob(engine, 'shouted_dev')).state).toBe('completed');
    expect(await rowsOf(engine, 'dev', 'select * from shouted')).toEqual([['BOB']]);
    const { sql } = await engine.queries.compile({
      sql: 'select upper(name) from shop_dev.marts.people',
      environment: 'dev',
      variables: {},
    });
    expect(sql).toContain('json_extract_string');
  });

  test('runs two tags of one model in two environments at the same time', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'totals', 'select 1 as a', 'select 1 as a, 2 as b');
    await addJob(engine, 'totals', 'dev', { tag: 'v2' });
    await addJob(engine, 'totals', 'prod', { tag: 'v1' });
    const started = await Promise.all(
      ['totals_dev', 'totals_prod'].map(job => engine.runs.dispatch(ada, { job, cause: '', variables: {} })),
    );
    expect(started.map(run => run.state)).toEqual(['running', 'running']);
    await Promise.all(started.map(run => ended(engine, run.id)));
    expect(await rowsOf(engine, 'dev', 'select * from totals')).toEqual([[1, 2]]);
    expect(await rowsOf(engine, 'prod', 'select * from totals')).toEqual([[1]]);
  });

  test('replaces a view by a table and a table by a view', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select 1 as a', 'select 2 as a');
    for (const [type, tag] of [
      ['view', 'v1'],
      ['table', 'v2'],
      ['view', 'v1'],
    ] as const) {
      await addJob(engine, 'm', 'dev', { type, tag });
      expect((await runJob(engine, 'm_dev')).state).toBe('completed');
      expect(await rowsOf(engine, 'dev', 'select a from m')).toEqual([[tag === 'v1' ? 1 : 2]]);
      const [entry] = await engine.catalog.relations({ environment: 'dev', search: 'SHOP_DEV.MARTS.M' });
      expect(entry?.type).toBe(type);
    }
  });

  test('that fails while building leaves the old table as it was', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(
      engine,
      'm',
      'select 1 as a',
      'select cast(region as integer) as a from LAKE_DEV.RAW.ORDERS',
    );
    await addJob(engine, 'm', 'dev', { tag: 'v1' });
    await runJob(engine, 'm_dev');
    await addJob(engine, 'm', 'dev', { tag: 'v2' });
    const run = await runJob(engine, 'm_dev');
    expect(run.state).toBe('failed');
    expect(run.failures).toMatchObject([{ step: 'build', attempt: 1, code: 'conversion_error' }]);
    expect(run.failure).toContain('R0');
    expect(await rowsOf(engine, 'dev', 'select a from m')).toEqual([[1]]);
  });

  test('resolves variables: workspace, environment, job, this run', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await engine.workspace.setVariables(ada, {
      a: 'workspace',
      b: 'workspace',
      c: 'workspace',
      d: 'workspace',
    });
    await engine.environments.apply(ada, {
      name: 'dev',
      connection: 'embedded',
      database: 'SHOP_DEV',
      schema: 'MARTS',
      variables: { b: 'environment', c: 'environment', d: 'environment' },
    });
    await addModel(engine, 'm', 'select {{ a }} as a, {{ b }} as b, {{ c }} as c, {{ d }} as d');
    await engine.jobs.apply(ada, {
      definition: {
        name: 'm_dev',
        kind: 'model',
        environment: 'dev',
        model: 'm',
        tag: 'v1',
        target: { table: 'm' },
        materialization: { type: 'table' },
        variables: { c: 'job', d: 'job' },
      },
      message: '',
      publish: true,
      confirm_shared_target: false,
    });
    const run = await runJob(engine, 'm_dev', { variables: { d: "this 'run'" } });
    expect(run.frozen.variables).toEqual({ a: 'workspace', b: 'environment', c: 'job', d: "this 'run'" });
    expect(await rowsOf(engine, 'dev', 'select * from m')).toEqual([
      ['workspace', 'environment', 'job', "this 'run'"],
    ]);
  });
});

describe('a run is frozen at dispatch', () => {
  test('a later edit, tag, promotion or environment never alters its record', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'totals', totals);
    await addJob(engine, 'totals', 'dev');
    const { id } = await runJob(engine, 'totals_dev');
    const before = JSON.stringify(engine.runs.get(id));

    await engine.models.saveDraft({ model: 'totals', sql: 'select 9 as nine' });
    await engine.versions.publish(ada, { model: 'totals', message: 'later', tag: 'v2' });
    await engine.environments.apply(ada, {
      name: 'dev',
      connection: 'embedded',
      database: 'OTHER',
      schema: 'ELSE',
      variables: { x: 1 },
      source_mapping: { LAKE_DEV: 'LAKE_PRD' },
    });
    await engine.promotions
      .plan(ada, { model: 'totals', environment: 'dev', tag: 'v2' })
      .then(plan => engine.promotions.apply(ada, { promotion: plan.id, note: '' }));
    expect(JSON.stringify(engine.runs.get(id))).toBe(before);
    const { frozen } = engine.runs.get(id);
    expect(frozen.sql).toBe(totals);
    expect(frozen.environment).toMatchObject({ name: 'dev', database: 'SHOP_DEV' });
    expect(frozen.statements.at(-1)).toContain('CREATE OR REPLACE TABLE "SHOP_DEV"."MARTS"."TOTALS" AS');
  });

  test('one that waits keeps what it was dispatched with', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select 1 as a', 'select 2 as a');
    await addJob(engine, 'm', 'dev', { tag: 'v1' });
    const first = await engine.runs.dispatch(ada, { job: 'm_dev', cause: '', variables: {} });
    const second = await engine.runs.dispatch(ada, { job: 'm_dev', cause: '', variables: {} });
    expect([first.state, second.state]).toEqual(['running', 'pending']);
    await addJob(engine, 'm', 'dev', { tag: 'v2' });
    await ended(engine, second.id);
    expect(engine.runs.get(second.id)).toMatchObject({
      state: 'completed',
      tag: 'v1',
      version: 1,
      job_version: 1,
    });
  });

  test('draft runs say so and stay out of the main history', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select 1 as a');
    await addJob(engine, 'm', 'dev');
    await engine.models.saveDraft({ model: 'm', sql: 'select 3 as a' });
    const run = await runJob(engine, 'm_dev', { version: 'draft' });
    expect(run).toMatchObject({ state: 'completed', draft: true, version: null, tag: null });
    expect(engine.runs.list({ job: 'm_dev', limit: 10 }).runs).toEqual([]);
    expect(engine.runs.list({ job: 'm_dev', draft: true, limit: 10 }).runs).toHaveLength(1);
    expect(engine.jobs.get('m_dev').last_run).toBeNull();
  });
});

describe('what cannot work is refused or fails with a clear record', () => {
  test('a missing source: named, with what it was mapped from and what is near', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select * from LAKE_DEV.RAW.ORDER');
    await addJob(engine, 'm', 'prod');
    const run = await runJob(engine, 'm_prod');
    expect(run.state).toBe('failed');
    expect(run.failures[0]).toMatchObject({
      code: 'source_missing',
      step: 'sources',
      message: 'Missing: LAKE_PRD.RAW."ORDER" (mapped from LAKE_DEV.RAW."ORDER")'.replaceAll('"', ''),
      hint: 'Did you mean LAKE_PRD.RAW.ORDERS?',
    });
  });

  test('a missing source that another job writes: that job is named, also by a preview', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'first', 'select * from LAKE_DEV.RAW.ORDERS');
    await addJob(engine, 'first', 'dev');

    const place = 'SHOP_DEV.MARTS.FIRST';
    const hint = `first_dev writes ${place}: run it first`;
    await addModel(engine, 'second', `select * from ${place}`);
    await addJob(engine, 'second', 'dev');
    const run = await runJob(engine, 'second_dev');
    expect(run.failures[0]).toMatchObject({ code: 'source_missing', message: `Missing: ${place}`, hint });
    const preview = engine.queries.run({
      sql: `select * from ${place}`,
      environment: 'dev',
      variables: {},
      limit: 10,
    });
    await expect(preview).rejects.toMatchObject({
      code: 'validation',
      message: `Missing: ${place}`,
      details: { hint, related: { job: engine.jobs.get('first_dev').id, job_name: 'first_dev' } },
    });
  });

  test('a missing column: named, before anything is written', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select ammount from LAKE_DEV.RAW.ORDERS');
    await addJob(engine, 'm', 'dev');
    const run = await runJob(engine, 'm_dev');
    expect(run.failures[0]).toMatchObject({ code: 'column_missing', step: 'sources' });
    expect(run.failure?.toLowerCase()).toContain('ammount');
    expect(run.query_ids).toEqual([]);
  });

  test('a mapped source that is not like the one that is named: told by column; a column it lacks, before any write', async () => {
    const events = await openEvents('select id, value from LAKE.RAW.EVENTS');
    const { engine } = events;
    await engine.environments.apply(ada, {
      name: 'dev',
      connection: 'embedded',
      database: 'SHOP',
      schema: 'MARTS',
      source_mapping: { 'LAKE.RAW.EVENTS': 'LAKE.RAW.OTHERS' },
    });
    await events.write(
      'CREATE TABLE LAKE.RAW.OTHERS ("ID" VARCHAR, "DAY" DATE, "VALUE" VARCHAR, "MORE" INTEGER)',
      `INSERT INTO LAKE.RAW.OTHERS VALUES ('a', NULL, 'x', 1)`,
    );
    await engine.versions.tag(ada, { model: 'events', version: '1', tag: 'next', note: '', move: false });
    const job = await addJob(engine, 'events', 'dev');
    const difference =
      'LAKE.RAW.OTHERS is not like LAKE.RAW.EVENTS, from which it is mapped: it lacks AT TIMESTAMP; ID is VARCHAR instead of BIGINT; it has MORE INTEGER besides';
    const planned = () => engine.runs.plans.ofJob(job, { variables: {}, full_refresh: false });
    expect((await planned()).warnings).toEqual([difference]);
    const promotion = await engine.promotions.plan(ada, {
      model: 'events',
      environment: 'dev',
      tag: 'next',
    });
    expect(promotion.warnings).toEqual([difference]);
    const built = await runJob(engine, job);
    expect(built.state).toBe('completed');
    const warned = engine.runs.logs({ run: built.id, level: 'warn', limit: 10 }).lines;
    expect(warned.map(({ step, message }) => [step, message])).toEqual([['sources', difference]]);

    await events.write('ALTER TABLE LAKE.RAW.OTHERS DROP COLUMN "VALUE"');
    const failed = await runJob(engine, job);
    expect(failed.failures[0]).toMatchObject({ code: 'column_missing', step: 'sources' });
    expect(failed.query_ids).toEqual([]);
    expect(await rowsOf(engine, 'dev', 'select * from events')).toEqual([['a', 'x']]);
    // Nothing to compare with is nothing to tell.
    await events.write('DROP TABLE LAKE.RAW.EVENTS');
    expect((await planned()).warnings).toEqual([]);
  });

  test('an unknown variable: named with its place', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select\n  {{ nope }} as a');
    await addJob(engine, 'm', 'dev');
    const run = await runJob(engine, 'm_dev');
    expect(run.failures[0]).toMatchObject({ code: 'compile_error', step: 'compile' });
    expect(run.failure).toMatch(/nope.*line 2, column 3/);
  });

  test('a target that is one of its own sources, also through mapping', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select * from SHOP_DEV.MARTS.M');
    for (const environment of ['dev', 'prod']) {
      await expect(addJob(engine, 'm', environment)).rejects.toMatchObject({
        code: 'validation',
        message: expect.stringContaining('one of its own sources'),
      });
    }
  });

  test('a target that another job writes: refused unless confirmed', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'a', 'select 1 as x');
    await addModel(engine, 'b', 'select 2 as x');
    await addJob(engine, 'a', 'dev', { table: 'SHARED' });
    await expect(addJob(engine, 'b', 'dev', { table: 'shared' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'SHOP_DEV.MARTS.SHARED is written by job "a_dev" already',
    });
    await addJob(engine, 'b', 'prod', { table: 'shared' });
  });

  test('the draft in a protected environment', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select 1 as a');
    await addJob(engine, 'm', 'prod');
    await expect(
      engine.runs.dispatch(ada, { job: 'm_prod', cause: '', variables: {}, version: 'draft' }),
    ).rejects.toMatchObject({ code: 'precondition', message: expect.stringContaining('protected') });
  });
});
