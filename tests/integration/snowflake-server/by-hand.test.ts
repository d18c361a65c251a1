import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { watchLeaks } from '../../support/leaks.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { startSnowflakeServer, type SnowflakeServer } from '../../support/snowflake-server/server.ts';
import { ada, codeOf, connect, end, run, start, submit } from './support.ts';

const main = new URL('../../support/snowflake-server/main.ts', import.meta.url).pathname;

/** The command, up to the last line that it says at its start. */
async function command(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let text = '';
  for await (const line of createInterface(child.stdout)) {
    text += `${line}\n`;
    if (/^ {2}schema: /.test(line)) break;
  }
  const find = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  return {
    child,
    ended,
    text,
    url: find(/answers at (\S+)\. /),
    token: find(/token +(fake-\S+)/),
    key: find(/private key +(\S+)/),
  };
}

test('npm run snowflake:fake prints all that is needed to reach it, and leaves nothing behind', async () => {
  const { child, ended, text, url, token, key } = await command();
  const server = { url, account: 'SLIPWAY-TEST' } as SnowflakeServer;
  const byToken = { username: 'SLIPWAY', authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token };
  const byKey = {
    username: 'SLIPWAY',
    authenticator: 'SNOWFLAKE_JWT',
    privateKey: readFileSync(key, 'utf8'),
  };
  const first = await connect(server, byToken);
  expect((await run(first, 'SELECT COUNT(*) FROM RAW.SHOP.ORDERS')).rows).toEqual([['2']]);
  await end(await connect(server, byKey));
  expect(text).toContain(`access_url: ${url}`);
  const log = (await (await fetch(`${url}/__fake/log`)).json()) as {
    submissions: { sql: string }[];
    violations: unknown[];
  };
  expect(log.submissions.map(({ sql }) => sql)).toEqual(['SELECT COUNT(*) FROM RAW.SHOP.ORDERS']);
  expect(log.violations).toEqual([]);
  await end(first);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(existsSync(key)).toBe(false);
});

test('a port that is taken is said', async () => {
  const server = await start();
  const child = spawn(process.execPath, [main, '--port', String(server.port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', chunk => (complaint += chunk));
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(complaint).toContain(`Port ${server.port} is taken`);
});

async function control(server: SnowflakeServer, method: string, path: string, body?: unknown) {
  const response = await fetch(`${server.url}/__fake/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('faults are set and taken back over HTTP', async () => {
  const server = await start();
  const connection = await connect(server);
  const { body } = await control(server, 'POST', 'faults', {
    fault: 'hold',
    sql: { pattern: 'select\\s+1' },
  });
  const id = await submit(connection, 'SELECT 1');
  expect(await connection.getQueryStatus(id)).toBe('RUNNING');
  expect(await control(server, 'GET', 'faults')).toMatchObject({ body: { active: [body['id']] } });
  await control(server, 'DELETE', `faults/${String(body['id'])}`);
  await server.statements.find(id, 'ADA')?.done;
  await control(server, 'POST', 'faults', { fault: 'expire', what: 'session' });
  await control(server, 'POST', 'faults', {
    fault: 'variant',
    sql: 'parse_json(',
    times: 1,
    cell: 'no JSON',
  });
  expect((await run(connection, "SELECT PARSE_JSON('1')")).rows).toEqual([['no JSON']]);
  expect(server.log.requests.some(({ path }) => path === '/session/token-request')).toBe(true);
  for (const fault of [
    { fault: 'request', how: 'status', status: 503, path: '/session' },
    { fault: 'chunk', how: 'lost', index: 1 },
    { fault: 'without_returned' },
    { fault: 'clock', ms: 5_000 },
  ]) {
    expect((await control(server, 'POST', 'faults', fault)).status).toBe(200);
  }
  expect((await control(server, 'DELETE', 'faults')).body).toEqual({ active: [] });
  expect(server.faults.clockSkewMs).toBe(0);
});

test('what the remote control does not know is said', async () => {
  const server = await start();
  const wrong = await control(server, 'POST', 'faults', { fault: 'earthquake' });
  expect([wrong.status, wrong.body['message']]).toEqual([
    400,
    expect.stringContaining('there is no fault earthquake'),
  ]);
  expect((await control(server, 'POST', 'faults', { fault: 'request', how: 'x' })).status).toBe(400);
  expect((await control(server, 'DELETE', 'faults/77')).status).toBe(404);
  expect((await control(server, 'GET', 'weather')).status).toBe(404);
  expect(await control(server, 'POST', 'sql', { sql: 'select * from NO_SUCH.A.B' })).toMatchObject({
    status: 400,
    body: { code: '002003' },
  });
  expect(await control(server, 'POST', 'sql', { sql: 'select 1' })).toMatchObject({
    body: { rows: [['1']] },
  });
});

test('nothing is left of a server that was closed in the middle of its work', async () => {
  const directory = temporaryDirectory();
  const warm = await startSnowflakeServer();
  await warm.close();
  const check = watchLeaks(directory);
  const server = await startSnowflakeServer({ users: [ada], inlineRows: 1 });
  const connection = await connect(server);
  server.faults.hold({ sql: 'HELD' });
  await submit(connection, 'SELECT 1 AS HELD');
  await submit(connection, "SELECT SYSTEM$WAIT(1, 'HOURS')");
  await submit(
    connection,
    'SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 1000000)) A, TABLE(GENERATOR(ROWCOUNT => 10000000)) B',
  );
  await run(connection, 'BEGIN');
  await run(connection, 'CREATE TABLE T AS SELECT 1 AS N');
  const waiting = codeOf(run(connection, 'SELECT 2 AS HELD'));
  await server.log.until(log => log.submissions.length === 6);
  await server.close();
  expect(await waiting).toBe('000604 SQL execution canceled');
  await check();
}, 60_000);
