import type { KeychainStatus, Secret, VaultStatus } from '../../../shared/contract/secrets.ts';
import type { DoctorCheck } from '../../../shared/contract/workspace.ts';
import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { type SecretPlace, secretVariable } from '../../../shared/domain/secrets.ts';
import { type Actor, actorText } from '../actor.ts';
import type { Context } from '../context.ts';
import type { Secrets } from '../ports.ts';
import { secretsCheck } from './check.ts';
import { namedSecrets, type Naming, unnamed } from './naming.ts';

export type SecretArea = ReturnType<typeof createSecretArea>;

/** Secrets as people see them: who names them, whether they are set, where they are kept. Never what they are. */
export function createSecretArea({ store }: Context, secrets: Secrets) {
  const view = async (name: string, naming: Naming): Promise<Secret> => ({
    name,
    ...(await secrets.state(name)),
    kinds: naming.kinds,
    used_by: { channels: naming.channels, connections: naming.connections },
  });

  const get = (name: string): Promise<Secret> => view(name, namedSecrets(store.sql).get(name) ?? unnamed);

  /** Those that are named or kept in the vault; of the tokens of connections those that there are. */
  async function list(): Promise<{ secrets: Secret[]; keychain: KeychainStatus; vault: VaultStatus }> {
    const named = namedSecrets(store.sql);
    const [keychain, vault] = await Promise.all([secrets.keychain(), secrets.vault.status()]);
    const names = [...new Set([...named.keys(), ...vault.secrets])].sort();
    const all = await Promise.all(names.map(name => view(name, named.get(name) ?? unnamed)));
    const shown = all.filter(
      ({ source, kinds }) => source !== null || kinds.some(kind => kind !== 'session_token'),
    );
    return { secrets: shown, keychain, vault };
  }

  async function record(actor: Actor, action: string, name: string, details?: Record<string, unknown>) {
    await store.write(tx => {
      tx.audit({
        actor: actorText(actor),
        action,
        objectType: action.split('.')[0] ?? '',
        objectId: null,
        objectName: name,
        ...(details && { details }),
      });
      tx.changed('secret', null);
    });
  }

  /** Does something with the vault and writes down that it was done. */
  async function vaultChange(
    actor: Actor,
    action: string,
    work: () => Promise<void> | void,
  ): Promise<VaultStatus> {
    await work();
    const status = await secrets.vault.status();
    await record(actor, `vault.${action}`, 'vault', { file: status.file });
    return status;
  }

  return {
    list,
    get,

    async set(actor: Actor, input: { secret: string; value: string; place?: SecretPlace | undefined }) {
      const { secret: name, value, place } = input;
      refuseOtherThanKey(namedSecrets(store.sql).get(name) ?? unnamed, value);
      const kept = await secrets.set(name, value, place);
      await record(actor, 'secret.set', name, { place: kept });
      return await get(name);
    },

    async remove(
      actor: Actor,
      name: string,
    ): Promise<{ removed: string; from: SecretPlace[]; problem: string | null }> {
      const { from, problem } = await secrets.delete(name);
      if (from.length === 0) throw notKept(name, (await secrets.state(name)).source === 'environment');
      await record(actor, 'secret.remove', name, { from });
      return { removed: name, from, problem };
    },

    vaultStatus: (): Promise<VaultStatus> => secrets.vault.status(),
    createVault: (actor: Actor, passphrase: string) =>
      vaultChange(actor, 'create', () => secrets.vault.create(passphrase)),
    unlockVault: (actor: Actor, passphrase: string) =>
      vaultChange(actor, 'unlock', () => secrets.vault.unlock(passphrase)),
    lockVault: (actor: Actor) => vaultChange(actor, 'lock', () => secrets.vault.lock()),
    changePassphrase: (actor: Actor, passphrase: string, next: string) =>
      vaultChange(actor, 'change_passphrase', () => secrets.vault.changePassphrase(passphrase, next)),

    check: async (): Promise<DoctorCheck> => secretsCheck(await list()),
  };
}

function notKept(name: string, inEnvironment: boolean): SlipwayError {
  if (!inEnvironment) {
    return new SlipwayError('not_found', `Neither the keychain nor the vault holds a secret "${name}"`);
  }
  return new SlipwayError(
    'conflict',
    `"${name}" is given as the environment variable ${secretVariable(name)}`,
    {
      hint: 'Start Slipway without it: what is in the environment is only read',
    },
  );
}

/** What is easily taken for a private key is a public one, a certificate, or the name of its file. */
function refuseOtherThanKey({ kinds }: Naming, value: string): void {
  if (kinds.length === 0 || kinds.some(kind => kind !== 'private_key')) return;
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(value)) return;
  throw validationError([
    {
      path: 'value',
      message: 'must be a private key in PEM form, from "-----BEGIN PRIVATE KEY-----" to its end line',
    },
  ]);
}
