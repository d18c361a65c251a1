import type { Authenticator } from './engines.ts';

/** Where Slipway can keep a secret, in the order in which it looks there. */
export const secretPlaces = ['keychain', 'vault'] as const;
export type SecretPlace = (typeof secretPlaces)[number];

/** Where the value of a secret comes from, in the order of looking: what an environment variable gives is only read. */
export const secretSources = [...secretPlaces, 'environment'] as const;
export type SecretSource = (typeof secretSources)[number];

/** What a secret is to whoever names it. */
export const secretKinds = [
  'private_key',
  'passphrase',
  'token',
  'client_secret',
  'password',
  'address',
  'signing_key',
  /** Given by the warehouse, so that the next sign-in asks nobody; without it a person is asked again. */
  'session_token',
] as const;
export type SecretKind = (typeof secretKinds)[number];

/** As people call them. */
export const secretKindWords: Record<SecretKind, string> = {
  private_key: 'private key',
  passphrase: 'key passphrase',
  token: 'token',
  client_secret: 'client secret',
  password: 'password',
  address: 'address',
  signing_key: 'signing key',
  session_token: 'sign-in token',
};

/** What the secret of a connection is; null where signing in takes none. */
export const secretKindOf: Record<Authenticator, SecretKind | null> = {
  key_pair: 'private_key',
  programmatic_access_token: 'token',
  oauth: 'token',
  oauth_client_credentials: 'client_secret',
  external_browser: null,
  password: 'password',
};

/** The longest value, in characters: a private key of 16,384 bits with its passphrase's header fits. */
export const maxSecretLength = 16_000;
/** The shortest passphrase of a vault, in characters. Whoever gets hold of the file can try as many as they like. */
export const minPassphraseLength = 12;
export const maxPassphraseLength = 1_000;

/** States of the keychain of the user who runs the engine. */
export const keychainStates = [
  'ok',
  /** There is none on this machine, or in this session. */
  'none',
  'locked',
  /** It is there, and does not let Slipway in. */
  'denied',
  /** It does not answer: it may be waiting for a person. */
  'silent',
  'failed',
] as const;
export type KeychainState = (typeof keychainStates)[number];

/** States of the passphrase vault. */
export const vaultStates = [
  'none',
  'locked',
  'unlocked',
  /** There is a file, but no vault that can be read: damaged, or written by a newer Slipway. */
  'unusable',
] as const;
export type VaultState = (typeof vaultStates)[number];

/** The environment variable that stands in for a secret. */
export function secretVariable(name: string): string {
  return `SLIPWAY_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** The environment variable a vault is opened with where nobody can be asked. */
export const passphraseVariable = 'SLIPWAY_VAULT_PASSPHRASE';

/** The environment for another program: none needs the token of the API, or secrets that it was not handed. */
export function withoutSecrets(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const own = Object.entries(environment).filter(
    ([name]) => !/^SLIPWAY_(TOKEN|SECRET|VAULT_PASSPHRASE)/i.test(name),
  );
  return Object.fromEntries(own);
}

const likeSecrets: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/, 'a private key'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/, 'a token'],
  [/\bETMsDgAAA[A-Za-z0-9+/=_-]{8,}/, 'a token'],
];

/**
 * What a text that everybody can read holds, where that looks like a secret somebody pasted into the wrong field; undefined where it
 * does not. Most secrets look like nothing.
 */
export function secretIn(text: string): string | undefined {
  return likeSecrets.find(([pattern]) => pattern.test(text))?.[1];
}

/** Beginnings that services give their tokens and key ids, so that scanners find them. */
const tokenStart =
  /^(gh[opusr]_|github_pat_|glpat-|xox[abeoprs]-|[rs]k_(live|test)_.|A[KS]IA[A-Z0-9]{16}$|ETMsDgAAA|eyJ[A-Za-z0-9_-]{8})/;

/**
 * Whether a name looks like a secret that somebody took for its name. It begins as tokens do, or at least 20 letters and digits of it
 * change between small letters, capitals and digits as often as chance makes them: every fourth at least. A capital begins a
 * word, so the small letter after it is no change; parts of one kind alone are words and dates.
 */
export function looksLikeSecret(name: string): boolean {
  if (tokenStart.test(name)) return true;
  const mixed = name.split(/[^A-Za-z0-9]+/).filter(part => !/^([a-z]*|[A-Z]*|[0-9]*)$/.test(part));
  const { length } = mixed.join('');
  const changes = mixed.flatMap(
    part => part.match(/(?<=[a-z])[A-Z0-9]|(?<=[A-Z])[0-9]|(?<=[0-9])[A-Za-z]/g) ?? [],
  );
  return length >= 20 && changes.length * 4 >= length;
}

/** A channel, as far as it names secrets. */
interface NamingChannel {
  kind: string;
  secret?: string | undefined;
  url_secret?: string | undefined;
}

/** The secrets a channel needs, and what they are to it. */
export function channelSecrets({
  kind,
  secret,
  url_secret,
}: NamingChannel): { name: string; kind: SecretKind }[] {
  return [
    ...(url_secret === undefined ? [] : [{ name: url_secret, kind: 'address' as const }]),
    ...(secret === undefined
      ? []
      : [{ name: secret, kind: kind === 'smtp' ? ('password' as const) : ('signing_key' as const) }]),
  ];
}
