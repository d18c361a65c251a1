import type { AsyncEntry } from '@napi-rs/keyring';
import type { Secrets } from '../engine/ports.ts';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { secretVariable } from '../../shared/domain/notices.ts';

/** Under which the keychain lists Slipway's secrets; they are the user's, whatever the workspace. */
const service = 'slipway';

/** What is needed of an entry in a keychain. */
export type KeychainEntry = Pick<AsyncEntry, 'getPassword' | 'setPassword' | 'deleteCredential'>;

/**
 * Secrets in the keychain of this machine's user; what it does not hold, or where there is none, comes from environment
 * variables (`SLIPWAY_SECRET_NAME`), which Slipway only reads.
 */
export function createSecrets(
  options: { entry?: (name: string) => Promise<KeychainEntry>; env?: NodeJS.ProcessEnv } = {},
): Secrets {
  const { entry = keychainEntry, env = process.env } = options;

  async function fromKeychain(name: string): Promise<string | undefined> {
    try {
      return (await (await entry(name)).getPassword()) ?? undefined;
    } catch {
      // No keychain, or it is locked: whoever needs the secret is told of both ways to give it.
      return undefined;
    }
  }
  const fromEnvironment = (name: string): string | undefined => env[secretVariable(name)] || undefined;

  return {
    get: async name => (await fromKeychain(name)) ?? fromEnvironment(name),
    async has(name) {
      if ((await fromKeychain(name)) !== undefined) return 'keychain';
      return fromEnvironment(name) === undefined ? null : 'environment';
    },
    async set(name, value) {
      await inKeychain(name, async () => (await entry(name)).setPassword(value));
    },
    delete: name => inKeychain(name, async () => (await entry(name)).deleteCredential()),
  };
}

/** Loaded when first needed: most commands need no secret. */
async function keychainEntry(name: string): Promise<KeychainEntry> {
  const keyring = await import('@napi-rs/keyring');
  // Without a Secret Service the library would use the kernel's keyring, which forgets all at the next start.
  return new keyring.AsyncEntry(service, name, { linux: { store: 'secret-service' } });
}

/** The keychain's own words say nothing of what can be done, and might say more than they should. */
async function inKeychain<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    throw new SlipwayError('unavailable', 'The keychain of this machine cannot be used, or is locked', {
      hint: `Unlock it, or give the secret as the environment variable ${secretVariable(name)} of the Slipway that runs the jobs`,
    });
  }
}
