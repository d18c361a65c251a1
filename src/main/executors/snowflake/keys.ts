import { createPrivateKey, type KeyObject } from 'node:crypto';
import { executionError } from '../failures.ts';

/** Names of the secrets a key is made of, for the messages about them. */
interface KeyNames {
  key: string;
  passphrase: string | undefined;
}

/** Snowflake takes none that is shorter. */
const minBits = 2_048;

/**
 * A private key as PEM without encryption, which is what the driver signs with. Takes PKCS#8 and the traditional form, each
 * plain or encrypted. Throws a failure that names the secret and says what is wrong with it, and nothing of its text.
 */
export function readPrivateKey(text: string, passphrase: string | null, names: KeyNames): string {
  const pem = withLineEnds(text);
  const kind = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(pem)?.[1];
  if (kind === undefined || !kind.endsWith('PRIVATE KEY')) throw noPrivateKey(kind, names.key);
  if (kind === 'OPENSSH PRIVATE KEY') {
    throw unusable(
      `The secret "${names.key}" holds a key in OpenSSH's own format`,
      'Convert a copy of it with: ssh-keygen -p -m PKCS8 -f COPY',
    );
  }
  const encrypted = kind === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type:.*ENCRYPTED/m.test(pem);
  if (encrypted && passphrase === null) {
    throw unusable(
      `The private key in the secret "${names.key}" is encrypted, and the connection names no passphrase`,
      'Put the passphrase into a secret of its own, and name that one as passphrase_secret',
    );
  }
  const key = open(pem, encrypted ? passphrase : null, names);
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < minBits) {
    throw unusable(
      `The private key in the secret "${names.key}" is not an RSA key of at least ${minBits} bits`,
      'Snowflake takes no others: openssl genrsa 2048 | openssl pkcs8 -topk8 -inform PEM -out key.p8',
    );
  }
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function open(pem: string, passphrase: string | null, names: KeyNames): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase === null ? {} : { passphrase }) });
  } catch {
    // OpenSSL's words say nothing that helps.
    throw passphrase === null
      ? unusable(`The private key in the secret "${names.key}" is damaged`, 'Set the whole of its file again')
      : unusable(
          `The passphrase in the secret "${names.passphrase ?? ''}" does not open the private key in "${names.key}"`,
          'Check both; a key file that was cut off looks the same',
        );
  }
}

function noPrivateKey(kind: string | undefined, name: string) {
  if (kind?.endsWith('PUBLIC KEY') === true) {
    return unusable(
      `The secret "${name}" holds a public key: the private one belonging to it signs in`,
      'The public key belongs to the user in Snowflake: ALTER USER … SET RSA_PUBLIC_KEY',
    );
  }
  return unusable(
    `The secret "${name}" holds no private key in PEM`,
    // Without the dashes: with them it would be taken for a key, and taken out.
    'It is a text whose first line says BEGIN PRIVATE KEY or BEGIN ENCRYPTED PRIVATE KEY',
  );
}

/** Environment variables often hold "\n" in the place of line ends. */
function withLineEnds(text: string): string {
  const trimmed = text.trim();
  return trimmed.includes('\n') ? trimmed : trimmed.replaceAll('\\r', '').replaceAll('\\n', '\n');
}

function unusable(message: string, hint: string) {
  return executionError({ code: 'sign_in_failed', message, sqlstate: '28000', hint });
}
