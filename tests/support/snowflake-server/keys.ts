import { createHash, createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { signInErrors } from './errors.ts';

/** A key pair as people make one for Snowflake: RSA, PKCS#8, the private half encrypted when there is a passphrase. */
export function createKeyPair(passphrase?: string): { privateKey: string; publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding:
      passphrase === undefined
        ? { type: 'pkcs8', format: 'pem' }
        : { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  });
}

/** As Snowflake shows it in RSA_PUBLIC_KEY_FP. */
export function fingerprint(publicKey: string): string {
  const der = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
  return `SHA256:${createHash('sha256').update(der).digest('base64')}`;
}

export interface Expected {
  account: string;
  user: string;
  publicKeys: readonly string[];
  nowMs: number;
}

/** A minute either way is allowed between the clocks; a token is good for an hour at most. */
const skewMs = 60_000;
const maxLifetimeMs = 60 * 60_000;

/**
 * Whether a token signs the user in; throws what the account answers where it does not. What no right client sends is
 * told to `strange`.
 */
export function checkJwt(token: string, expected: Expected, strange: (reason: string) => void): void {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const head = decode(header);
  const claims = decode(payload);
  if (head === null || claims === null || signature === '' || more.length > 0) {
    strange('the JWT is none: three parts of base64url with JSON in the first two are expected');
    throw signInErrors.jwt('JWT_TOKEN_INVALID_FORMAT');
  }
  if (head['alg'] !== 'RS256') {
    strange(`the JWT is signed with ${String(head['alg'])} and not with RS256`);
    throw signInErrors.jwt('JWT_TOKEN_INVALID_ALGORITHM');
  }
  const { iss, sub, iat, exp } = claims;
  const subject = `${expected.account.toUpperCase()}.${expected.user.toUpperCase()}`;
  if (sub !== subject) throw signInErrors.jwt('JWT_TOKEN_INVALID_SUBJECT_IN_ISSUER');
  const key = expected.publicKeys.find(candidate => iss === `${subject}.${fingerprint(candidate)}`);
  if (key === undefined) throw signInErrors.jwt('JWT_TOKEN_INVALID_PUBLIC_KEY_FINGERPRINT_MISMATCH');
  const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!verify.verify(key, signature, 'base64url')) throw signInErrors.jwt('JWT_TOKEN_INVALID_SIGNATURE');
  if (typeof iat !== 'number' || typeof exp !== 'number' || iat < 1e12 || exp < 1e12) {
    strange('iat and exp of the JWT must be in milliseconds');
    throw signInErrors.jwt('JWT_TOKEN_INVALID_ISSUE_TIME');
  }
  if (exp <= iat || exp - iat > maxLifetimeMs) {
    strange('the JWT must end after it begins, and within an hour');
    throw signInErrors.jwt('JWT_TOKEN_EXPIRY_TOO_LONG');
  }
  if (iat > expected.nowMs + skewMs || exp <= expected.nowMs) {
    throw signInErrors.jwt('JWT_TOKEN_INVALID_ISSUE_TIME');
  }
}

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
