import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KeychainProblem } from '../../../src/main/secrets/keychain/problems.ts';
import { createSecrets } from '../../../src/main/secrets/secrets.ts';
import { createVault } from '../../../src/main/secrets/vault/vault.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { secretVariable } from '../../../src/shared/domain/secrets.ts';
import { cheap, memoryKeychain } from '../../support/memory-secrets.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const passphrase = 'correct horse battery';

function setUp(options: { env?: NodeJS.ProcessEnv; kept?: Record<string, string> } = {}) {
  const told: string[] = [];
  const remember = (value: string) => void told.push(value);
  const state: { problem: KeychainProblem | null } = { problem: null };
  const vault = createVault({ file: join(temporaryDirectory(), 'vault'), clock: systemClock, cost: cheap });
  const secrets = createSecrets({
    keychain: memoryKeychain(options.kept, () => state.problem),
    vault,
    env: options.env ?? {},
    remember,
  });
  return { secrets, vault, state, told };
}

describe('where a secret comes from', () => {
  test('the keychain, then the vault, then the environment', async () => {
    expect(secretVariable('team-chat')).toBe('SLIPWAY_SECRET_TEAM_CHAT');
    const { secrets, vault } = setUp({ env: { SLIPWAY_SECRET_TEAM_CHAT: 'of environment' } });
    const look = async () => [await secrets.get('team-chat'), (await secrets.state('team-chat')).source];
    expect(await look()).toEqual(['of environment', 'environment']);
    await vault.create(passphrase);
    await secrets.set('team-chat', 'of vault', 'vault');
    expect(await look()).toEqual(['of vault', 'vault']);
    await secrets.set('team-chat', 'of keychain', 'keychain');
    expect(await look()).toEqual(['of keychain', 'keychain']);
    expect(await secrets.delete('team-chat')).toEqual({ from: ['keychain', 'vault'], problem: null });
    expect(await look()).toEqual(['of environment', 'environment']);
    expect(await secrets.delete('team-chat')).toEqual({ from: [], problem: null });
    expect([await secrets.get('other'), await secrets.state('other')]).toEqual([
      undefined,
      { source: null, problem: null },
    ]);
  });

  test('a locked vault is no missing secret: it says how to unlock it, and that it is set', async () => {
    const { secrets, vault } = setUp();
    await vault.create(passphrase);
    await secrets.set('warehouse', 'value', 'vault');
    vault.lock();
    await expect(secrets.get('warehouse')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/is locked: the secret "warehouse" is not in reach$/),
      details: {
        hint: expect.stringContaining('slipway vault unlock'),
        related: { vault: 'locked', secret: 'warehouse' },
      },
    });
    expect(await secrets.state('warehouse')).toEqual({
      source: 'vault',
      problem: expect.stringContaining('is locked'),
    });
    // What is not in it does not need it.
    expect(await secrets.get('other')).toBeUndefined();
    await vault.unlock(passphrase);
    expect(await secrets.get('warehouse')).toBe('value');
  });

  test('the environment stands in for a place that cannot be read', async () => {
    const { secrets, vault, state } = setUp({
      env: { SLIPWAY_SECRET_A: 'of environment' },
      kept: { a: 'x' },
    });
    await vault.create(passphrase);
    vault.lock();
    state.problem = 'locked';
    expect(await secrets.get('a')).toBe('of environment');
    expect(await secrets.state('a')).toEqual({ source: 'environment', problem: null });
  });

  test.each([
    ['locked', 'The keychain of this machine is locked', /^Unlock it/],
    ['denied', 'does not let Slipway in', /^Allow Slipway/],
    ['silent', 'does not answer', /^Look for its dialog/],
    ['failed', 'failed', /^Try again/],
  ] as const)(
    'of a keychain that is %s it is not known: that is said, with what can be done',
    async (problem, text, hint) => {
      const { secrets, state } = setUp({ kept: { a: 'x' } });
      state.problem = problem;
      await expect(secrets.get('a')).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining(text),
        details: {
          hint: expect.stringMatching(hint),
          related: { keychain: problem, vault: 'none', secret: 'a' },
        },
      });
      expect(await secrets.state('a')).toEqual({ source: null, problem: expect.stringContaining(text) });
      await expect(secrets.delete('a')).rejects.toMatchObject({ code: 'unavailable' });
      expect(await secrets.keychain()).toMatchObject({
        state: problem,
        message: expect.stringContaining(text),
      });
    },
  );

  test('removed from the vault while the keychain cannot be asked: that it may have it, too, is said', async () => {
    const { secrets, vault, state } = setUp();
    await vault.create(passphrase);
    await secrets.set('a', 'x', 'vault');
    state.problem = 'locked';
    expect(await secrets.delete('a')).toEqual({
      from: ['vault'],
      problem: 'The keychain of this machine is locked',
    });
  });

  test('where there is no keychain at all, what nobody gave is missing', async () => {
    const { secrets, state } = setUp();
    state.problem = 'none';
    expect(await secrets.get('a')).toBeUndefined();
    expect(await secrets.state('a')).toEqual({ source: null, problem: null });
    expect(await secrets.delete('a')).toEqual({ from: [], problem: null });
    expect(await secrets.keychain()).toMatchObject({ state: 'none' });
  });
});

describe('where a new one goes', () => {
  test('to the keychain, and where it is already', async () => {
    const { secrets, vault } = setUp();
    expect(await secrets.set('a', 'x')).toBe('keychain');
    await vault.create(passphrase);
    expect(await secrets.set('b', 'x')).toBe('keychain');
    expect(await secrets.set('c', 'x', 'vault')).toBe('vault');
    expect(await secrets.set('c', 'y')).toBe('vault');
    expect(await secrets.get('c')).toBe('y');
  });

  test('nowhere without a choice: no vault is made and none is taken because a keychain is locked', async () => {
    const { secrets, vault, state } = setUp();
    state.problem = 'none';
    await expect(secrets.set('b-c', 'canary')).rejects.toMatchObject({
      code: 'unavailable',
      details: {
        hint: 'Make a passphrase vault ("slipway vault create") and keep it there, or give it as the environment variable SLIPWAY_SECRET_B_C of the Slipway that runs the jobs',
        related: { keychain: 'none', vault: 'none', secret: 'b-c' },
      },
    });
    expect(await vault.status()).toMatchObject({ state: 'none' });
    await vault.create(passphrase);
    expect(await secrets.set('b-c', 'x')).toBe('vault');
    vault.lock();
    await expect(secrets.set('d', 'x')).rejects.toMatchObject({ details: { related: { vault: 'locked' } } });
    await vault.unlock(passphrase);
    state.problem = 'locked';
    await expect(secrets.set('d', 'x')).rejects.toMatchObject({
      code: 'unavailable',
      details: { hint: expect.stringContaining('slipway secret set d --in vault') },
    });
    expect(await secrets.set('d', 'x', 'vault')).toBe('vault');
  });

  test('not to the vault where the keychain would hide it', async () => {
    const { secrets, vault } = setUp({ kept: { a: 'x' } });
    await vault.create(passphrase);
    await expect(secrets.set('a', 'y', 'vault')).rejects.toMatchObject({ code: 'conflict' });
    expect(await secrets.get('a')).toBe('x');
  });

  test('a value too long for the keychain says where it can go', async () => {
    const { secrets, state } = setUp();
    state.problem = 'too_long';
    await expect(secrets.set('a', 'x'.repeat(3_000), 'keychain')).rejects.toMatchObject({
      details: { hint: expect.stringContaining('vault create') },
    });
  });
});

test('every value that passes through, or is in the environment, is told to those who keep it out of texts', async () => {
  const { secrets, told } = setUp({
    env: { SLIPWAY_SECRET_A: 'of environment', slipway_secret_b: 'of windows', OTHER: 'other' },
    kept: { k: 'of keychain' },
  });
  await secrets.get('k');
  await secrets.set('n', 'new');
  expect(told).toEqual(['of environment', 'of windows', 'of keychain', 'new']);
});
