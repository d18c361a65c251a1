import { createSign, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprint } from '../../support/snowflake-server/keys.ts';
import type { SnowflakeServer } from '../../support/snowflake-server/server.ts';
import { connect, keys, raw, type RawAnswer, start } from './support.ts';

/** A server with a session; its violations are what the tests are about. */
async function withSession() {
  const server = await start({ strict: false });
  await connect(server);
  const session = server.sessions.all.at(-1);
  if (session === undefined) throw new Error('there is no session');
  expect(server.log.violations).toEqual([]);
  return { server, session, token: session.sessionToken };
}

const violations = (server: SnowflakeServer) => server.log.violations.map(({ reason }) => reason);
const isRefused = ({ status, body }: RawAnswer) => expect([status, body.success]).toEqual([400, false]);

type Request = Parameters<typeof raw>[2];

test.each<[what: string, path: string, request: Request, reason: string]>([
  ['an endpoint that is none', '/queries/v2/query-request', {}, 'there is no such endpoint'],
  ['another method', '/queries/v1/query-request', { method: 'PUT' }, 'POST is expected, not PUT'],
  [
    'no request id',
    '/queries/v1/query-request',
    { body: { sqlText: 'SELECT 1' } },
    'the query parameter requestId is missing',
  ],
  [
    'a request id that is no UUID',
    '/queries/v1/query-request',
    { params: { requestId: '7' }, body: { sqlText: 'SELECT 1' } },
    'requestId must be a UUID',
  ],
  [
    'a request_guid that is no UUID',
    '/session/heartbeat',
    { params: { request_guid: '1', requestId: randomUUID() } },
    'request_guid must be a UUID',
  ],
  [
    'a parameter that nobody knows',
    '/session/heartbeat',
    { params: { requestId: randomUUID(), mood: 'x' } },
    'there is no query parameter mood',
  ],
  [
    'another content type',
    '/queries/v1/query-request',
    { params: { requestId: randomUUID() }, body: 'sqlText', headers: { 'content-type': 'text/plain' } },
    'the Content-Type must be application/json',
  ],
  [
    'a body that is no JSON',
    '/queries/v1/query-request',
    { params: { requestId: randomUUID() }, body: '{' },
    'the body must be JSON',
  ],
  [
    'a field that nobody knows',
    '/queries/v1/query-request',
    { params: { requestId: randomUUID() }, body: { sqlText: 'SELECT 1', mood: 'x' } },
    'the body has no field mood',
  ],
  [
    'no statement',
    '/queries/v1/query-request',
    { params: { requestId: randomUUID() }, body: {} },
    'sqlText is missing',
  ],
  [
    'a body where there is none',
    '/session/heartbeat',
    { params: { requestId: randomUUID() }, body: { a: 1 } },
    'there must be no body',
  ],
  [
    'an Authorization of another kind',
    '/session/heartbeat',
    { params: { requestId: randomUUID() }, headers: { authorization: 'Bearer x' } },
    'Authorization must be Snowflake Token="…"',
  ],
  [
    'a token that nobody was given',
    '/session/heartbeat',
    { params: { requestId: randomUUID() }, token: 'made-up' },
    'no session ever had this token',
  ],
  [
    'a sign-in without an account',
    '/session/v1/login-request',
    { params: { requestId: randomUUID() }, body: { data: {} }, token: null },
    'ACCOUNT_NAME is missing',
  ],
  [
    'a renewal of another type',
    '/session/token-request',
    { body: { requestType: 'CLONE' } },
    'requestType must be RENEW',
  ],
])('%s is refused and told', async (_, path, request, reason) => {
  const { server, token } = await withSession();
  isRefused(await raw(server, path, { token, ...request }));
  expect(violations(server)).toEqual([reason]);
  expect(server.log.submissions).toEqual([]);
});

test('tokens are used for what they are for', async () => {
  const { server, session, token } = await withSession();
  const renewal = { requestType: 'RENEW', oldSessionToken: token };
  isRefused(
    await raw(server, '/session/heartbeat', {
      token: session.masterToken,
      params: { requestId: randomUUID() },
    }),
  );
  isRefused(await raw(server, '/session/token-request', { token, body: renewal }));
  isRefused(
    await raw(server, '/session/token-request', {
      token: session.masterToken,
      body: { ...renewal, oldSessionToken: 'other' },
    }),
  );
  expect(violations(server)).toEqual([
    'a master token is for renewal alone',
    'a session token cannot renew itself',
    'oldSessionToken is not of this session',
  ]);
  const { body } = await raw(server, '/session/token-request', { token: session.masterToken, body: renewal });
  expect(body).toMatchObject({
    success: true,
    data: { sessionToken: session.sessionToken, validityInSecondsST: 3_600 },
  });
  // The old one counts no more, which a right client may meet.
  const late = await raw(server, '/session/heartbeat', { token, params: { requestId: randomUUID() } });
  expect(late).toMatchObject({ status: 200, body: { success: false, code: '390112' } });
  expect(violations(server)).toHaveLength(3);
});

test('a request id belongs to one statement', async () => {
  const { server, token } = await withSession();
  const params = { requestId: randomUUID() };
  const post = (sqlText: string) =>
    raw(server, '/queries/v1/query-request', { token, params, body: { sqlText } });
  expect((await post('SELECT 1')).body.success).toBe(true);
  isRefused(await post('SELECT 2'));
  expect(violations(server)).toEqual([`the requestId ${params.requestId} is of another statement`]);
});

test('a request_guid is used again by repetitions alone', async () => {
  const { server, token } = await withSession();
  const params = { request_guid: randomUUID(), requestId: randomUUID() };
  const beat = (more: Record<string, string>) =>
    raw(server, '/session/heartbeat', { token, params: { ...params, ...more } });
  expect((await beat({})).status).toBe(200);
  expect((await beat({ retryCount: '1', clientStartTime: '1' })).status).toBe(200);
  isRefused(await beat({}));
});

test('a session token must not go to the storage', async () => {
  const { server, token } = await withSession();
  isRefused(await raw(server, '/chunks/01c0/0', { method: 'GET', token }));
  expect(violations(server)).toEqual(['a session token must not go to the storage']);
});

test.each<[what: string, payload: Record<string, unknown>, header: Record<string, unknown>, reason: string]>([
  [
    'in seconds',
    { iat: 1_700_000_000, exp: 1_700_000_060 },
    {},
    'iat and exp of the JWT must be in milliseconds',
  ],
  [
    'for too long',
    { exp: Date.now() + 2 * 3_600_000 },
    {},
    'the JWT must end after it begins, and within an hour',
  ],
  ['with another algorithm', {}, { alg: 'none' }, 'the JWT is signed with none and not with RS256'],
])('a JWT %s is refused and told', async (_, payload, header, reason) => {
  const { server } = await withSession();
  const subject = `${server.account}.ADA`;
  const now = Date.now();
  const claims = {
    iss: `${subject}.${fingerprint(keys.publicKey)}`,
    sub: subject,
    iat: now,
    exp: now + 60_000,
    ...payload,
  };
  const text = [{ alg: 'RS256', typ: 'JWT', ...header }, claims]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createSign('RSA-SHA256').update(text).sign(keys.privateKey, 'base64url');
  isRefused(
    await raw(server, '/session/v1/login-request', {
      params: { requestId: randomUUID() },
      body: {
        data: {
          ACCOUNT_NAME: server.account,
          LOGIN_NAME: 'ADA',
          AUTHENTICATOR: 'SNOWFLAKE_JWT',
          TOKEN: `${text}.${signature}`,
        },
      },
    }),
  );
  expect(violations(server)).toEqual([reason]);
});

test('a sign-in has the fields of its kind, and no others', async () => {
  const { server } = await withSession();
  const data = {
    ACCOUNT_NAME: server.account,
    LOGIN_NAME: 'ADA',
    AUTHENTICATOR: 'OAUTH',
    TOKEN: 'x',
    PASSWORD: 'y',
  };
  isRefused(
    await raw(server, '/session/v1/login-request', { params: { requestId: randomUUID() }, body: { data } }),
  );
  expect(violations(server)).toEqual(['OAUTH knows no field PASSWORD']);
});

test('the log has no secrets', async () => {
  const server = await start({
    users: [
      {
        name: 'ADA',
        roles: ['READER'],
        accessTokens: [{ token: 'canary-token' }],
        password: 'canary-password',
      },
    ],
  });
  await connect(server, { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: 'canary-token' });
  await connect(server, { authenticator: 'SNOWFLAKE', password: 'canary-password' });
  const log = JSON.stringify(server.log);
  expect(log).toContain('/session/v1/login-request');
  expect(log).not.toContain('canary');
  for (const { sessionToken, masterToken } of server.sessions.all) {
    expect(log).not.toContain(sessionToken);
    expect(log).not.toContain(masterToken);
  }
});
