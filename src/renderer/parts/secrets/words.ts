import type { SecretState } from '../../../shared/contract/secrets.ts';
import { type SecretSource, secretVariable } from '../../../shared/domain/secrets.ts';

/** Where the value of a secret comes from, in a few words. */
export const sourceWords: Record<SecretSource, string> = {
  keychain: 'in the keychain of this machine',
  vault: 'in the vault',
  environment: 'from the environment',
};

/** `in the keychain of this machine`, `in the variable SLIPWAY_SECRET_X`; null where it is nowhere. */
export function whereItIs(name: string, { source }: Pick<SecretState, 'source'>): string | null {
  return source === 'environment' ? `in the variable ${secretVariable(name)}` : source && sourceWords[source];
}

/** Whether Slipway keeps a value of it, which a new one replaces. */
export function isKept({ source }: Pick<SecretState, 'source'>): boolean {
  return source === 'keychain' || source === 'vault';
}
