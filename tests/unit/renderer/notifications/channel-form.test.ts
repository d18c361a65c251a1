import { describe, expect, test } from 'vitest';
import {
  type ChannelForm,
  channelProblems,
  definitionOf,
  emptyChannel,
  formOf,
} from '../../../../src/renderer/features/notifications/channels/channel-form.ts';
import { type ChannelDefinition, channelDefinition } from '../../../../src/shared/contract/notifications.ts';

const webhook = (changes: Partial<ChannelForm>): ChannelForm => ({
  ...emptyChannel,
  name: 'pager',
  url: 'https://example.com/hook',
  ...changes,
});
const mail = (changes: Partial<ChannelForm>): ChannelForm => ({
  ...emptyChannel,
  kind: 'smtp',
  name: 'ops_mail',
  host: 'smtp.example.com',
  from: 'slipway@example.com',
  to: ['ops@example.com'],
  ...changes,
});

test.each<ChannelDefinition>([
  { name: 'here', kind: 'desktop', description: 'This one' },
  { name: 'pager', kind: 'webhook', url: 'https://example.com/hook', secret: 'pager_key' },
  { name: 'pager', kind: 'webhook', url_secret: 'pager_url' },
  { name: 'chat', kind: 'slack', url_secret: 'chat_url' },
  { name: 'mail', kind: 'smtp', host: 'smtp.example.com', from: 'a@example.com', to: ['b@example.com'] },
  {
    name: 'mail',
    kind: 'smtp',
    host: '10.0.0.1',
    port: 2_525,
    security: 'tls',
    user: 'slipway',
    secret: 'mail_password',
    from: 'a@example.com',
    to: ['b@example.com', 'c@example.com'],
  },
])('a definition is the same after it was in the form: $kind $name', definition => {
  const again = definitionOf(formOf(definition));
  expect(JSON.parse(JSON.stringify(again))).toEqual(definition);
  expect(channelDefinition.safeParse(again).success).toBe(true);
  expect(channelProblems(formOf(definition))).toEqual({ wrong: {}, missing: {} });
});

test('what a kind does not have is left out of its definition', () => {
  const form = webhook({ kind: 'slack', secret: 'key', host: 'smtp.example.com' });
  expect(JSON.parse(JSON.stringify(definitionOf(form)))).toEqual({
    kind: 'slack',
    name: 'pager',
    url: 'https://example.com/hook',
  });
});

describe('what is wrong with a channel', () => {
  test('is said when it is, what is missing only when somebody wants to go on', () => {
    expect(channelProblems(emptyChannel)).toEqual({
      wrong: {},
      missing: { name: 'A channel needs a name', url: 'Give the address' },
    });
    expect(channelProblems(webhook({ name: 'Pager' }), ['pager']).wrong).toEqual({
      name: 'There is another channel “pager”',
    });
  });

  test.each(['h', 'http', 'https:/', 'HTTPS://'])('%s is an address that is being typed', url => {
    const { wrong, missing } = channelProblems(webhook({ url }));
    expect([wrong.url, missing.url]).toEqual([undefined, 'The address is not finished']);
  });

  test.each(['ftp://example.com', 'example.com/hook', 'https://user:pass@example.com', 'https://a b'])(
    '%s is no address',
    url => {
      expect(channelProblems(webhook({ url })).wrong.url).toBeDefined();
    },
  );

  test('Slack’s own address belongs in a secret', () => {
    const url = 'https://hooks.slack.com/services/T/B/x';
    expect(channelProblems(webhook({ kind: 'slack', url })).wrong.url).toContain('keep it as a secret');
    expect(channelProblems(webhook({ url })).wrong).toEqual({});
  });

  test('a secret’s value in place of its name is noticed', () => {
    const { wrong } = channelProblems(webhook({ address: 'secret', url_secret: 'https://example.com/x' }));
    expect(wrong.url_secret).toContain('never its value');
    expect(wrong.url).toBeUndefined();
  });

  test('user and password of a mail server belong together', () => {
    expect(channelProblems(mail({ user: 'slipway' })).missing).toEqual({
      secret: 'Name the secret with the password',
    });
    expect(channelProblems(mail({ secret: 'password' })).missing).toEqual({ user: 'Whose password is it?' });
  });

  test('mail addresses and the port are looked at', () => {
    const { wrong, missing } = channelProblems(
      mail({ from: 'slipway', to: ['ops', 'a@b.c'], port: '70000' }),
    );
    expect(missing.from).toBeDefined();
    expect(wrong).toEqual({ to: 'No e-mail address: ops', port: 'A whole number from 1 to 65535' });
  });
});
