import { describe, expect, test } from 'vitest';
import { createKeyPair } from '../../../support/snowflake-server/keys.ts';
import type { SnowflakeServer } from '../../../support/snowflake-server/server.ts';
import { failureOf } from '../support.ts';
import { ada, mart, openAccount, rowsOf, script, session } from './support.ts';

const toDelay = { sql: 'CREATE OR REPLACE TABLE T' };
const build = () => script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']);
const sessionsOf = (server: SnowflakeServer) => server.sessions.all.filter(({ user }) => user === 'ADA');
const renewals = (server: SnowflakeServer) =>
  server.log.requests.filter(({ path }) => path === '/session/token-request').length;

/** The tokens of all sessions are over, as after some hours: of the session alone, or of its renewal, too. */
function expire(server: SnowflakeServer, what: 'session' | 'master'): void {
  for (const each of sessionsOf(server)) {
    each.sessionExpiresAtMs = 0;
    if (what === 'master') each.masterExpiresAtMs = 0;
  }
}

/** The account has forgotten its sessions. */
function forget(server: SnowflakeServer): void {
  for (const each of sessionsOf(server)) each.ended = true;
}

describe('a token that has run out', () => {
  test('is renewed, and what was asked is answered', async () => {
    const { executor, server } = await openAccount();
    await rowsOf(executor, 'SELECT 1');
    expire(server, 'session');
    expect(await rowsOf(executor, 'SELECT 2')).toEqual([[2]]);
    expire(server, 'session');
    expect(await executor.describe({ session, sql: 'SELECT 1 AS A' })).toHaveLength(1);
    expect(renewals(server)).toBe(2);
    expect(sessionsOf(server)).toHaveLength(1);
    expect(server.log.violations).toEqual([]);
  });

  test('in the middle of a statement does not end it', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold(toDelay);
    const running = executor.execute(build());
    const statement = await hold.held();
    expire(server, 'session');
    await server.log.until(() => renewals(server) > 0);
    hold.release();
    await running;
    expect(statement.state).toBe('SUCCESS');
    expect(sessionsOf(server)).toHaveLength(1);
    expect(server.log.submitted('CREATE OR REPLACE TABLE T')).toHaveLength(1);
  });

  test('and cannot be renewed any more: it is signed in again, and polled on', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold(toDelay);
    const running = executor.execute(build());
    const statement = await hold.held();
    expire(server, 'master');
    await server.log.until(() => sessionsOf(server).length > 1);
    hold.release();
    await running;
    expect(statement.state).toBe('SUCCESS');
    expect(server.log.submitted('CREATE OR REPLACE TABLE T')).toHaveLength(1);
    expect(server.log.violations).toEqual([]);
  });
});

describe('a session that is gone', () => {
  test('is replaced for questions', async () => {
    const { executor, server } = await openAccount();
    await rowsOf(executor, 'SELECT 1');
    forget(server);
    expect(await executor.describe({ session, sql: 'SELECT 1 AS A' })).toHaveLength(1);
    forget(server);
    expect(await rowsOf(executor, 'SELECT 3')).toEqual([[3]]);
    expect(server.log.violations).toEqual([]);
  });

  test('is replaced for a build that it never took', async () => {
    const { executor, server } = await openAccount();
    await rowsOf(executor, 'SELECT 1');
    forget(server);
    await executor.execute(build());
    expect(server.log.submitted('CREATE OR REPLACE TABLE T')).toHaveLength(1);
  });

  test('leaves its statement to another one, which can stop it as well', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold(toDelay);
    const own = build();
    const running = failureOf(executor.execute(own));
    const statement = await hold.held();
    forget(server);
    await server.log.until(() => sessionsOf(server).length > 1);
    await executor.cancel(own.queryId);
    expect(await running).toMatchObject({ code: 'cancelled', query_id: statement.id });
    expect(server.log.cancellations.at(-1)).toMatchObject({ queryId: statement.id });
  });

  test('takes its transaction along: nothing has taken effect, and none of it is sent elsewhere', async () => {
    const { executor, server } = await openAccount();
    await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']));
    const hold = server.faults.hold({ sql: 'DELETE FROM T' });
    const running = failureOf(executor.execute(script(['DELETE FROM T', 'INSERT INTO T SELECT 2'])));
    await hold.held();
    forget(server);
    await server.log.until(() => sessionsOf(server).length > 1);
    hold.release();
    expect(await running).toMatchObject({ code: 'network', retryable: true, sqlstate: '40003' });
    expect(server.log.submitted('INSERT INTO T')).toEqual([]);
    expect(server.log.submitted(/^COMMIT/)).toEqual([]);
    expect(await rowsOf(executor, 'SELECT A FROM T')).toEqual([[1]]);
  });

  test('takes a transaction along whose beginning it did not answer: nothing is sent without one', async () => {
    const { executor, server } = await openAccount();
    await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']));
    const lost = server.faults.request({ how: 'cut' }, { path: '/queries/v1/query-request', after: true });
    const running = failureOf(executor.execute(script(['DELETE FROM T', 'INSERT INTO T SELECT NOPE'])));
    const begun = () => server.log.requests.filter(each => each.sql?.startsWith('BEGIN') === true).length;
    await server.log.until(() => begun() > 1);
    forget(server);
    lost.clear();
    expect(await running).toMatchObject({ code: 'network', retryable: true, sqlstate: '40003' });
    expect(server.log.submitted('DELETE FROM T')).toEqual([]);
    expect(await rowsOf(executor, 'SELECT A FROM T')).toEqual([[1]]);
  });
});

test('while a statement runs, signing in again is tried until it works', async () => {
  const { executor, server, secrets } = await openAccount();
  const hold = server.faults.hold(toDelay);
  const told: (string | null)[] = [];
  const running = executor.execute(build(), { onTrouble: why => told.push(why) });
  await hold.held();
  const key = (await secrets.get('ada-key')) ?? '';
  // Rotated in the account, but not here yet.
  await secrets.set('ada-key', createKeyPair().privateKey);
  forget(server);
  const refused = () =>
    server.log.requests.filter(({ path, code }) => path.includes('login') && code === '390144').length;
  await server.log.until(() => refused() > 2);
  hold.release();
  await secrets.set('ada-key', key);
  await running;
  expect(server.log.submitted('CREATE OR REPLACE TABLE T')).toHaveLength(1);
  expect(told).toEqual([expect.stringContaining('JWT token is invalid'), null]);
});

test.each([
  ['390422', 'Incoming request with IP 192.0.2.7 is not allowed to access Snowflake.'],
  ['390318', 'OAuth access token expired.'],
])('a statement is not given up while its user is not let in (%s)', async (code, message) => {
  const { executor, server } = await openAccount();
  const hold = server.faults.hold(toDelay);
  const running = executor.execute(build());
  await hold.held();
  const outside = server.faults.request({ how: 'refuse', code, message });
  const before = server.log.requests.length;
  await server.log.until(log => log.requests.length > before + 5);
  outside.clear();
  hold.release();
  await running;
  expect(server.log.submitted('CREATE OR REPLACE TABLE T')).toHaveLength(1);
});

test('a role that is taken away in the meantime is said', async () => {
  const { executor, server } = await openAccount({ server: { users: [{ ...ada }] } });
  await rowsOf(executor, 'SELECT 1');
  forget(server);
  server.users.grant('ADA', 'TRANSFORMER', false);
  expect(await failureOf(rowsOf(executor, 'SELECT 1'))).toMatchObject({ code: 'role_missing' });
  server.users.grant('ADA', 'TRANSFORMER', true);
  expect(await rowsOf(executor, 'SELECT 1')).toEqual([[1]]);
  expect(mart('T').schema).toBe('MARTS');
});
