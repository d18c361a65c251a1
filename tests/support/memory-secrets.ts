import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secrets } from '../../src/main/engine/ports.ts';
import type { Keychain } from '../../src/main/secrets/keychain/client.ts';
import { KeychainError, type KeychainProblem } from '../../src/main/secrets/keychain/problems.ts';
import { createSecrets } from '../../src/main/secrets/secrets.ts';
import { createVault } from '../../src/main/secrets/vault/vault.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { redaction } from '../../src/main/system/redaction.ts';

/** A keychain of the test's own, in memory; with a problem, one that does nothing else but have it. */
export function memoryKeychain(
  values: Record<string, string> = {},
  problem: () => KeychainProblem | null = () => null,
): Keychain {
  const kept = new Map(Object.entries(values));
  const answer = async <T>(work: () => T): Promise<T> => {
    const bad = problem();
    if (bad !== null) throw new KeychainError(bad);
    return work();
  };
  return {
    get: name => answer(() => kept.get(name) ?? null),
    has: name => answer(() => kept.has(name)),
    set: (name, value) => answer(() => void kept.set(name, value)),
    delete: name => answer(() => kept.delete(name)),
    check: () => answer(() => {}),
    close: () => Promise.resolve(),
  };
}

/** scrypt's N for tests: what it costs to guess is not what they are about. */
export const cheap = 2 ** 10;

/** Secrets in a keychain of the test's own: tests touch none of the machine's. There is no vault, unless at `vaultFile`. */
export function memorySecrets(
  values: Record<string, string> = {},
  vaultFile = join(tmpdir(), `slipway-test-no-vault-${process.pid}`, 'vault'),
): Secrets {
  const { remember } = redaction;
  const vault = createVault({ file: vaultFile, clock: systemClock, remember, cost: cheap });
  return createSecrets({ keychain: memoryKeychain(values), vault, env: {}, remember });
}
