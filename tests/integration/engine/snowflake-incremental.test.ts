import { expect, onTestFinished, test } from 'vitest';
import { openEngine } from '../../../src/main/engine/engine.ts';
import type { Clock } from '../../../src/main/engine/ports.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { backfillEnded } from '../../support/backfills.ts';
import { ada, addModel, engineOptions, ended } from '../../support/engine.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import { startSnowflakeServer } from '../../support/snowflake-server/server.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** The engine, the executor in its process and Snowflake's own driver; the account is the project's own. */
const keys = createKeyPair();

async function open(clock?: Clock) {
  const server = await startSnowflakeServer({
    users: [
      {
        name: 'SLIPWAY',
        type: 'service',
        roles: ['TRANSFORMER'],
        defaultRole: 'TRANSFORMER',
        publicKeys: [keys.publicKey],
      },
    ],
    setup: [
      'create table RAW.SHOP.ORDERS (id number, day date, at timestamp_ntz, amount number(10,2))',
      "insert into RAW.SHOP.ORDERS values (1, '2013-01-01', '2013-01-01 10:00:00', 1), (2, '2013-01-02', '2013-01-02 10:00:00', 2)",
    ],
  });
  onTestFinished(async () => {
    expect(server.log.violations).toEqual([]);
    await server.close();
  });
  const options = engineOptions(temporaryDirectory());
  await options.secrets.set('account', keys.privateKey);
  const engine = await openEngine({ ...options, ...(clock && { clock }) });
  onTestFinished(() => engine.close());
  await engine.environments.apply(ada, {
    name: 'wh',
    connection: {
      name: 'account',
      engine: 'snowflake',
      account: server.account,
      user: 'SLIPWAY',
      authenticator: 'key_pair',
      access_url: server.url,
    },
    role: 'TRANSFORMER',
    warehouse: 'COMPUTE_WH',
    database: 'ANALYTICS',
    schema: 'MARTS',
  });
  await engine.connections.trust(ada, 'account', [new URL(server.url).host]);
  await addModel(engine, 'orders', 'select id, day, at, amount from RAW.SHOP.ORDERS');
  const run = async (full = false) => {
    const { id } = await engine.runs.dispatch(ada, {
      job: 'orders',
      cause: '',
      variables: {},
      full_refresh: full,
    });
    await ended(engine, id);
    const { state, failure, frozen, rows_affected } = engine.runs.get(id);
    return {
      ended: failure ?? state,
      rows: rows_affected,
      statements: frozen.statements.map(sql => sql.replaceAll(/__SLIPWAY_[0-9A-F]{8}_\d+/g, '__NEW')),
    };
  };
  const keep = (materialization: Materialization) =>
    engine.jobs.apply(ada, {
      definition: {
        name: 'orders',
        kind: 'model',
        environment: 'wh',
        model: 'orders',
        tag: 'v1',
        target: { table: 'ORDERS' },
        materialization,
      },
      message: '',
      publish: true,
      confirm_shared_target: false,
    });
  return { engine, server, run, keep };
}

const target = '"ANALYTICS"."MARTS"."ORDERS"';
const fresh = '"ANALYTICS"."MARTS"."ORDERS__NEW"';

test('incremental targets are changed in an account by exactly these statements', async () => {
  const { server, run, keep } = await open();
  await keep({
    type: 'incremental',
    strategy: 'merge',
    unique_key: ['ID'],
    watermark: 'AT',
    look_back: '1 day',
  });
  const first = await run();
  expect(first.ended).toBe('completed');
  expect(first.statements).toEqual([
    `CREATE OR REPLACE TABLE ${fresh} AS\nselect id, day, at, amount from RAW.SHOP.ORDERS`,
    `SELECT COUNT(*) AS "rows", COUNT(*) - COUNT("AT") AS "lacking_0", COUNT(*) - COUNT("ID") AS "lacking_1"\nFROM ${fresh}`,
    `SELECT "ID", COUNT(*) AS "__rows", COUNT(*) OVER () AS "__keys"\nFROM ${fresh}\nGROUP BY "ID" HAVING COUNT(*) > 1\nORDER BY "__rows" DESC, "ID" LIMIT 5`,
    `CREATE OR REPLACE TABLE ${target} CLONE ${fresh}`,
    `DROP TABLE IF EXISTS ${fresh}`,
  ]);
  const count = () => server.sql('select id, amount from ANALYTICS.MARTS.ORDERS order by id, amount');
  await server.sql("insert into RAW.SHOP.ORDERS values (3, '2013-01-03', '2013-01-03 10:00:00', 3)");
  const merged = await run();
  expect(merged.ended).toBe('completed');
  expect(merged.statements.slice(0, 1).concat(merged.statements.slice(3))).toEqual([
    `CREATE OR REPLACE TRANSIENT TABLE ${fresh} AS\nSELECT * FROM (\nselect id, day, at, amount from RAW.SHOP.ORDERS\n) AS "new"\nWHERE "new"."AT" >= CAST('2013-01-01 10:00:00.000000000' AS TIMESTAMP_NTZ(9)) OR "new"."AT" IS NULL`,
    `MERGE INTO ${target} AS "target"\nUSING ${fresh} AS "delta" ON "target"."ID" = "delta"."ID"\nWHEN MATCHED THEN UPDATE SET "DAY" = "delta"."DAY", "AT" = "delta"."AT", "AMOUNT" = "delta"."AMOUNT"\nWHEN NOT MATCHED THEN INSERT ("ID", "DAY", "AT", "AMOUNT")\nVALUES ("delta"."ID", "delta"."DAY", "delta"."AT", "delta"."AMOUNT")`,
    `DROP TABLE IF EXISTS ${fresh}`,
  ]);
  expect(await count()).toEqual([
    ['1', '1.00'],
    ['2', '2.00'],
    ['3', '3.00'],
  ]);

  await keep({ type: 'incremental', strategy: 'append', watermark: 'AT' });
  await server.sql("insert into RAW.SHOP.ORDERS values (4, '2013-01-03', '2013-01-03 11:00:00', 4)");
  const appended = await run();
  expect(appended).toMatchObject({ ended: 'completed', rows: 1 });
  expect(appended.statements.at(-2)).toBe(
    `INSERT INTO ${target} ("ID", "DAY", "AT", "AMOUNT")\nSELECT "ID", "DAY", "AT", "AMOUNT" FROM ${fresh}\nWHERE (SELECT MAX("AT") FROM ${target}) IS NULL OR "AT" > (SELECT MAX("AT") FROM ${target})`,
  );

  await keep({ type: 'incremental', strategy: 'delete_insert', watermark: 'DAY', look_back: '1 day' });
  await server.sql('update RAW.SHOP.ORDERS set amount = 33 where id = 3');
  const replaced = await run();
  expect(replaced.ended).toBe('completed');
  expect(replaced.statements.slice(-3)).toEqual([
    `DELETE FROM ${target}\nWHERE "DAY" >= CAST('2013-01-02' AS DATE)`,
    `INSERT INTO ${target} ("ID", "DAY", "AT", "AMOUNT")\nSELECT "ID", "DAY", "AT", "AMOUNT" FROM ${fresh}`,
    `DROP TABLE IF EXISTS ${fresh}`,
  ]);
  expect(await count()).toEqual([
    ['1', '1.00'],
    ['2', '2.00'],
    ['3', '33.00'],
    ['4', '4.00'],
  ]);

  await keep({ type: 'incremental', strategy: 'delete_insert', unique_key: ['DAY'], watermark: 'AT' });
  await server.sql('update RAW.SHOP.ORDERS set amount = 44 where id in (3, 4)');
  const keyed = await run();
  expect(keyed.ended).toBe('completed');
  expect(keyed.statements.at(-3)).toBe(
    `DELETE FROM ${target}\nUSING (SELECT DISTINCT "DAY" AS "__k0" FROM ${fresh}) AS "delta"\nWHERE "DAY" IS NOT DISTINCT FROM "delta"."__k0"`,
  );
  expect(await count()).toEqual([
    ['1', '1.00'],
    ['2', '2.00'],
    ['3', '44.00'],
    ['4', '44.00'],
  ]);
  // Nothing is left beside the target.
  expect(await server.sql('show tables in schema ANALYTICS.MARTS')).toHaveLength(1);
});

test('targets are built by intervals in an account by exactly these statements', async () => {
  const clock = new FakeClock('2013-01-03T06:00:00Z');
  const { engine, server, run, keep } = await open(clock);
  const byDay: Materialization = {
    type: 'incremental',
    strategy: 'delete_insert',
    watermark: 'AT',
    interval: 'day',
    begin: '2013-01-02',
    time_zone: 'Europe/Berlin',
  };
  await keep(byDay);
  const within = (from: string, to: string) =>
    `"AT" >= CAST('${from}' AS TIMESTAMP_NTZ(9)) AND "AT" < CAST('${to}' AS TIMESTAMP_NTZ(9))`;
  const query = 'select id, day, at, amount from RAW.SHOP.ORDERS';
  const narrowed = (from: string, to: string) =>
    `SELECT * FROM (\n${query}\n) AS "new"\nWHERE ${within(from, to).replaceAll('"AT"', '"new"."AT"')} OR "new"."AT" IS NULL`;
  const first = await run();
  expect(first.ended).toBe('completed');
  expect(first.statements).toEqual([
    `CREATE OR REPLACE TABLE ${fresh} AS\n${narrowed('2013-01-02 00:00:00', '2013-01-03 00:00:00')}`,
    `SELECT COUNT(*) AS "rows", COUNT(*) - COUNT("AT") AS "lacking_0"\nFROM ${fresh}`,
    `CREATE OR REPLACE TABLE ${target} CLONE ${fresh}`,
    `DROP TABLE IF EXISTS ${fresh}`,
  ]);
  await server.sql("insert into RAW.SHOP.ORDERS values (3, '2013-01-03', '2013-01-03 10:00:00', 3)");
  clock.advance(86_400_000);
  const next = await run();
  expect(next.statements).toEqual([
    `CREATE OR REPLACE TRANSIENT TABLE ${fresh} AS\n${narrowed('2013-01-03 00:00:00', '2013-01-04 00:00:00')}`,
    `SELECT COUNT(*) AS "rows", COUNT(*) - COUNT("AT") AS "lacking_0"\nFROM ${fresh}`,
    `DELETE FROM ${target}\nWHERE ${within('2013-01-03 00:00:00', '2013-01-04 00:00:00')}`,
    `INSERT INTO ${target} ("ID", "DAY", "AT", "AMOUNT")\nSELECT "ID", "DAY", "AT", "AMOUNT" FROM ${fresh}`,
    `DROP TABLE IF EXISTS ${fresh}`,
  ]);
  await server.sql('update RAW.SHOP.ORDERS set amount = 22 where id = 2');
  const wanted = { job: 'orders', to: '2013-01-03', restate: true, cause: '' };
  const { id } = await engine.backfills.start(ada, wanted);
  const done = await backfillEnded(engine, id);
  expect([done.state, done.counts.completed]).toEqual(['completed', 1]);
  expect(await server.sql('select id, amount from ANALYTICS.MARTS.ORDERS order by id')).toEqual([
    ['2', '22.00'],
    ['3', '3.00'],
  ]);
});
