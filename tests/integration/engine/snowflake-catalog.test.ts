import { expect, onTestFinished, test } from 'vitest';
import { ada, engineOptions, openTestEngine } from '../../support/engine.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import { startSnowflakeServer } from '../../support/snowflake-server/server.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const keys = createKeyPair();

/** The engine, the executor in its process and Snowflake's own driver, on an account with a table of every kind of column. */
async function openAccount() {
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
      `create table RAW.SHOP.ORDERS (ID number not null, AMOUNT number(10,2) comment 'in euros', RATIO float, NAME varchar(16),
         FLAG boolean, DAY date, AT timestamp_ntz, DATA variant) comment = 'as they come'`,
      `insert into RAW.SHOP.ORDERS select 1, 1.5, 0.5, 'x', true, '2024-01-01'::date, '2024-01-01'::timestamp_ntz, parse_json('{}')`,
      `insert into RAW.SHOP.ORDERS select 2, null, 'NaN'::float, 'yy', false, '2024-01-03'::date, '2024-01-02'::timestamp_ntz, null`,
      'create view RAW.SHOP.RECENT as select ID from RAW.SHOP.ORDERS',
      'create table RAW.PUBLIC.HIDDEN as select 1 as A',
      'grant select on table RAW.SHOP.ORDERS to role TRANSFORMER',
      'grant select on view RAW.SHOP.RECENT to role TRANSFORMER',
    ],
  });
  onTestFinished(async () => {
    expect(server.log.violations).toEqual([]);
    await server.close();
  });
  const options = engineOptions(temporaryDirectory());
  await options.secrets.set('account', keys.privateKey);
  const engine = await openTestEngine({ ...options, schedules: false });
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
  return { engine, server };
}

const wh = { environment: 'wh' };
const orders = { ...wh, table: 'RAW.SHOP.ORDERS' };

test('an account is looked at with the eyes of the role, in statements that say who asks', async () => {
  const { engine, server } = await openAccount();
  expect((await engine.catalog.databases('wh')).databases.map(({ name }) => name)).toEqual([
    'ANALYTICS',
    'RAW',
  ]);
  const { schemas } = await engine.catalog.list({ ...wh, database: 'RAW' });
  const shop = schemas.find(({ name }) => name === 'SHOP')?.tables;
  expect(shop?.map(({ name, type }) => [name, type])).toEqual([
    ['ORDERS', 'table'],
    ['RECENT', 'view'],
  ]);
  expect(shop?.[0]).toMatchObject({ columns: 8, rows: 2, comment: 'as they come' });
  expect(Date.parse(shop?.[0]?.last_altered_at ?? '')).toBeGreaterThan(0);

  const shown = await engine.catalog.show(orders);
  expect(shown).toMatchObject({ rows: 2, comment: 'as they come' });
  expect(shown.columns[0]).toMatchObject({ name: 'ID', type: 'NUMBER(38,0)', nullable: false });
  expect(shown.columns[1]).toMatchObject({ name: 'AMOUNT', type: 'NUMBER(10,2)', comment: 'in euros' });
  expect((await engine.catalog.show({ ...wh, table: 'raw.shop.recent' })).rows).toBeUndefined();

  expect(await engine.catalog.sample({ ...orders, limit: 1 })).toMatchObject({
    truncated: true,
    engine: 'snowflake',
    rows: [[1, '1.50', 0.5, 'x', true, '2024-01-01', expect.stringContaining('2024-01-01'), {}]],
  });
  expect(await engine.catalog.ddl(orders)).toContain('create or replace TABLE RAW.SHOP.ORDERS (');
  expect(await engine.catalog.ddl({ ...wh, table: 'RAW.SHOP.RECENT' })).toMatch(/^create view/);

  await expect(engine.catalog.show({ ...wh, table: 'RAW.PUBLIC.HIDDEN' })).rejects.toMatchObject({
    code: 'not_found',
    message: 'RAW.PUBLIC.HIDDEN is not there, or the role may not see it',
  });

  const { cost } = await engine.catalog.statistics(orders);
  expect(cost).toMatchObject({ rows: 2, large: false });
  expect(cost.bytes).toBeGreaterThan(0);
  const { columns, statement } = await engine.catalog.computeStatistics({ ...orders, confirm_large: false });
  const column = (name: string) => columns.find(column => column.name === name);
  expect(column('ID')).toMatchObject({ nulls: 0, distinct: 2, min: 1, max: 2, mean: 1.5 });
  expect(column('ID')?.histogram?.map(({ count }) => count)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(column('AMOUNT')).toMatchObject({
    nulls: 1,
    completeness: 0.5,
    min: '1.50',
    mean: 1.5,
    deviation: null,
  });
  expect(column('RATIO')).toMatchObject({
    nulls: 0,
    nan: 1,
    completeness: 0.5,
    min: 0.5,
    max: 0.5,
    mean: 0.5,
  });
  expect(column('NAME')).toMatchObject({ min: 'x', max: 'yy', min_length: 1, max_length: 2 });
  expect(column('FLAG')).toMatchObject({ distinct: 2, mean: 0.5 });
  expect(column('DAY')).toMatchObject({ min: '2024-01-01', max: '2024-01-03' });
  expect(column('DAY')?.histogram?.at(-1)).toMatchObject({ to: '2024-01-03 00:00:00', count: 1 });
  expect(column('AT')?.histogram?.[0]).toMatchObject({ from: '2024-01-01 00:00:00', count: 1 });
  expect(column('DATA')).toMatchObject({ nulls: 1, distinct: null });
  expect(server.log.submitted(/^WITH "source"/).map(({ sql }) => sql)).toEqual([statement]);

  // The session is settled with statements of the executor's own.
  const asked = server.log.submissions.filter(
    ({ sql }) => /RAW|DATABASES/.test(sql) && !/^create|^insert|^grant/.test(sql),
  );
  expect(asked.length).toBeGreaterThan(8);
  for (const { sql, queryTag } of asked) {
    expect(JSON.parse(queryTag), sql).toMatchObject({ app: 'slipway', step: 'catalog' });
  }
});
