import type { KeychainStatus, Secret, VaultStatus } from '../../../shared/contract/secrets.ts';
import type { DoctorCheck } from '../../../shared/contract/workspace.ts';

interface Found {
  secrets: Secret[];
  keychain: KeychainStatus;
  vault: VaultStatus;
}

/** Where secrets are kept, and whether what needs one has it. No secret is read for it. */
export function secretsCheck({ secrets, keychain, vault }: Found): DoctorCheck {
  const name = 'secrets';
  const places = placesText(keychain, vault);
  const needed = secrets.filter(
    ({ used_by: { channels, connections } }) => channels.length + connections.length > 0,
  );
  if (vault.state === 'unusable') return failed(name, vault.message, vault.hint);
  const unread = needed.find(({ problem }) => problem !== null);
  if (unread) {
    return {
      name,
      state: 'warning',
      message: `${places}; "${unread.name}" cannot be read: ${unread.problem}`,
      hint: (unread.source === 'vault' ? vault.hint : keychain.hint) ?? undefined,
    };
  }
  const missing = needed.filter(({ source }) => source === null).map(secret => secret.name);
  if (missing.length > 0) {
    const [first, ...others] = missing;
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return {
      name,
      state: 'warning',
      message: `${places}; "${first}"${more} ${others.length > 0 ? 'are' : 'is'} not set`,
      hint: `Set it: slipway secret set ${first}`,
    };
  }
  const set =
    needed.length === 1 ? 'the one that is needed is set' : `all ${needed.length} that are needed are set`;
  return {
    name,
    state: 'ok',
    message: needed.length === 0 ? `${places}; none is needed` : `${places}; ${set}`,
  };
}

function placesText(keychain: KeychainStatus, vault: VaultStatus): string {
  const first =
    keychain.state === 'ok' ? 'in the keychain of this user, which answers' : lower(keychain.message);
  const second = {
    none: 'no vault',
    locked: `the vault ${vault.file} (locked)`,
    unlocked: `the vault ${vault.file} (unlocked)`,
    unusable: `the vault ${vault.file} (not usable)`,
  }[vault.state];
  return `${first}; ${second}`;
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function failed(name: string, message: string, hint: string | null): DoctorCheck {
  return { name, state: 'failed', message, ...(hint !== null && { hint }) };
}
