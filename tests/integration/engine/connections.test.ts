import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { ConnectionSpec, Executors } from '../../../src/main/engine/ports.ts';
import type { ConnectionDefinition, SnowflakeConnection } from '../../../src/shared/contract/connections.ts';
import type { Problem } from '../../../src/shared/domain/errors.ts';
import { ada, engineOptions, openTestEngine } from '../../support/engine.ts';
import { embedded } from '../../support/executors.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const wh: SnowflakeConnection = {
  name: 'wh',
  engine: 'snowflake',
  account: 'myorg-myaccount',
  user: 'SLIPWAY_SVC',
  authenticator: 'key_pair',
};

/** What signs in goes to the link's host and to the identity provider's. */
const linked: SnowflakeConnection = {
  ...wh,
  user: undefined,
  authenticator: 'oauth_client_credentials',
  oauth: { token_url: 'https://Login.example.com:8443/token', client_id: 'slipway' },
  access_url: 'https://link.example.com',
};

const hostsOf = async (engine: Engine, name = 'wh') =>
  Object.fromEntries(
    (await engine.connections.get(name)).foreign_hosts.map(({ host, trusted }) => [host, trusted]),
  );

const lastAudit = (engine: Engine) => engine.audit.list({ object_type: 'connection', limit: 1 }).entries[0];

/** An engine that notes for which connections it asks for executors; the embedded one stands in for all. */
async function openNoting(asked: ConnectionSpec[]): Promise<Engine> {
  const directory = temporaryDirectory();
  const { executors } = engineOptions(directory);
  const noting: Executors = {
    for(connection) {
      asked.push(connection);
      return executors.for(embedded());
    },
    close: () => executors.close(),
  };
  return await openTestEngine({ executors: noting }, directory);
}

describe('trust of a host', () => {
  test("is given by a person, to hosts that the definition names and that are not Snowflake's own", async () => {
    const engine = await openTestEngine();
    await engine.connections.apply(ada, linked);
    expect(await hostsOf(engine)).toEqual({ 'link.example.com': false, 'login.example.com:8443': false });
    await expect(
      engine.connections.trust(ada, 'wh', ['LINK.example.com', 'evil.example']),
    ).rejects.toMatchObject({
      code: 'validation',
      message: '"wh" does not name evil.example',
      details: {
        problems: [
          {
            path: 'hosts',
            message: 'must be of those it names: link.example.com, login.example.com:8443',
          },
        ],
      },
    });
    expect(await hostsOf(engine)).toEqual({ 'link.example.com': false, 'login.example.com:8443': false });
    await engine.connections.trust(ada, 'wh', ['LINK.example.com']);
    expect(await hostsOf(engine)).toEqual({ 'link.example.com': true, 'login.example.com:8443': false });
    expect(lastAudit(engine)).toMatchObject({
      action: 'connection.trust',
      object_name: 'wh',
      details: { hosts: ['link.example.com'] },
    });
    // The other port of a host is another server.
    await expect(engine.connections.trust(ada, 'wh', ['login.example.com'])).rejects.toMatchObject({
      code: 'validation',
    });
    await engine.connections.trust(ada, 'wh', ['login.example.com:8443']);
    expect(await hostsOf(engine)).toEqual({ 'link.example.com': true, 'login.example.com:8443': true });
    const { entries } = engine.audit.list({ limit: 1 });
    await engine.connections.trust(ada, 'wh', ['link.example.com']);
    expect(engine.audit.list({ limit: 1 }).entries).toEqual(entries);

    await engine.connections.apply(ada, { ...wh, name: 'plain' });
    expect(await hostsOf(engine, 'plain')).toEqual({});
    await expect(engine.connections.trust(ada, 'plain', ['evil.example'])).rejects.toMatchObject({
      details: { problems: [{ message: "names no host but Snowflake's own" }] },
    });
  });

  test('ends when the host is no longer named, and does not come back with it', async () => {
    const engine = await openTestEngine();
    await engine.connections.apply(ada, linked);
    await engine.connections.trust(ada, 'wh', ['link.example.com', 'login.example.com:8443']);
    await engine.connections.apply(ada, { ...linked, access_url: 'https://other.example.com' });
    expect(await hostsOf(engine)).toEqual({ 'other.example.com': false, 'login.example.com:8443': true });
    await engine.connections.apply(ada, linked);
    expect(await hostsOf(engine)).toEqual({ 'link.example.com': false, 'login.example.com:8443': true });
    // Another address at a host that is trusted is still there.
    const elsewhere = { token_url: 'https://login.example.com:8443/v2/token', client_id: 'other' };
    await engine.connections.apply(ada, { ...linked, oauth: elsewhere });
    expect(await hostsOf(engine)).toMatchObject({ 'login.example.com:8443': true });
  });

  test('is nothing a file can bring: an import names what nobody trusts yet', async () => {
    const engine = await openTestEngine();
    await engine.connections.apply(ada, linked);
    await engine.connections.trust(ada, 'wh', ['link.example.com']);
    const files = engine.definitions.export();
    expect(JSON.stringify(files)).not.toContain('trusted');

    const other = await openTestEngine();
    const input = { files, confirm_shared_targets: false };
    const untrusted_hosts = [{ connection: 'wh', hosts: ['link.example.com', 'login.example.com:8443'] }];
    expect(await other.definitions.import(ada, { ...input, plan: true })).toMatchObject({
      applied: false,
      untrusted_hosts,
    });
    expect(await other.definitions.import(ada, { ...input, plan: false })).toMatchObject({
      applied: true,
      untrusted_hosts,
    });
    await other.connections.trust(ada, 'wh', ['link.example.com', 'login.example.com:8443']);
    const again = await other.definitions.import(ada, { ...input, plan: false });
    expect(again).toMatchObject({ untrusted_hosts: [], actions: expect.any(Array) });

    const environment = {
      path: 'environments/dev.yaml',
      content: JSON.stringify({
        name: 'dev',
        connection: { ...wh, name: 'inner', access_url: 'https://in.example' },
      }),
    };
    expect(await other.definitions.import(ada, { ...input, files: [environment], plan: true })).toMatchObject(
      {
        untrusted_hosts: [{ connection: 'inner', hosts: ['in.example'] }],
      },
    );
    const forged = files.map(file => ({
      ...file,
      content: `${file.content}trusted_hosts: [evil.example]\n`,
    }));
    await expect(
      other.definitions.import(ada, { ...input, files: forged, plan: true }),
    ).rejects.toMatchObject({ code: 'validation' });
  });

  test('for one test is for that alone, in a process that is not that of runs', async () => {
    const asked: ConnectionSpec[] = [];
    const engine = await openNoting(asked);
    await engine.environments.apply(ada, { name: 'dev', connection: linked });
    await engine.connections.trust(ada, 'wh', ['link.example.com']);
    const before = engine.audit.list({ limit: 1 }).entries;
    await engine.environments.test('dev', ['login.example.com:8443']);
    await engine.environments.test('dev');
    await engine.environments.test('dev', ['link.example.com']);
    await engine.environments.test({ name: 'new', connection: { ...linked, name: 'new' } });
    await engine.environments.test({ name: 'new', connection: { ...linked, name: 'new' } }, [
      'link.example.com',
    ]);
    expect(asked.map(({ id, trustedHosts }) => [id > 0, trustedHosts])).toEqual([
      [false, ['link.example.com', 'login.example.com:8443']],
      [true, ['link.example.com']],
      [true, ['link.example.com']],
      [false, []],
      [false, ['link.example.com']],
    ]);
    expect(engine.audit.list({ limit: 1 }).entries).toEqual(before);
  });
});

describe('a connection', () => {
  test('that is renamed keeps its environments, whom it trusts, and its secret', async () => {
    const secrets = memorySecrets({ wh: 'canary-key' });
    const engine = await openTestEngine({ secrets });
    const address = { ...wh, access_url: 'https://link.example.com' };
    await engine.environments.apply(ada, { name: 'dev', connection: address });
    await engine.connections.trust(ada, 'wh', ['link.example.com']);
    const { id, revision, secrets: named } = await engine.connections.get('wh');
    expect(named).toMatchObject([{ field: 'secret', name: 'wh', source: 'keychain' }]);
    const renamed = await engine.connections.apply(ada, { ...address, name: 'warehouse' }, { id, revision });
    expect(renamed).toMatchObject({
      id,
      created: false,
      name: 'warehouse',
      // Under the name it was set with: nothing copies what signs in.
      definition: { name: 'warehouse', secret: 'wh' },
      secrets: [{ field: 'secret', name: 'wh', source: 'keychain' }],
      foreign_hosts: [{ host: 'link.example.com', trusted: true }],
      environments: ['dev'],
      revision: revision + 1,
    });
    expect(engine.environments.get('dev').connection).toBe('warehouse');
    // Whoever names another secret is taken at their word.
    const other = { ...address, name: 'again', secret: 'rotated' };
    expect((await engine.connections.apply(ada, other, { id })).secrets).toMatchObject([
      { field: 'secret', name: 'rotated', source: null },
    ]);
    expect(JSON.stringify(engine.audit.list({ limit: 100 }))).not.toContain('canary');
  });

  test('is refused where it was changed meanwhile, and where its name is taken', async () => {
    const engine = await openTestEngine();
    const { id, revision } = await engine.connections.apply(ada, wh);
    await engine.connections.apply(ada, { ...wh, user: 'OTHER' }, { revision });
    await expect(
      engine.connections.apply(ada, { ...wh, user: 'MINE' }, { id, revision }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: `"wh" was changed elsewhere (revision ${revision + 1}; yours started from ${revision})`,
    });
    // To trust a host is a change as well: whoever looks at an older state is told.
    await engine.connections.apply(ada, linked);
    const looked = await engine.connections.get('wh');
    await engine.connections.trust(ada, 'wh', ['link.example.com']);
    await expect(engine.connections.apply(ada, wh, { revision: looked.revision })).rejects.toMatchObject({
      code: 'conflict',
    });
    await engine.connections.apply(ada, { name: 'other', engine: 'duckdb' });
    await expect(engine.connections.apply(ada, { ...wh, name: 'OTHER' }, { id })).rejects.toMatchObject({
      code: 'conflict',
      message: 'There is already a connection named "other"',
    });
    expect(engine.connections.definitions()).toMatchObject([{ name: 'other' }, { name: 'wh' }]);
  });

  test('does not become one to another engine while environments use it', async () => {
    const engine = await openTestEngine();
    await engine.environments.apply(ada, { name: 'dev', connection: { name: 'wh', engine: 'duckdb' } });
    const refused = {
      code: 'conflict',
      message: '"wh" is a connection to duckdb, used by dev: it cannot become one to snowflake',
    };
    await expect(engine.connections.apply(ada, wh)).rejects.toMatchObject(refused);
    await expect(engine.environments.apply(ada, { name: 'prod', connection: wh })).rejects.toMatchObject(
      refused,
    );
    expect(engine.environments.list()).toHaveLength(1);
    await engine.environments.remove(ada, 'dev');
    expect(await engine.connections.apply(ada, wh)).toMatchObject({ created: false, engine: 'snowflake' });
  });

  test('is not deleted while environments use it', async () => {
    const engine = await openTestEngine();
    await engine.environments.apply(ada, { name: 'dev', connection: wh });
    await expect(engine.connections.remove(ada, 'wh')).rejects.toMatchObject({
      code: 'conflict',
      message: '"wh" is used by dev',
    });
    await engine.environments.remove(ada, 'dev');
    expect(await engine.connections.remove(ada, 'wh')).toBe('wh');
    expect(lastAudit(engine)).toMatchObject({ action: 'connection.remove', object_name: 'wh' });
  });

  test('says which secrets it needs and whether they are set, and when its way to sign in is ending', async () => {
    const engine = await openTestEngine({ secrets: memorySecrets({ 'wh-phrase': 'canary' }) });
    const apply = (definition: ConnectionDefinition) => engine.connections.apply(ada, definition);
    expect(await apply({ ...wh, passphrase_secret: 'wh-phrase' })).toMatchObject({
      secrets: [
        { field: 'secret', name: 'wh', source: null },
        { field: 'passphrase_secret', name: 'wh-phrase', source: 'keychain' },
      ],
      legacy: null,
    });
    expect(await apply({ ...wh, authenticator: 'external_browser' })).toMatchObject({ secrets: [] });
    expect(await apply({ ...wh, authenticator: 'password' })).toMatchObject({
      secrets: [{ name: 'wh', source: null }],
      legacy: expect.stringContaining('ending sign-in by password'),
    });
    expect(await apply({ name: 'local', engine: 'duckdb' })).toMatchObject({ secrets: [], legacy: null });
  });
});

test('an import whose jobs run where the files first bring a connection', async () => {
  const engine = await openTestEngine();
  await engine.environments.apply(ada, { name: 'dev', connection: wh, database: 'A', schema: 'B' });
  await engine.models.create(ada, { name: 'm', description: '', owner: '', labels: [] }, 'select 1 as a');
  await engine.versions.publish(ada, { model: 'm', message: '', tag: 'v1' });
  await engine.jobs.apply(ada, {
    definition: {
      name: 'm_dev',
      kind: 'model',
      environment: 'dev',
      model: 'm',
      tag: 'v1',
      target: { table: 'M' },
      materialization: { type: 'view' },
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
  const files = engine.definitions.export();
  const other = await openTestEngine();
  const input = { files, plan: false, confirm_shared_targets: false };
  expect(await other.definitions.import(ada, input)).toMatchObject({ applied: true });
  expect(other.definitions.export()).toEqual(files);
});

describe('a definition', () => {
  async function problemsOf(definition: object): Promise<string[]> {
    const engine = await openTestEngine();
    const files = [{ path: 'connections/wh.yaml', content: JSON.stringify(definition) }];
    const refused: unknown = await engine.definitions
      .import(ada, { files, plan: true, confirm_shared_targets: false })
      .then(
        () => ({ details: { problems: [] } }),
        (cause: unknown) => cause,
      );
    const { problems } = (refused as { details: { problems: Problem[] } }).details;
    return problems.map(({ path, message }) => `${path.replace('connections/wh.yaml: ', '')}: ${message}`);
  }
  const address = 'must be an address such as https://host.example.com, without user and password';

  test.each([
    [
      'a user and a password in its address',
      { access_url: 'https://ada:canary@x.snowflakecomputing.com' },
      `access_url: ${address}`,
    ],
    [
      'a user alone in it',
      { access_url: 'https://myorg.snowflakecomputing.com@evil.example' },
      `access_url: ${address}`,
    ],
    [
      'a backslash, which programs read in different ways',
      { access_url: 'https://x.snowflakecomputing.com\\@evil.example' },
      `access_url: ${address}`,
    ],
    ['another scheme', { access_url: 'file:///etc/passwd' }, `access_url: ${address}`],
    [
      'no TLS to another machine',
      { access_url: 'http://link.example.com' },
      'access_url: must begin with https://: what signs in would cross the network unencrypted',
    ],
    [
      'no TLS to one that only looks like this one',
      { access_url: 'http://127.0.0.1.evil.example:80' },
      'access_url: must begin with https://: what signs in would cross the network unencrypted',
    ],
    [
      'a slash in its account',
      { account: 'evil.example/x' },
      'account: must be the account identifier alone, as in myorg-myaccount or xy12345.eu-central-1: no address',
    ],
    [
      'an address as its account',
      { account: 'https://myorg.snowflakecomputing.com' },
      'account: must be the account identifier alone, as in myorg-myaccount or xy12345.eu-central-1: no address',
    ],
    [
      'the host of its address as its account',
      { account: 'myorg-myaccount.snowflakecomputing.com' },
      'account: must be the account identifier alone, as in myorg-myaccount or xy12345.eu-central-1: no address',
    ],
    [
      'a password in its proxy',
      { network: { proxy: 'http://ada:canary@proxy.example:8080' } },
      'network.proxy: must be as in http://proxy.example.com:8080, without user and password',
    ],
    ['nobody to sign in', { user: undefined }, 'user: must be given to sign in with key_pair'],
    [
      'a key that is no name of a secret',
      { secret: '-----BEGIN PRIVATE KEY-----' },
      expect.stringMatching(/^secret: must be a letter/),
    ],
  ])('with %s is refused', async (_what, change, problem) => {
    const problems = await problemsOf({ ...wh, ...change });
    expect(problems).toEqual([problem]);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });

  test.each([
    ['this machine', { access_url: 'http://127.0.0.1:8085' }],
    ['this machine by its name', { access_url: 'http://localhost:8085/' }],
    ['a private link', { access_url: 'https://xy12345.eu-central-1.privatelink.snowflakecomputing.com' }],
  ])('may lead to %s', async (_what, change) => {
    expect(await problemsOf({ ...wh, ...change })).toEqual([]);
  });
});
