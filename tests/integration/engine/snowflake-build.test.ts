import { describe, expect, test } from 'vitest';
import { ada, ended } from '../../support/engine.ts';
import { failure } from '../../support/scripted-warehouse.ts';
import {
  addJob,
  holdAt,
  onSnowflake,
  orders,
  start,
  stepsOf,
  target,
  warnings,
} from './snowflake-support.ts';

const sentOf = (warehouse: Awaited<ReturnType<typeof onSnowflake>>['warehouse']) =>
  warehouse.statements.map(({ step, sql }) => [step, sql.split('\n', 1)[0]]);

describe('a model job on Snowflake', () => {
  test('sends the text as it is written, one statement a step, with its tag', async () => {
    const { engine, warehouse } = await onSnowflake();
    warehouse.schemas.clear();
    await addJob(engine, { type: 'table', cluster_by: ['N'], comment: 'of orders' });
    const id = await start(engine);
    expect(await ended(engine, id)).toBe('completed');
    const run = engine.runs.get(id);
    expect(warehouse.statements.map(statement => statement.sql)).toEqual([
      'CREATE SCHEMA IF NOT EXISTS "SHOP"."MARTS"',
      `CREATE OR REPLACE TABLE ${target} CLUSTER BY (N) COMMENT = 'of orders' AS\nselect n from LAKE.RAW.ORDERS at(offset => -60)`,
    ]);
    expect(run.frozen.statements).toEqual(warehouse.statements.map(statement => statement.sql));
    expect(run.frozen.compiled?.warnings).toEqual([]);
    expect(stepsOf(engine, id)).toEqual(
      ['compile', 'sources', 'prepare', 'build', 'describe'].map(name => [name, 'completed']),
    );
    expect(run.query_ids).toEqual(['01b0', '01b1']);
    expect(warehouse.statements.map(statement => statement.tag)).toEqual(
      ['prepare', 'build'].map(step => ({
        workspace: expect.stringMatching(/^[0-9a-f-]{36}$/),
        job: 'j',
        run: id,
        attempt: 1,
        step,
      })),
    );
    expect(warehouse.statements[0]?.session).toMatchObject({ role: 'TRANSFORMER', warehouse: 'WH_XS' });
    // The warehouse keeps the count of a table: nothing is read for it.
    expect(run.rows_affected).toBe(3);
    expect(warehouse.queries).toEqual([]);

    // The next run finds schema and table, and what was granted on it stays.
    expect(await ended(engine, await start(engine))).toBe('completed');
    expect(sentOf(warehouse).slice(2)).toEqual([
      ['build', `CREATE OR REPLACE TABLE ${target} CLUSTER BY (N) COPY GRANTS COMMENT = 'of orders' AS`],
    ]);
  });

  test('does not count a view: that would run its query', async () => {
    const { engine, warehouse } = await onSnowflake();
    await addJob(engine, { type: 'view' });
    const id = await start(engine);
    expect(await ended(engine, id)).toBe('completed');
    expect(engine.runs.get(id)).toMatchObject({ rows_affected: null, failures: [] });
    expect(warehouse.queries).toEqual([]);
    const { lines } = engine.runs.logs({ run: id, level: 'info', limit: 100 });
    expect(lines.at(-1)?.message).toBe('SHOP.MARTS.M was not counted: that takes a run of its query');
  });

  test.each([
    ['view', 'table'],
    ['table', 'view'],
  ] as const)('replaces a %s by a %s, built beside it', async (before, after) => {
    const { engine, warehouse } = await onSnowflake();
    warehouse.standing.set(target, { type: before });
    warehouse.grants = [
      { privilege: 'SELECT', granteeType: 'ROLE', grantee: 'READER', grantOption: false },
      { privilege: 'SELECT', granteeType: 'SHARE', grantee: 'PARTNER', grantOption: false },
    ];
    await addJob(engine, { type: after });
    const { reached, go } = holdAt(warehouse, 'running', 'shadow');
    const id = await start(engine);
    await reached;
    // However long it takes, what stands there can be read.
    expect(warehouse.standing.get(target)?.type).toBe(before);
    go();
    expect(await ended(engine, id)).toBe('completed');
    expect(stepsOf(engine, id).map(([name]) => name)).toEqual([
      'compile',
      'sources',
      'shadow',
      'publish',
      'cleanup',
      'describe',
    ]);
    expect([...warehouse.standing.keys()]).toEqual([orders, target]);
    expect(warehouse.standing.get(target)?.type).toBe(after);
    expect(warehouse.statements.find(({ step }) => step === 'publish')?.sql).toContain('TO ROLE "READER"');
    expect(warnings(engine, id)).toEqual([
      `SHOP.MARTS.M was a ${before} and becomes a ${after}: grants of SELECT to share PARTNER end with it`,
    ]);
  });

  test('with checks is built beside its target, looked at, and published by a clone', async () => {
    const { engine, warehouse } = await onSnowflake();
    warehouse.standing.set(target, { type: 'table' });
    let bad = 0;
    warehouse.answers = sql => (sql.startsWith('SELECT COUNT(*)') ? [bad] : undefined);
    await addJob(
      engine,
      { type: 'table' },
      {
        checks: [
          { check: 'accepted_values', column: 'n', values: ["it's \\ 1"] },
          { check: 'sql', name: 'large', sql: 'select n from {{ this }} where n > 9' },
        ],
      },
    );
    const id = await start(engine);
    expect(await ended(engine, id)).toBe('completed');
    const shadow = expect.stringMatching(/^"SHOP"."MARTS"."M__SLIPWAY_[0-9A-F]{8}_\d+"$/) as string;
    const beside = [
      ...new Set(warehouse.statements.flatMap(({ sql }) => /"M__SLIPWAY_\w+"/.exec(sql) ?? [])),
    ];
    expect(beside.map(name => `"SHOP"."MARTS".${name}`)).toEqual([shadow]);
    const [name = ''] = beside;
    expect(sentOf(warehouse)).toEqual([
      ['shadow', `CREATE OR REPLACE TABLE "SHOP"."MARTS".${name} AS`],
      ['publish', `CREATE OR REPLACE TABLE ${target} CLONE "SHOP"."MARTS".${name} COPY GRANTS`],
      ['cleanup', `DROP TABLE IF EXISTS "SHOP"."MARTS".${name}`],
    ]);
    expect(warehouse.queries.map(({ sql, tag }) => [tag?.step, sql])).toEqual([
      [
        'audit',
        `SELECT COUNT(*) AS "ROWS" FROM (\nSELECT *\nFROM "SHOP"."MARTS".${name}\nWHERE "N" NOT IN ('it''s \\\\ 1')\n) AS "bad"`,
      ],
      [
        'audit',
        `SELECT COUNT(*) AS "ROWS" FROM (\nselect n from SHOP.MARTS.${name.slice(1, -1)} where n > 9\n) AS "bad"`,
      ],
    ]);
    // Its readers keep the old one where a check fails.
    bad = 2;
    const next = await start(engine);
    expect(await ended(engine, next)).toBe('failed');
    expect(engine.runs.get(next).failures).toMatchObject([{ code: 'check_failed', step: 'audit' }]);
    expect(
      sentOf(warehouse)
        .slice(3)
        .map(([step]) => step),
    ).toEqual(['shadow', 'cleanup']);
    expect(warehouse.queries.at(-1)?.sql).toMatch(/ ORDER BY 1 LIMIT 20$/);
  });

  test('asks the warehouse how fresh its sources are, by the clock there', async () => {
    const { engine, warehouse, clock } = await onSnowflake();
    const source = 'LAKE.RAW.ORDERS';
    warehouse.standing.set(orders, { type: 'table', lastAlteredMs: clock.now() - 7_200_000 });
    // It is ten minutes behind.
    warehouse.answers = sql => (sql.includes('CURRENT_TIMESTAMP') ? [clock.now() / 1_000 - 600] : undefined);
    await addJob(engine, { type: 'table' }, { conditions: [{ freshness: { source, within: '1h' } }] });
    const id = await start(engine);
    expect(await ended(engine, id)).toBe('skipped');
    expect(warehouse.statements).toEqual([]);
    expect(warehouse.queries).toMatchObject([
      { sql: `SELECT DATE_PART('epoch', CURRENT_TIMESTAMP) AS "NOW_SECONDS"`, tag: { step: 'gate' } },
    ]);
    expect(engine.runs.get(id).conditions).toMatchObject([
      { met: false, column: null, message: expect.stringMatching(/is 1 h 50 min old, .*an upper bound\)$/) },
    ]);
    expect(warnings(engine, id)[0]).toBe(
      "The warehouse's clock is 10 min behind this computer's: ages are by the warehouse's",
    );
    warehouse.standing.set(orders, { type: 'view', lastAlteredMs: clock.now() });
    const next = await start(engine);
    expect(await ended(engine, next)).toBe('failed');
    expect(engine.runs.get(next).failures).toMatchObject([{ code: 'condition_error', step: 'gate' }]);
  });

  test('that lacks a privilege fails before anything is written, and says what to ask for', async () => {
    const { engine, warehouse } = await onSnowflake();
    warehouse.lacking = [
      {
        privilege: 'SELECT',
        on: 'table LAKE.RAW.ORDERS',
        hint: 'GRANT SELECT ON TABLE "LAKE"."RAW"."ORDERS" TO ROLE "TRANSFORMER"',
      },
      {
        privilege: 'CREATE TABLE',
        on: 'schema SHOP.MARTS',
        hint: 'GRANT CREATE TABLE ON SCHEMA "SHOP"."MARTS" TO ROLE "TRANSFORMER"',
      },
    ];
    await addJob(engine, { type: 'table' }, { retries: { max: 3 } });
    const id = await start(engine);
    expect(await ended(engine, id)).toBe('failed');
    expect(engine.runs.get(id).failures).toEqual([
      {
        code: 'privilege_missing',
        message:
          'Role TRANSFORMER lacks SELECT on table LAKE.RAW.ORDERS, CREATE TABLE on schema SHOP.MARTS: nothing was written',
        hint: 'GRANT SELECT ON TABLE "LAKE"."RAW"."ORDERS" TO ROLE "TRANSFORMER"; GRANT CREATE TABLE ON SCHEMA "SHOP"."MARTS" TO ROLE "TRANSFORMER"',
        sqlstate: '42501',
        query_id: null,
        step: 'sources',
        attempt: 1,
        retryable: false,
      },
    ]);
    expect(warehouse.statements).toEqual([]);
  });

  test('whose source is not to be seen is told what to ask for; one that another job writes, to run that', async () => {
    const { engine, warehouse } = await onSnowflake();
    warehouse.standing.delete(orders);
    warehouse.lacking = [{ privilege: 'SELECT', on: 'table LAKE.RAW.ORDERS', hint: 'GRANT SELECT …' }];
    await addJob(engine, { type: 'table' });
    const failureOf = async () => {
      const id = await start(engine);
      await ended(engine, id);
      return engine.runs.get(id).failures[0];
    };
    expect(await failureOf()).toMatchObject({ code: 'privilege_missing', hint: 'GRANT SELECT …' });
    await engine.jobs.apply(ada, {
      definition: {
        name: 'orders',
        kind: 'model',
        environment: 'wh',
        model: 'm',
        tag: 'v1',
        target: { database: 'LAKE', schema: 'RAW', table: 'orders_2' },
        materialization: { type: 'table' },
      },
      message: '',
      publish: true,
      confirm_shared_target: false,
    });
    await engine.models.saveDraft({ model: 'm', sql: 'select n from LAKE.RAW.ORDERS_2' });
    await engine.versions.publish(ada, { model: 'm', message: '', tag: 'v3' });
    await addJob(engine, { type: 'table' }, { tag: 'v3' });
    expect(await failureOf()).toMatchObject({
      code: 'source_missing',
      message: 'Missing: LAKE.RAW.ORDERS_2',
      hint: 'orders writes LAKE.RAW.ORDERS_2: run it first',
    });
    expect(warehouse.statements).toEqual([]);
  });

  test('whose privileges cannot be looked at is built, and says so', async () => {
    const { engine, warehouse } = await onSnowflake();
    warehouse.events.on('asked', what => {
      if (what === 'privileges') throw failure('warehouse_error', 'SHOW GRANTS is not allowed');
    });
    await addJob(engine, { type: 'table' });
    const id = await start(engine);
    expect(await ended(engine, id)).toBe('completed');
    expect(warnings(engine, id)).toEqual([
      'The privileges could not be looked at: SHOW GRANTS is not allowed',
    ]);
  });

  test('whose target changed its type meanwhile fails so that it can be tried again', async () => {
    const { engine, warehouse } = await onSnowflake();
    await addJob(engine, { type: 'table' });
    const { reached, go } = holdAt(warehouse, 'running', 'build');
    const id = await start(engine);
    await reached;
    warehouse.standing.set(target, { type: 'view' });
    go();
    expect(await ended(engine, id)).toBe('failed');
    expect(engine.runs.get(id).failures).toMatchObject([
      {
        code: 'target_changed',
        step: 'build',
        retryable: true,
        message: `Something else built SHOP.MARTS.M meanwhile: Object ${target} already exists as VIEW`,
      },
    ]);
    expect(warehouse.times('build')).toBe(1);
    expect(warehouse.standing.get(target)?.type).toBe('view');
  });
});

describe('a build beside its target', () => {
  /** A view stands where the job is to build a table. */
  async function beside() {
    const host = await onSnowflake();
    host.warehouse.standing.set(target, { type: 'view' });
    await addJob(host.engine, { type: 'table' });
    return host;
  }
  const untouched = (warehouse: Awaited<ReturnType<typeof beside>>['warehouse']) => {
    expect([...warehouse.standing]).toEqual([
      [orders, { type: 'table' }],
      [target, { type: 'view' }],
    ]);
    expect(warehouse.times('cleanup')).toBe(1);
  };

  test.each(['shadow', 'publish'])('that fails at %s leaves the old target, and nothing else', async step => {
    const { engine, warehouse } = await beside();
    warehouse.fails = of => (of === step ? failure('warehouse_error', 'it fails') : null);
    const id = await start(engine);
    expect(await ended(engine, id)).toBe('failed');
    expect(engine.runs.get(id).failures).toMatchObject([{ code: 'warehouse_error', step }]);
    expect(stepsOf(engine, id).slice(-2)).toEqual([
      [step, 'failed'],
      ['cleanup', 'completed'],
    ]);
    untouched(warehouse);
  });

  test('that is cancelled while it is built is stopped in the warehouse and removed', async () => {
    const { engine, warehouse } = await beside();
    const { reached, go } = holdAt(warehouse, 'running', 'shadow');
    const id = await start(engine);
    await reached;
    await engine.runs.cancel(ada, id, 'no longer needed');
    go();
    expect(await ended(engine, id)).toBe('cancelled');
    expect(warehouse.statements.map(({ step, cancelled }) => [step, cancelled])).toEqual([
      ['shadow', true],
      ['cleanup', false],
    ]);
    expect(stepsOf(engine, id).slice(-2)).toEqual([
      ['shadow', 'cancelled'],
      ['cleanup', 'completed'],
    ]);
    untouched(warehouse);
  });

  test('that is cancelled when it is complete is not published', async () => {
    const { engine, warehouse } = await beside();
    const { reached, go } = holdAt(warehouse, 'after', 'shadow');
    const id = await start(engine);
    await reached;
    await engine.runs.cancel(ada, id, '');
    go();
    expect(await ended(engine, id)).toBe('cancelled');
    expect(warehouse.times('publish')).toBe(0);
    untouched(warehouse);
  });

  test('that runs out of time is stopped, and removed', async () => {
    const { engine, warehouse, clock } = await beside();
    await addJob(engine, { type: 'table' }, { timeout: '30m' });
    const { reached, go } = holdAt(warehouse, 'running', 'shadow');
    const id = await start(engine);
    await reached;
    clock.advance(1_800_000);
    go();
    expect(await ended(engine, id)).toBe('failed');
    expect(engine.runs.get(id).failures).toMatchObject([{ code: 'timeout', step: 'shadow' }]);
    untouched(warehouse);
  });

  test('is not stopped while it takes its place, and then ends as it is', async () => {
    const { engine, warehouse } = await beside();
    const { reached, go } = holdAt(warehouse, 'running', 'publish');
    const id = await start(engine);
    await reached;
    expect((await engine.runs.cancel(ada, id, '')).state).toBe('pending_cancellation');
    go();
    expect(await ended(engine, id)).toBe('completed');
    expect(warehouse.statements.filter(({ cancelled }) => cancelled)).toEqual([]);
    expect(warehouse.standing.get(target)?.type).toBe('table');
  });

  test('that cannot be removed afterwards fails nothing, and says how to remove it', async () => {
    const { engine, warehouse } = await beside();
    warehouse.fails = step => (step === 'cleanup' ? failure('warehouse_error', 'not now') : null);
    const id = await start(engine);
    expect(await ended(engine, id)).toBe('completed');
    expect(stepsOf(engine, id).slice(-2)).toEqual([
      ['cleanup', 'completed'],
      ['describe', 'completed'],
    ]);
    const drop = warehouse.statements.find(({ step }) => step === 'cleanup')?.sql;
    expect(warnings(engine, id)).toEqual([
      `What was built beside the target may still be there: not now. Remove it with: ${drop}`,
    ]);
  });

  test('that fails and cannot be removed keeps its failure, and says how to remove it', async () => {
    const { engine, warehouse } = await beside();
    warehouse.fails = step => (step === 'shadow' ? null : failure('warehouse_error', `no ${step}`));
    const id = await start(engine);
    expect(await ended(engine, id)).toBe('failed');
    expect(engine.runs.get(id).failures).toMatchObject([{ message: 'no publish', step: 'publish' }]);
    const [left] = [...warehouse.standing.keys()].slice(-1);
    expect(warnings(engine, id)).toEqual([
      `What was built beside the target may still be there: no cleanup. Remove it with: DROP TABLE IF EXISTS ${left}`,
      'no publish',
    ]);
  });

  test('is done again from the beginning: what a failed run built there is gone', async () => {
    const { engine, warehouse } = await beside();
    warehouse.fails = step => (step === 'publish' ? failure('warehouse_error', 'it fails') : null);
    const id = await start(engine);
    await ended(engine, id);
    expect(engine.runs.planRetry(id, 'from_failure').steps).toEqual([
      { name: 'compile', action: 'take_over', reason: null },
      { name: 'sources', action: 'do', reason: 'the steps are decided on anew' },
      { name: 'shadow', action: 'do', reason: 'what was built beside the target is gone with its run' },
      { name: 'publish', action: 'do', reason: 'it failed' },
      ...['cleanup', 'describe'].map(name => ({ name, action: 'do', reason: null })),
    ]);
    warehouse.fails = () => null;
    const again = await engine.runs.retry(ada, id, 'from_failure', '');
    expect(await ended(engine, again.id)).toBe('completed');
    const shadows = warehouse.statements.filter(({ step }) => step === 'shadow').map(({ sql }) => sql);
    expect(shadows).toHaveLength(2);
    expect(shadows[1]).toContain(`_${again.id}"`);
    expect([...warehouse.standing.keys()]).toEqual([orders, target]);
  });
});

test('a run from a failed build takes over what still holds: the schema that was made', async () => {
  const { engine, warehouse } = await onSnowflake();
  warehouse.schemas.clear();
  await addJob(engine, { type: 'table' });
  warehouse.fails = step => (step === 'build' ? failure('warehouse_error', 'it fails') : null);
  const id = await start(engine);
  await ended(engine, id);
  warehouse.fails = () => null;
  expect(engine.runs.planRetry(id, 'from_failure').steps).toEqual([
    ...['compile', 'sources', 'prepare'].map(name => ({ name, action: 'take_over', reason: null })),
    { name: 'build', action: 'do', reason: 'it failed' },
    { name: 'describe', action: 'do', reason: null },
  ]);
  expect(engine.runs.planRetry(id, 'exactly').steps.map(step => step.name)).toEqual([
    'compile',
    'sources',
    'build',
    'describe',
  ]);
  const again = await engine.runs.retry(ada, id, 'from_failure', '');
  expect(await ended(engine, again.id)).toBe('completed');
  expect(warehouse.times('prepare')).toBe(1);
  expect(warehouse.times('build')).toBe(2);
});

test('a run keeps its connection in the account where it is under way, however that is asked for', async () => {
  const { engine, warehouse } = await onSnowflake();
  await addJob(engine, { type: 'table' });
  const { reached, go } = holdAt(warehouse, 'running', 'build');
  const id = await start(engine);
  await reached;
  const { definition } = await engine.connections.get('account');
  if (definition.engine !== 'snowflake') throw new Error('it is another engine');
  const refused = { code: 'conflict', message: `Run #${id} is under way through "account"` };
  for (const change of [{ account: 'myorg-other' }, { user: 'OTHER' }]) {
    await expect(engine.connections.apply(ada, { ...definition, ...change })).rejects.toMatchObject(refused);
  }
  // Its environment may leave; the run stays where it began.
  await engine.environments.apply(ada, {
    name: 'wh',
    connection: { ...definition, name: 'elsewhere', account: 'myorg-other' },
    role: 'TRANSFORMER',
    warehouse: 'WH_XS',
    database: 'SHOP',
    schema: 'MARTS',
  });
  await expect(engine.connections.remove(ada, 'account')).rejects.toMatchObject(refused);
  // How one signs in may change at any time: a key that is no longer good keeps nobody from their run.
  await engine.connections.apply(ada, { ...definition, secret: 'another_key' });
  go();
  expect(await ended(engine, id)).toBe('completed');
  await engine.connections.apply(ada, { ...definition, account: 'myorg-other' });
  await engine.connections.remove(ada, 'account');
});
