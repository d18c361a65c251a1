import type { Authenticator } from './engines.ts';
import { type SecretKind, secretKindOf } from './secrets.ts';

/** The fields of a Snowflake connection that decide which secrets it needs. */
interface SignIn {
  name: string;
  authenticator: Authenticator;
  secret?: string | undefined;
  passphrase_secret?: string | undefined;
}

export interface NamedSecret {
  /** Of the connection's definition. */
  field: 'secret' | 'passphrase_secret';
  name: string;
  kind: SecretKind;
}

/** The secrets a connection needs to sign in. */
export function secretsOf({ name, authenticator, secret, passphrase_secret }: SignIn): NamedSecret[] {
  const named: NamedSecret[] = [];
  const kind = secretKindOf[authenticator];
  if (kind !== null) named.push({ field: 'secret', name: secret ?? name, kind });
  if (passphrase_secret !== undefined) {
    named.push({ field: 'passphrase_secret', name: passphrase_secret, kind: 'passphrase' });
  }
  return named;
}

/**
 * Where the token is kept that spares people the next sign-in: "sso" after one in the browser, "mfa" after one approved on
 * a second device.
 */
export function tokenName({ name }: { name: string }, kind: 'sso' | 'mfa'): string {
  return `${name}-${kind}-token`;
}
