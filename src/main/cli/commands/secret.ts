import type { Command } from 'commander';
import type { Secret } from '../../../shared/contract/secrets.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { secretKindWords, type SecretPlace, secretPlaces } from '../../../shared/domain/secrets.ts';
import { askSecret } from '../ask.ts';
import type { Cli } from '../cli.ts';
import { act, verb } from '../command.ts';
import { placeText } from '../output/secrets.ts';
import { safe } from '../output/text.ts';

export function define(secret: Command): void {
  secret.description(
    'Secrets that connections and channels name: values in the keychain of this machine, in the vault, or in SLIPWAY_SECRET_NAME variables.',
  );

  verb(secret, 'set <name>', 'Keep a secret, in place of the value before', {
    about:
      'The value is asked for, or read from stdin; never from an argument, which others on the machine could see. A newline at its end is no part of it. Without --in it goes where it is kept now; a new one to the keychain, or to the vault where there is no keychain.',
    examples: [
      'secret set team_chat_url',
      'secret set warehouse < rsa_key.p8',
      'secret set warehouse --in vault < rsa_key.p8',
    ],
  })
    .option('--in <place>', 'keychain or vault')
    .action(
      act<[string], { in?: string }>(async (cli, [name], { in: where }) => {
        const place = where === undefined ? undefined : placeOf(where);
        const client = await cli.client('nothing');
        const value = await askSecret(`Value of ${name}: `);
        const set = await client.secrets.set({ secret: name, value, place });
        cli.terminal.result(set, () => `Set ${set.name} ${placeText(set)}`);
      }),
    );

  verb(secret, 'remove <name>', 'Remove a secret from wherever it is kept', {
    about:
      'Also a token that spares people the next sign-in (CONNECTION-sso-token, CONNECTION-mfa-token): the next one asks them again.',
    examples: ['secret remove team_chat_url', 'secret remove warehouse-sso-token'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const result = await client.secrets.remove({ secret: name });
      if (result.problem !== null) {
        cli.terminal.warn(safe(`${result.problem}, so it was not asked: it may hold ${name}, too`));
      }
      cli.terminal.result(
        result,
        () => `Removed ${result.removed} from the ${result.from.join(' and the ')}`,
      );
    }),
  );

  verb(secret, 'list [name]', 'List the secrets that are named, who names them, and where their values are', {
    about: 'With a NAME, that one alone. Values are never shown.',
    examples: ['secret list', 'secret list team_chat_url'],
  }).action(
    act<[string | undefined]>(async (cli, [name]) => {
      const client = await cli.client();
      if (name !== undefined) {
        const found = await client.secrets.get({ secret: name });
        cli.terminal.result({ secrets: [found] }, () => secretTable(cli, [found]));
        return;
      }
      const { secrets, keychain, vault } = await client.secrets.list();
      for (const { state, message, hint } of [keychain, vault]) {
        if (!['ok', 'none', 'unlocked'].includes(state)) {
          cli.terminal.say(safe(hint === null ? message : `${message}. ${hint}`));
        }
      }
      cli.terminal.result({ secrets, keychain, vault }, () =>
        secrets.length === 0 ? 'Nothing names a secret.' : secretTable(cli, secrets),
      );
    }),
  );
}

function placeOf(text: string): SecretPlace {
  const place = secretPlaces.find(known => known === text);
  if (place !== undefined) return place;
  throw new SlipwayError('validation', `"${text}" is no place for secrets`, {
    hint: `It is one of ${secretPlaces.join(', ')}`,
  });
}

function secretTable(cli: Cli, secrets: Secret[]): string {
  return cli.terminal.table(
    [
      { title: 'secret', keep: true },
      { title: 'what it is' },
      { title: 'value', keep: true },
      { title: 'used by' },
    ],
    secrets.map(each => [
      each.name,
      each.kinds.map(kind => secretKindWords[kind]).join(', '),
      each.problem === null
        ? placeText(each)
        : `${each.source === null ? 'not known' : placeText(each)} (${each.problem})`,
      [...each.used_by.connections, ...each.used_by.channels].join(', '),
    ]),
  );
}
