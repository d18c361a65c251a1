import { expect, test } from 'vitest';
import { receiveWebhooks } from '../../support/receivers.ts';
import { file, servedWorkspace } from './support.ts';

test('channels, rules, secrets and the log of deliveries', async () => {
  const workspace = await servedWorkspace();
  const receiver = await receiveWebhooks();
  const channel = file('chat.yaml', 'name: chat\nkind: slack\nurl_secret: chat_url\n');
  expect(await workspace.words('notify', 'channel', 'apply', '--file', channel)).toBe(
    'Created channel chat (id 1)',
  );
  const rule = file('failures.yaml', 'name: failures\non: [failure, recovery]\nchannels: [chat]\n');
  expect(await workspace.json('notify', 'rule', 'apply', '--file', rule)).toMatchObject({ created: true });
  expect(await workspace.words('notify', 'rule', 'list')).toContain('failure, recovery');

  expect(await workspace.words('secret', 'list')).toMatch(/chat_url +address +not set +chat/);
  expect(await workspace.failure(1, 'notify', 'channel', 'test', 'chat')).toMatchObject({
    ok: false,
    message: expect.stringContaining('slipway secret set chat_url'),
  });
  const set = await workspace.run(['secret', 'set', 'chat_url'], { input: `${receiver.url}/canary\n` });
  expect(set).toMatchObject({ code: 0, stdout: 'Set chat_url in the keychain\n' });
  expect(set.stdout + set.stderr).not.toContain('canary');
  expect(await workspace.json('notify', 'channel', 'test', 'chat')).toMatchObject({ ok: true });
  expect(receiver.received).toMatchObject([{ path: '/hook/canary' }]);

  const { deliveries } = (await workspace.json('notify', 'deliveries', '--channel', 'chat')) as {
    deliveries: object[];
  };
  expect(deliveries).toMatchObject([{ state: 'delivered' }, { state: 'failed' }]);
  expect(await workspace.words('notify', 'deliveries')).toContain('answered 200');
  expect(await workspace.words('notify', 'channel', 'show', 'chat')).toContain('url_secret: chat_url');
  expect(await workspace.words('notify', 'channel', 'list')).toContain('the address in secret chat_url');

  expect(await workspace.failure(4, 'notify', 'channel', 'remove', 'chat')).toMatchObject({
    error: { code: 'conflict' },
  });
  expect(await workspace.words('notify', 'rule', 'remove', 'failures')).toBe('Deleted rule failures');
  expect(await workspace.words('notify', 'channel', 'remove', 'chat')).toBe('Deleted channel chat');
  expect(await workspace.words('secret', 'remove', 'chat_url')).toBe('Removed chat_url from the keychain');
  expect(await workspace.json('secret', 'list', 'chat_url')).toMatchObject({
    secrets: [{ name: 'chat_url', source: null, used_by: { channels: [], connections: [] } }],
  });
});

test('what is wrong with a channel is told with its place, an empty secret is refused', async () => {
  const workspace = await servedWorkspace();
  const wrong = file(
    'wrong.yaml',
    'name: chat\nkind: slack\nurl: https://hooks.slack.com/services/T0\nsecrets: x\n',
  );
  expect(await workspace.failure(2, 'notify', 'channel', 'apply', '--file', wrong)).toMatchObject({
    error: { code: 'validation', details: { problems: expect.arrayContaining([expect.anything()]) } },
  });
  const empty = await workspace.run(['secret', 'set', 'x'], { input: '\n' });
  expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining('The secret is empty') });
});
