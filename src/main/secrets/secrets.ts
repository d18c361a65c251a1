import type { SecretState } from '../../shared/contract/secrets.ts';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { secretVariable, type SecretPlace } from '../../shared/domain/secrets.ts';
import type { Secrets } from '../engine/ports.ts';
import type { Keychain } from './keychain/client.ts';
import {
  KeychainError,
  type KeychainProblem,
  problemHints,
  problemMessages,
  statusOf,
} from './keychain/problems.ts';
import type { SecretVault } from './vault/vault.ts';

export interface SecretsOptions {
  keychain: Keychain;
  vault: SecretVault;
  env: NodeJS.ProcessEnv;
  /** Told of every value that passes through, so that no text repeats it. */
  remember: (value: string) => void;
}

/** What came of looking for something in the keychain. */
type Found<T> = { value: T; problem: null } | { value: null; problem: KeychainProblem };

/**
 * Secrets in the keychain of this machine's user, then in the vault, then in environment variables (`SLIPWAY_SECRET_NAME`), which
 * are only read. A place that cannot be read now is passed over for a later one that has the secret.
 */
export function createSecrets({ keychain, vault, env, remember }: SecretsOptions): Secrets {
  for (const [variable, value] of Object.entries(env)) {
    if (/^SLIPWAY_SECRET_/i.test(variable) && value !== undefined) remember(value);
  }
  const fromEnvironment = (name: string): string | undefined => env[secretVariable(name)] || undefined;

  async function inKeychain<T>(work: Promise<T>): Promise<Found<T>> {
    try {
      return { value: await work, problem: null };
    } catch (cause) {
      if (!(cause instanceof KeychainError)) throw cause;
      return { value: null, problem: cause.problem };
    }
  }

  /** Where it is kept now, with the problems of places that could not be asked. */
  async function find(name: string): Promise<SecretState & { keychain: KeychainProblem | null }> {
    const found = await inKeychain(keychain.has(name));
    const common = { keychain: found.problem };
    if (found.value === true) return { ...common, source: 'keychain', problem: null };
    const status = await vault.status();
    if (status.secrets.includes(name)) {
      return { ...common, source: 'vault', problem: status.state === 'unlocked' ? null : status.message };
    }
    if (fromEnvironment(name) !== undefined) return { ...common, source: 'environment', problem: null };
    if (status.state === 'unusable') return { ...common, source: null, problem: status.message };
    // Without a keychain there is nothing in it.
    const unknown =
      found.problem === null || found.problem === 'none' ? null : problemMessages[found.problem];
    return { ...common, source: null, problem: unknown };
  }

  /** Where a value goes that nobody said a place for. Throws where somebody has to choose. */
  async function placeFor(name: string): Promise<SecretPlace> {
    const { source, keychain: problem } = await find(name);
    if (source === 'keychain' || source === 'vault') return source;
    if (problem === null) return 'keychain';
    const { state } = await vault.status();
    if (problem === 'none' && state !== 'none') return 'vault';
    throw unavailable(name, problem, state);
  }

  /** A value in the vault that the keychain hides would be set and never used. */
  async function refuseHidden(name: string): Promise<void> {
    const { value } = await inKeychain(keychain.has(name));
    if (value !== true) return;
    throw new SlipwayError('conflict', `The keychain holds "${name}", and is asked before the vault`, {
      hint: `Set it in the keychain, or remove it there first: "slipway secret remove ${name}"`,
    });
  }

  return {
    async get(name) {
      const found = await inKeychain(keychain.get(name));
      let locked: unknown;
      let value = found.value ?? undefined;
      if (value === undefined) {
        try {
          value = await vault.get(name);
        } catch (cause) {
          locked = cause;
        }
      }
      value ??= fromEnvironment(name);
      if (value !== undefined) {
        remember(value);
        return value;
      }
      if (locked !== undefined) throw about(name, locked);
      if (found.problem === null || found.problem === 'none') return undefined;
      throw unavailable(name, found.problem, (await vault.status()).state);
    },

    async state(name) {
      const { source, problem } = await find(name);
      return { source, problem };
    },

    async set(name, value, place) {
      remember(value);
      const chosen = place ?? (await placeFor(name));
      if (chosen === 'vault') {
        await refuseHidden(name);
        await vault.set(name, value);
        return chosen;
      }
      const { problem } = await inKeychain(keychain.set(name, value));
      if (problem !== null) throw unavailable(name, problem, (await vault.status()).state);
      return chosen;
    },

    async delete(name) {
      const from: SecretPlace[] = [];
      const { value, problem } = await inKeychain(keychain.delete(name));
      if (value === true) from.push('keychain');
      if (await vault.delete(name)) from.push('vault');
      // Whether it has it is not known: "there was none" would be a guess.
      const unasked = problem === null || problem === 'none' ? null : problem;
      if (from.length === 0 && unasked !== null) {
        throw unavailable(name, unasked, (await vault.status()).state);
      }
      return { from, problem: unasked && problemMessages[unasked] };
    },

    async keychain() {
      const { problem } = await inKeychain(keychain.check());
      return statusOf(problem === null ? 'ok' : problem === 'too_long' ? 'failed' : problem);
    },

    vault,
  };
}

/** What the keychain could not do for a secret, with what can be done instead. Its own words say nothing of that. */
function unavailable(name: string, problem: KeychainProblem, vault: string): SlipwayError {
  const another = `give it as the environment variable ${secretVariable(name)} of the Slipway that runs the jobs`;
  const inVault =
    vault === 'none'
      ? `make a passphrase vault ("slipway vault create") and keep it there`
      : `keep it in the vault ("slipway secret set ${name} --in vault")`;
  const hint =
    problem === 'none'
      ? `${inVault.charAt(0).toUpperCase()}${inVault.slice(1)}, or ${another}`
      : `${problemHints[problem]}. Or ${inVault}, or ${another}`;
  return new SlipwayError(
    'unavailable',
    `${problemMessages[problem]}: the secret "${name}" is not in reach`,
    {
      hint,
      related: { keychain: problem, vault, secret: name },
    },
  );
}

/** The vault's error, naming the secret that is not in reach for it. */
function about(name: string, cause: unknown): unknown {
  if (!(cause instanceof SlipwayError)) return cause;
  return new SlipwayError(
    cause.code,
    `${cause.message}: the secret "${name}" is not in reach`,
    { ...cause.details, related: { ...cause.details.related, secret: name } },
    cause,
  );
}
