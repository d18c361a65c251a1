import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary.ts';
import { file, newWorkspace, oneDocument, servedWorkspace, type Workspace } from './support.ts';

const passphrase = 'correct horse battery';

/** A user without a keychain, with a vault of their own. */
function withoutKeychain(): { env: NodeJS.ProcessEnv } {
  const directory = temporaryDirectory();
  const env = {
    SLIPWAY_VAULT_FILE: join(directory, 'config', 'vault'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(directory, 'no-bus')}`,
  };
  return { env };
}

const addChannel = (workspace: Workspace) =>
  workspace.words(
    'notify',
    'channel',
    'apply',
    '--file',
    file('chat.yaml', 'name: chat\nkind: slack\nurl_secret: chat_url\n'),
  );

test('the vault is made, unlocked, locked and given another passphrase in the engine that runs', async () => {
  const workspace = await servedWorkspace();
  await addChannel(workspace);
  const vault = (verb: string, input = '') => workspace.run(['vault', verb, '--json'], { input });
  const said = async (verb: string, input?: string) => oneDocument((await vault(verb, input)).stdout);
  expect(await said('status')).toMatchObject({ state: 'none' });
  expect(await vault('unlock', `${passphrase}\n`)).toMatchObject({ code: 4 });
  expect(await vault('create', 'too short\n')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('passphrase: must have at least 12 characters'),
  });
  expect(await vault('create', '')).toMatchObject({ code: 2 });
  expect(await said('create', `${passphrase}\n`)).toMatchObject({ state: 'unlocked', secrets: [] });
  expect(await vault('create', `${passphrase}\n`)).toMatchObject({ code: 4 });

  const value = 'https://chat.example.com/canary';
  const set = ['secret', 'set', 'chat_url'];
  expect(await workspace.run([...set, '--in', 'vault'], { input: `${value}\n` })).toMatchObject({
    code: 0,
    stdout: 'Set chat_url in the vault\n',
  });
  expect(await workspace.run([...set, '--in', 'pocket'], { input: value })).toMatchObject({ code: 2 });
  expect(await workspace.words('secret', 'list')).toMatch(/chat_url +address +in the vault +chat/);
  expect(await said('lock')).toMatchObject({ state: 'locked', secrets: ['chat_url'] });
  const listed = await workspace.run(['secret', 'list']);
  expect(listed.stdout).toMatch(/chat_url +address +in the vault \(The vault .* is locked\)/);
  expect(listed.stderr).toContain('slipway vault unlock');
  expect(await workspace.failure(1, 'notify', 'channel', 'test', 'chat')).toMatchObject({
    message: expect.stringMatching(/is locked: the secret "chat_url" is not in reach\. Unlock it/),
  });
  expect(await workspace.run([...set], { input: value })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is locked'),
  });
  expect(await vault('unlock', 'correct horse batterz\n')).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('That is not the passphrase'),
  });
  expect(await said('unlock', `${passphrase}\n`)).toMatchObject({ state: 'unlocked' });
  expect(await vault('passphrase', `${passphrase}\n`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Stdin must hold 2 lines'),
  });
  expect(await said('passphrase', `${passphrase}\nbattery horse correct\n`)).toMatchObject({
    state: 'unlocked',
  });
  await said('lock');
  expect(await vault('unlock', `${passphrase}\n`)).toMatchObject({ code: 5 });
  await said('unlock', 'battery horse correct\n');
  expect(await workspace.words('secret', 'remove', 'chat_url')).toBe('Removed chat_url from the vault');
  expect(await workspace.failure(3, 'secret', 'remove', 'chat_url')).toMatchObject({
    error: { code: 'not_found' },
  });
});

test('without a keychain nothing is kept until somebody chooses; a command opens the vault with the environment', async () => {
  const workspace = newWorkspace();
  const { env } = withoutKeychain();
  const run = async (args: string[], input = '', more: NodeJS.ProcessEnv = {}) =>
    await workspace.run(args, { input, env: { ...env, ...more } });
  const refused = await run(['secret', 'set', 'warehouse', '--json'], 'canary-value\n');
  expect(oneDocument(refused.stdout)).toMatchObject({
    error: {
      code: 'unavailable',
      message: expect.stringContaining('There is no keychain'),
      details: {
        hint: expect.stringMatching(/slipway vault create.*SLIPWAY_SECRET_WAREHOUSE/),
        related: { keychain: 'none', vault: 'none' },
      },
    },
  });
  expect(await run(['vault', 'status'])).toMatchObject({ stdout: expect.stringMatching(/^vault +none/) });

  const given = { SLIPWAY_VAULT_PASSPHRASE: passphrase };
  expect(await run(['vault', 'create'], '', given)).toMatchObject({
    code: 0,
    stdout: `Made the vault ${env.SLIPWAY_VAULT_FILE}\n`,
  });
  expect(await run(['secret', 'set', 'warehouse'], 'canary-value\n')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is locked'),
  });
  // There is no engine to keep it unlocked.
  expect(await run(['vault', 'unlock'], passphrase)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('No Slipway has the workspace open'),
  });
  expect(await run(['secret', 'set', 'warehouse'], 'canary-value\n', given)).toMatchObject({
    code: 0,
    stdout: 'Set warehouse in the vault\n',
  });
  const wrong = await run(['secret', 'set', 'warehouse'], 'x\n', {
    SLIPWAY_VAULT_PASSPHRASE: 'another passphrase',
  });
  expect(wrong).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('SLIPWAY_VAULT_PASSPHRASE is not its passphrase'),
  });
  expect(wrong.stderr).not.toContain('another passphrase');
  expect(await run(['secret', 'list', 'other'], '', { SLIPWAY_SECRET_OTHER: 'x' })).toMatchObject({
    stdout: expect.stringContaining('in SLIPWAY_SECRET_OTHER'),
  });
  expect(await run(['secret', 'remove', 'other'], '', { SLIPWAY_SECRET_OTHER: 'x' })).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('is given as the environment variable SLIPWAY_SECRET_OTHER'),
  });
});

test('a secret that cannot be kept leaves the rest of what a connection was told: its host is trusted', async () => {
  const workspace = newWorkspace();
  const { env } = withoutKeychain();
  const definition = {
    name: 'wh',
    engine: 'snowflake',
    account: 'myorg-myaccount',
    authenticator: 'oauth',
    access_url: 'https://link.example.com',
  };
  const args = ['--file', file('wh.json', JSON.stringify(definition)), '--trust-host', 'link.example.com'];
  const applied = await workspace.run(['connection', 'apply', ...args, '--secret-stdin'], {
    env,
    input: 'canary-value\n',
  });
  expect(applied).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no keychain') });
  expect(await workspace.json('connection', 'show', 'wh')).toMatchObject({
    secrets: [{ source: null }],
    foreign_hosts: [{ host: 'link.example.com', trusted: true }],
  });
});

test('the doctor says where secrets are, whether the keychain works, and what is missing', async () => {
  const workspace = newWorkspace();
  const { env } = withoutKeychain();
  const check = async (more: NodeJS.ProcessEnv = {}) => {
    const { stdout } = await workspace.run(['doctor', '--json'], { env: { ...env, ...more } });
    const { checks } = oneDocument(stdout) as { checks: { name: string }[] };
    return checks.find(({ name }) => name === 'secrets');
  };
  await addChannel(workspace);
  expect(await check()).toEqual({
    name: 'secrets',
    state: 'warning',
    message: 'there is no keychain on this machine, or none in this session; no vault; "chat_url" is not set',
    hint: 'Set it: slipway secret set chat_url',
  });
  expect(await check({ SLIPWAY_SECRET_CHAT_URL: 'https://chat.example.com' })).toMatchObject({
    state: 'ok',
    message: expect.stringContaining('the one that is needed is set'),
  });
  const given = { SLIPWAY_VAULT_PASSPHRASE: passphrase };
  await workspace.run(['vault', 'create'], { env: { ...env, ...given } });
  await workspace.run(['secret', 'set', 'chat_url'], { input: 'x'.repeat(20), env: { ...env, ...given } });
  expect(await check()).toMatchObject({
    state: 'warning',
    message: expect.stringMatching(/"chat_url" cannot be read: The vault .* is locked$/),
    hint: expect.stringContaining('vault unlock'),
  });
  expect(await check(given)).toMatchObject({ state: 'ok', message: expect.stringContaining('(unlocked)') });
});
