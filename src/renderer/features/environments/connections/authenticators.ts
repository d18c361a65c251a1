import type { ConnectionDefinition } from '../../../../shared/contract/connections.ts';
import type { Authenticator } from '../../../../shared/domain/engines.ts';
import { foreignHosts, hostOf } from '../../../../shared/domain/hosts.ts';

/** How the ways to sign in are called, and what each is, in a sentence. */
export const authenticatorWords: Record<Authenticator, { word: string; about: string }> = {
  key_pair: {
    word: 'Key pair',
    about:
      'A private key that stays here proves who you are; Snowflake knows its public half. Suits services.',
  },
  programmatic_access_token: {
    word: 'Programmatic access token',
    about: 'A token made in Snowflake stands in for the password until the day it expires.',
  },
  oauth: {
    word: 'OAuth token',
    about: 'An access token that another program was given; when it expires, it has to be replaced here.',
  },
  oauth_client_credentials: {
    word: 'OAuth client credentials',
    about:
      'Your identity provider gives out a token for a client ID and a secret, anew whenever one expires.',
  },
  external_browser: {
    word: 'Browser (SSO)',
    about:
      'Your identity provider asks you in a browser on the machine the engine runs on, once; schedules then go on by themselves.',
  },
  password: {
    word: 'Password',
    about: 'The password of a user, approved on a second device.',
  },
};

/** Whether somebody has to be there for the first sign-in: it is never begun without being asked for. */
export function asksSomebody(definition: ConnectionDefinition): boolean {
  if (definition.engine !== 'snowflake') return false;
  const { authenticator, mfa = true } = definition;
  return authenticator === 'external_browser' || (authenticator === 'password' && mfa);
}

/** What somebody has to do while it signs in; undefined where nothing. */
export function askedOfSomebody(definition: ConnectionDefinition): string | undefined {
  if (!asksSomebody(definition) || definition.engine !== 'snowflake') return undefined;
  return definition.authenticator === 'external_browser'
    ? 'If a browser opens on the machine the engine runs on, sign in there.'
    : 'If your second device asks, approve the sign-in there.';
}

/** What a host that is not Snowflake's is sent when the connection signs in, a line each. */
export function sentTo(definition: ConnectionDefinition, host: string): string[] {
  if (definition.engine !== 'snowflake') return [];
  const { authenticator, user, oauth, access_url } = definition;
  const sent: string[] = [];
  if (oauth !== undefined && hostOf(oauth.token_url) === host) {
    sent.push(`the client ID ${oauth.client_id} and the client secret, for a token`);
  }
  if (access_url !== undefined && hostOf(access_url) === host) {
    const who = user === undefined ? '' : `the user ${user} and `;
    sent.push(`${who}${proofs[authenticator]}`, 'every statement, and with it all that is read and written');
  }
  return sent;
}

/** What is shown to an account to sign in. */
const proofs: Record<Authenticator, string> = {
  key_pair: 'a proof signed with the private key; the key itself is sent nowhere',
  programmatic_access_token: 'the token',
  oauth: 'the token',
  oauth_client_credentials: 'the token of the identity provider',
  external_browser: 'what your identity provider says of you',
  password: 'the password',
};

/** Hosts of a definition that are not Snowflake's own. */
export function foreignHostsOf(definition: ConnectionDefinition): string[] {
  return definition.engine === 'snowflake' ? foreignHosts(definition) : [];
}
