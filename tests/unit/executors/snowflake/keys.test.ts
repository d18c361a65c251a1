import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { ExecutionError } from '../../../../src/main/engine/ports.ts';
import { readPrivateKey } from '../../../../src/main/executors/snowflake/keys.ts';
import { redaction } from '../../../../src/main/system/redaction.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const passphrase = 'canary phrase';
const pem = (type: 'pkcs8' | 'pkcs1', encrypted: boolean) =>
  privateKey
    .export({ format: 'pem', type, ...(encrypted ? { cipher: 'aes-256-cbc', passphrase } : {}) })
    .toString();
const names = { key: 'prod-key', passphrase: 'prod-phrase' };

const refusal = (text: string, phrase: string | null) => {
  try {
    readPrivateKey(text, phrase, names);
  } catch (cause) {
    if (cause instanceof ExecutionError) return cause.failure;
    throw cause;
  }
  throw new Error('It was expected to be refused');
};

describe('keys that can be read', () => {
  it.each([
    ['PKCS#8', pem('pkcs8', false), null],
    ['PKCS#8, encrypted', pem('pkcs8', true), passphrase],
    ['traditional', pem('pkcs1', false), null],
    ['traditional, encrypted', pem('pkcs1', true), passphrase],
    ['with a passphrase that it does not need', pem('pkcs8', false), passphrase],
    ['with line ends of Windows', pem('pkcs8', false).replaceAll('\n', '\r\n'), null],
    ['on one line of an environment variable', pem('pkcs8', true).trim().replaceAll('\n', '\\n'), passphrase],
  ])('%s', (_, text, phrase) => {
    const read = readPrivateKey(text, phrase, names);
    expect(read).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(createPrivateKey(read).equals(privateKey)).toBe(true);
  });
});

describe('keys that cannot', () => {
  it.each([
    [
      'a wrong passphrase',
      pem('pkcs8', true),
      'wrong',
      /passphrase in the secret "prod-phrase" does not open .* "prod-key"/,
    ],
    ['a wrong passphrase, traditional', pem('pkcs1', true), 'wrong', /does not open/],
    ['no passphrase', pem('pkcs8', true), null, /is encrypted, and the connection names no passphrase/],
    ['no passphrase, traditional', pem('pkcs1', true), null, /is encrypted/],
    [
      'a public key',
      publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      null,
      /holds a public key/,
    ],
    ['a password', 'hunter2-hunter2', null, /holds no private key in PEM/],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----',
      null,
      /holds no private key/,
    ],
    [
      'OpenSSH',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAA==\n-----END OPENSSH PRIVATE KEY-----',
      null,
      /OpenSSH/,
    ],
    ['half a key', pem('pkcs8', false).slice(0, 600), null, /is damaged/],
    [
      'a short key',
      generateKeyPairSync('rsa', { modulusLength: 1_024 })
        .privateKey.export({ format: 'pem', type: 'pkcs8' })
        .toString(),
      null,
      /not an RSA key of at least 2048 bits/,
    ],
    [
      'a key of another kind',
      generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      null,
      /not an RSA key/,
    ],
  ])('%s', (_, text, phrase, message) => {
    const failure = refusal(text, phrase);
    expect(failure).toMatchObject({ code: 'sign_in_failed', retryable: false });
    expect(failure.message).toMatch(message);
    expect(failure.hint).not.toBeNull();
    // As it reaches people: a hint that looked like a key would be taken out.
    expect(redaction.redact(failure.hint ?? '')).toBe(failure.hint);
  });

  test('of which nothing is said back', () => {
    const failure = refusal(pem('pkcs8', true), 'wrong');
    expect(JSON.stringify(failure)).not.toMatch(/canary|wrong|MII/);
  });
});
