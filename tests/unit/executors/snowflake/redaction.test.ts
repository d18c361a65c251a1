import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { Redactor } from '../../../../src/main/executors/snowflake/redaction.ts';

const secret = 'canary p/ss+wörd "1"';

describe('a secret that is known', () => {
  const redactor = new Redactor();
  redactor.learn(secret);

  it.each([
    ['as it is', secret],
    ['in a URL', encodeURIComponent(secret)],
    ['in a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 with one byte before it', Buffer.from(`u${secret}`).toString('base64')],
    ['in base64 behind a user', Buffer.from(`ada:${secret}!`).toString('base64')],
    ['in base64 for URLs', Buffer.from(secret).toString('base64url')],
  ])('is taken out %s', (_, spelled) => {
    const clean = redactor.redact(`refused: <${spelled}> of ada`);
    expect(clean).toContain('[redacted]');
    expect(clean).toMatch(/^refused: <.*> of ada$/);
    expect(remains(clean, secret)).toBe(false);
  });

  test('as often as it is there, and nothing else', () => {
    expect(redactor.redact(`${secret} and ${secret}, not canary`)).toBe(
      '[redacted] and [redacted], not canary',
    );
  });

  test('it is not kept', () => {
    expect(
      JSON.stringify(redactor, (_, value: unknown) => (value instanceof Set ? [...value] : value)),
    ).not.toContain('canary');
  });
});

/** Whether five letters in a row of a secret are left, in plain or decoded. */
function remains(text: string, value: string): boolean {
  const decoded = [...text.matchAll(/[\w+/-]{8,}={0,2}/g)].map(([part]) =>
    Buffer.from(part, 'base64').toString(),
  );
  return [text, ...decoded].some(each =>
    Array.from({ length: value.length - 5 }, (_, at) => value.slice(at, at + 5)).some(part =>
      each.includes(part),
    ),
  );
}

describe('what is a credential by its looks', () => {
  const redactor = new Redactor();
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const token = 'ver:3-hint:92019676298218-ETMsDgAAAYrW5q6XABRBRVMvQ0JDL1BLQ1M1UGFkZGluZw==';
  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJBQ0NPVU5UIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ';

  it.each([
    ['a key', privateKey, 'MII'],
    ['a key on one line', privateKey.replaceAll('\n', '\\n'), 'MII'],
    ['a key that was cut off', privateKey.slice(0, 400), 'MII'],
    ['a key in a URL', encodeURIComponent(privateKey), 'MII'],
    ['a session token', token, 'ETMs'],
    ['a session token in a URL', encodeURIComponent(token), 'ETMs'],
    ['a bare session token', token.slice(token.indexOf('ETMs')), 'ETMs'],
    ['a JSON web token', jwt, 'eyJ'],
    ['an authorization', `Authorization: Snowflake Token="abcdefghijkl"`, 'abcdefghijkl'],
    ['a bearer', 'Authorization: Bearer abcdefghijklmnop', 'abcdefghijkl'],
    ['a field of a form', 'grant_type=x&client_secret=abcdefghijkl&a=b', 'abcdefghijkl'],
    ['a field of JSON', '{"password":"abcdefghijkl","a":1}', 'abcdefghijkl'],
    ['a field of JSON in JSON', '{\\"password\\":\\"abcdefghijkl\\"}', 'abcdefghijkl'],
  ])('%s is taken out', (_, text, part) => {
    const clean = redactor.redact(`before ${text} after`);
    expect(clean).toContain('[redacted]');
    expect(clean).not.toContain(part);
    expect(clean).toMatch(/^before /);
  });

  it.each([
    "SQL compilation error: Object 'RAW.SHOP.TOKENS' does not exist or not authorized.",
    "invalid identifier 'PASSWORD'",
    'JWT token is invalid.',
    'The token has expired',
  ])('%s is left as it is', text => {
    expect(redactor.redact(text)).toBe(text);
  });
});

test('of a text without end, a part is looked at', () => {
  expect(new Redactor().redact('x'.repeat(1_000_000)).length).toBeLessThan(10_000);
});
