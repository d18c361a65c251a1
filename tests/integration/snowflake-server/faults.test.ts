import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { wireColumn } from '../../support/snowflake-server/results.ts';
import { codeOf, connect, failureOf, raw, resultOf, run, start, submit } from './support.ts';

/** The driver waits between its attempts; what must not be waited for is made short. */
const hurried = { retrySfMaxNumRetries: 2, retrySfStartingSleepTime: 0, retrySfMaxSleepTime: 0 };
const query = { path: '/queries/v1/query-request' };

test('503 for some requests is survived by asking again; the statement runs once', async () => {
  const server = await start();
  const connection = await connect(server, hurried);
  server.faults.request({ how: 'status', status: 503 }, { ...query, times: 1 });
  expect((await run(connection, 'SELECT 1')).rows).toEqual([['1']]);
  expect(server.log.requests.filter(({ path }) => path === query.path).map(({ status }) => status)).toEqual([
    503, 200,
  ]);
  expect(server.log.submissions).toHaveLength(1);
});

test('a connection that is cut after the statement was taken on: the same statement is found again', async () => {
  const server = await start();
  const connection = await connect(server, hurried);
  server.faults.request({ how: 'cut' }, { ...query, times: 1, after: true });
  await run(connection, 'CREATE TABLE ONCE AS SELECT 1 AS N');
  expect(server.log.submitted('ONCE')).toHaveLength(1);
  expect(server.log.requests.filter(({ path }) => path === query.path)).toHaveLength(2);
});

test('a connection that is cut before: the statement comes once, later', async () => {
  const server = await start();
  const connection = await connect(server, hurried);
  server.faults.request({ how: 'cut' }, { ...query, times: 1 });
  await run(connection, 'CREATE TABLE ONCE AS SELECT 1 AS N');
  expect(server.log.submitted('ONCE')).toHaveLength(1);
});

test('HTML in place of an answer', async () => {
  const server = await start();
  const connection = await connect(server, hurried);
  server.faults.request({ how: 'html' }, query);
  await expect(run(connection, 'SELECT 1')).rejects.toThrow();
  expect(server.log.submissions).toEqual([]);
});

test('half an answer', async () => {
  const server = await start();
  const connection = await connect(server, hurried);
  server.faults.request({ how: 'half' }, query);
  await expect(run(connection, 'SELECT 1')).rejects.toThrow();
  expect(server.log.submissions).toHaveLength(1);
});

test('no answer at all, for as long as the client waits', async () => {
  const server = await start();
  const connection = await connect(server, { ...hurried, timeout: 200 });
  const fault = server.faults.request({ how: 'hang' }, query);
  const outcome = raw(server, query.path, { token: 'x' }).catch(() => 'cut');
  await server.log.until(log => log.requests.some(({ path }) => path === query.path));
  expect(server.log.requests.at(-1)?.status).toBeNull();
  fault.clear();
  await connect(server);
  expect(connection.isUp()).toBe(true);
  await server.close();
  expect(await outcome).toBe('cut');
});

test('an answer that comes late', async () => {
  const server = await start();
  const connection = await connect(server);
  server.faults.request({ how: 'wait', ms: 150 }, query);
  const begin = performance.now();
  await run(connection, 'SELECT 1');
  expect(performance.now() - begin).toBeGreaterThan(140);
});

test('a redirect to another host', async () => {
  const seen: string[] = [];
  const other = createServer((request, response) => {
    seen.push(String(request.headers.authorization));
    response.end('{}');
  });
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const server = await start();
  const { sessionToken = '' } = (await connect(server)) && (server.sessions.all.at(-1) ?? {});
  const to = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  server.faults.request({ how: 'redirect', to }, query);
  const response = await fetch(`${server.url}${query.path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Snowflake Token="${sessionToken}"` },
  });
  expect([response.status, response.headers.get('location')]).toEqual([302, to]);
  expect(seen).toEqual([]);
});

test("a refusal of the test's own choice", async () => {
  const server = await start();
  server.faults.request({ how: 'refuse', code: '390422', message: 'IP is not allowed' }, { path: 'login' });
  expect(await codeOf(connect(server))).toBe('390422 IP is not allowed');
});

const big = 'SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 50))';

test.each(['lost', 'corrupt', 'failing', 'cut'] as const)(
  'a chunk that is %s once is fetched again',
  async how => {
    const server = await start({ inlineRows: 10, chunkRows: 10 });
    const connection = await connect(server, { ...hurried, retryLargeResultSetMaxSleepTime: 0 });
    server.faults.chunk(how, { index: 2, times: 1 });
    expect((await run(connection, big)).rows).toHaveLength(50);
    expect(server.log.requests.filter(({ path }) => path.endsWith('/2'))).toHaveLength(2);
  },
);

test('a chunk that is lost for good fails the reading, and not the statement', async () => {
  const server = await start({ inlineRows: 10, chunkRows: 10 });
  const connection = await connect(server, hurried);
  const fault = server.faults.chunk('lost', { index: 0 });
  await expect(run(connection, big)).rejects.toThrow();
  fault.clear();
  const [statement] = server.statements.all.filter(({ user }) => user === 'ADA');
  expect(await resultOf(connection, statement?.id ?? '')).toHaveLength(50);
});

test('an answer without `returned`', async () => {
  const server = await start();
  await connect(server);
  const token = server.sessions.all.at(-1)?.sessionToken ?? '';
  server.faults.withoutReturned({ sql: 'SELECT 1' });
  const { body } = await raw(server, query.path, {
    token,
    params: { requestId: crypto.randomUUID() },
    body: { sqlText: 'SELECT 1' },
  });
  expect(body.data).toMatchObject({ rowset: [['1']], total: 1 });
  expect(body.data).not.toHaveProperty('returned');
});

test('a cell that would be run by who trusts it', async () => {
  const server = await start();
  const connection = await connect(server);
  const hostile = 'process.exit(99)';
  server.faults.rows([wireColumn('V', 'variant')], [[hostile]], { sql: 'PARSE_JSON', times: 1 });
  // As text, the driver leaves it alone.
  expect((await run(connection, "SELECT PARSE_JSON('{}') AS V")).rows).toEqual([[hostile]]);
  expect((await run(connection, "SELECT PARSE_JSON('{}') AS V")).rows).toEqual([['{}']]);
});

test('a cancel that comes when everything is done changes nothing', async () => {
  const server = await start();
  const connection = await connect(server);
  const hold = server.faults.hold({ sql: 'CREATE', at: 'end' });
  const id = await submit(connection, 'CREATE TABLE T AS SELECT 1 AS N');
  const statement = await hold.held();
  const answer = await raw(server, `/queries/${id}/abort-request`, {
    token: server.sessions.all.at(-1)?.sessionToken ?? '',
  });
  expect(answer.body.success).toBe(true);
  await statement.done;
  expect(await connection.getQueryStatus(id)).toBe('SUCCESS');
  expect((await run(connection, 'SELECT N FROM T')).rows).toEqual([['1']]);
});

test('held statements are told apart by text and tag, and let go one by one', async () => {
  const server = await start();
  const connection = await connect(server);
  const byTag = server.faults.hold({ queryTag: '"run":7' });
  const byText = server.faults.hold({ sql: /select\s+2/i });
  const tagged = await submit(connection, 'SELECT 1', { parameters: { QUERY_TAG: '{"run":7}' } });
  const second = await submit(connection, 'SELECT 2');
  expect((await run(connection, 'SELECT 3')).rows).toEqual([['3']]);
  expect([(await byTag.held()).id, (await byText.held()).id]).toEqual([tagged, second]);
  byText.release();
  await server.statements.find(second, 'ADA')?.done;
  expect(await connection.getQueryStatus(tagged)).toBe('RUNNING');
  server.faults.clear();
  await server.statements.find(tagged, 'ADA')?.done;
  expect(server.faults.active).toEqual([]);
});

test('the statement takes back what a fault changed', async () => {
  const server = await start();
  const connection = await connect(server);
  const fault = server.faults.answer(data => (data['rowset'] = [['spoilt']]));
  expect((await run(connection, "SELECT 'x' AS X")).rows).toEqual([['spoilt']]);
  fault.clear();
  expect((await run(connection, "SELECT 'x' AS X")).rows).toEqual([['x']]);
  const failure = await failureOf(run(connection, 'SELECT * FROM NO_SUCH'));
  expect(failure.sqlState).toBe('42S02');
});
