import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConnectionSpec, ExecutionError, Executor, Secrets } from '../../../src/main/engine/ports.ts';
import { createExecutors } from '../../../src/main/executors/pool.ts';
import { type FromExecutor, protocolVersion } from '../../../src/main/executors/protocol.ts';
import { secretsFor } from '../../../src/main/executors/secrets-for.ts';
import { createSecrets } from '../../../src/main/secrets/secrets.ts';
import { createVault } from '../../../src/main/secrets/vault/vault.ts';
import { redaction } from '../../../src/main/system/redaction.ts';
import { memoryKeychain, memorySecrets } from '../../support/memory-secrets.ts';
import { FakeChild, FakeClock, FakeLog } from './support.ts';

const nowhere = { role: null, warehouse: null, database: null, schema: null };

function account(
  id: number,
  changes: { user?: string; name?: string; secret?: string } = {},
): ConnectionSpec {
  return {
    id,
    definition: {
      name: 'warehouse',
      engine: 'snowflake',
      account: 'xy12345',
      user: 'ADA',
      authenticator: 'key_pair',
      passphrase_secret: 'phrase',
      ...changes,
    },
    trustedHosts: [],
  };
}

function setUp(secrets: Secrets = memorySecrets()) {
  const clock = new FakeClock();
  const log = new FakeLog();
  const children: { child: FakeChild; name: string; environment: Record<string, string> }[] = [];
  const executors = createExecutors({
    clock,
    log,
    secrets,
    redact: redaction.redact,
    entries: { duckdb: '/duckdb.js', snowflake: '/snowflake.js' },
    workspaceDirectory: '/workspace',
    spawn({ name, environment = {} }) {
      const child = new FakeChild();
      children.push({ child, name, environment });
      return child;
    },
  });
  return { clock, log, children, executors };
}

/** One question, asked and answered. */
async function ask(executor: Executor, children: { child: FakeChild }[]): Promise<void> {
  const answered = executor.list({ session: nowhere, what: 'roles' });
  await new Promise(setImmediate);
  const child = children.at(-1)?.child;
  const request = (await child?.requests(1))?.at(-1);
  child?.say({ type: 'hello', protocol: protocolVersion, engine: 'snowflake', version: '3' });
  child?.say({ type: 'done', id: request?.id ?? 0, result: ['PUBLIC'] });
  expect(await answered).toEqual(['PUBLIC']);
}

describe('connections to accounts', () => {
  it('have a process each, started with what they are and without what signs in', async () => {
    const { children, executors } = setUp(
      memorySecrets({ warehouse: 'canary-key', phrase: 'canary-phrase' }),
    );
    await ask(executors.for(account(1)), children);
    await ask(executors.for(account(2, { name: 'other' })), children);
    expect(children.map(({ name }) => name)).toEqual([
      'snowflake warehouse executor',
      'snowflake other executor',
    ]);
    expect(children[0]?.child.batches[0]).toEqual([
      {
        type: 'start',
        protocol: protocolVersion,
        config: {
          engine: 'snowflake',
          definition: account(1).definition,
          trustedHosts: [],
          logDirectory: '/workspace/logs',
        },
      },
    ]);
    expect(JSON.stringify(children.map(({ child }) => child.batches))).not.toContain('canary');
    expect(children[0]?.environment).toMatchObject({ SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true' });
    await executors.close();
  });

  it('keep their process whatever is asked of others, and of what is not saved yet under the same name', async () => {
    const { children, executors } = setUp();
    const first = executors.for(account(1));
    await ask(first, children);
    for (const other of [account(2, { name: 'other' }), account(0), account(0, { name: '1' })]) {
      await ask(executors.for(other), children);
      expect(executors.for(account(1))).toBe(first);
    }
    expect(children).toHaveLength(4);
    await executors.close();
  });

  it('get a new process when they are changed, while who works with the old one goes on', async () => {
    const { clock, children, executors } = setUp();
    const before = executors.for(account(1));
    await ask(before, children);
    expect(executors.for(account(1))).toBe(before);
    const after = executors.for(account(1, { user: 'GRACE' }));
    expect(after).not.toBe(before);
    await ask(after, children);
    expect(children).toHaveLength(2);
    const [old] = children;
    const ends = () => old?.child.batches.flat().some(({ type }) => type === 'shutdown');
    expect(ends()).toBe(false);
    clock.advance(60_000);
    expect(ends()).toBe(true);
    await executors.close();
  });

  it('end their process when nothing was asked for a while, and start another for the next question', async () => {
    const { clock, children, executors } = setUp();
    const executor = executors.for(account(1));
    await ask(executor, children);
    clock.advance(4 * 60_000);
    const slow = executor.list({ session: nowhere, what: 'roles' });
    const request = (await children[0]?.child.requests(2))?.at(-1);
    // Somebody waits: it is not idle, however long that takes.
    clock.advance(3_600_000);
    children[0]?.child.say({ type: 'done', id: request?.id ?? 0, result: [] });
    expect(await slow).toEqual([]);
    expect(children).toHaveLength(1);
    clock.advance(5 * 60_000);
    await new Promise(setImmediate);
    await ask(executor, children);
    expect(children).toHaveLength(2);
    await executors.close();
    expect(clock.pending).toEqual([]);
  });
});

describe('the secrets of a connection', () => {
  it('are handed to its executor when it asks, as they are then', async () => {
    const secrets = memorySecrets({ warehouse: 'first' });
    const { children, executors } = setUp(secrets);
    await ask(executors.for(account(1)), children);
    const child = children[0]?.child;
    const answers = () => child?.batches.flat().filter(message => message.type === 'secret');
    child?.say({ type: 'secret', id: 1, op: 'get', name: 'warehouse' });
    await expect.poll(answers).toEqual([{ type: 'secret', id: 1, value: 'first' }]);
    await secrets.set('warehouse', 'rotated');
    child?.say({ type: 'secret', id: 2, op: 'get', name: 'warehouse' });
    await expect.poll(() => answers()?.at(-1)).toEqual({ type: 'secret', id: 2, value: 'rotated' });
    await executors.close();
  });

  it('are those it names, and its own tokens', async () => {
    const secrets = memorySecrets({ warehouse: 'key', phrase: 'phrase', 'team-chat': 'not its own' });
    const askSecret = secretsFor(account(1), secrets, new FakeLog());
    expect(await askSecret({ op: 'get', name: 'warehouse' })).toBe('key');
    expect(await askSecret({ op: 'get', name: 'phrase' })).toBe('phrase');
    expect(await askSecret({ op: 'get', name: 'team-chat' })).toBeNull();
    await askSecret({ op: 'set', name: 'warehouse', value: 'overwritten' });
    await askSecret({ op: 'delete', name: 'team-chat' });
    expect(await secrets.get('warehouse')).toBe('key');
    expect(await secrets.get('team-chat')).toBe('not its own');
    await askSecret({ op: 'set', name: 'warehouse-sso-token', value: 'token' });
    expect(await askSecret({ op: 'get', name: 'warehouse-sso-token' })).toBe('token');
    await askSecret({ op: 'delete', name: 'warehouse-sso-token' });
    expect(await askSecret({ op: 'get', name: 'warehouse-sso-token' })).toBeNull();
  });

  it('that cannot be kept are forgotten, and the log says why without the value', async () => {
    const log = new FakeLog();
    const askSecret = secretsFor(account(1), lockedSecrets(), log);
    expect(await askSecret({ op: 'set', name: 'warehouse-mfa-token', value: 'canary' })).toBeNull();
    expect(await askSecret({ op: 'get', name: 'warehouse-mfa-token' })).toBeNull();
    expect(log.lines.join('\n')).toContain('keychain of this machine is locked');
    expect(log.lines.join('\n')).not.toContain('canary');
  });

  it('that cannot be read now are no secrets that are missing: the executor is told why', async () => {
    const { children, executors } = setUp(lockedSecrets());
    await ask(executors.for(account(1)), children);
    const child = children[0]?.child;
    child?.say({ type: 'secret', id: 1, op: 'get', name: 'warehouse' });
    await expect
      .poll(() => child?.batches.flat().filter(message => message.type === 'secret'))
      .toEqual([
        {
          type: 'secret',
          id: 1,
          value: null,
          problem: {
            message: 'The keychain of this machine is locked: the secret "warehouse" is not in reach',
            hint: expect.stringContaining('Unlock it'),
          },
        },
      ]);
    await executors.close();
  });
});

describe('what an executor says in words', () => {
  it('has no secret in it once it is here: neither a failure, nor a test, nor a recall', async () => {
    const secrets = memorySecrets({ warehouse: 'canary-of-words' });
    await secrets.get('warehouse');
    const { children, executors } = setUp(secrets);
    const executor = executors.for(account(1));
    const failure = {
      code: 'sign_in_failed',
      message: 'server said: canary-of-words',
      hint: 'not canary-of-words',
      sqlstate: null,
      query_id: null,
      retryable: false,
    };
    await ask(executor, children);
    let asked = 1;
    const say = async (work: Promise<unknown>, answer: (id: number) => FromExecutor) => {
      const child = children[0]?.child;
      asked += 1;
      const id = (await child?.requests(asked))?.at(-1)?.id ?? 0;
      child?.say(answer(id));
      return JSON.stringify(await work.catch((cause: unknown) => (cause as ExecutionError).failure));
    };
    const stage = {
      stage: 'sign_in',
      state: 'failed',
      message: 'canary-of-words',
      hint: 'canary-of-words',
    } as const;
    const told = [
      await say(executor.describe({ session: nowhere, sql: 'select 1' }), id => ({
        type: 'failed',
        id,
        failure,
      })),
      await say(executor.test(nowhere), id => ({ type: 'done', id, result: [{ ...stage, elapsed_ms: 1 }] })),
      await say(
        executor.recall({
          queryId: 'q',
          warehouseQueryId: null,
          session: nowhere,
          target: { relation: { database: 'D', schema: 'S', name: 'T' }, type: 'table' },
        }),
        id => ({ type: 'done', id, result: { state: 'failed', failure } }),
      ),
    ];
    for (const text of told) {
      expect(text).toContain('[redacted]');
      expect(text).not.toContain('canary');
    }
    await executors.close();
  });
});

/** In a keychain that is locked. */
function lockedSecrets(): Secrets {
  const file = join(tmpdir(), 'slipway-test-no-vault', 'vault');
  const clock = new FakeClock();
  const remember = () => {};
  return createSecrets({
    keychain: memoryKeychain({}, () => 'locked'),
    vault: createVault({ file, clock, remember }),
    env: {},
    remember,
  });
}
