import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import type { UserScript } from '../../support/snowflake-server/options.ts';
import type { SnowflakeServer } from '../../support/snowflake-server/server.ts';
import { ada, codeOf, connect, driver, keys, open, type Options, run, start } from './support.ts';

const who = async (server: SnowflakeServer, options: Options) => {
  const connection = await connect(server, options);
  const [row] = (await run(connection, 'SELECT CURRENT_USER(), CURRENT_ROLE(), CURRENT_WAREHOUSE()')).rows;
  return row;
};

test('with a key pair, encrypted or not', async () => {
  const encrypted = createKeyPair('open sesame');
  const server = await start({ users: [{ ...ada, publicKeys: [keys.publicKey, encrypted.publicKey] }] });
  expect(await who(server, {})).toEqual(['ADA', 'TRANSFORMER', 'COMPUTE_WH']);
  const other = { privateKey: encrypted.privateKey, privateKeyPass: 'open sesame' };
  expect(await who(server, other)).toEqual(['ADA', 'TRANSFORMER', 'COMPUTE_WH']);
});

test.each<[string, Options, string]>([
  ["a key that is not the user's", { privateKey: createKeyPair().privateKey }, 'FINGERPRINT'],
  ['a user that is not there', { username: 'NOBODY' }, 'JWT_TOKEN_INVALID_USER_IN_ISSUER'],
])('a JWT is refused: %s', async (_, options, reason) => {
  const server = await start();
  expect(await codeOf(connect(server, options))).toMatch(`390144 JWT token is invalid. [`);
  expect(await codeOf(connect(server, options))).toContain(reason);
});

test('a JWT is refused where the clocks are far apart', async () => {
  const server = await start();
  for (const skew of [3_600_000, -3_600_000]) {
    server.faults.clockSkewMs = skew;
    expect(await codeOf(connect(server))).toContain(
      '390144 JWT token is invalid. [JWT_TOKEN_INVALID_ISSUE_TIME',
    );
  }
  server.faults.clockSkewMs = 20_000;
  await connect(server);
});

test('of an account that is not there, there is nothing', async () => {
  const server = await start();
  const error = await codeOf(connect(server, { account: 'OTHER-TEST' }));
  expect(error).toContain('Request to Snowflake failed');
  expect(server.log.requests.map(request => request.status)).toEqual([404]);
});

test('with a programmatic access token, also where a password is asked for', async () => {
  const clock = new FakeClock();
  const user: UserScript = {
    ...ada,
    type: 'service',
    accessTokens: [
      { token: 'secret-token' },
      { token: 'old-token', expiresAtMs: clock.now() },
      { token: 'reader-token', role: 'READER' },
    ],
  };
  const server = await start({ users: [user], clock });
  const by = (token: string) => ({ authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token });
  expect(await who(server, by('secret-token'))).toEqual(['ADA', 'TRANSFORMER', 'COMPUTE_WH']);
  expect(await who(server, { authenticator: 'SNOWFLAKE', password: 'secret-token' })).toHaveLength(3);
  expect(await codeOf(connect(server, by('wrong')))).toBe('394400 Programmatic access token is invalid.');
  expect(await codeOf(connect(server, by('old-token')))).toBe('394400 Programmatic access token is expired.');
  expect(await who(server, by('reader-token'))).toEqual(['ADA', 'READER', 'COMPUTE_WH']);
  expect(await codeOf(connect(server, { ...by('reader-token'), role: 'TRANSFORMER' }))).toMatch(
    /^390189 Role/,
  );
});

test('with an access token of an identity provider', async () => {
  const clock = new FakeClock();
  const user = { ...ada, oauthTokens: [{ token: 'good' }, { token: 'old', expiresAtMs: clock.now() }] };
  const server = await start({ users: [user, { name: 'EVE' }], clock });
  const by = (token: string) => ({ authenticator: 'OAUTH', token, username: undefined });
  expect(await who(server, by('good'))).toEqual(['ADA', 'TRANSFORMER', 'COMPUTE_WH']);
  expect(await codeOf(connect(server, by('bad')))).toMatch(/^390303 Invalid OAuth access token/);
  expect(await codeOf(connect(server, by('old')))).toMatch(/^390318 OAuth access token expired/);
  expect(await codeOf(connect(server, { ...by('good'), username: 'EVE' }))).toMatch(/^390309 .*differs/);
});

test('with client credentials, exchanged at the token endpoint', async () => {
  const server = await start({ users: [{ ...ada, oauthClients: [{ id: 'slipway', secret: 'hush' }] }] });
  const by = (oauthClientSecret: string) => ({
    authenticator: 'OAUTH_CLIENT_CREDENTIALS',
    username: undefined,
    oauthClientId: 'slipway',
    oauthClientSecret,
    oauthTokenRequestUrl: `${server.url}/oauth/token-request`,
    oauthHttpAllowed: true,
  });
  expect(await who(server, by('hush'))).toEqual(['ADA', 'TRANSFORMER', 'COMPUTE_WH']);
  await expect(connect(server, by('guess'))).rejects.toThrow();
  expect(
    server.log.requests.filter(({ path }) => path === '/oauth/token-request').map(r => r.status),
  ).toEqual([200, 401]);
});

test('a token of the token endpoint expires', async () => {
  const clock = new FakeClock();
  const server = await start({
    users: [{ ...ada, oauthClients: [{ id: 'slipway', secret: 'hush', lifetimeSeconds: 60 }] }],
    clock,
  });
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'slipway',
    client_secret: 'hush',
  });
  const response = await fetch(`${server.url}/oauth/token-request`, { method: 'POST', body });
  const { access_token: token, expires_in: seconds } = (await response.json()) as {
    access_token: string;
    expires_in: number;
  };
  expect(seconds).toBe(60);
  clock.advance(60_000);
  expect(await codeOf(connect(server, { authenticator: 'OAUTH', token }))).toMatch(/^390318 /);
});

const person: UserScript = { name: 'ADA', roles: ['READER'], defaultRole: 'READER', password: 'pass' };

test('with a password, which service users cannot', async () => {
  const server = await start({ users: [person, { ...person, name: 'ROBOT', type: 'service' }] });
  const by = (password: string) => ({ authenticator: 'SNOWFLAKE', password });
  expect(await who(server, by('pass'))).toEqual(['ADA', 'READER', 'COMPUTE_WH']);
  expect(await codeOf(connect(server, by('no')))).toBe(
    '390100 Incorrect username or password was specified.',
  );
  expect(await codeOf(connect(server, { ...by('pass'), username: 'ROBOT' }))).toMatch(/^390202 /);
});

test('with a second device, that approves, denies, or shows a passcode', async () => {
  const server = await start({
    users: [
      { ...person, mfa: { push: 'approve', passcode: '123456' } },
      { ...person, name: 'EVE', mfa: { push: 'deny' } },
      { ...person, name: 'LAX' },
    ],
  });
  const by = { authenticator: 'USERNAME_PASSWORD_MFA', password: 'pass' };
  expect(await who(server, by)).toEqual(['ADA', 'READER', 'COMPUTE_WH']);
  expect(server.log.prompts).toMatchObject([{ user: 'ADA', kind: 'second device' }]);
  expect(await who(server, { ...by, passcode: '123456' })).toHaveLength(3);
  expect(await who(server, { ...by, password: 'pass123456', passcodeInPassword: true })).toHaveLength(3);
  expect(server.log.prompts).toHaveLength(1);
  expect(await codeOf(connect(server, { ...by, passcode: '000000' }))).toMatch(/^390127 /);
  expect(await codeOf(connect(server, { ...by, username: 'EVE' }))).toMatch(/^390120 /);
  expect(await codeOf(connect(server, { ...by, username: 'LAX' }))).toMatch(/^394508 /);
  // The password alone asks for the second device too.
  expect(await who(server, { authenticator: 'SNOWFLAKE', password: 'pass' })).toHaveLength(3);
  expect(server.log.prompts.map(({ user }) => user)).toEqual(['ADA', 'EVE', 'ADA']);
});

/** Where the driver keeps the tokens that spare people the next sign-in. */
async function keepTokens(): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  const sdk = await driver();
  sdk.configure({
    customCredentialManager: {
      read: (key: string) => Promise.resolve(kept.get(key)),
      write: (key: string, value: string) => Promise.resolve(void kept.set(key, value)),
      remove: (key: string) => Promise.resolve(void kept.delete(key)),
    },
  });
  return kept;
}

test('the second device is asked once where the client keeps the token', async () => {
  const server = await start({ users: [{ ...person, mfa: { push: 'approve' } }] });
  const kept = await keepTokens();
  const by = { authenticator: 'USERNAME_PASSWORD_MFA', password: 'pass', clientRequestMFAToken: true };
  await connect(server, by);
  expect(kept.size).toBe(1);
  await connect(server, by);
  expect(server.log.prompts).toHaveLength(1);
  server.users.forget('mfa');
  await connect(server, by);
  expect(server.log.prompts).toHaveLength(2);
});

/** Follows the address that the driver would open in a browser; its own host and port are the server's. */
function browser(server: SnowflakeServer) {
  return (url: string) => {
    const { pathname, search } = new URL(url);
    void fetch(`${server.url}${pathname}${search}`).catch(() => {});
  };
}

test('in a browser, once where the client keeps the token', async () => {
  const server = await start({ users: [person] });
  const kept = await keepTokens();
  const by = {
    authenticator: 'EXTERNALBROWSER',
    openExternalBrowserCallback: browser(server),
    disableConsoleLogin: false,
    clientStoreTemporaryCredential: true,
  };
  expect(await who(server, by)).toEqual(['ADA', 'READER', 'COMPUTE_WH']);
  expect(await who(server, by)).toEqual(['ADA', 'READER', 'COMPUTE_WH']);
  expect(server.log.prompts).toMatchObject([{ user: 'ADA', kind: 'browser' }]);
  expect(kept.size).toBe(1);
  // A token that counts no more sends people to the browser again.
  server.users.forget('id');
  expect(await who(server, by)).toEqual(['ADA', 'READER', 'COMPUTE_WH']);
  expect(server.log.prompts).toHaveLength(2);
});

test('in a browser, at the address that the account names', async () => {
  const server = await start({ users: [person] });
  const waiting = createServer((request, response) => {
    arrived.resolve(new URL(request.url ?? '', 'http://localhost').searchParams.get('token') ?? '');
    response.end();
  });
  const arrived = Promise.withResolvers<string>();
  await new Promise<void>(resolve => waiting.listen(0, 'localhost', resolve));
  onTestFinished(() => void waiting.close());
  const { port } = waiting.address() as { port: number };
  const post = async (path: string, data: Record<string, unknown>) => {
    const query = `requestId=${crypto.randomUUID()}&request_guid=${crypto.randomUUID()}`;
    const response = await fetch(`${server.url}${path}?${path.includes('login') ? query : ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'test' },
      body: JSON.stringify({ data }),
    });
    return (await response.json()) as { success: boolean; code: string; data: Record<string, string> };
  };
  const who = { ACCOUNT_NAME: server.account, LOGIN_NAME: 'ADA', AUTHENTICATOR: 'EXTERNALBROWSER' };
  const { data } = await post('/session/authenticator-request', {
    ...who,
    BROWSER_MODE_REDIRECT_PORT: String(port),
  });
  await fetch(data['ssoUrl'] ?? '');
  const TOKEN = await arrived.promise;
  const foreign = await post('/session/v1/login-request', {
    ...who,
    TOKEN,
    PROOF_KEY: randomBytes(32).toString('base64'),
  });
  expect(foreign).toMatchObject({ success: false, code: '390133' });
  const signIn = { ...who, TOKEN, PROOF_KEY: data['proofKey'] };
  expect(await post('/session/v1/login-request', signIn)).toMatchObject({ success: true });
  // It is good once.
  expect(await post('/session/v1/login-request', signIn)).toMatchObject({ success: false, code: '390133' });
});

test('not at all as a user that is disabled', async () => {
  const server = await start({ users: [{ ...ada, disabled: true }] });
  expect(await codeOf(connect(server))).toMatch(/^390101 /);
});

test.each(['NO_SUCH_ROLE', 'ACCOUNTADMIN'])('not with the role %s, which is not granted', async role => {
  const server = await start();
  expect(await codeOf(connect(server, { role }))).toMatch(
    `390189 Role '${role}' specified in the connect string does not exist or not authorized`,
  );
});

test('a warehouse or database that is not there is left out, as at Snowflake', async () => {
  const server = await start();
  const connection = await connect(server, { warehouse: 'NO_SUCH', database: 'NO_SUCH', schema: 'NO_SUCH' });
  const { rows } = await run(connection, 'SELECT CURRENT_WAREHOUSE(), CURRENT_DATABASE(), CURRENT_SCHEMA()');
  expect(rows).toEqual([['NULL', 'NULL', 'NULL']]);
});

test('a connection that nobody has opened asks for nothing', async () => {
  const server = await start();
  await open(server);
  expect(server.log.requests).toEqual([]);
});
