import { describe, expect, test } from 'vitest';
import { failureOf } from '../support.ts';
import { mart, openAccount, rowsOf, script, session } from './support.ts';

const setup = [
  "create table RAW.SHOP.ORDERS (ID number not null, AMOUNT number(10,2), NAME varchar(16), AT timestamp_ntz, DATA variant) comment = 'as they come'",
  "insert into RAW.SHOP.ORDERS select 1, 1.5, 'x', '2024-01-01'::timestamp_ntz, parse_json('{}')",
  'create view RAW.SHOP.RECENT as select ID from RAW.SHOP.ORDERS',
  'create table RAW.SHOP."odd ""name"" 100%" as select 1 as A',
  'grant select on all tables in schema RAW.SHOP to role TRANSFORMER',
  'grant select on all views in schema RAW.SHOP to role TRANSFORMER',
];
const raw = (name: string) => mart(name, 'SHOP', 'RAW');

describe('the catalogue', () => {
  test('tells of those asked for, in the order asked, in few statements', async () => {
    const { executor, server } = await openAccount({ server: { setup } });
    const relations = [
      raw('odd "name" 100%'),
      raw('NOWHERE'),
      raw('RECENT'),
      raw('ORDERS'),
      mart('X', 'A', 'NODB'),
    ];
    const entries = await executor.catalog({ session, relations });
    expect(entries.map(({ name, type }) => [name, type])).toEqual([
      ['odd "name" 100%', 'table'],
      ['RECENT', 'view'],
      ['ORDERS', 'table'],
    ]);
    expect(entries[2]).toMatchObject({
      database: 'RAW',
      schema: 'SHOP',
      columns: [
        { name: 'ID', type: 'NUMBER(38,0)' },
        { name: 'AMOUNT', type: 'NUMBER(10,2)' },
        { name: 'NAME', type: 'VARCHAR(16)' },
        { name: 'AT', type: 'TIMESTAMP_NTZ(9)' },
        { name: 'DATA', type: 'VARIANT' },
      ],
      rows: 1,
      comment: 'as they come',
    });
    expect(entries[2]?.bytes).toBeGreaterThan(0);
    expect(entries[2]?.lastAlteredMs).toBeGreaterThan(Date.now() - 60_000);
    expect(entries[1]).toMatchObject({ rows: null, bytes: null });
    // Two to settle the session, two for a database that is there, one for the other.
    expect(server.log.submissions).toHaveLength(5);
    expect(server.log.violations).toEqual([]);
  });

  test('of the session’s database tells what its role may see', async () => {
    const { executor, server } = await openAccount({ server: { setup } });
    await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']));
    const names = (await executor.catalog({ session })).map(({ schema, name }) => `${schema}.${name}`);
    expect(names).toEqual(['MARTS.T']);
    await server.sql('create table ANALYTICS.STAGING.HIDDEN as select 1 as A');
    expect(await executor.catalog({ session })).toHaveLength(1);
    expect(await executor.catalog({ session: { ...session, database: null, schema: null } })).toEqual([]);
  });

  test('that cannot be reached is no empty one', async () => {
    const { executor, server } = await openAccount({ server: { setup } });
    await rowsOf(executor, 'SELECT 1');
    server.faults.request({ how: 'cut' });
    const failure = await failureOf(executor.catalog({ session, relations: [raw('ORDERS')] }));
    expect(failure.code).toBe('network');
  });
});

describe('names to choose from', () => {
  test('are those the user and the role may use', async () => {
    const { executor, server } = await openAccount();
    const list = (what: 'roles' | 'warehouses' | 'databases' | 'schemas', database?: string) =>
      executor.list({ session, what, ...(database === undefined ? {} : { database }) });
    expect(await list('roles')).toEqual(['OUTSIDER', 'PUBLIC', 'READER', 'TRANSFORMER']);
    expect(await list('warehouses')).toEqual(['ASLEEP_WH', 'COMPUTE_WH', 'LARGE_WH', 'SPENT_WH']);
    expect(await list('databases')).toEqual(['ANALYTICS', 'RAW']);
    expect(await list('schemas', 'RAW')).toEqual(['PUBLIC', 'SHOP']);
    expect(await list('schemas')).toEqual(['MARTS', 'PUBLIC', 'STAGING']);
    expect(await list('schemas', 'NODB')).toEqual([]);
    expect(server.log.violations).toEqual([]);
  });

  test('are there before role and warehouse are chosen, or when they are wrong', async () => {
    const { executor } = await openAccount();
    const wrong = { ...session, role: 'NOBODY', warehouse: 'NOWHERE_WH' };
    expect(await executor.list({ session: wrong, what: 'roles' })).toContain('TRANSFORMER');
    expect(await executor.list({ session: { ...wrong, role: null }, what: 'warehouses' })).toContain(
      'COMPUTE_WH',
    );
  });
});

describe('the plan of a query', () => {
  test('tells partitions and bytes, and runs nothing', async () => {
    const { executor, server } = await openAccount({ server: { setup } });
    const estimate = await executor.explain({ session, sql: 'SELECT * FROM RAW.SHOP.ORDERS;' });
    expect(estimate.partitions).toBeGreaterThan(0);
    expect(estimate.partitionsTotal).toBeGreaterThanOrEqual(estimate.partitions ?? 0);
    expect(estimate.bytes).toBeGreaterThan(0);
    expect(server.log.submitted(/^SELECT \* FROM RAW/)).toEqual([]);
    expect(await failureOf(executor.explain({ session, sql: 'SELECT * FROM NOWHERE' }))).toMatchObject({
      code: 'source_missing',
    });
  });
});

describe('grants', () => {
  test('of a table or a view', async () => {
    const { executor } = await openAccount({ server: { setup } });
    expect(await executor.grants({ session, relation: raw('ORDERS') })).toContainEqual({
      privilege: 'SELECT',
      granteeType: 'ROLE',
      grantee: 'TRANSFORMER',
      grantOption: false,
    });
    const grants = await executor.grants({ session, relation: raw('RECENT') });
    expect(grants.map(({ privilege }) => privilege)).toContain('OWNERSHIP');
    expect(await failureOf(executor.grants({ session, relation: raw('NOWHERE') }))).toMatchObject({
      code: 'source_missing',
    });
  });
});

describe('privileges', () => {
  const writes = (name: string, schema = 'MARTS') => ({
    relation: mart(name, schema),
    type: 'table' as const,
  });

  test('that are there are not missed', async () => {
    const { executor } = await openAccount({ server: { setup } });
    await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']));
    const reads = [raw('ORDERS'), raw('RECENT'), raw('ORDERS')];
    expect(await executor.privileges({ session, reads, writes: writes('T') })).toEqual([]);
    expect(await executor.privileges({ session, reads: [], writes: writes('NEW') })).toEqual([]);
    expect(await executor.privileges({ session, reads: [], writes: writes('NEW', 'NEW_SCHEMA') })).toEqual(
      [],
    );
  });

  test('that are lacking are named, all of them', async () => {
    const { executor, server } = await openAccount({
      server: { setup: [...setup, 'create table ANALYTICS.MARTS.THEIRS as select 1 as A'] },
    });
    await server.sql('grant select on table ANALYTICS.MARTS.THEIRS to role TRANSFORMER');
    await server.sql('revoke select on table RAW.SHOP.ORDERS from role TRANSFORMER');
    const lacks = await executor.privileges({
      session,
      reads: [raw('ORDERS'), mart('A', 'B', 'SECRET'), raw('RECENT')],
      writes: writes('THEIRS'),
    });
    expect(lacks.map(({ privilege, on }) => `${privilege} on ${on}`)).toEqual([
      'SELECT on table RAW.SHOP.ORDERS',
      'USAGE on database SECRET',
      'OWNERSHIP on table ANALYTICS.MARTS.THEIRS',
    ]);
    expect(lacks.map(({ hint }) => hint)).toEqual([
      'GRANT SELECT ON TABLE RAW.SHOP.ORDERS TO ROLE TRANSFORMER, if it exists',
      'GRANT USAGE ON DATABASE SECRET TO ROLE TRANSFORMER, if it exists',
      'Replacing it takes its ownership: GRANT OWNERSHIP ON TABLE ANALYTICS.MARTS.THEIRS TO ROLE TRANSFORMER COPY CURRENT GRANTS',
    ]);

    const reader = { ...session, role: 'READER', warehouse: 'NOWHERE_WH' };
    const more = await executor.privileges({ session: reader, reads: [], writes: writes('NEW') });
    expect(more.map(({ privilege, on }) => `${privilege} on ${on}`)).toEqual([
      'USAGE on warehouse NOWHERE_WH',
      'CREATE TABLE on schema ANALYTICS.MARTS',
    ]);
    expect(more.map(({ hint }) => hint)).toEqual([
      'GRANT USAGE ON WAREHOUSE NOWHERE_WH TO ROLE READER, if it exists',
      'GRANT CREATE TABLE ON SCHEMA ANALYTICS.MARTS TO ROLE READER',
    ]);
    expect(server.log.violations).toEqual([]);
  });
});
