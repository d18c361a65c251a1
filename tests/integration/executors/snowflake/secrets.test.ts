import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SnowflakeConnection } from '../../../../src/shared/contract/connections.ts';
import { failureOf } from '../support.ts';
import { type Account, ada, keys, openAccount, rowsOf, script, session } from './support.ts';

const phrase = 'canary-phrase-1';
const locked = createPrivateKey(keys.privateKey)
  .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: phrase })
  .toString();
const password = 'canary-password-"2"';
const token = 'canary-token-3';
const client = { id: 'slipway', secret: 'canary/client+secret=4' };
const secrets = { locked, phrase, password, token, client: client.secret };

const users = [
  {
    ...ada,
    password,
    mfa: { push: 'approve' as const },
    accessTokens: [{ token }],
    oauthTokens: [{ token }],
    oauthClients: [client],
  },
];

const ways = (url: string): Partial<SnowflakeConnection>[] => [
  { authenticator: 'key_pair', secret: 'locked', passphrase_secret: 'phrase' },
  { authenticator: 'programmatic_access_token', secret: 'token' },
  { authenticator: 'oauth', secret: 'token' },
  {
    authenticator: 'oauth_client_credentials',
    secret: 'client',
    oauth: { client_id: client.id, token_url: `${url}/oauth/token-request` },
  },
  { authenticator: 'password', secret: 'password' },
];

/** Everything that somebody could read afterwards, of the processes and of the workspace. */
function traces(account: Account): string {
  const files = readdirSync(account.directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  const processes = account.pids.map(pid =>
    ['cmdline', 'environ'].map(file => readFileSync(`/proc/${pid}/${file}`, 'latin1')).join('\n'),
  );
  return [JSON.stringify(account.log), ...files, ...processes].join('\n');
}

/** What of the secrets, or of tokens made of them, is in a text. */
function found(text: string): string[] {
  const lines = [locked, keys.privateKey].flatMap(pem => pem.split('\n').filter(line => line.length > 40));
  const plain = [phrase, password, token, client.secret, ...lines];
  const spelled = plain.flatMap(value => [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value).toString('base64'),
  ]);
  const looks = [
    /eyJ[\w-]{8,}\.[\w-]{8,}/,
    /ver:\d-hint:\d-[\w+/=]{8,}/,
    /Snowflake Token="[^[]/,
    /PRIVATE KEY-----\n/,
  ];
  return [
    ...spelled.filter(value => text.includes(value)),
    ...looks.filter(look => look.test(text)).map(String),
  ];
}

test('no secret leaves but into the driver, however one signs in and whatever the account says back', async () => {
  const account = await openAccount({ server: { users }, secrets });
  const { server } = account;
  const failures: unknown[] = [];
  for (const way of ways(server.url)) {
    const executor = account.connect(way);
    expect(await rowsOf(executor, 'SELECT CURRENT_USER()')).toEqual([['ADA']]);
    failures.push(await failureOf(executor.execute(script(['INSERT INTO NOWHERE SELECT 1']))));
    // The account repeats what it was sent: in an answer, in a page, in the middle of something else.
    const sent = [way.secret, way.passphrase_secret].flatMap(
      name => secrets[name as keyof typeof secrets] ?? [],
    );
    const echo = sent.join(' ');
    const tokens = server.sessions.all.map(each => `${each.sessionToken} ${each.masterToken}`).join(' ');
    for (const fault of [
      { how: 'refuse' as const, code: '390100', message: `wrong: ${echo} ${tokens}` },
      { how: 'refuse' as const, code: '000999', message: `wrong: ${encodeURIComponent(echo)} ${tokens}` },
      { how: 'status' as const, status: 400, body: `<p>${echo}</p>` },
    ]) {
      const spoilt = server.faults.request(fault);
      failures.push(await failureOf(executor.describe({ session, sql: 'SELECT 1' })));
      failures.push(await executor.test(session));
      spoilt.clear();
    }
  }
  expect(failures).toHaveLength(35);
  expect(found(JSON.stringify(failures))).toEqual([]);
  expect(found(traces(account))).toEqual([]);
  expect(JSON.stringify(failures)).toContain('[redacted]');
});

test('what is looked for would be found', () => {
  expect(found(`x ${locked}`).length).toBeGreaterThan(1);
  expect(found(`x ${encodeURIComponent(password)}`)).toHaveLength(1);
  expect(found('token ver:3-hint:1-abcdefghijklmnop')).toHaveLength(1);
});

test('a secret is asked for when one signs in, and not kept for the next time', async () => {
  const account = await openAccount({ server: { users }, secrets });
  const executor = account.connect({ authenticator: 'programmatic_access_token', secret: 'token' });
  await rowsOf(executor, 'SELECT 1');
  await account.secrets.delete('token');
  // The session is used on; another one needs the secret.
  expect(await rowsOf(executor, 'SELECT 2')).toEqual([[2]]);
  const reader = { ...session, role: 'READER' };
  expect(await failureOf(rowsOf(executor, 'SELECT 3', { session: reader }))).toMatchObject({
    code: 'secret_missing',
  });
});
