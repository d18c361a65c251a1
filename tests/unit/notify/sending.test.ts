import { expect, test } from 'vitest';
import { channelDefinition } from '../../../src/shared/contract/notifications.ts';
import { signatureOf } from '../../../src/main/notify/signature.ts';
import { messageText, slackText } from '../../../src/main/notify/text.ts';

test('the signature is the one that anybody can compute', () => {
  // printf '1772366460.{"a":1}' | openssl dgst -sha256 -hmac key
  expect(signatureOf('key', 1_772_366_460, '{"a":1}')).toMatchInlineSnapshot(
    `"t=1772366460,v1=e85bcf8f4e4ede2b9440fd1b8e9d8223a4fe3ad043169f41dce3b43e91c230dc"`,
  );
});

const message = {
  id: 'x',
  time: '2026-03-01T12:00:00.000Z',
  kind: 'failure' as const,
  count: 1,
  job: 'j',
  run: 1,
  environment: 'dev',
  state: 'failed' as const,
  message: 'j #1 failed',
  lines: ['j #1 failed'],
  link: 'slipway://run/1',
};

test('texts say a single thing once, and each of several', () => {
  expect(messageText(message)).toBe('j #1 failed\n\nslipway://run/1');
  const two = { ...message, count: 2, message: '2 events: 2 failed', lines: ['a & b', '<c>'], link: null };
  expect(messageText(two)).toBe('2 events: 2 failed\n\na & b\n<c>');
  expect(slackText(two)).toBe('2 events: 2 failed\n\na &amp; b\n&lt;c&gt;');
  const lines = Array.from({ length: 10 }, (_, n) => `${n}`);
  expect(messageText({ ...two, count: 12, lines }).endsWith('\n9\n…')).toBe(true);
});

const problems = (definition: object) =>
  channelDefinition
    .safeParse({ name: 'c', ...definition })
    .error?.issues.map(({ path, message: text }) => `${path.join('.')}: ${text}`) ?? [];

test.each([
  ['ftp://example.com/x', 'begins with https:// or http://'],
  ['javascript:alert(1)', 'begins with https:// or http://'],
  ['https://me:pass@example.com/', 'must not hold a user or password'],
  ['https://ex ample.com', 'begins with https:// or http://'],
  ['https://exa^mple.com', 'is no host'],
])('%s is no address of a webhook', (url, text) => {
  expect(problems({ kind: 'webhook', url })[0]).toContain(text);
});

test('a webhook has one address, Slack keeps it a secret, a user needs a password', () => {
  expect(problems({ kind: 'webhook', url: 'http://localhost:8080/x?a=1' })).toEqual([]);
  expect(problems({ kind: 'webhook' })).toHaveLength(1);
  expect(problems({ kind: 'webhook', url: 'https://a.example', url_secret: 's' })).toHaveLength(1);
  expect(problems({ kind: 'slack', url: 'https://hooks.slack.com/services/T' })[0]).toContain('url_secret');
  const mail = { kind: 'smtp', host: 'mail.example.com', from: 'a@example.com', to: ['b@example.com'] };
  expect(problems(mail)).toEqual([]);
  expect(problems({ ...mail, user: 'u' })).toHaveLength(1);
  expect(problems({ ...mail, to: ['nobody'] })[0]).toContain('one e-mail address');
});
