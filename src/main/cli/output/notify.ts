import type { Channel, Delivery, Rule } from '../../../shared/contract/notifications.ts';
import type { Cell, Span } from './table.ts';
import type { Terminal } from './terminal.ts';
import { moment } from './times.ts';

export function channelList(channels: Channel[], terminal: Terminal): string {
  if (channels.length === 0) return 'There are no channels.';
  return terminal.table(
    [{ title: 'channel' }, { title: 'kind', keep: true }, { title: 'to' }, { title: 'rules', optional: 1 }],
    channels.map<Cell[]>(channel => [channel.name, channel.kind, goesTo(channel), channel.rules.join(', ')]),
  );
}

function goesTo({ definition }: Channel): string {
  switch (definition.kind) {
    case 'desktop':
      return 'this machine';
    case 'smtp':
      return definition.to.join(', ');
    default:
      return definition.url ?? `the address in secret ${definition.url_secret}`;
  }
}

export function channelText(
  channel: Channel,
  terminal: Terminal,
  writeYaml: (value: unknown) => string,
): string {
  return `${channel.name} ${terminal.paint('dim', `channel ${channel.id}`)}\n${terminal.facts([
    ['rules', channel.rules.join(', ')],
    ['changed', moment(channel.updated_at, terminal.now)],
  ])}\n\n${writeYaml(channel.definition).trimEnd()}`;
}

export function ruleList(rules: Rule[], terminal: Terminal): string {
  if (rules.length === 0) return 'There are no rules.';
  return terminal.table(
    [
      { title: 'rule' },
      { title: 'tells about' },
      { title: 'of' },
      { title: 'channels' },
      { title: 'on', keep: true, optional: 1 },
    ],
    rules.map<Cell[]>(({ name, definition }) => [
      name,
      definition.on.map(kind => (kind === 'slow' ? `slow (×${definition.factor ?? 2})` : kind)).join(', '),
      [
        definition.jobs === undefined ? [] : definition.jobs.join(', '),
        definition.environments === undefined ? [] : `in ${definition.environments.join(', ')}`,
      ]
        .flat()
        .join(' ') || 'all jobs',
      definition.channels.join(', '),
      definition.enabled === false ? 'no' : 'yes',
    ]),
  );
}

const looks: Record<Delivery['state'], Span> = {
  pending: { text: '… pending', style: 'yellow' },
  delivered: { text: '✓ delivered', style: 'green' },
  failed: { text: '✗ failed', style: 'red' },
};

export function deliveryList(deliveries: Delivery[], terminal: Terminal): string {
  if (deliveries.length === 0) return 'Nothing was sent.';
  return terminal.table(
    [
      { title: 'at', keep: true },
      { title: 'channel' },
      { title: 'state', keep: true },
      { title: 'tries', keep: true, align: 'right' },
      { title: 'message' },
      { title: 'last answer', optional: 1 },
    ],
    deliveries.map<Cell[]>(delivery => [
      moment(delivery.created_at, terminal.now),
      delivery.channel,
      looks[delivery.state],
      String(delivery.attempts.length),
      delivery.message.message,
      delivery.attempts.at(-1)?.message ?? '',
    ]),
  );
}
