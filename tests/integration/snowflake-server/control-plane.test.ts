import type { Connection } from 'snowflake-sdk';
import { expect, test } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import type { ServerOptions } from '../../support/snowflake-server/options.ts';
import { codeOf, connect, type Options, run, start } from './support.ts';

const orders = [
  "create table RAW.SHOP.ORDERS (ID number not null, AMOUNT number(10, 2), AT timestamp_tz, TAGS array, NOTE varchar(20) comment 'free text')",
  "insert into RAW.SHOP.ORDERS select 1, 12.5, '2026-03-01 09:30:00', null, 'a' union all select 2, 99, null, null, 'b'",
];

async function as(role: string, options: ServerOptions = {}, more: Options = {}) {
  const server = await start({ setup: orders, ...options });
  const connection = await connect(server, { role, ...more });
  await run(connection, 'USE SECONDARY ROLES NONE');
  return { server, connection };
}

/** Rows of a SHOW with the named columns alone. */
async function show(connection: Connection, sql: string, ...names: string[]) {
  const { rows, columns } = await run(connection, sql);
  const at = names.map(name => columns.findIndex(column => column.name === name));
  return rows.map(row => at.map(index => row[index]));
}

test('a role sees what it has some right on, and nothing else', async () => {
  const { connection } = await as('READER');
  expect(await show(connection, 'SHOW DATABASES', 'name')).toEqual([['ANALYTICS'], ['RAW']]);
  expect(await show(connection, 'SHOW SCHEMAS IN DATABASE ANALYTICS', 'name')).toEqual([
    ['INFORMATION_SCHEMA'],
    ['MARTS'],
  ]);
  expect(await show(connection, 'SHOW TABLES IN SCHEMA RAW.SHOP', 'name', 'rows', 'owner')).toEqual([
    ['ORDERS', '2', 'ACCOUNTADMIN'],
  ]);
  expect(await show(connection, "SHOW WAREHOUSES LIKE 'l%'", 'name', 'state', 'size')).toEqual([
    ['LARGE_WH', 'SUSPENDED', 'Large'],
  ]);
  const outsider = await as('OUTSIDER');
  expect(await show(outsider.connection, 'SHOW DATABASES', 'name')).toEqual([]);
  expect(await codeOf(run(outsider.connection, 'SELECT * FROM RAW.SHOP.ORDERS'))).toMatch(
    "002003 SQL compilation error:\nDatabase 'RAW' does not exist or not authorized.",
  );
});

test('names are matched with % and _, which a backslash escapes', async () => {
  const { connection } = await as('TRANSFORMER');
  for (const name of ['A_B', 'AXB', '"a%b"']) await run(connection, `CREATE TABLE ${name} (N NUMBER)`);
  const like = (pattern: string) =>
    show(connection, `SHOW TABLES LIKE '${pattern}' IN SCHEMA ANALYTICS.MARTS`, 'name');
  expect(await like('a_b')).toEqual([['AXB'], ['A_B'], ['a%b']]);
  expect(await like(String.raw`a\\_b`)).toEqual([['A_B']]);
  expect(await like(String.raw`%\\%%`)).toEqual([['a%b']]);
});

test('what a role may not do is refused, and whether a thing is there is not told', async () => {
  const { server, connection } = await as('READER');
  const refusals: [string, RegExp][] = [
    ['INSERT INTO RAW.SHOP.ORDERS (ID) VALUES (3)', /^003001 .*privileges to operate on table 'ORDERS'/s],
    ['CREATE TABLE ANALYTICS.MARTS.T (N NUMBER)', /^003001 .*privileges to operate on schema 'MARTS'/s],
    ['CREATE OR REPLACE TABLE RAW.SHOP.ORDERS AS SELECT 1 AS N', /^003001 .*schema 'SHOP'/s],
    ['DROP TABLE RAW.SHOP.ORDERS', /^003001 .*table 'ORDERS'/s],
    ['GRANT SELECT ON TABLE RAW.SHOP.ORDERS TO ROLE OUTSIDER', /^003001 /],
    ['CREATE DATABASE NEW', /^003001 .*account/s],
    [
      'SELECT * FROM ANALYTICS.STAGING.T',
      /^002003 .*Schema 'ANALYTICS.STAGING' does not exist or not authorized/s,
    ],
  ];
  for (const [sql, expected] of refusals) expect(await codeOf(run(connection, sql))).toMatch(expected);
  await server.sql('grant insert on table RAW.SHOP.ORDERS to role READER');
  await run(connection, 'INSERT INTO RAW.SHOP.ORDERS (ID) VALUES (3)');
  await server.sql('revoke select on table RAW.SHOP.ORDERS from role READER');
  expect(await codeOf(run(connection, 'SELECT * FROM RAW.SHOP.ORDERS'))).toMatch(/^003001 /);
});

test('a view is read with the rights of its owner', async () => {
  const { server, connection } = await as('OUTSIDER');
  await server.sql('create view ANALYTICS.MARTS.V as select ID from RAW.SHOP.ORDERS');
  for (const grant of [
    'usage on database ANALYTICS',
    'usage on schema ANALYTICS.MARTS',
    'select on view ANALYTICS.MARTS.V',
    'usage on warehouse COMPUTE_WH',
  ]) {
    await server.sql(`grant ${grant} to role OUTSIDER`);
  }
  expect((await run(connection, 'SELECT COUNT(*) FROM ANALYTICS.MARTS.V')).rows).toEqual([['2']]);
  expect(await codeOf(run(connection, 'SELECT * FROM RAW.SHOP.ORDERS'))).toMatch(/^002003 /);
});

test('grants are told by object, by role and by user', async () => {
  const { connection } = await as('TRANSFORMER');
  await run(connection, 'CREATE TABLE T (N NUMBER)');
  await run(connection, 'GRANT SELECT, INSERT ON TABLE T TO ROLE READER WITH GRANT OPTION');
  const columns = ['privilege', 'granted_on', 'name', 'grantee_name', 'grant_option'];
  expect(await show(connection, 'SHOW GRANTS ON TABLE T', ...columns)).toEqual([
    ['OWNERSHIP', 'TABLE', 'ANALYTICS.MARTS.T', 'TRANSFORMER', 'true'],
    ['SELECT', 'TABLE', 'ANALYTICS.MARTS.T', 'READER', 'true'],
    ['INSERT', 'TABLE', 'ANALYTICS.MARTS.T', 'READER', 'true'],
  ]);
  const toReader = await show(connection, 'SHOW GRANTS TO ROLE READER', 'privilege', 'granted_on', 'name');
  expect(toReader).toContainEqual(['SELECT', 'TABLE', 'RAW.SHOP.ORDERS']);
  expect(toReader).toContainEqual(['USAGE', 'WAREHOUSE', 'COMPUTE_WH']);
  expect(await show(connection, 'SHOW GRANTS TO USER ADA', 'role')).toEqual([
    ['TRANSFORMER'],
    ['READER'],
    ['OUTSIDER'],
  ]);
  expect(await show(connection, 'SHOW GRANTS OF ROLE READER', 'granted_to', 'grantee_name')).toEqual([
    ['ROLE', 'SYSADMIN'],
    ['USER', 'ADA'],
  ]);
  const privileges = `SELECT GRANTEE, PRIVILEGE_TYPE, IS_GRANTABLE FROM ANALYTICS.INFORMATION_SCHEMA.OBJECT_PRIVILEGES
    WHERE OBJECT_NAME = 'T' AND PRIVILEGE_TYPE <> 'OWNERSHIP' ORDER BY 2`;
  expect((await run(connection, privileges)).rows).toEqual([
    ['READER', 'INSERT', 'YES'],
    ['READER', 'SELECT', 'YES'],
  ]);
});

test('a table in place of another keeps its rights with COPY GRANTS alone', async () => {
  const { connection } = await as('TRANSFORMER');
  const readers = async (name: string) =>
    (await show(connection, `SHOW GRANTS ON TABLE ${name}`, 'privilege', 'grantee_name')).filter(
      ([privilege]) => privilege !== 'OWNERSHIP',
    );
  await run(connection, 'CREATE TABLE T AS SELECT 1 AS N');
  await run(connection, 'GRANT SELECT ON TABLE T TO ROLE READER');
  await run(connection, 'CREATE OR REPLACE TABLE T COPY GRANTS AS SELECT 2 AS N');
  expect(await readers('T')).toEqual([['SELECT', 'READER']]);
  await run(connection, 'CREATE TABLE S AS SELECT 3 AS N');
  await run(connection, 'CREATE OR REPLACE TABLE T CLONE S COPY GRANTS');
  expect(await readers('T')).toEqual([['SELECT', 'READER']]);
  expect((await run(connection, 'SELECT N FROM T')).rows).toEqual([['3']]);
  // Of a new table they are those of its source.
  await run(connection, 'CREATE TABLE U CLONE T COPY GRANTS');
  expect(await readers('U')).toEqual([['SELECT', 'READER']]);
  await run(connection, 'CREATE OR REPLACE TABLE T AS SELECT 4 AS N');
  expect(await readers('T')).toEqual([]);
});

test('tables that are swapped take their rights and comments along', async () => {
  const { connection } = await as('TRANSFORMER');
  await run(connection, "CREATE TABLE A COMMENT = 'first' AS SELECT 1 AS N");
  await run(connection, "CREATE TABLE B COMMENT = 'second' AS SELECT 2 AS N");
  await run(connection, 'GRANT SELECT ON TABLE A TO ROLE READER');
  await run(connection, 'ALTER TABLE A SWAP WITH B');
  expect((await run(connection, 'SELECT A.N, B.N FROM A, B')).rows).toEqual([['2', '1']]);
  expect(await show(connection, 'SHOW GRANTS ON TABLE B', 'grantee_name')).toEqual([
    ['TRANSFORMER'],
    ['READER'],
  ]);
  expect(await show(connection, 'SHOW TABLES', 'name', 'comment')).toEqual([
    ['A', 'second'],
    ['B', 'first'],
  ]);
});

test('a transient table is cloned to a transient one alone, a view is no table', async () => {
  const { connection } = await as('TRANSFORMER');
  await run(connection, 'CREATE TRANSIENT TABLE T CLUSTER BY (N) AS SELECT 1 AS N');
  expect(await show(connection, 'SHOW TABLES', 'kind', 'cluster_by')).toEqual([['TRANSIENT', 'LINEAR(N)']]);
  expect(await codeOf(run(connection, 'CREATE TABLE U CLONE T'))).toContain(
    'Transient object cannot be cloned to a permanent object.',
  );
  await run(connection, 'CREATE TRANSIENT TABLE U CLONE T');
  await run(connection, 'CREATE VIEW V AS SELECT N FROM T');
  expect(await codeOf(run(connection, 'CREATE OR REPLACE TABLE V AS SELECT 1 AS N'))).toMatch(
    /^001998 .*already exists as VIEW/s,
  );
  expect(await codeOf(run(connection, 'DROP TABLE IF EXISTS V'))).toMatch(
    /^002203 .*of type 'VIEW', not specified type 'TABLE'/s,
  );
  expect(await codeOf(run(connection, 'CREATE TABLE T (N NUMBER)'))).toMatch(/^002002 /);
  await run(connection, 'CREATE TABLE IF NOT EXISTS T (OTHER NUMBER)');
  await run(connection, 'ALTER VIEW V RENAME TO W');
  expect((await run(connection, 'SELECT N FROM W')).rows).toEqual([['1']]);
});

test('tables and views are described', async () => {
  const { connection } = await as('READER');
  const described = await run(connection, 'DESCRIBE TABLE RAW.SHOP.ORDERS');
  expect(
    described.rows.map(([name, type, , nullable, , , , , , comment]) => [name, type, nullable, comment]),
  ).toEqual([
    ['ID', 'NUMBER(38,0)', 'N', null],
    ['AMOUNT', 'NUMBER(10,2)', 'Y', null],
    ['AT', 'TIMESTAMP_TZ(9)', 'Y', null],
    ['TAGS', 'ARRAY', 'Y', null],
    ['NOTE', 'VARCHAR(20)', 'Y', 'free text'],
  ]);
  const columns = `SELECT COLUMN_NAME, DATA_TYPE, NUMERIC_PRECISION, NUMERIC_SCALE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE
    FROM RAW.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'ORDERS' ORDER BY ORDINAL_POSITION`;
  expect((await run(connection, columns)).rows).toEqual([
    ['ID', 'NUMBER', '38', '0', 'NULL', 'NO'],
    ['AMOUNT', 'NUMBER', '10', '2', 'NULL', 'YES'],
    ['AT', 'TIMESTAMP_TZ', 'NULL', 'NULL', 'NULL', 'YES'],
    ['TAGS', 'ARRAY', 'NULL', 'NULL', 'NULL', 'YES'],
    ['NOTE', 'TEXT', 'NULL', 'NULL', '20', 'YES'],
  ]);
  expect(
    (await run(connection, 'SELECT AT, TAGS FROM RAW.SHOP.ORDERS')).columns.map(({ type }) => type),
  ).toEqual(['timestamp_tz', 'array']);
});

test('LAST_ALTERED moves with every change, even one of no rows', async () => {
  const clock = new FakeClock('2026-03-01T12:00:00.000Z');
  const { server, connection } = await as(
    'TRANSFORMER',
    {
      clock,
      masterValiditySeconds: 1e9,
      sessionValiditySeconds: 1e9,
      users: [{ name: 'ADA', roles: ['TRANSFORMER'], oauthTokens: [{ token: 't' }] }],
    },
    { authenticator: 'OAUTH', token: 't' },
  );
  await run(connection, 'CREATE TABLE T AS SELECT 1 AS N');
  const altered = async () => {
    const [row] = await server.sql(
      "select LAST_ALTERED, ROW_COUNT from ANALYTICS.INFORMATION_SCHEMA.TABLES where TABLE_NAME = 'T'",
    );
    return [new Date(Number(row?.[0]) * 1_000).toISOString(), row?.[1]];
  };
  clock.advance(60_000);
  expect(await altered()).toEqual(['2026-03-01T12:00:00.000Z', '1']);
  await run(connection, 'DELETE FROM T WHERE FALSE');
  expect(await altered()).toEqual(['2026-03-01T12:01:00.000Z', '1']);
  clock.advance(60_000);
  await run(connection, 'CREATE OR REPLACE TABLE T AS SELECT 1 AS N UNION ALL SELECT 2');
  expect(await altered()).toEqual(['2026-03-01T12:02:00.000Z', '2']);
});

test('a warehouse that cannot run keeps only what needs none', async () => {
  const { connection } = await as('READER');
  const read = 'SELECT COUNT(*) FROM RAW.SHOP.ORDERS';
  const outcomes: [string, RegExp][] = [
    ['ASLEEP_WH', /^000606 Warehouse 'ASLEEP_WH' is suspended/],
    ['SPENT_WH', /^090073 .*resource monitor 'MONTHLY' has exceeded its quota/],
  ];
  for (const [warehouse, expected] of outcomes) {
    await run(connection, `USE WAREHOUSE ${warehouse}`);
    expect(await codeOf(run(connection, read))).toMatch(expected);
    await run(connection, 'SHOW TABLES');
    await run(connection, 'SELECT CURRENT_ROLE()');
    await run(connection, `EXPLAIN USING JSON ${read}`);
  }
  await run(connection, 'USE WAREHOUSE LARGE_WH');
  expect((await run(connection, read)).rows).toEqual([['2']]);
  expect(await show(connection, "SHOW WAREHOUSES LIKE 'LARGE_WH'", 'state', 'is_current')).toEqual([
    ['STARTED', 'Y'],
  ]);
  const none = await as('READER', {}, { warehouse: 'NO_SUCH' });
  expect(await codeOf(run(none.connection, read))).toMatch(/^000606 No active warehouse selected/);
});

test('EXPLAIN tells partitions and bytes, through views too', async () => {
  const { connection } = await as('TRANSFORMER');
  await run(connection, 'CREATE TABLE BIG AS SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 250000))');
  await run(connection, 'CREATE VIEW V AS SELECT * FROM BIG');
  const { rows } = await run(connection, 'EXPLAIN USING JSON\nSELECT * FROM V');
  const plan = JSON.parse(rows[0]?.[0] ?? '') as Record<string, unknown>;
  expect(plan['GlobalStats']).toEqual({
    partitionsTotal: 3,
    partitionsAssigned: 3,
    bytesAssigned: 512 * Math.ceil((250_000 * 8) / 512),
  });
  expect(await codeOf(run(connection, 'EXPLAIN USING JSON SELECT * FROM NO_SUCH'))).toMatch(/^002003 /);
});

test('schemas and databases are created, commented and dropped', async () => {
  const { connection } = await as('ACCOUNTADMIN', {}, { username: 'ADMIN' });
  await run(connection, "CREATE DATABASE NEW COMMENT = 'x'");
  await run(connection, 'CREATE SCHEMA IF NOT EXISTS NEW.S');
  await run(connection, 'CREATE SCHEMA IF NOT EXISTS NEW.S');
  await run(connection, 'CREATE TABLE NEW.S.T AS SELECT 1 AS N');
  await run(connection, "COMMENT ON COLUMN NEW.S.T.N IS 'a number'");
  const comment = "SELECT COMMENT FROM NEW.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'T'";
  expect((await run(connection, comment)).rows).toEqual([['a number']]);
  await run(connection, 'DROP SCHEMA NEW.S');
  expect(await codeOf(run(connection, 'SELECT * FROM NEW.S.T'))).toMatch(/^002003 /);
  await run(connection, 'DROP DATABASE NEW');
  expect((await run(connection, 'DROP DATABASE IF EXISTS NEW')).rows[0]?.[0]).toMatch(/already dropped/);
});

test('names are folded to upper case unless they are quoted', async () => {
  const { connection } = await as('TRANSFORMER');
  await run(connection, 'create table "my ""odd"" t.able" as select 1 as "lower", 2 as Plain');
  const { columns } = await run(connection, 'select * from "my ""odd"" t.able"');
  expect(columns.map(({ name }) => name)).toEqual(['lower', 'PLAIN']);
});
