import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect as connectTo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Executor } from '../../../../src/main/engine/ports.ts';
import { createKeyPair } from '../../../support/snowflake-server/keys.ts';
import { failureOf, temporaryDirectory } from '../support.ts';
import { ada, keys, openAccount, rowsOf, session } from './support.ts';

afterEach(() => vi.unstubAllEnvs());

const who = async (executor: Executor) => (await rowsOf(executor, 'SELECT CURRENT_USER()'))[0]?.[0];
const refusal = (executor: Executor) => failureOf(executor.list({ session, what: 'roles' }));

describe('a key pair', () => {
  const phrase = 'canary phrase';
  const pem = (type: 'pkcs8' | 'pkcs1') =>
    createPrivateKey(keys.privateKey)
      .export({ format: 'pem', type, cipher: 'aes-256-cbc', passphrase: phrase })
      .toString();

  test.each(['pkcs8', 'pkcs1'] as const)('signs in with an encrypted key (%s)', async type => {
    const { connect, server } = await openAccount({ secrets: { locked: pem(type), phrase } });
    const executor = connect({ secret: 'locked', passphrase_secret: 'phrase' });
    expect(await who(executor)).toBe('ADA');
    expect(server.log.violations).toEqual([]);
  });

  test('that the account does not know is refused', async () => {
    const { connect } = await openAccount({ secrets: { other: createKeyPair().privateKey } });
    expect(await refusal(connect({ secret: 'other' }))).toMatchObject({
      code: 'sign_in_failed',
      sqlstate: '28000',
      hint: expect.stringContaining('RSA_PUBLIC_KEY_FP') as string,
    });
  });

  test.each([
    ['a wrong passphrase', { locked: pem('pkcs8'), phrase: 'wrong' }, /does not open the private key/],
    ['a public key', { locked: keys.publicKey, phrase }, /holds a public key/],
    ['no key at all', { locked: 'hunter2', phrase }, /holds no private key/],
  ])('is not even tried with %s', async (_, secrets, message) => {
    const { connect, server } = await openAccount({ secrets });
    const failure = await refusal(connect({ secret: 'locked', passphrase_secret: 'phrase' }));
    expect(failure).toMatchObject({ code: 'sign_in_failed' });
    expect(failure.message).toMatch(message);
    expect(server.log.requests).toEqual([]);
  });

  test('is refused because of the clock: by how much it is wrong', async () => {
    const { executor, server } = await openAccount();
    // The server's time is an hour later, and its answers say so.
    server.faults.clockSkewMs = 60 * 60_000;
    const failure = await refusal(executor);
    expect(failure).toMatchObject({ code: 'sign_in_failed' });
    expect(failure.message).toMatch(/JWT token is invalid/);
  });
});

describe('a secret', () => {
  test('that is not set is named, with how to set it', async () => {
    const { connect, server } = await openAccount();
    expect(await refusal(connect({ secret: 'my-key' }))).toMatchObject({
      code: 'secret_missing',
      message: '"account" signs in with the private key in the secret "my-key", which is not set',
      hint: expect.stringMatching(/slipway secret set my-key.*SLIPWAY_SECRET_MY_KEY/) as string,
    });
    expect(await refusal(connect({ passphrase_secret: 'my-phrase' }))).toMatchObject({
      code: 'secret_missing',
      message: expect.stringContaining('the key passphrase in the secret "my-phrase"') as string,
    });
    expect(server.log.requests).toEqual([]);
  });

  test('that was changed counts from the next sign-in on', async () => {
    const { executor, secrets, server } = await openAccount({ secrets: { 'ada-key': 'nothing yet' } });
    expect(await refusal(executor)).toMatchObject({ code: 'sign_in_failed' });
    await secrets.set('ada-key', keys.privateKey);
    expect(await who(executor)).toBe('ADA');
    expect(server.log.violations).toEqual([]);
  });
});

describe('a host that is not Snowflake’s', () => {
  test('gets nothing before it is trusted', async () => {
    const { connect, server } = await openAccount();
    const strange = connect({}, false);
    for (const work of [
      strange.list({ session, what: 'roles' }),
      strange.describe({ session, sql: 'SELECT 1' }),
      rowsOf(strange, 'SELECT 1'),
    ]) {
      expect(await failureOf(work)).toMatchObject({
        code: 'host_not_trusted',
        hint: expect.stringContaining('slipway connection trust account 127.0.0.1:') as string,
      });
    }
    expect((await strange.test(session)).map(({ state }) => state)).toEqual([
      'failed',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
    ]);
    expect(server.log.requests).toEqual([]);
  });

  test('that Snowflake redirects to gets nothing either', async () => {
    const met: string[] = [];
    const elsewhere = createServer((request, response) => {
      met.push(`${request.method} ${request.url}`);
      response.end();
    });
    await new Promise<void>(resolve => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    try {
      const { executor, server } = await openAccount();
      server.faults.request({ how: 'redirect', to: `http://127.0.0.1:${port}/login` });
      const failure = await refusal(executor);
      expect(failure).toMatchObject({ code: 'network' });
      expect(failure.message).toContain(`it redirects to 127.0.0.1:${port}, which is not followed`);
      expect(met).toEqual([]);
    } finally {
      await new Promise(resolve => elsewhere.close(resolve));
    }
  });
});

describe('tokens', () => {
  const token = 'canary-pat-0123456789';

  test('a programmatic access token signs in', async () => {
    const { connect } = await openAccount({
      server: { users: [{ ...ada, accessTokens: [{ token }] }] },
      secrets: { pat: `${token}\n` },
    });
    expect(await who(connect({ authenticator: 'programmatic_access_token', secret: 'pat' }))).toBe('ADA');
  });

  test('a token of OAuth signs in, without a user', async () => {
    const { connect } = await openAccount({
      server: { users: [{ ...ada, oauthTokens: [{ token }] }] },
      secrets: { oauth: token },
    });
    expect(await who(connect({ authenticator: 'oauth', secret: 'oauth', user: undefined }))).toBe('ADA');
  });

  test.each([
    ['programmatic_access_token', 'accessTokens', /Programmatic access token is expired/],
    ['oauth', 'oauthTokens', /OAuth access token expired/],
  ] as const)('one that is over is refused: %s', async (authenticator, field, message) => {
    const { connect } = await openAccount({
      server: { users: [{ ...ada, [field]: [{ token, expiresAtMs: 1 }] }] },
      secrets: { old: token },
    });
    const failure = await refusal(connect({ authenticator, secret: 'old' }));
    expect(failure).toMatchObject({
      code: 'sign_in_failed',
      hint: expect.stringMatching(/Set a new/) as string,
    });
    expect(failure.message).toMatch(message);
    expect(JSON.stringify(failure)).not.toContain('canary');
  });
});

describe('client credentials', () => {
  const client = { id: 'slipway', secret: 'canary-client-secret' };
  const users = [{ ...ada, oauthClients: [client] }];
  const oauth = (url: string) => ({
    authenticator: 'oauth_client_credentials' as const,
    secret: 'client',
    user: undefined,
    oauth: { client_id: client.id, token_url: `${url}/oauth/token-request` },
  });

  test('get a token at each sign-in', async () => {
    const { connect, server } = await openAccount({ server: { users }, secrets: { client: client.secret } });
    const executor = connect(oauth(server.url));
    expect(await who(executor)).toBe('ADA');
    await rowsOf(executor, 'SELECT 1', { session: { ...session, role: 'READER' } });
    expect(server.log.requests.filter(({ path }) => path === '/oauth/token-request')).toHaveLength(2);
    expect(server.log.violations).toEqual([]);
  });

  test('that the identity provider does not know are refused by it', async () => {
    const { connect, server } = await openAccount({ server: { users }, secrets: { client: 'canary-wrong' } });
    const failure = await refusal(connect(oauth(server.url)));
    expect(failure).toMatchObject({
      code: 'sign_in_failed',
      message: expect.stringMatching(/gives out no token: invalid_client \(/) as string,
    });
    expect(JSON.stringify(failure)).not.toContain('canary');
  });

  test('are not sent on when the identity provider redirects', async () => {
    const { connect, server } = await openAccount({ server: { users }, secrets: { client: client.secret } });
    server.faults.request({ how: 'redirect', to: 'http://127.0.0.1:1/token' }, { path: '/oauth' });
    const failure = await refusal(connect(oauth(server.url)));
    expect(failure).toMatchObject({ code: 'network' });
    expect(failure.message).toMatch(/redirects to 127.0.0.1:1/);
  });

  test('get no token from what is no identity provider', async () => {
    const { connect, server } = await openAccount({ server: { users }, secrets: { client: client.secret } });
    server.faults.request({ how: 'html' }, { path: '/oauth' });
    expect(await refusal(connect(oauth(server.url)))).toMatchObject({ code: 'network' });
  });

  test('need the host of the identity provider to be trusted, too', async () => {
    const { connect, server } = await openAccount({ server: { users }, secrets: { client: client.secret } });
    const failure = await refusal(connect({ ...oauth('https://idp.example.com'), access_url: server.url }));
    expect(failure).toMatchObject({ code: 'host_not_trusted' });
    expect(failure.message).toContain('"idp.example.com"');
  });
});

describe('a password', () => {
  const password = 'canary-password-1';
  const users = [
    { ...ada, password, mfa: { push: 'approve' as const } },
    { ...ada, name: 'EVE', password },
    { ...ada, name: 'ROBOT', password, type: 'service' as const },
  ];
  const open = () => openAccount({ server: { users }, secrets: { password } });

  test('with a second device is approved once, and a token kept for the next time', async () => {
    const { connect, server, secrets } = await open();
    const executor = connect({ authenticator: 'password', secret: 'password' });
    await Promise.all([
      who(executor),
      rowsOf(executor, 'SELECT 1', { session: { ...session, role: 'READER' } }),
      rowsOf(executor, 'SELECT 2'),
    ]);
    expect(server.log.prompts).toHaveLength(1);
    expect(await secrets.get('account-mfa-token')).toBeTruthy();
  });

  test('asks the device again when the token that was kept is no good any more', async () => {
    const { connect, server, secrets } = await open();
    await secrets.set('account-mfa-token', 'stale');
    const executor = connect({ authenticator: 'password', secret: 'password' });
    expect(await who(executor)).toBe('ADA');
    expect(server.log.prompts).toHaveLength(1);
    expect(await secrets.get('account-mfa-token')).not.toBe('stale');
  });

  test('alone signs in where the account lets it', async () => {
    const { connect, server } = await open();
    expect(
      await who(connect({ authenticator: 'password', secret: 'password', user: 'EVE', mfa: false })),
    ).toBe('EVE');
    expect(server.log.prompts).toEqual([]);
  });

  test('does not sign in a service, nor with what is not one', async () => {
    const { connect, secrets } = await open();
    const robot = connect({ authenticator: 'password', secret: 'password', user: 'ROBOT', mfa: false });
    expect(await refusal(robot)).toMatchObject({ code: 'sign_in_failed' });
    await secrets.set('password', 'canary-wrong');
    const failure = await refusal(
      connect({ authenticator: 'password', secret: 'password', user: 'EVE', mfa: false }),
    );
    expect(failure).toMatchObject({ code: 'sign_in_failed' });
    expect(JSON.stringify(failure)).not.toContain('canary');
  });

  test('that is refused on the second device is refused', async () => {
    const denying = [{ ...ada, password, mfa: { push: 'deny' as const } }];
    const { connect } = await openAccount({ server: { users: denying }, secrets: { password } });
    expect(await refusal(connect({ authenticator: 'password', secret: 'password' }))).toMatchObject({
      code: 'sign_in_failed',
      hint: 'Approve the request on the second device',
    });
  });
});

describe('the browser', () => {
  /** Stands in for the desktop's opener: goes where it is sent, as a browser whose user is signed in already. */
  function withBrowser(body: string): string {
    const directory = temporaryDirectory();
    const visits = join(directory, 'visits');
    const program = `#!${process.execPath}\nconst url = process.argv[2];\nrequire('node:fs').appendFileSync(${JSON.stringify(visits)}, url + '\\n');\n${body}\n`;
    writeFileSync(join(directory, 'xdg-open'), program);
    chmodSync(join(directory, 'xdg-open'), 0o755);
    vi.stubEnv('PATH', `${directory}${delimiter}${process.env['PATH']}`);
    vi.stubEnv('DISPLAY', ':99');
    return visits;
  }

  test('is opened once, and a token kept for the next time', async () => {
    const visits = withBrowser('fetch(url);');
    const { connect, server, secrets } = await openAccount();
    const executor = connect({ authenticator: 'external_browser', secret: undefined });
    await Promise.all([
      who(executor),
      rowsOf(executor, 'SELECT 1', { session: { ...session, role: 'READER' } }),
    ]);
    expect(readFileSync(visits, 'utf8').trim().split('\n')).toHaveLength(1);
    expect(server.log.prompts).toMatchObject([{ kind: 'browser' }]);
    expect(await secrets.get('account-sso-token')).toBeTruthy();
    expect(server.log.violations).toEqual([]);
  });

  test('is not opened where the token is still good, and again where it is not', async () => {
    const visits = withBrowser('fetch(url);');
    const first = await openAccount();
    const connection = { authenticator: 'external_browser' as const, secret: undefined };
    await who(first.connect(connection));
    const kept = await first.secrets.get('account-sso-token');
    await who(first.connect({ ...connection, description: 'another process' }));
    expect(readFileSync(visits, 'utf8').trim().split('\n')).toHaveLength(1);
    await first.secrets.set('account-sso-token', 'stale');
    await who(first.connect({ ...connection, description: 'one more' }));
    expect(readFileSync(visits, 'utf8').trim().split('\n')).toHaveLength(2);
    expect(await first.secrets.get('account-sso-token')).not.toBe(kept);
  });

  const outside = Object.values(networkInterfaces()).flatMap(addresses =>
    (addresses ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal),
  );
  test.runIf(outside.length > 0)('comes back to this machine, where nobody else is listened to', async () => {
    const visits = withBrowser('');
    const { connect } = await openAccount();
    const refused = refusal(
      connect({ authenticator: 'external_browser', secret: undefined, network: { sign_in_timeout: '3s' } }),
    );
    await expect.poll(() => existsSync(visits), { timeout: 10_000 }).toBe(true);
    const { searchParams } = new URL(readFileSync(visits, 'utf8').trim());
    const port = Number(searchParams.get('browser_mode_redirect_port'));
    for (const { address } of outside) {
      const connected = once(connectTo(port, address), 'connect');
      await expect(connected).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
    await refused;
  });

  test('that nobody goes on in ends the sign-in after a while', async () => {
    withBrowser('');
    const { connect } = await openAccount();
    const failure = await refusal(
      connect({ authenticator: 'external_browser', secret: undefined, network: { sign_in_timeout: '1s' } }),
    );
    expect(failure).toMatchObject({
      code: 'sign_in_failed',
      message: '"account": the sign-in was not finished in the browser in time',
    });
  });

  test.runIf(process.platform === 'linux')(
    'cannot be opened without a screen: that is said at once',
    async () => {
      const visits = withBrowser('fetch(url);');
      vi.stubEnv('DISPLAY', '');
      vi.stubEnv('WAYLAND_DISPLAY', '');
      const { connect } = await openAccount();
      const failure = await refusal(connect({ authenticator: 'external_browser', secret: undefined }));
      expect(failure).toMatchObject({
        code: 'sign_in_failed',
        message: '"account": This machine has no screen to open a browser on',
        hint: expect.stringContaining('key pair') as string,
      });
      expect(existsSync(visits)).toBe(false);
    },
  );
});

test('a user without the rights for it has no session', async () => {
  const { connect, server } = await openAccount({
    server: { users: [{ ...ada, disabled: true }] },
  });
  expect(await refusal(connect({}))).toMatchObject({ code: 'sign_in_failed' });
  expect(server.sessions.all.filter(({ user }) => user === 'ADA')).toEqual([]);
});
