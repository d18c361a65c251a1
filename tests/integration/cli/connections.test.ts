import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  canary,
  rightKey,
  rightPassphrase,
  spawnScripted,
  wrongKey,
} from '../../support/scripted-account.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { file, hasTerminals, newWorkspace, onTerminal, servedWorkspace, type Workspace } from './support.ts';

const definition = (more: object = {}) => ({
  name: 'wh',
  engine: 'snowflake',
  account: 'myorg-myaccount',
  user: 'SLIPWAY_SVC',
  authenticator: 'key_pair',
  ...more,
});
const environment = (connection: object | string, more: object = {}) =>
  file('prod.yaml', JSON.stringify({ name: 'live', connection, database: 'ANALYTICS', ...more }));

const link = { access_url: 'https://link.example.com:8443' };
const trustCommand = 'slipway connection trust wh link.example.com:8443';

/** A workspace whose account lets one in with one secret. */
const open = () => servedWorkspace({ spawn: spawnScripted });

const applied = (workspace: Workspace, args: string[], input?: string) =>
  workspace.run(['env', 'apply', ...args], input === undefined ? {} : { input });

describe('env apply', () => {
  test('creates the connection, keeps the secret from stdin, and trusts what it is told to', async () => {
    const workspace = await open();
    const path = environment(definition(link));
    const args = ['--file', path, '--secret-stdin', '--trust-host', 'LINK.example.com:8443'];
    const done = await applied(workspace, args, `${rightKey}\n`);
    expect(done).toEqual({
      code: 0,
      stdout: 'Created environment live (id 3)\n',
      stderr: 'Set wh in the keychain\n',
    });
    expect(await workspace.json('connection', 'show', 'wh')).toMatchObject({
      secrets: [{ field: 'secret', name: 'wh', source: 'keychain' }],
      foreign_hosts: [{ host: 'link.example.com:8443', trusted: true }],
      environments: ['live'],
    });
    expect(await workspace.json('env', 'test', 'live')).toMatchObject({ ok: true });
  });

  test('says what still keeps it from signing in, in words and as a document', async () => {
    const workspace = await open();
    const path = environment(definition({ ...link, authenticator: 'password' }));
    const { code, stdout, stderr } = await applied(workspace, ['--file', path, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'live',
      created: true,
      secrets: [{ field: 'secret', name: 'wh', source: null }],
      untrusted_hosts: ['link.example.com:8443'],
    });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'warning: The password of wh is not set: slipway secret set wh',
      `warning: wh names link.example.com:8443, which nobody trusts yet, and sends nothing there: ${trustCommand}`,
      expect.stringMatching(/^warning: wh: Snowflake is ending sign-in by password/),
    ]);
  });

  test('takes the passphrase of a key alike; one that exists is found by its name', async () => {
    const workspace = await open();
    const connection = file('wh.yaml', JSON.stringify(definition({ passphrase_secret: 'wh-phrase' })));
    const first = await workspace.run(['connection', 'apply', '--file', connection, '--secret-stdin'], {
      input: rightKey,
    });
    expect(first).toEqual({
      code: 0,
      stdout: 'Created connection wh (id 2)\n',
      stderr:
        'Set wh in the keychain\nwarning: The key passphrase of wh is not set: slipway secret set wh-phrase\n',
    });
    const done = await applied(
      workspace,
      ['--file', environment('wh'), '--passphrase-stdin', '--json'],
      rightPassphrase,
    );
    expect(done).toMatchObject({ code: 0, stderr: 'Set wh-phrase in the keychain\n' });
    expect(JSON.parse(done.stdout)).toMatchObject({
      secrets: [
        { name: 'wh', source: 'keychain' },
        { name: 'wh-phrase', source: 'keychain' },
      ],
      untrusted_hosts: [],
    });
    expect(done.stdout + first.stdout).not.toMatch(canary);
  });

  test.runIf(hasTerminals)('asks on a terminal for what is not set, and shows none of it', async () => {
    const workspace = await open();
    const path = environment(definition({ passphrase_secret: 'wh-phrase' }));
    const key = file('key.p8', `${rightKey}\n`);
    const { code, stdout } = await onTerminal(
      ['env', 'apply', '--file', path, '--workspace', workspace.directory],
      [
        ['File with the private key of wh, PEM (empty: later): ', key],
        ['key passphrase of wh (empty: later): ', rightPassphrase],
      ],
    );
    expect(code).toBe(0);
    expect(stdout).toContain('Created environment live (id 3)');
    expect(stdout).toContain('Set wh in the keychain');
    expect(stdout).toContain('Set wh-phrase in the keychain');
    expect(stdout).not.toMatch(canary);
    expect(await workspace.json('env', 'test', 'live')).toMatchObject({ ok: true });

    await workspace.client.secrets.remove({ secret: 'wh' });
    const later = await onTerminal(
      ['env', 'apply', '--file', path, '--workspace', workspace.directory],
      [['File with the private key of wh, PEM (empty: later): ', '']],
    );
    expect(later).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The private key of wh is not set: slipway secret set wh'),
    });
  });

  test('changes nothing where what it is given has no place', async () => {
    const workspace = await open();
    const refused = async (args: string[], input = '') => {
      const { code, stderr } = await applied(workspace, args, input);
      expect(code).toBe(2);
      return stderr;
    };
    const key = environment(definition());
    expect(await refused(['--file', key, '--secret-stdin', '--passphrase-stdin'])).toBe(
      'error: stdin holds one thing, and there are two secrets\nhint: Set the other one with: slipway secret set NAME\n',
    );
    expect(
      await refused(
        ['--file', '-', '--secret-stdin'],
        JSON.stringify({ name: 'live', connection: definition() }),
      ),
    ).toContain('error: stdin holds one thing, and the file is read from it, too');
    expect(await refused(['--file', key, '--passphrase-stdin'], 'x')).toContain(
      'error: "wh" names no passphrase_secret',
    );
    const browser = environment(definition({ authenticator: 'external_browser' }));
    expect(await refused(['--file', browser, '--secret-stdin'], 'x')).toContain(
      'error: "wh" needs no secret: it signs in with external_browser',
    );
    expect(await refused(['--file', environment('embedded'), '--secret-stdin'], 'x')).toContain(
      'error: "embedded" needs no secret: it signs in with duckdb',
    );
    expect(await refused(['--file', key, '--secret-stdin'], '\n')).toContain('error: The secret is empty');
    expect(await refused(['--file', environment(definition(link)), '--trust-host', 'link.example.com'])).toBe(
      'error: --trust-host: "wh" does not name link.example.com: it names link.example.com:8443\n',
    );
    expect(await workspace.json('connection', 'list')).toMatchObject({ connections: [{ name: 'embedded' }] });
    expect(await workspace.json('env', 'list')).toMatchObject({
      environments: [{ name: 'dev' }, { name: 'prod' }],
    });
  });

  test('a key given in place of the name of a secret is refused and not repeated', async () => {
    const workspace = newWorkspace();
    const path = environment(definition({ secret: '-----BEGIN PRIVATE KEY----- canary' }));
    const { code, stdout, stderr } = await applied(workspace, ['--file', path, '--json']);
    expect(code).toBe(2);
    expect(stderr).toContain('prod.yaml:1:');
    expect(stderr).toContain('connection.secret');
    expect(stdout + stderr).not.toContain('canary');
  });
});

describe('env test and env choices', () => {
  test('end with 5 where signing in failed, with 1 where another stage did, and say what to do', async () => {
    const workspace = await open();
    const path = environment(definition(link), { role: 'OTHER' });
    await applied(workspace, ['--file', path]);
    const untrusted = await workspace.run(['env', 'test', 'live']);
    expect(untrusted.code).toBe(1);
    expect(untrusted.stdout).toMatch(/^reach +✗ failed +1 ms +"wh" names link\.example\.com:8443/m);
    expect(untrusted.stdout).toContain(`hint: reach: ${trustCommand}`);
    expect(await workspace.failure(4, 'env', 'choices', 'live', 'warehouses')).toMatchObject({
      error: {
        code: 'precondition',
        details: { hint: trustCommand, related: { failure: 'host_not_trusted' } },
      },
    });

    expect(await workspace.words('connection', 'trust', 'wh', 'link.example.com:8443')).toBe(
      'wh may send what signs in to link.example.com:8443',
    );
    expect(await workspace.failure(5, 'env', 'test', 'live')).toMatchObject({
      ok: false,
      stages: expect.arrayContaining([
        { stage: 'reach', state: 'ok', message: 'reach of the script', elapsed_ms: 1 },
        expect.objectContaining({ stage: 'sign_in', state: 'failed', message: 'The secret "wh" is not set' }),
        expect.objectContaining({ stage: 'role', state: 'skipped' }),
      ]),
    });
    expect(await workspace.failure(5, 'env', 'choices', 'live', 'warehouses')).toMatchObject({
      error: { code: 'precondition', details: { related: { failure: 'secret_missing' } } },
    });
    await workspace.client.secrets.set({ secret: 'wh', value: wrongKey });
    expect(await workspace.failure(5, 'env', 'choices', 'live', 'roles')).toMatchObject({
      error: {
        message: 'The account does not take the key',
        details: { related: { failure: 'sign_in_failed' } },
      },
    });
    await workspace.client.secrets.set({ secret: 'wh', value: rightKey });
    expect(await workspace.failure(1, 'env', 'test', 'live')).toMatchObject({
      stages: expect.arrayContaining([
        expect.objectContaining({ stage: 'role', state: 'failed', message: 'There is no role OTHER' }),
      ]),
    });
    expect(await workspace.words('env', 'choices', 'live', 'warehouses')).toBe('WH_L\nWH_XS');
    expect(await workspace.json('env', 'choices', 'live', 'warehouses')).toEqual({
      names: ['WH_L', 'WH_XS'],
    });
    expect(await workspace.words('env', 'choices', 'dev', 'roles')).toBe(
      'There are no roles to choose from.',
    );
    expect(await workspace.failure(2, 'env', 'choices', 'live', 'tables')).toMatchObject({
      error: { details: { hint: 'There are: roles, warehouses, databases, schemas' } },
    });
  });

  test('a file is tested before anything is kept of it; trust is for the test alone', async () => {
    const workspace = await open();
    await workspace.client.secrets.set({ secret: 'wh', value: rightKey });
    const path = environment(definition(link));
    expect(await workspace.failure(1, 'env', 'test', '--file', path)).toMatchObject({
      stages: [{ stage: 'reach', state: 'failed', hint: trustCommand }, {}, {}, {}, {}, {}],
    });
    const trusting = ['env', 'test', '--file', path, '--trust-host', 'link.example.com:8443'];
    expect(await workspace.json(...trusting)).toMatchObject({ ok: true });
    expect(await workspace.failure(1, 'env', 'test', '--file', path)).toMatchObject({ ok: false });
    expect(await workspace.json('connection', 'list')).toMatchObject({ connections: [{ name: 'embedded' }] });
    for (const args of [
      ['env', 'test'],
      ['env', 'test', 'dev', '--file', path],
    ]) {
      expect(await workspace.failure(2, ...args)).toMatchObject({
        error: { message: 'Name an environment, or give one with --file' },
      });
    }
  });
});

test('connections: list, show, change, remove', async () => {
  const workspace = await open();
  await workspace.client.secrets.set({ secret: 'wh', value: rightKey });
  const path = file('wh.yaml', JSON.stringify(definition(link)));
  expect(await workspace.json('connection', 'apply', '--file', path)).toMatchObject({
    name: 'wh',
    created: true,
    secrets: [{ source: 'keychain' }],
    foreign_hosts: [{ trusted: false }],
  });
  expect(await workspace.words('connection', 'list')).toMatch(
    /^embedded +duckdb +✓ ready +dev, prod\nwh +snowflake +myorg-myaccount +key_pair +✗ link\.example\.com:8443 not trusted$/m,
  );
  await workspace.words('connection', 'trust', 'wh', 'link.example.com:8443');
  expect(await workspace.words('connection', 'list')).toMatch(/^wh +snowflake .* ✓ ready$/m);
  const shown = await workspace.words('connection', 'show', 'wh');
  expect(shown).toMatch(/^secret +wh: ✓ in the keychain$/m);
  expect(shown).toMatch(/^sends to +link\.example\.com:8443: ✓ trusted$/m);
  expect(shown).toContain('\nauthenticator: key_pair\n');

  const other = file('wh.yaml', JSON.stringify(definition({ access_url: 'https://other.example.com' })));
  const changed = await workspace.run(['connection', 'apply', '--file', other]);
  expect(changed).toMatchObject({
    code: 0,
    stdout: 'Updated connection wh (id 2)\n',
    stderr: expect.stringContaining('slipway connection trust wh other.example.com'),
  });
  expect(await workspace.failure(2, 'connection', 'trust', 'wh', 'link.example.com:8443')).toMatchObject({
    error: { code: 'validation', message: '"wh" does not name link.example.com:8443' },
  });
  expect(await workspace.failure(4, 'connection', 'remove', 'embedded')).toMatchObject({
    error: { code: 'conflict', message: '"embedded" is used by dev, prod' },
  });
  expect(await workspace.run(['connection', 'remove', 'wh'])).toEqual({
    code: 0,
    stdout: 'Deleted connection wh\n',
    stderr: 'Its secret stays: slipway secret remove wh\n',
  });
  expect(await workspace.failure(3, 'connection', 'show', 'wh')).toMatchObject({
    error: { code: 'not_found' },
  });
});

test('an import says which hosts of its connections nobody trusts yet', async () => {
  const workspace = await open();
  const path = file('wh.yaml', JSON.stringify(definition(link)));
  await workspace.words('connection', 'apply', '--file', path, '--trust-host', 'link.example.com:8443');
  const directory = join(temporaryDirectory(), 'definitions');
  await workspace.words('export', directory);

  const other = newWorkspace();
  await other.words('variables', 'set', 'n=1');
  const planned = await other.run(['import', directory, '--plan']);
  expect(planned).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\+ create +connection +wh$/m),
    stderr: `warning: wh names link.example.com:8443, which nobody trusts yet, and sends nothing there: ${trustCommand}\n`,
  });
  const untrusted_hosts = [{ connection: 'wh', hosts: ['link.example.com:8443'] }];
  expect(await other.json('import', directory)).toMatchObject({ applied: true, untrusted_hosts });
  await other.words('connection', 'trust', 'wh', 'link.example.com:8443');
  expect(await other.run(['import', directory])).toMatchObject({ code: 0, stderr: '' });
});
