import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { isEncryptedKey, pemProblem } from '../../src/shared/domain/pem.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const plain = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const encrypted = privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
  .toString();
const old = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const oldEncrypted = privateKey
  .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
  .toString();

test('private keys are taken, and it is told which ask for a passphrase', () => {
  for (const pem of [plain, encrypted, old, oldEncrypted]) expect(pemProblem(pem)).toBeUndefined();
  expect([plain, encrypted, old, oldEncrypted].map(isEncryptedKey)).toEqual([false, true, false, true]);
});

test.each([
  ['nothing of a key', 'a password', 'begins with -----BEGIN PRIVATE KEY-----'],
  ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'This is a public key'],
  ['half a key', plain.slice(0, 200), 'The end of the key is missing'],
  ['a key of OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----', 'ssh-keygen'],
  ['a certificate', '-----BEGIN CERTIFICATE-----', 'This is a certificate'],
  ['something else', '-----BEGIN DH PARAMETERS-----', 'no private key but “dh parameters”'],
])('%s is refused with what it is', (_what, text, said) => {
  expect(pemProblem(text)).toContain(said);
});
