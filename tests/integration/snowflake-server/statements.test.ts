import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { codeOf, connect, failureOf, raw, resultOf, run, start, submit } from './support.ts';

test('a statement that takes longer than a request is asked for again', async () => {
  const server = await start({ answerWithinMs: 30 });
  const connection = await connect(server);
  const hold = server.faults.hold({ sql: 'SLOW' });
  const running = run(connection, 'SELECT 1 AS SLOW');
  const { id } = await hold.held();
  await server.log.until(log =>
    log.requests.some(({ code, path }) => code === '333333' && path.endsWith('/result')),
  );
  hold.release();
  expect(await running).toMatchObject({ id, rows: [['1']] });
  const codes = server.log.requests.map(({ path, code }) => [path, code]);
  expect(codes).toContainEqual(['/queries/v1/query-request', '333333']);
  expect(server.log.submitted('SLOW')).toHaveLength(1);
});

test('an asynchronous statement gives its id at once, its state when asked, and its result later', async () => {
  const server = await start();
  const connection = await connect(server);
  const hold = server.faults.hold();
  const id = await submit(connection, "SELECT 'a' AS A UNION ALL SELECT 'b'");
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  await hold.held();
  expect(await connection.getQueryStatus(id)).toBe('RUNNING');
  hold.release();
  expect(await resultOf(connection, id)).toEqual([{ A: 'a' }, { A: 'b' }]);
  expect(await connection.getQueryStatus(id)).toBe('SUCCESS');
  // As often as one likes.
  expect(await resultOf(connection, id)).toHaveLength(2);
  expect(server.log.submissions).toHaveLength(1);
});

test('an asynchronous statement that fails says why', async () => {
  const server = await start();
  const connection = await connect(server);
  const id = await submit(connection, 'SELECT * FROM NO_SUCH');
  await server.statements.all.at(-1)?.done;
  expect(await connection.getQueryStatus(id)).toBe('FAILED_WITH_ERROR');
  const failure = await failureOf(resultOf(connection, id));
  expect(failure.message).toContain("Object 'ANALYTICS.MARTS.NO_SUCH' does not exist or not authorized.");
});

test('the same request id is the same statement, however often it is posted', async () => {
  const server = await start();
  const connection = await connect(server);
  const requestId = randomUUID();
  const first = await run(connection, 'CREATE TABLE ONCE AS SELECT 1 AS N', { requestId });
  const again = await run(connection, 'CREATE TABLE ONCE AS SELECT 1 AS N', { requestId });
  expect(again).toEqual(first);
  expect(await submit(connection, 'CREATE TABLE ONCE AS SELECT 1 AS N', { requestId })).toBe(first.id);
  expect(server.log.submissions).toHaveLength(1);
});

test('a statement is cancelled by its id', async () => {
  const server = await start();
  const connection = await connect(server);
  const hold = server.faults.hold();
  const id = await submit(connection, 'SELECT 1');
  const statement = await hold.held();
  const session = server.sessions.all.at(-1);
  const aborted = await raw(server, `/queries/${id}/abort-request`, { token: session?.sessionToken ?? '' });
  expect(aborted.body).toEqual({ success: true, data: null, code: null, message: null });
  await statement.done;
  expect(await connection.getQueryStatus(id)).toBe('ABORTED');
  const late = await raw(server, `/queries/${id}/abort-request`, { token: session?.sessionToken ?? '' });
  expect(late.body).toMatchObject({ success: false, code: '000605' });
  expect(server.log.cancellations).toMatchObject([
    { queryId: id, found: 'running', via: 'query id' },
    { queryId: id, found: 'ended', via: 'query id' },
  ]);
});

test('a statement is cancelled by its request id, before its own is known', async () => {
  const server = await start();
  const connection = await connect(server);
  const hold = server.faults.hold();
  const outcome = Promise.withResolvers<string>();
  const statement = connection.execute({
    sqlText: 'SELECT 1',
    complete: error => outcome.resolve(`${error?.code} ${error?.sqlState}`),
  });
  await hold.held();
  await new Promise<void>((resolve, reject) => {
    statement.cancel(error => (error ? reject(error) : resolve()));
  });
  expect(await outcome.promise).toBe('000604 57014');
  expect(server.log.cancellations).toMatchObject([{ found: 'running', via: 'request id' }]);
});

test('a statement is cancelled by SYSTEM$CANCEL_QUERY', async () => {
  const server = await start();
  const connection = await connect(server);
  const hold = server.faults.hold({ sql: 'LONG' });
  const id = await submit(connection, 'SELECT 1 AS LONG');
  await hold.held();
  const cancel = `SELECT SYSTEM$CANCEL_QUERY('${id}')`;
  expect((await run(connection, cancel)).rows).toEqual([[`query [${id}] terminated.`]]);
  expect((await run(connection, cancel)).rows).toEqual([
    ['Identified SQL statement is not currently executing.'],
  ]);
  expect(server.log.cancellations.map(({ found, via }) => [found, via])).toEqual([
    ['running', 'SYSTEM$CANCEL_QUERY'],
    ['ended', 'SYSTEM$CANCEL_QUERY'],
  ]);
});

test('a statement that computes is stopped in the middle, by another of its session', async () => {
  const server = await start();
  const connection = await connect(server);
  const endless =
    'SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 1000000)) A, TABLE(GENERATOR(ROWCOUNT => 10000000)) B';
  const id = await submit(connection, endless);
  // Others go on beside it.
  expect((await run(connection, 'SELECT 1')).rows).toEqual([['1']]);
  expect(await connection.getQueryStatus(id)).toBe('RUNNING');
  await run(connection, `SELECT SYSTEM$CANCEL_QUERY('${id}')`);
  const statement = server.statements.all.find(each => each.id === id);
  await statement?.done;
  expect(statement?.error?.code).toBe('000604');
});

test('a statement waits by the clock, and ends at once when it is cancelled', async () => {
  const clock = new FakeClock(Date.now());
  const server = await start({ clock });
  const connection = await connect(server);
  const id = await submit(connection, "SELECT SYSTEM$WAIT(2, 'MINUTES')");
  await submit(connection, 'CALL SYSTEM$WAIT(5)');
  expect(clock.pending).toBe(4);
  clock.advance(5_000);
  await server.statements.all.at(-1)?.done;
  expect(server.statements.all.at(-1)?.state).toBe('SUCCESS');
  const [waiting] = server.statements.all.filter(statement => statement.id === id);
  expect(waiting?.running).toBe(true);
  waiting?.cancel();
  await waiting?.done;
  expect(waiting?.error?.code).toBe('000604');
  expect(clock.pending).toBe(0);
});

test('a statement has the time that its parameter gives it', async () => {
  const clock = new FakeClock(Date.now());
  const server = await start({ clock });
  const connection = await connect(server);
  const hold = server.faults.hold();
  const outcome = codeOf(
    run(connection, 'SELECT 1', {
      parameters: { STATEMENT_TIMEOUT_IN_SECONDS: 30 } as Record<string, unknown>,
    }),
  );
  await hold.held();
  clock.advance(29_999);
  expect(server.statements.all.at(-1)?.running).toBe(true);
  clock.advance(1);
  expect(await outcome).toBe(
    '000630 Statement reached its statement or warehouse timeout of 30 second(s) and was canceled.',
  );
});

test('tags and results of statements are told by the history', async () => {
  const server = await start();
  const connection = await connect(server);
  await run(connection, 'CREATE TABLE T AS SELECT 1 AS N UNION ALL SELECT 2', {
    parameters: { QUERY_TAG: '{"run":7}' },
  });
  await run(connection, 'SELECT NO_SUCH FROM T', { parameters: { QUERY_TAG: '{"run":8}' } }).catch(() => {});
  const history = `SELECT QUERY_TAG, QUERY_TYPE, EXECUTION_STATUS, ERROR_CODE, ROWS_PRODUCED
    FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER(RESULT_LIMIT => 100))
    WHERE CONTAINS(QUERY_TAG, 'run') ORDER BY START_TIME, QUERY_TAG`;
  expect((await run(connection, history)).rows).toEqual([
    ['{"run":7}', 'CREATE_TABLE_AS_SELECT', 'SUCCESS', null, '2'],
    ['{"run":8}', 'SELECT', 'FAILED_WITH_ERROR', '000904', 'NULL'],
  ]);
  expect(server.log.submissions.map(({ queryTag }) => queryTag)).toEqual(['{"run":7}', '{"run":8}', '']);
  const own = await run(
    connection,
    'SELECT COUNT(*) FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION())',
  );
  expect(own.rows).toEqual([['4']]);
  const other = await connect(server);
  const fresh = await run(other, 'SELECT COUNT(*) FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION())');
  expect(fresh.rows).toEqual([['1']]);
});

test('one statement a request, unless it is said how many', async () => {
  const server = await start();
  const connection = await connect(server);
  expect(await codeOf(run(connection, 'SELECT 1; SELECT 2'))).toBe(
    '000008 Actual statement count 2 did not match the desired statement count 1.',
  );
  const token = server.sessions.all.at(-1)?.sessionToken ?? '';
  const { body } = await raw(server, '/queries/v1/query-request', {
    token,
    params: { requestId: randomUUID() },
    body: { sqlText: 'SELECT 1; SELECT 2', parameters: { MULTI_STATEMENT_COUNT: 2 } },
  });
  const ids = String(body.data?.['resultIds']).split(',');
  expect(body.data).toMatchObject({ statementTypeId: 0xa000, resultTypes: '4096,4096' });
  expect(await Promise.all(ids.map(id => resultOf(connection, id)))).toEqual([[{ 1: 1 }], [{ 2: 2 }]]);
});

test('a query is described without being run', async () => {
  const server = await start();
  const connection = await connect(server, { warehouse: 'ASLEEP_WH' });
  await server.sql('create table ANALYTICS.MARTS.T (ID number(10, 2), AT timestamp_tz, V variant)');
  await server.sql('grant select on table ANALYTICS.MARTS.T to role TRANSFORMER');
  const described = await run(connection, 'SELECT T.*, COUNT(*) OVER () AS N FROM T', { describeOnly: true });
  expect(described.rows).toEqual([]);
  expect(described.columns).toEqual([
    { name: 'ID', type: 'fixed', scale: 2 },
    { name: 'AT', type: 'timestamp_tz', scale: 9 },
    { name: 'V', type: 'variant', scale: null },
    { name: 'N', type: 'fixed', scale: 0 },
  ]);
});

test('bindings stand in for values', async () => {
  const server = await start();
  const connection = await connect(server);
  const { rows } = await run(connection, 'SELECT ?, ? + 1, ?, ?', {
    binds: ["it's", 41, true, null as never],
  });
  expect(rows).toEqual([["it's", '42', 'TRUE', 'NULL']]);
  expect((await run(connection, 'SELECT :2 || :1', { binds: ['b', 'a'] })).rows).toEqual([['ab']]);
  expect(await codeOf(run(connection, 'SELECT ?, ?', { binds: [1] }))).toMatch(
    /^002049 .*Bind variable :2 not set/s,
  );
});

test('a block is run statement by statement, with an id for each', async () => {
  const server = await start();
  const connection = await connect(server);
  const block = `EXECUTE IMMEDIATE $$
BEGIN
  CREATE TABLE A AS SELECT 1 AS N;
  ALTER TABLE A RENAME TO B;
END
$$`;
  expect((await run(connection, block)).columns).toMatchObject([{ name: 'anonymous block' }]);
  expect((await run(connection, 'SELECT N FROM B')).rows).toEqual([['1']]);
  const types = server.statements.all.filter(({ user }) => user === 'ADA').map(({ queryType }) => queryType);
  expect(types).toEqual(['CALL', 'CREATE_TABLE_AS_SELECT', 'ALTER', 'SELECT']);
  const caught = `BEGIN
  BEGIN TRANSACTION;
  INSERT INTO B VALUES (2);
  INSERT INTO B SELECT 1/0;
  COMMIT;
EXCEPTION WHEN OTHER THEN
  ROLLBACK;
  RAISE;
END`;
  expect(await codeOf(run(connection, caught))).toBe('100051 Division by zero');
  expect((await run(connection, 'SELECT COUNT(*) FROM B')).rows).toEqual([['1']]);
  expect(await codeOf(run(connection, 'BEGIN BEGIN TRANSACTION; INSERT INTO B VALUES (2); END'))).toMatch(
    /^090232 /,
  );
  expect((await run(connection, 'SELECT COUNT(*) FROM B')).rows).toEqual([['1']]);
});

test.each<[string, string, string]>([
  [
    'a word that begins nothing',
    'SELEC 1',
    "001003 SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'SELEC'.",
  ],
  [
    'an end that comes too early',
    'SELECT\n  (1',
    "001003 SQL compilation error:\nsyntax error line 2 at position 4 unexpected '<EOF>'.",
  ],
  [
    'a variable of a template',
    'SELECT {{ x }}',
    "001003 SQL compilation error:\nsyntax error line 1 at position 7 unexpected '{'.",
  ],
  [
    'a column',
    'SELECT 1 AS A,\n  B',
    "000904 SQL compilation error: error line 2 at position 2\ninvalid identifier 'B'",
  ],
  [
    'a column of a table',
    'SELECT T.B FROM (SELECT 1 AS A) AS T',
    "000904 SQL compilation error: error line 1 at position 7\ninvalid identifier 'T.B'",
  ],
  [
    'a table',
    'SELECT * FROM NO_SUCH',
    "002003 SQL compilation error:\nObject 'ANALYTICS.MARTS.NO_SUCH' does not exist or not authorized.",
  ],
  [
    'a schema',
    'SELECT * FROM RAW.NO_SUCH.T',
    "002003 SQL compilation error:\nSchema 'RAW.NO_SUCH' does not exist or not authorized.",
  ],
  [
    'a database',
    'SELECT * FROM NO_SUCH.A.T',
    "002003 SQL compilation error:\nDatabase 'NO_SUCH' does not exist or not authorized.",
  ],
  [
    'a function',
    'SELECT NO_SUCH_FUNCTION(1)',
    '002140 SQL compilation error:\nUnknown function NO_SUCH_FUNCTION',
  ],
  ['a value', "SELECT 'abc'::NUMBER", "100038 Numeric value 'abc' is not recognized"],
  ['nothing at all', '-- nothing', '000900 SQL compilation error:\nEmpty SQL statement.'],
])('what is wrong with a text is said as Snowflake does: %s', async (_, sql, expected) => {
  const server = await start();
  expect(await codeOf(run(await connect(server), sql))).toBe(expected);
});

test.each([
  'SHOW STREAMS',
  'SELECT SYSTEM$TYPEOF(1)',
  'SELECT * FROM RAW.SHOP.ORDERS AT(OFFSET => -60)',
  'CREATE STREAM S ON TABLE T',
  'CALL MY_PROCEDURE(1)',
])('what only Snowflake can do is refused as a limit of the server: %s', async sql => {
  const server = await start({ setup: ['create table RAW.SHOP.ORDERS (N number)'] });
  expect(await codeOf(run(await connect(server), sql))).toMatch(
    /^999999 This is a limit of the test server, not of Snowflake: /,
  );
});
