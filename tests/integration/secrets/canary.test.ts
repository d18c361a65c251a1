import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { createVault } from '../../../src/main/secrets/vault/vault.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { root } from '../../../src/main/system/places.ts';
import {
  canary,
  type Canaries,
  filesIn,
  findCanaries,
  type Haystack,
  rowsIn,
} from '../../support/canaries.ts';
import { startEchoServer } from '../../support/echo-server.ts';
import { cheap } from '../../support/memory-secrets.ts';
import { receiveMails, receiveWebhooks } from '../../support/receivers.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { file, slipway } from '../cli/support.ts';

/** Of RSA, 2048 bits, as a person has it in a file. */
function privateKey(passphrase: string): string {
  const { privateKey: pem } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  });
  return pem;
}

/** An address at which nobody listens. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

/** Everything that leaves Slipway while the test lasts. */
class Said {
  readonly haystacks: Haystack[] = [];
  add(what: string, content: string): void {
    this.haystacks.push({ what, content });
  }
}

/** The host as a process of its own, with what it prints. */
async function startHost(directory: string, env: NodeJS.ProcessEnv, said: Said) {
  const program = join(root, 'tests/support/canary-host.ts');
  const child = spawn(process.execPath, [program, directory], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'close') as Promise<[number | null]>;
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', text => (output[name] += String(text)));
  }
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const first = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exit.then(() => Promise.reject(new Error(output.stderr))),
  ]);
  return {
    url: String(first[0]),
    /** Ends it by an exception that nobody catches, and that holds a secret. */
    async crash(): Promise<string> {
      (child as ChildProcess).kill('SIGUSR2');
      expect(await exit).toEqual([1, null]);
      for (const [name, text] of Object.entries(output)) said.add(`${name} of the host`, text);
      return output.stderr;
    },
  };
}

const authenticators: Record<string, { secret: string; more?: string }> = {
  key_pair: { secret: 'key', more: 'passphrase_secret: phrase' },
  programmatic_access_token: { secret: 'pat' },
  oauth: { secret: 'oauth_token' },
  oauth_client_credentials: { secret: 'client_secret' },
  password: { secret: 'password', more: 'mfa: false' },
};

test('no secret is in any file, output or answer, whatever goes wrong', { timeout: 600_000 }, async () => {
  const directory = temporaryDirectory();
  const workspace = join(directory, 'workspace');
  const said = new Said();

  // Every field a person can put a secret into.
  const canaries = new Map<string, string>();
  const plant = (name: string, value = canary()): string => {
    canaries.set(name, value);
    return value;
  };
  const phrase = plant('passphrase of the key');
  const kept: Record<string, string> = {
    key: plant('private key', privateKey(phrase)),
    phrase,
    pat: plant('programmatic access token'),
    oauth_token: plant('OAuth token'),
    client_secret: plant('OAuth client secret'),
    password: plant('password of an account'),
    'talk_pat-sso-token': plant('cached SSO token'),
    signing_key: plant('key that signs'),
    mail_password: plant('password of a mail server'),
    crash: plant('what the host crashes with'),
  };
  const vaultPassphrase = plant('passphrase of the vault');
  const env = {
    SLIPWAY_SECRET_FROM_ENVIRONMENT: plant('secret of the environment'),
    SLIPWAY_VAULT_PASSPHRASE: vaultPassphrase,
    SLIPWAY_TOKEN: plant('token of the API', `tok-${canary().replaceAll(/[^\w-]/g, '')}`),
  };

  const vaultFile = join(workspace, 'vault-of-test');
  await createVault({ file: vaultFile, clock: systemClock, cost: cheap }).create(vaultPassphrase);
  const host = await startHost(workspace, env, said);

  /** The command line, with all it prints. Ends with this code, or any. */
  const cli = async (args: string[], input = '', code?: number): Promise<string> => {
    const ended = await slipway([...args, '--workspace', workspace], { input });
    const what = args.join(' ').replaceAll(/\S+\/(?=\w+\.yaml)/g, '');
    said.add(`stdout of ${what}`, ended.stdout);
    said.add(`stderr of ${what}`, ended.stderr);
    if (code !== undefined) expect(`${args.join(' ')}: ${ended.code} ${ended.stderr}`).toMatch(`: ${code} `);
    return ended.stdout;
  };
  /** REST, with all it answers. */
  const rest = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${host.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${env.SLIPWAY_TOKEN}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    said.add(`answer of ${method} ${path}`, `${JSON.stringify([...response.headers])}${text}`);
    return { status: response.status, text };
  };

  // Kept in every way there is: with the command line and with REST, in the keychain and in the vault.
  for (const [name, value] of Object.entries(kept)) {
    if (['key', 'signing_key'].includes(name)) await cli(['secret', 'set', name], value, 0);
    else {
      const place = ['pat', 'mail_password'].includes(name) ? 'vault' : 'keychain';
      expect(await rest('PUT', `/secrets/${name}`, { value, place })).toMatchObject({ status: 200 });
    }
  }

  // Connections of all kinds: their drivers talk, die, find nobody, or meet a server that repeats all it was sent.
  const echo = await startEchoServer();
  const nobody = await closedPort();
  const environments: string[] = [];
  const environment = async (name: string, definition: string[]): Promise<void> => {
    const lines = [
      `name: ${name}`,
      'database: D',
      'schema: S',
      'connection:',
      ...definition.map(line => `  ${line}`),
    ];
    await cli(['env', 'apply', '--file', file(`${name}.yaml`, `${lines.join('\n')}\n`)], '', 0);
    environments.push(name);
  };
  const connection = (name: string, account: string, authenticator: string, url?: string): string[] => [
    `name: ${name}`,
    'engine: snowflake',
    `account: ${account}`,
    'user: ADA',
    `authenticator: ${authenticator}`,
    `secret: ${authenticators[authenticator]?.secret}`,
    ...(authenticators[authenticator]?.more === undefined ? [] : [authenticators[authenticator].more]),
    ...(authenticator === 'oauth_client_credentials'
      ? [`oauth: {token_url: "${url ?? 'https://login.snowflakecomputing.com'}/token", client_id: slipway}`]
      : []),
    ...(url === undefined ? [] : [`access_url: ${url}`, 'network: {sign_in_timeout: 5s}']),
  ];
  for (const authenticator of Object.keys(authenticators)) {
    const secret = authenticators[authenticator]?.secret ?? '';
    await environment(`talk_${secret}`, connection(`talk_${secret}`, 'echo', authenticator));
    await environment(`real_${secret}`, connection(`real_${secret}`, 'xy12345', authenticator, echo.url));
    await rest('POST', `/connections/real_${secret}/trust`, { hosts: [echo.host] });
  }
  await environment('far', connection('far', 'xy12345', 'password', `http://${nobody}`));
  await rest('POST', '/connections/far/trust', { hosts: [nobody] });
  await environment('crashing', connection('talk_crash', 'crash', 'password'));
  for (const name of environments) {
    await (name === 'talk_key'
      ? cli(['env', 'test', name, '--json'])
      : rest('POST', '/environments/test', { environment: name }));
    await rest('POST', '/environments/choices', { environment: name, what: 'roles' });
  }
  // Channels that fail in every way, and a rule that tells them of every failed run.
  const refusing = await receiveWebhooks(() => ({ status: 401, body: Object.values(kept).join(' ') }));
  const repeated = Buffer.from(`\0me\0${kept.mail_password}`).toString('base64');
  const mails = await receiveMails({ AUTH: `535 5.7.8 ${kept.mail_password} is wrong, as is ${repeated}` });
  const hook = plant(
    'address of a webhook',
    `${refusing.url}/${canary()}?key=${encodeURIComponent(canary())}`,
  );
  const chat = plant('address of a chat', `http://${nobody}/services/${canary()}`);
  await rest('PUT', '/secrets/hook_url', { value: hook });
  await rest('PUT', '/secrets/chat_url', { value: chat, place: 'vault' });
  const channels = [
    { name: 'hook', kind: 'webhook', url_secret: 'hook_url', secret: 'signing_key' },
    { name: 'chat', kind: 'slack', url_secret: 'chat_url' },
    { name: 'env', kind: 'slack', url_secret: 'from_environment' },
    {
      name: 'mail',
      kind: 'smtp',
      host: mails.host,
      port: mails.port,
      security: 'none',
      user: 'me',
      secret: 'mail_password',
      from: 'a@example.com',
      to: ['b@example.com'],
    },
  ];
  for (const definition of channels)
    expect(await rest('PUT', '/notifications/channels', { definition })).toMatchObject({ status: 200 });
  const names = channels.map(({ name }) => name);
  await rest('PUT', '/notifications/rules', {
    definition: { name: 'all', on: ['failure'], channels: names },
  });
  await cli(['notify', 'channel', 'test', 'mail', '--json'], '', 1);
  for (const name of names) await rest('POST', `/notifications/channels/${name}/test`, {});
  expect(refusing.received.length).toBeGreaterThan(0);

  // Runs that fail where the driver talks, and where it dies.
  await rest('POST', '/models', { name: 'm', sql: 'select 1 as a' });
  await rest('POST', '/models/m/versions', { message: 'First', tag: 'v1' });
  for (const name of ['talk_password', 'talk_key', 'crashing']) {
    const job = [
      'name: JOB',
      'kind: model',
      'environment: ENV',
      'model: m',
      'tag: v1',
      'target: {table: M}',
      'materialization: {type: table}',
    ];
    const text = job.join('\n').replace('JOB', `m_${name}`).replace('ENV', name);
    await cli(['job', 'apply', '--file', file('job.yaml', `${text}\n`)], '', 0);
    await cli(['job', 'run', `m_${name}`, '--wait', '--json'], '', 1);
  }
  for (const run of [1, 2, 3]) {
    await rest('GET', `/runs/${run}`);
    await rest('GET', `/runs/${run}/logs`);
  }
  await cli(['run', 'logs', '1'], '', 0);
  await rest('POST', '/runs/1/retry', { mode: 'today', cause: '' });
  await rest('POST', '/sql/run', { sql: 'select 1', environment: 'talk_pat', variables: {} });

  // Mistakes: values where they do not belong, and as what they are not.
  const pat = kept.pat ?? '';
  await rest('PUT', '/secrets/x', `{"value": "${pat}", `);
  await rest('PUT', '/secrets/x', { value: { [pat]: pat } });
  await rest('PUT', '/secrets/x', { [pat]: pat });
  await rest('PUT', '/secrets/x', { value: pat, place: pat });
  await rest('PUT', '/secrets/key', { value: plant('what is no private key') });
  await rest('POST', '/vault/unlock', { passphrase: plant('wrong passphrase') });
  await rest('POST', '/vault', { passphrase: plant('short passphrase', canary().slice(0, 11)) });
  await rest('PUT', '/vault/passphrase', { passphrase: plant('other passphrase'), new_passphrase: canary() });
  await cli(['vault', 'unlock', '--json'], `${plant('wrong passphrase of the command line')}\n`, 5);
  await cli(['secret', 'set', 'no name!', '--json'], plant('value without a name'), 2);
  await cli(['secret', 'set', 'x', '--in', 'pocket'], plant('value without a place'), 2);
  const pasted = plant('private key in a description', privateKey('other'));
  const described = { name: 'oops', connection: 'far', description: pasted };
  expect(await rest('PUT', '/environments', { definition: described })).toMatchObject({ status: 400 });
  const broken = `name: oops\nconnection:\n  secret: ${pasted.split('\n').join('\n  ')}\n bad: [`;
  await cli(['env', 'apply', '--file', file('broken.yaml', broken), '--json'], '', 2);
  const typed = plant('password in an address', 'cnry0123456789abcdef');
  const address = `https://ada:${typed}@git.example.com/dev.yaml`;
  const refused = await slipway(['env', 'apply', '--file', address, '--workspace', workspace]);
  expect(refused.code).not.toBe(0);
  said.add('stdout of env apply from an address', refused.stdout);
  said.add('stderr of env apply from an address', refused.stderr);
  await rest('PUT', '/connections', {
    definition: {
      name: 'w',
      engine: 'snowflake',
      account: 'x',
      user: 'u',
      authenticator: 'password',
      secret: pat,
    },
  });

  // All that is written and told in the ordinary course.
  const exported = join(directory, 'exported');
  const backup = join(directory, 'backup.db');
  await cli(['export', exported], '', 0);
  await cli(['backup', backup], '', 0);
  await cli(['doctor', '--json']);
  await cli(['secret', 'list', '--json'], '', 0);
  for (const path of [
    '/secrets',
    '/vault',
    '/connections',
    '/environments',
    '/notifications/channels',
    '/notifications/deliveries',
    '/audit?limit=1000',
    '/definitions',
    '/runs',
    '/workspace/doctor',
    '/nothing/here',
  ]) {
    await rest('GET', path);
  }

  // As it is on the disk of a machine that is copied while Slipway works, WAL and all.
  const copy = mkdtempSync(join(directory, 'copy-'));
  for (const name of ['slipway.db', 'slipway.db-wal', 'slipway.db-shm'])
    copyFileSync(join(workspace, name), join(copy, name));
  expect(await host.crash()).toMatch(/^Error: Unexpected \[redacted\] in /);

  const everything = function* (): Generator<Haystack> {
    yield* said.haystacks;
    for (const place of [workspace, exported, copy]) yield* filesIn(place);
    for (const database of [backup, join(copy, 'slipway.db')]) yield* rowsIn(database);
  };
  const searched = [...everything()];
  // Secrets came this far, and were taken out: what is looked for had its chance.
  const cleaned = searched.filter(({ content }) => content.includes('[redacted]')).map(({ what }) => what);
  const chances = [
    'answer of POST /environments/test',
    'answer of POST /notifications/channels/mail/test',
    'answer of GET /runs/1',
    'answer of GET /workspace/doctor',
    'stdout of env test talk_key --json',
    'stderr of env apply from an address',
    'stderr of the host',
    'slipway.db-wal',
    'logs/slipway.log',
    'the table run_failures',
    'the table run_log',
    'the table delivery_attempts',
  ];
  expect(chances.filter(chance => !cleaned.includes(chance))).toEqual([]);
  // No child was given what it had not to have, whatever it printed.
  const log = searched.find(({ what }) => what === 'logs/slipway.log')?.content.toString() ?? '';
  expect(log).toContain('names of the environment: ');
  expect(log).not.toMatch(/names of the environment: \S*SLIPWAY_(SECRET|VAULT_PASSPHRASE|TOKEN)/);
  expect(findCanaries(searched, canaries)).toEqual([]);
});

test('the search finds what is there, in every form', () => {
  const value = canary();
  const pem = privateKey('x');
  const canaries: Canaries = new Map([
    ['one', value],
    ['key', pem],
  ]);
  const forms: [string, string][] = [
    ['plain', value],
    ['URL', encodeURIComponent(value)],
    ['JSON', JSON.stringify({ value })],
    ['hex', Buffer.from(`xyz${value}`).toString('hex')],
    ...['', 'a', 'ab', 'abc'].map((before): [string, string] => [
      'base64',
      Buffer.from(`${before}${value}${before}`).toString('base64'),
    ]),
    ['base64', Buffer.from(value).toString('base64url')],
  ];
  for (const [form, text] of forms) {
    expect(findCanaries([{ what: 'w', content: Buffer.from(`<${text}>`) }], canaries)).toContain(
      `one in w, ${form}`,
    );
  }
  const line = pem.split('\n')[7] ?? '';
  expect(findCanaries([{ what: 'w', content: line }], canaries)).toContain('key in w, plain');
  expect(findCanaries([{ what: 'w', content: 'nothing' }], canaries)).toEqual([]);
});

/** What people write into definitions and SQL is what they wrote: it is kept, exported and shown. */
test('what is no secret’s field is found: a description and a job’s variable are where everybody reads them', async () => {
  const directory = temporaryDirectory();
  const workspace = join(directory, 'workspace');
  const canaries = new Map([
    ['description', canary()],
    ['variable', canary()],
  ]);
  const run = (args: string[]) => slipway([...args, '--workspace', workspace]);
  const text = (name: string) => JSON.stringify(canaries.get(name));
  await run([
    'env',
    'apply',
    '--file',
    file(
      'e.yaml',
      `name: dev\nconnection: {name: local, engine: duckdb}\ndescription: ${text('description')}\n`,
    ),
  ]);
  await run(['variables', 'set', `token=${canaries.get('variable')}`]);
  const exported = join(directory, 'exported');
  await run(['export', exported]);
  const found = findCanaries([...filesIn(exported), ...rowsIn(join(workspace, 'slipway.db'))], canaries);
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^description in environments\/dev\.yaml/),
      expect.stringMatching(/^variable in slipway\.yaml/),
      expect.stringMatching(/^description in the table environments/),
    ]),
  );
});
