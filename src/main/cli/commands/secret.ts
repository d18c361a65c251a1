import type { Command } from 'commander';
import { askSecret } from '../ask.ts';
import { act, verb } from '../command.ts';
import { sourceText } from '../output/secrets.ts';

export function define(secret: Command): void {
  secret.description(
    'Secrets that channels name: values in the keychain of this machine, or in SLIPWAY_SECRET_NAME variables.',
  );

  verb(secret, 'set <name>', 'Keep a secret in the keychain', {
    about:
      'The value is asked for, or read from stdin; never from an argument, which others on the machine could see. A newline at its end is no part of it.',
    examples: ['secret set team_chat_url', 'secret set signing_key < key.txt'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client('nothing');
      const value = await askSecret(`Value of ${name}: `);
      const set = await client.secrets.set({ secret: name, value });
      cli.terminal.result(set, () => `Set ${set.name} in the keychain`);
    }),
  );

  verb(secret, 'remove <name>', 'Remove a secret from the keychain', {
    examples: ['secret remove team_chat_url'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const result = await client.secrets.remove({ secret: name });
      cli.terminal.result(result, () => `Removed ${result.removed} from the keychain`);
    }),
  );

  verb(secret, 'list [name]', 'List the secrets that channels name, and where their values come from', {
    about: 'With a NAME, that one alone. Values are never shown.',
    examples: ['secret list', 'secret list team_chat_url'],
  }).action(
    act<[string | undefined]>(async (cli, [name]) => {
      const client = await cli.client();
      const { secrets: named } = await client.secrets.list();
      const secrets =
        name === undefined
          ? named
          : [
              {
                ...(await client.secrets.has({ secret: name })),
                channels: named.find(each => each.name === name)?.channels ?? [],
              },
            ];
      cli.terminal.result({ secrets }, () => {
        if (secrets.length === 0) return 'No channel names a secret.';
        return cli.terminal.table(
          [{ title: 'secret' }, { title: 'value', keep: true }, { title: 'channels' }],
          secrets.map(each => [each.name, sourceText(each.name, each.source), each.channels.join(', ')]),
        );
      });
    }),
  );
}
