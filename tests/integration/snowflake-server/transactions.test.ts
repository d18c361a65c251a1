import { expect, test } from 'vitest';
import { codeOf, connect, end, run, start, submit } from './support.ts';

const count = async (connection: Awaited<ReturnType<typeof connect>>) =>
  Number((await run(connection, 'SELECT COUNT(*) FROM T')).rows[0]?.[0]);

async function twoSessions() {
  const server = await start();
  const [first, second] = [await connect(server), await connect(server)];
  await run(first, 'CREATE TABLE T AS SELECT 1 AS N');
  return { server, first, second };
}

test('what a transaction writes is seen by others when it is committed', async () => {
  const { first, second } = await twoSessions();
  await run(first, 'BEGIN');
  await run(first, 'INSERT INTO T VALUES (2)');
  expect([await count(first), await count(second)]).toEqual([2, 1]);
  await run(first, 'COMMIT');
  expect(await count(second)).toBe(2);
  await run(first, 'START TRANSACTION');
  await run(first, 'TRUNCATE TABLE T');
  await run(first, 'ROLLBACK');
  expect(await count(first)).toBe(2);
});

test.each([
  'CREATE TABLE U AS SELECT 1 AS N',
  'CREATE TEMPORARY TABLE U AS SELECT 1 AS N',
  'CREATE VIEW U AS SELECT 1 AS N',
  'CREATE SCHEMA ANALYTICS.U',
  "COMMENT ON TABLE T IS 'x'",
  'ALTER TABLE T RENAME TO U',
  'DROP TABLE IF EXISTS U',
  'GRANT SELECT ON TABLE T TO ROLE READER',
])('%s commits the open transaction, and ROLLBACK comes too late', async ddl => {
  const { server, first } = await twoSessions();
  await run(first, 'BEGIN');
  await run(first, 'INSERT INTO T VALUES (2)');
  await run(first, ddl);
  await run(first, 'ROLLBACK');
  const [row] = await server
    .sql('select count(*) from ANALYTICS.MARTS.T')
    .catch(() => server.sql('select count(*) from ANALYTICS.MARTS.U'));
  expect(row).toEqual(['2']);
});

test('a statement that fails takes nothing else along', async () => {
  const { first } = await twoSessions();
  await run(first, 'BEGIN');
  await run(first, 'INSERT INTO T VALUES (2)');
  expect(await codeOf(run(first, 'INSERT INTO T SELECT 1/0'))).toBe('100051 Division by zero');
  await run(first, 'INSERT INTO T VALUES (3)');
  await run(first, 'COMMIT');
  expect(await count(first)).toBe(3);
});

test('a transaction of a session that ends is rolled back', async () => {
  const { server, first, second } = await twoSessions();
  await run(first, 'BEGIN');
  await run(first, 'DELETE FROM T');
  await end(first);
  // Whoever wants the table waits until that is done.
  await run(second, 'UPDATE T SET N = 5');
  expect((await run(second, 'SELECT N FROM T')).rows).toEqual([['5']]);
  expect(server.log.violations).toEqual([]);
});

test('who changes a table keeps it from others until the commit; they are blocked, and can be cancelled', async () => {
  const { server, first, second } = await twoSessions();
  await run(first, 'BEGIN');
  await run(first, 'UPDATE T SET N = 2');
  const waiting = await submit(second, 'UPDATE T SET N = N + 10');
  const cancelled = await submit(second, 'DELETE FROM T');
  const states = () => Promise.all([waiting, cancelled].map(id => first.getQueryStatus(id)));
  while ((await states()).some(state => state !== 'BLOCKED')) await new Promise(setImmediate);
  // Inserts get along with everything.
  await run(second, 'INSERT INTO T VALUES (100)');
  await run(first, `SELECT SYSTEM$CANCEL_QUERY('${cancelled}')`);
  await run(first, 'COMMIT');
  await server.statements.all.find(({ id }) => id === waiting)?.done;
  expect((await run(first, 'SELECT N FROM T ORDER BY N')).rows).toEqual([['12'], ['110']]);
  expect(await first.getQueryStatus(cancelled)).toBe('ABORTED');
});

test('a transaction that was left open is found by its name, and aborted', async () => {
  const { first, second } = await twoSessions();
  await run(first, 'BEGIN TRANSACTION NAME "slipway 7"');
  await run(first, 'DELETE FROM T');
  const shown = await run(second, 'SHOW TRANSACTIONS');
  const at = (name: string) => shown.columns.findIndex(column => column.name === name);
  const [row] = shown.rows;
  expect(row?.[at('name')]).toBe('slipway 7');
  const id = row?.[at('id')];
  expect((await run(second, `SELECT SYSTEM$ABORT_TRANSACTION('${id}')`)).rows).toEqual([
    [`Aborted transaction id: ${id}`],
  ]);
  expect((await run(second, 'SHOW TRANSACTIONS')).rows).toEqual([]);
  expect(await count(second)).toBe(1);
  expect(await codeOf(run(second, `SELECT SYSTEM$ABORT_TRANSACTION('${id}')`))).toMatch(/^000636 /);
});

test("a temporary table is its session's, hides another of its name, and ends with it", async () => {
  const { first, second } = await twoSessions();
  await run(first, 'CREATE TEMPORARY TABLE T (N NUMBER)');
  await run(first, 'INSERT INTO T VALUES (7), (8), (9)');
  expect([await count(first), await count(second)]).toEqual([3, 1]);
  await run(first, 'DROP TABLE T');
  expect(await count(first)).toBe(1);
  await run(first, 'CREATE TEMPORARY TABLE MINE AS SELECT 1 AS N');
  expect(await codeOf(run(second, 'SELECT * FROM MINE'))).toMatch(/^002003 /);
});

test('MERGE refuses rows of the source that mean the same row', async () => {
  const { first } = await twoSessions();
  const merge = `MERGE INTO T USING (SELECT 1 AS N, 'a' AS V UNION ALL SELECT 1, 'b') AS S ON T.N = S.N
    WHEN MATCHED THEN UPDATE SET N = 5`;
  expect(await codeOf(run(first, merge))).toMatch(/^100090 Duplicate row detected during DML action/);
  await run(first, merge, { parameters: { ERROR_ON_NONDETERMINISTIC_MERGE: false } });
  expect((await run(first, 'SELECT N FROM T')).rows).toEqual([['5']]);
});
