import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { crashText } from '../../../src/main/system/crash.ts';
import { createRedaction } from '../../../src/main/system/redaction.ts';

const secret = 'Pa ss/canary&"1"';

function redactionOf(...values: string[]) {
  const redaction = createRedaction();
  values.forEach(redaction.remember);
  return redaction;
}

describe('a value that was read', () => {
  test.each<[string, string]>([
    ['as it is', secret],
    ['encoded for an address', encodeURIComponent(secret)],
    ['the same in small letters', encodeURIComponent(secret).replaceAll(/%../g, code => code.toLowerCase())],
    ['encoded for a form', new URLSearchParams({ x: secret }).toString().slice(2)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['in HTML', 'Pa ss/canary&amp;&quot;1&quot;'],
    ['in Base64', Buffer.from(secret).toString('base64')],
    ['in Base64 of addresses', Buffer.from(`>>>${secret}???`).toString('base64url')],
    ['in Base64, behind a name', Buffer.from(`ada:${secret}`).toString('base64')],
    ['in Base64, behind a name of another length', Buffer.from(`adal:${secret}`).toString('base64')],
    ['in Base64, in the middle of what SMTP sends', Buffer.from(`\0ada\0${secret}`).toString('base64')],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
    ['in hexadecimal, in capitals', Buffer.from(secret).toString('hex').toUpperCase()],
  ])('is taken out %s', (_how, form) => {
    const { redact } = redactionOf(secret);
    const text = redact(`535 refused: ${form} is no password`);
    expect(text).toBe('535 refused: [redacted] is no password');
    expect(redact(text)).toBe(text);
  });

  test('is taken out of the middle of more hexadecimal', () => {
    const { redact } = redactionOf(secret);
    expect(redact(Buffer.from(`x${secret}y`).toString('hex'))).toBe('78[redacted]79');
  });

  test('leaves the rest as it is', () => {
    const { redact } = redactionOf(secret);
    const text =
      'answered 500 by mail.example.com; SELECT a FROM b WHERE c = 1 -- deadbeef0123456789 YWJjZGVmZ2hpag==';
    expect(redact(text)).toBe(text);
  });

  test('is taken out whole where another is a part of it', () => {
    const { redact } = redactionOf('canary12', 'canary12-and-more');
    expect(redact('x canary12-and-more y canary12 z')).toBe('x [redacted] y [redacted] z');
  });

  test('of few letters is only a word of its own; one of three letters cannot be told from others', () => {
    const { redact } = redactionOf('prod', 'abc');
    expect(redact('prod, not product; abc')).toBe('[redacted], not product; abc');
  });

  test('that is a private key is known by each of its lines, and by all of them in one', () => {
    const { privateKey: pem } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const { redact } = redactionOf(pem);
    const body = pem.split('\n').slice(1, -2);
    for (const line of body) expect(redact(`line ${line}`)).toBe('line [redacted]');
    expect(redact(`key ${body.join('')}`)).toBe('key [redacted]');
    expect(redact(JSON.stringify({ key: pem }))).toBe('{"key":"[redacted]"}');
    expect(redact(`b64 ${Buffer.from(pem).toString('base64')}`)).toBe('b64 [redacted]');
    expect(redact(pem.replaceAll('\n', '\r\n'))).toBe('[redacted]\r\n');
  });

  test('that is an address is known by its path and what is in that', () => {
    const { redact } = redactionOf(
      'https://hooks.example.com/services/T0001/B0002/abcdef123456?key=0123456789',
    );
    expect(redact('POST /services/T0001/B0002/abcdef123456?key=0123456789 404')).toBe('POST [redacted] 404');
    expect(redact('no channel abcdef123456 in services')).toBe('no channel [redacted] in services');
  });

  test('is forgotten only when a thousand others came after it', () => {
    const { redact, remember } = redactionOf('the-first-one');
    for (let n = 0; n < 999; n += 1) remember(`secret-number-${n}`);
    expect(redact('the-first-one')).toBe('[redacted]');
    remember('one-too-many');
    expect(redact('the-first-one one-too-many')).toBe('the-first-one [redacted]');
  });
});

describe('what looks like a secret', () => {
  const { redact } = createRedaction();
  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJBQ0NPVU5UIn0.c2lnbmF0dXJlLW9mLWl0';
  test.each([
    [
      `key: -----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n-----END ENCRYPTED PRIVATE KEY----- end`,
      'key: [redacted] end',
    ],
    ['cut off: -----BEGIN RSA PRIVATE KEY-----\nMIIEow', 'cut off: [redacted]'],
    [`token ${jwt}.`, 'token [redacted].'],
    ['master ETMsDgAAAZx1a2b3c4d5/+==', 'master [redacted]'],
    ['token ver:1-hint:92019686956010-ETMsDgAAAXl', 'token [redacted]'],
    ['Snowflake Token="abc def"', 'Snowflake Token="[redacted]"'],
    ['Authorization: Basic YWRhOnB3', 'Authorization: Basic [redacted]'],
    ['authorization=Snowflake Token', 'authorization=Snowflake [redacted]'],
    [`{"authorization":"Bearer x1","accept":"*"}`, '{"authorization":"Bearer [redacted]","accept":"*"}'],
    ['sent with Bearer abcdefgh1234', 'sent with Bearer [redacted]'],
    ['postgres://ada:hunter2@db.example.com/x', 'postgres://ada:[redacted]@db.example.com/x'],
    ['password=hunter2&x=1', 'password=[redacted]&x=1'],
    [`PASSWORD = 'hun ter2', x`, `PASSWORD = '[redacted]', x`],
    ['"client_secret": "hunter2", "a": 1', '"client_secret": "[redacted]", "a": 1'],
    [String.raw`{\"password\":\"hunter2\",\"a\":1}`, String.raw`{\"password\":\"[redacted]\",\"a\":1}`],
    ['password: hunter2\nuser: ada', 'password: [redacted]\nuser: ada'],
    ['SLIPWAY_SECRET_WAREHOUSE=hunter2', 'SLIPWAY_SECRET_WAREHOUSE=[redacted]'],
    ['access_token=abc', 'access_token=[redacted]'],
  ])('%j', (text, cleaned) => {
    expect(redact(text)).toBe(cleaned);
    expect(redact(cleaned)).toBe(cleaned);
  });

  test.each([
    'passphrase: must have at least 12 characters',
    'syntax error: unexpected token: SELECT at line 1',
    'Snowflake refused to sign in: the password has expired',
    'https://xy12345.snowflakecomputing.com:443/session/v1/login-request',
    'the bearer of this has a token',
  ])('%j is none', text => expect(redact(text)).toBe(text));
});

test('fields are cleaned in depth, and those that are called like a secret are gone', () => {
  const { fields } = redactionOf(secret);
  expect(
    fields({
      run: 7,
      token: 'x',
      none: null,
      at: { password: 'x', api_key: 'x', note: `got ${secret}`, list: [secret, 1] },
      token_count: 3,
    }),
  ).toEqual({
    run: 7,
    token: '[redacted]',
    none: null,
    at: { password: '[redacted]', api_key: '[redacted]', note: 'got [redacted]', list: ['[redacted]', 1] },
    token_count: 3,
  });
  expect(fields({ error: new Error(secret) }).error).toMatch(/^Error: \[redacted\]\n/);
});

test('what a crash prints is cleaned', () => {
  const { redact } = redactionOf(secret);
  expect(crashText(new Error(`no ${secret}`), redact)).toMatch(/^Error: no \[redacted\]\n/);
  expect(crashText(secret, redact)).toBe('[redacted]');
});

test('many keys make no text wait', () => {
  const values = Array.from({ length: 30 }, (_, key) =>
    Array.from({ length: 30 }, (_line, n) =>
      Buffer.from(`key ${key} line ${n} ${'x'.repeat(30)}`).toString('base64'),
    ).join('\n'),
  );
  const { redact } = redactionOf(...values);
  const line =
    'executor: could not do this and that at 2026-03-01T12:00:00.000Z because of it, see above for more ';
  redact(line);
  const began = performance.now();
  for (let n = 0; n < 100; n += 1) redact(line.repeat(20));
  // Half a millisecond each on an idle machine.
  expect(performance.now() - began).toBeLessThan(2_000);
});
