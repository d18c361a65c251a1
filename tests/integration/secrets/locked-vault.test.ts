import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { openHost } from '../../../src/main/host.ts';
import { createSecrets } from '../../../src/main/secrets/secrets.ts';
import { createVault } from '../../../src/main/secrets/vault/vault.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { redaction } from '../../../src/main/system/redaction.ts';
import { ada, addModel, ended } from '../../support/engine.ts';
import { watchLeaks } from '../../support/leaks.ts';
import { cheap, memoryKeychain } from '../../support/memory-secrets.ts';
import { createTalkativeSpawn } from '../../support/talkative-spawn.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const passphrase = 'correct horse battery';

/** Without a keychain; the secret of connection `talk_fine` is in the vault, which is locked. Job `m` runs there. */
async function lockedWorkspace(): Promise<Engine> {
  const directory = temporaryDirectory();
  const checkLeaks = watchLeaks(directory);
  const { remember } = redaction;
  const vault = createVault({
    file: join(directory, 'vault-of-test'),
    clock: systemClock,
    cost: cheap,
    remember,
  });
  await vault.create(passphrase);
  await vault.set('account', 'value-of-the-account');
  vault.lock();
  const secrets = createSecrets({ keychain: memoryKeychain({}, () => 'none'), vault, env: {}, remember });
  const host = await openHost({ directory, host: 'headless', secrets, spawn: createTalkativeSpawn });
  if (!host) throw new Error('in use');
  onTestFinished(async () => {
    await host.close();
    expect(await vault.status()).toMatchObject({ state: 'locked' });
    await checkLeaks();
  });
  const { engine } = host.api('cli');
  await engine.environments.apply(ada, {
    name: 'cloud',
    connection: {
      name: 'talk_fine',
      engine: 'snowflake',
      account: 'fine',
      authenticator: 'oauth',
      secret: 'account',
    },
    database: 'D',
    schema: 'S',
  });
  await addModel(engine, 'm', 'select 1 as a');
  await applyJob(engine);
  return engine;
}

const applyJob = (engine: Engine, retries?: { max: number; backoff: string }) =>
  engine.jobs.apply(ada, {
    definition: {
      name: 'm',
      kind: 'model',
      environment: 'cloud',
      model: 'm',
      tag: 'v1',
      target: { table: 'M' },
      materialization: { type: 'table' },
      retries,
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });

test('a run that needs a secret of a locked vault fails for that, says how to unlock it, and works once it is', async () => {
  const engine = await lockedWorkspace();
  const { id } = await engine.runs.dispatch(ada, { job: 'm', cause: '', variables: {} });
  expect(await ended(engine, id)).toBe('failed');
  expect(engine.runs.get(id).failures).toMatchObject([
    {
      code: 'secret_unavailable',
      message: expect.stringMatching(/^The vault .* is locked: the secret "account" is not in reach$/),
      hint: expect.stringContaining('slipway vault unlock'),
      retryable: true,
    },
  ]);
  expect(await engine.connections.get('talk_fine')).toMatchObject({
    secrets: [
      { name: 'account', kind: 'token', source: 'vault', problem: expect.stringContaining('is locked') },
    ],
  });
  await expect(engine.environments.choices({ environment: 'cloud', what: 'roles' })).rejects.toMatchObject({
    code: 'precondition',
    details: { hint: expect.stringContaining('Unlock it'), related: { failure: 'secret_unavailable' } },
  });

  await engine.secrets.unlockVault(ada, passphrase);
  const again = await engine.runs.retry(ada, id, 'today', '');
  expect(await ended(engine, again.id)).toBe('completed');
});

test('a run whose retries outlast the lock is helped by unlocking alone', async () => {
  const engine = await lockedWorkspace();
  await applyJob(engine, { max: 5, backoff: '1s' });
  const { id } = await engine.runs.dispatch(ada, { job: 'm', cause: '', variables: {} });
  await expect.poll(() => engine.runs.get(id).failures.length).toBeGreaterThan(0);
  await engine.secrets.unlockVault(ada, passphrase);
  expect(await ended(engine, id)).toBe('completed');
});
