import { describe, expect, test } from 'vitest';
import { failureOf } from '../support.ts';
import { ada, mart, newId, openAccount, openAt, openSessions, rowsOf, script, session } from './support.ts';

const target = (name: string) => ({ relation: mart(name), type: 'table' as const });

describe('a statement alone', () => {
  test('is submitted once, under our id, and told as soon as it is known', async () => {
    const { executor, server } = await openAccount();
    const build = script(
      ['CREATE OR REPLACE TABLE "ANALYTICS"."MARTS"."T" AS\nSELECT 1 AS A UNION ALL SELECT 2'],
      {
        target: target('T'),
      },
    );
    const told: string[] = [];
    const result = await executor.execute(build, { onSubmitted: id => told.push(id) });
    const submissions = server.log.submitted('CREATE OR REPLACE TABLE');
    expect(submissions).toHaveLength(1);
    expect(submissions[0]).toMatchObject({
      requestId: build.queryId,
      asynchronous: true,
      role: 'TRANSFORMER',
      warehouse: 'COMPUTE_WH',
    });
    expect(told).toEqual([submissions[0]?.queryId]);
    expect(result.rows).toBe(2);
    expect(result.bytes).toBeGreaterThan(0);
    expect(server.log.violations).toEqual([]);
  });

  test('is told while it runs', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold({ sql: 'CREATE OR REPLACE TABLE T' });
    const { promise, resolve } = Promise.withResolvers<string>();
    const running = executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']), {
      onSubmitted: resolve,
    });
    const statement = await hold.held();
    expect(await promise).toBe(statement.id);
    hold.release();
    expect(await running).toEqual({ rows: null, bytes: null });
  });

  test('counts the rows that it changed', async () => {
    const { executor } = await openAccount();
    await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A UNION ALL SELECT 2']));
    expect((await executor.execute(script(['INSERT INTO T SELECT 3']))).rows).toBe(1);
    expect((await executor.execute(script(['UPDATE T SET A = A + 1 WHERE A > 1']))).rows).toBe(2);
    const merge =
      'MERGE INTO T USING (SELECT 2 AS A UNION ALL SELECT 9) S ON T.A = S.A WHEN MATCHED THEN UPDATE SET A = 1 WHEN NOT MATCHED THEN INSERT (A) VALUES (S.A)';
    await executor.execute(script(['DELETE FROM T WHERE A = 3']));
    expect((await executor.execute(script([merge]))).rows).toBeGreaterThan(0);
  });

  test('has the time limit and the parameters of its environment, and no other', async () => {
    const { executor, server } = await openAccount();
    const own = { ...session, statementTimeoutMs: 1_000, parameters: { TIMEZONE: 'Asia/Tokyo' } };
    const slow = script(["CREATE OR REPLACE TABLE T AS SELECT SYSTEM$WAIT(60, 'SECONDS') AS A"], {
      session: own,
    });
    const failure = await failureOf(executor.execute(slow));
    expect(failure).toMatchObject({ code: 'timeout', sqlstate: '57014' });
    expect(failure.query_id).toBe(server.log.submitted('SYSTEM$WAIT')[0]?.queryId);
    expect(await rowsOf(executor, 'SELECT 1')).toEqual([[1]]);
  });

  test.each([
    ['SELECT * FROM NOWHERE', 'source_missing', '42S02'],
    ['SELECT NOPE FROM (SELECT 1 AS A)', 'column_missing', '42000'],
    ['SELEC 1', 'syntax_error', '42000'],
  ])('fails with what is wrong: %s', async (query, code, sqlstate) => {
    const { executor } = await openAccount();
    const failure = await failureOf(executor.execute(script([`CREATE OR REPLACE TABLE T AS\n${query}`])));
    expect(failure).toMatchObject({ code, sqlstate, retryable: false });
    expect(failure.query_id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('several statements', () => {
  test('take effect together', async () => {
    const { executor, server } = await openAccount();
    await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A UNION ALL SELECT 2']));
    const told: string[] = [];
    const both = script(['DELETE FROM T WHERE A = 1', 'INSERT INTO T SELECT 5 UNION ALL SELECT 6']);
    expect((await executor.execute(both, { onSubmitted: id => told.push(id) })).rows).toBe(3);
    expect(await rowsOf(executor, 'SELECT A FROM T ORDER BY A')).toEqual([[2], [5], [6]]);
    const sent = server.log.submissions.filter(({ queryTag }) => queryTag.includes(both.queryId));
    expect(sent.map(({ sql }) => sql.split(' ')[0])).toEqual(['BEGIN', 'DELETE', 'INSERT', 'COMMIT']);
    expect(new Set(sent.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(told).toEqual(sent.slice(1).map(({ queryId }) => queryId));
    expect(sent.map(({ queryTag }) => JSON.parse(queryTag) as object)).toEqual(
      [1, 2, 3, 4].map(statement => ({ app: 'slipway', script: both.queryId, statement, of: 4 })),
    );
    expect(server.log.violations).toEqual([]);
  });

  test('leave nothing when one fails', async () => {
    const { executor, server } = await openAccount();
    await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']));
    const failure = await failureOf(
      executor.execute(script(['DELETE FROM T', 'INSERT INTO T SELECT NOPE FROM T'])),
    );
    expect(failure.code).toBe('column_missing');
    expect(await rowsOf(executor, 'SELECT A FROM T')).toEqual([[1]]);
    expect(server.log.submitted(/^ROLLBACK/)).toHaveLength(1);
  });

  test('are refused where Snowflake would commit one of them by itself', async () => {
    const { executor, server } = await openAccount();
    const failure = await failureOf(
      executor.execute(script(['CREATE TABLE T (A INT)', 'INSERT INTO T SELECT 1'])),
    );
    expect(failure).toMatchObject({ code: 'forbidden' });
    expect(server.log.submissions).toEqual([]);
  });
});

describe('a user whose statements are not committed by themselves', () => {
  const users = [{ ...ada, parameters: { AUTOCOMMIT: 'false' } }];

  test('has what a single statement wrote', async () => {
    const { executor, server, executors } = await openAccount({ server: { users } });
    await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']));
    expect((await executor.execute(script(['INSERT INTO T SELECT 2']))).rows).toBe(1);
    // What is open in a session ends with it.
    await executors.close();
    const again = openAt(server);
    expect(await rowsOf(again.executor, 'SELECT A FROM T ORDER BY A')).toEqual([[1], [2]]);
  });

  test('has all of several statements, or nothing', async () => {
    const { executor, server, executors } = await openAccount({ server: { users } });
    await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']));
    await executor.execute(script(['DELETE FROM T', 'INSERT INTO T SELECT 2']));
    await failureOf(executor.execute(script(['DELETE FROM T', 'INSERT INTO T SELECT NOPE FROM T'])));
    await executors.close();
    expect(await rowsOf(openAt(server).executor, 'SELECT A FROM T')).toEqual([[2]]);
  });
});

describe('sessions', () => {
  test('are used again, and ended with the executor', async () => {
    const { executor, server, executors } = await openAccount();
    for (let round = 0; round < 5; round++) await rowsOf(executor, `SELECT ${round}`);
    await executor.describe({ session, sql: 'SELECT 1' });
    expect(openSessions(server)).toBe(1);
    await executors.close();
    expect(openSessions(server)).toBe(0);
  });

  test('are one for each environment at a time, and have its role alone', async () => {
    const { executor, server } = await openAccount();
    const reader = { ...session, role: 'READER' };
    await rowsOf(executor, 'SELECT 1');
    await rowsOf(executor, 'SELECT 1', { session: reader });
    expect(server.sessions.all.filter(({ user }) => user === 'ADA').map(({ role }) => role)).toEqual([
      'TRANSFORMER',
      'READER',
    ]);
    for (const each of server.sessions.all.filter(({ user }) => user === 'ADA')) {
      expect(each.secondaryRoles).toBe(false);
    }
    const all = { ...session, parameters: { SECONDARY_ROLES: 'ALL' } };
    await rowsOf(executor, 'SELECT 1', { session: all });
    expect(server.sessions.all.at(-1)?.secondaryRoles).toBe(true);
  });

  test('come back from where a statement took them', async () => {
    const { executor, server } = await openAccount();
    await executor.execute(script(['CREATE SCHEMA IF NOT EXISTS "ANALYTICS"."ELSEWHERE"']));
    expect(await rowsOf(executor, 'SELECT CURRENT_SCHEMA()')).toEqual([['MARTS']]);
    expect(openSessions(server)).toBe(1);
  });

  test('for a schema that is not there yet are good for making it', async () => {
    const { executor } = await openAccount();
    const fresh = { ...session, schema: 'FRESH' };
    await executor.execute(script(['CREATE SCHEMA IF NOT EXISTS "ANALYTICS"."FRESH"'], { session: fresh }));
    expect(await rowsOf(executor, 'SELECT CURRENT_SCHEMA()', { session: fresh })).toEqual([['FRESH']]);
  });

  test('are not lent to others with temporary tables in them', async () => {
    const { executor, server } = await openAccount();
    await executor.execute(script(['CREATE TEMPORARY TABLE SCRATCH AS SELECT 1 AS A']));
    expect(await failureOf(rowsOf(executor, 'SELECT * FROM SCRATCH'))).toMatchObject({
      code: 'source_missing',
    });
    expect(server.log.violations).toEqual([]);
  });

  test.each([
    [{ ...session, warehouse: 'NOWHERE_WH' }, 'warehouse_missing', /NOWHERE_WH/],
    [{ ...session, role: 'NOBODY' }, 'role_missing', /NOBODY/],
    [{ ...session, warehouse: 'SPENT_WH' }, 'quota_exceeded', /MONTHLY/],
    [{ ...session, warehouse: 'ASLEEP_WH' }, 'warehouse_suspended', /ASLEEP_WH/],
    [
      { ...session, role: 'OUTSIDER', warehouse: null, database: null, schema: null },
      'privilege_missing|source_missing|warehouse_missing',
      /./,
    ],
    [{ ...session, parameters: { SECONDARY_ROLES: 'SOME' } }, 'forbidden', /ALL or NONE/],
  ])('that cannot be: %j', async (wanted, code, message) => {
    const { executor, server } = await openAccount({
      server: { setup: ['create table RAW.SHOP.ORDERS as select 1 as ID'] },
    });
    const failure = await failureOf(rowsOf(executor, 'SELECT * FROM RAW.SHOP.ORDERS', { session: wanted }));
    expect(failure.code).toMatch(new RegExp(`^(${code})$`));
    expect(failure.message).toMatch(message);
    expect(server.log.violations).toEqual([]);
  });
});

test('loading files is for the embedded engine', async () => {
  const { executor, server } = await openAccount();
  const load = executor.load({ file: '/x.csv', relation: mart('T'), select: 'SELECT * FROM FILE' });
  expect(await failureOf(load)).toMatchObject({
    code: 'forbidden',
    message: 'Only the embedded engine loads files',
  });
  expect(server.log.requests).toEqual([]);
  expect(newId()).toBeTruthy();
});
