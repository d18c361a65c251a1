import type { KeychainStatus, SecretState, VaultStatus } from '../../../shared/contract/secrets.ts';
import type { SecretPlace } from '../../../shared/domain/secrets.ts';

/** Where a value can be kept. */
export interface Places {
  /** To choose from; empty where there is neither a keychain that answers nor a vault. */
  places: readonly SecretPlace[];
  /** The one that is taken unless somebody chooses. */
  preferred: SecretPlace | null;
}

/**
 * Where the value of a secret can go: where it is kept now, for Slipway would go on reading it there; for a new one the keychain if it
 * answers, and the vault if there is one.
 */
export function placesFor(
  { source }: Pick<SecretState, 'source'>,
  keychain: Pick<KeychainStatus, 'state'>,
  vault: Pick<VaultStatus, 'state'>,
): Places {
  if (source === 'keychain' || source === 'vault') return { places: [source], preferred: source };
  const places: SecretPlace[] = [];
  if (keychain.state === 'ok') places.push('keychain');
  if (vault.state === 'locked' || vault.state === 'unlocked') places.push('vault');
  return { places, preferred: places[0] ?? null };
}
