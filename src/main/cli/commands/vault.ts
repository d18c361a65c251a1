import type { Command } from 'commander';
import type { VaultStatus } from '../../../shared/contract/secrets.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { minPassphraseLength, passphraseVariable } from '../../../shared/domain/secrets.ts';
import { askSecret, askSecrets } from '../ask.ts';
import type { Cli } from '../cli.ts';
import { act, verb } from '../command.ts';
import { counted } from '../output/text.ts';

export function define(vault: Command): void {
  vault.description(
    'The passphrase vault: secrets in an encrypted file of yours, for where there is no keychain. It is for all of your workspaces.',
  );
  const passphrases = `The passphrase is asked for, or read from stdin; where ${passphraseVariable} is set, it is taken from there.`;

  verb(vault, 'status', 'Show whether there is a vault, where, and whether it is unlocked', {
    examples: ['vault status'],
  }).action(
    act(async cli => {
      const client = await cli.client('nothing');
      show(cli, await client.vault.status());
    }),
  );

  verb(vault, 'create', 'Make the vault, and unlock it', {
    about: `${passphrases} It has at least ${minPassphraseLength} characters. Nobody can recover it: without it the secrets in the vault are lost.`,
    examples: ['vault create', 'pass show slipway | slipway vault create'],
  }).action(
    act(async cli => {
      const passphrase = given() ?? (await askNew());
      const client = await cli.client('nothing');
      const made = await client.vault.create({ passphrase });
      cli.terminal.result(made, () => `Made the vault ${made.file}`);
    }),
  );

  verb(vault, 'unlock', 'Unlock the vault in the Slipway that has the workspace open', {
    about: `${passphrases} It stays unlocked until it is locked or that Slipway ends. To have it unlocked in a Slipway that nobody can be asked by, start it with ${passphraseVariable}.`,
    examples: ['vault unlock'],
  }).action(
    act(async cli => {
      // Read first: an engine of our own takes it out of the environment.
      const fromEnvironment = given();
      const { client, own } = await cli.engine('nothing');
      const { state } = await client.vault.status();
      if (own && state !== 'none') throw nobodyStays();
      const passphrase = fromEnvironment ?? (await askSecret('Passphrase: '));
      const unlocked = await client.vault.unlock({ passphrase });
      cli.terminal.result(
        unlocked,
        () => `Unlocked the vault: ${counted(unlocked.secrets.length, 'secret')}`,
      );
    }),
  );

  verb(vault, 'lock', 'Lock the vault again', { examples: ['vault lock'] }).action(
    act(async cli => {
      const client = await cli.client('nothing');
      const locked = await client.vault.lock();
      cli.terminal.result(locked, () => (locked.state === 'none' ? locked.message : 'Locked the vault'));
    }),
  );

  verb(vault, 'passphrase', 'Change the passphrase of the vault', {
    about:
      'Both are asked for, or read from stdin, a line each: the one it has, then the new one. Other Slipways that had the vault unlocked find it locked.',
    examples: ['vault passphrase'],
  }).action(
    act(async cli => {
      const [passphrase, next] = process.stdin.isTTY
        ? [await askSecret('Passphrase: '), await askNew('New passphrase')]
        : await askSecrets(2);
      const client = await cli.client('nothing');
      const changed = await client.vault.changePassphrase({
        passphrase: passphrase ?? '',
        new_passphrase: next ?? '',
      });
      cli.terminal.result(changed, () => 'Changed the passphrase');
    }),
  );
}

function given(): string | undefined {
  return process.env[passphraseVariable] || undefined;
}

/** Twice where somebody types: a slip nobody saw would cost all that the vault is to hold. */
async function askNew(what = 'Passphrase'): Promise<string> {
  const passphrase = await askSecret(`${what}: `);
  if (!process.stdin.isTTY || (await askSecret(`${what} again: `)) === passphrase) return passphrase;
  throw new SlipwayError('validation', 'The two are not the same', { hint: 'Nothing was changed' });
}

function nobodyStays(): SlipwayError {
  return new SlipwayError(
    'precondition',
    'No Slipway has the workspace open: there is none to unlock the vault in',
    {
      hint: `Start the application or "slipway serve" first, or start what needs the vault with ${passphraseVariable}`,
    },
  );
}

function show({ terminal }: Cli, status: VaultStatus): void {
  terminal.result(status, () =>
    terminal.facts([
      ['vault', status.state],
      ['file', status.file],
      ['secrets', status.secrets.join(', ') || 'none'],
      ...(status.hint === null ? [] : ([['hint', status.hint]] as [string, string][])),
    ]),
  );
}
