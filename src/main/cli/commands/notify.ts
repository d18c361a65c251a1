import type { Command } from 'commander';
import type { DeliveryState } from '../../../shared/domain/notices.ts';
import { act, verb } from '../command.ts';
import { exitCodes } from '../errors.ts';
import { channelList, channelText, deliveryList, ruleList } from '../output/notify.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';

export function define(notify: Command): void {
  notify.description('Notifications: channels they go to, rules of what is told, the log of deliveries.');
  channels(notify.command('channel').summary('channels: list, show, apply, test, remove'));
  rules(notify.command('rule').summary('rules: list, apply, remove'));

  addPaging(
    verb(notify, 'deliveries', 'List what was sent, newest first, with every attempt', {
      examples: ['notify deliveries', 'notify deliveries --channel team_chat --state failed'],
    })
      .option('--channel <channel>', 'to this channel')
      .option('--state <state>', 'pending, delivered or failed')
      .option('--run <run>', 'about this run alone', Number),
  ).action(
    act<[], Paging & { channel?: string; state?: DeliveryState; run?: number }>(
      async (cli, _, { channel, state, run, limit, after }) => {
        const client = await cli.client();
        const page = await client.deliveries.list({ channel, state, run, limit, after });
        cli.terminal.result(page, () => deliveryList(page.deliveries, cli.terminal));
        sayNext(cli.terminal, page.next);
      },
    ),
  );
}

function channels(channel: Command): void {
  channel.description(
    'Channels: desktop, webhook, slack, smtp. They name secrets; "secret set" keeps those.',
  );

  verb(channel, 'list', 'List channels', { examples: ['notify channel list'] }).action(
    act(async cli => {
      const client = await cli.client();
      const found = await client.channels.list();
      cli.terminal.result(found, () => channelList(found.channels, cli.terminal));
    }),
  );

  verb(channel, 'show <channel>', 'Show a channel', { examples: ['notify channel show team_chat'] }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const found = await client.channels.get({ channel: name });
      const { writeYaml } = await import('../../engine/definitions/yaml.ts');
      cli.terminal.result(found, () => channelText(found, cli.terminal, writeYaml));
    }),
  );

  verb(channel, 'apply', 'Create or update a channel from a file', {
    about: 'The file is YAML or JSON (docs/cli.md). It names secrets and holds none.',
    examples: ['notify channel apply --file team_chat.yaml'],
  })
    .requiredOption('--file <file>', 'the definition, or "-" for stdin')
    .action(
      act<[], { file: string }>(async (cli, _, { file }) => {
        const [{ readDefinition }, { channelDefinition }] = await Promise.all([
          import('../definition-file.ts'),
          import('../../../shared/contract/notifications.ts'),
        ]);
        const { definition, located } = await readDefinition(file, channelDefinition);
        const client = await cli.client('nothing');
        const applied = await located(client.channels.apply({ definition }));
        cli.terminal.result(
          applied,
          () => `${applied.created ? 'Created' : 'Updated'} channel ${applied.name} (id ${applied.id})`,
        );
      }),
    );

  verb(channel, 'test <channel>', 'Send a test message, now', {
    about: 'Ends with 1 when the channel does not take it. The attempt is in "notify deliveries".',
    examples: ['notify channel test team_chat'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const tested = await client.channels.test({ channel: name });
      cli.terminal.result(
        tested,
        () => `${tested.ok ? 'Sent' : 'Not sent'}: ${tested.message} (${formatDuration(tested.elapsed_ms)})`,
      );
      return tested.ok ? exitCodes.done : exitCodes.failed;
    }),
  );

  verb(channel, 'remove <channel>', 'Delete a channel that no rule sends to', {
    examples: ['notify channel remove team_chat'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const result = await client.channels.remove({ channel: name });
      cli.terminal.result(result, () => `Deleted channel ${result.removed}`);
    }),
  );
}

function rules(rule: Command): void {
  rule.description('Rules: what is told about which jobs, and to which channels.');

  verb(rule, 'list', 'List rules', { examples: ['notify rule list'] }).action(
    act(async cli => {
      const client = await cli.client();
      const found = await client.rules.list();
      cli.terminal.result(found, () => ruleList(found.rules, cli.terminal));
    }),
  );

  verb(rule, 'apply', 'Create or update a rule from a file', {
    about: 'The file is YAML or JSON (docs/cli.md).',
    examples: ['notify rule apply --file failures.yaml'],
  })
    .requiredOption('--file <file>', 'the definition, or "-" for stdin')
    .action(
      act<[], { file: string }>(async (cli, _, { file }) => {
        const [{ readDefinition }, { ruleDefinition }] = await Promise.all([
          import('../definition-file.ts'),
          import('../../../shared/contract/notifications.ts'),
        ]);
        const { definition, located } = await readDefinition(file, ruleDefinition);
        const client = await cli.client('nothing');
        const applied = await located(client.rules.apply({ definition }));
        cli.terminal.result(
          applied,
          () => `${applied.created ? 'Created' : 'Updated'} rule ${applied.name} (id ${applied.id})`,
        );
      }),
    );

  verb(rule, 'remove <rule>', 'Delete a rule', { examples: ['notify rule remove failures'] }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const result = await client.rules.remove({ rule: name });
      cli.terminal.result(result, () => `Deleted rule ${result.removed}`);
    }),
  );
}
