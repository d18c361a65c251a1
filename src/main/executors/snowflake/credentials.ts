import type { SnowflakeConnection } from '../../../shared/contract/connections.ts';
import { secretsOf } from '../../../shared/domain/connection-secrets.ts';
import { secretKindOf, secretKindWords, secretVariable } from '../../../shared/domain/secrets.ts';
import type { Redaction } from '../../system/redaction.ts';
import type { AskSecret } from '../backend.ts';
import { executionError } from '../failures.ts';
import type { ConnectionOptions } from './driver-types.ts';
import { readPrivateKey } from './keys.ts';

/**
 * The driver's options that sign in. The secrets in them are asked for now, each time anew, so that one that was changed
 * counts from the next sign-in on; whoever gets the options lets go of them when the sign-in has ended.
 */
export async function credentials(
  definition: SnowflakeConnection,
  askSecret: AskSecret,
  redaction: Redaction,
): Promise<ConnectionOptions> {
  const values = new Map<string, string>();
  const names = secretsOf(definition);
  for (const { field, name } of names) {
    const value = await askSecret({ op: 'get', name });
    if (value === null || value.trim() === '') throw missing(definition, field, name);
    redaction.remember(value);
    values.set(field, value);
  }
  const secret = values.get('secret') ?? '';
  const user = definition.user === undefined ? {} : { username: definition.user };

  switch (definition.authenticator) {
    case 'key_pair': {
      const nameOf = (field: string) => names.find(named => named.field === field)?.name;
      const privateKey = readPrivateKey(secret, values.get('passphrase_secret') ?? null, {
        key: nameOf('secret') ?? '',
        passphrase: nameOf('passphrase_secret'),
      });
      redaction.remember(privateKey);
      return { ...user, authenticator: 'SNOWFLAKE_JWT', privateKey };
    }
    case 'programmatic_access_token':
      return { ...user, authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: secret.trim() };
    case 'oauth':
      return { ...user, authenticator: 'OAUTH', token: secret.trim() };
    case 'oauth_client_credentials':
      // The driver fetches the token: by the connection's own proxy, time limits and rule against redirects, which a client of
      // ours would have to repeat. A session outlives its token; every further sign-in fetches another.
      return {
        ...user,
        authenticator: 'OAUTH_CLIENT_CREDENTIALS',
        oauthClientId: definition.oauth?.client_id,
        oauthClientSecret: secret.trim(),
        oauthTokenRequestUrl: definition.oauth?.token_url,
        ...(definition.oauth?.scope !== undefined && { oauthScope: definition.oauth.scope }),
        // To this machine alone, which the contract takes care of.
        oauthHttpAllowed: definition.oauth?.token_url.startsWith('http://') === true,
      };
    case 'external_browser':
      return { ...user, authenticator: 'EXTERNALBROWSER', clientStoreTemporaryCredential: true };
    case 'password':
      return definition.mfa === false
        ? { ...user, authenticator: 'SNOWFLAKE', password: secret }
        : {
            ...user,
            authenticator: 'USERNAME_PASSWORD_MFA',
            password: secret,
            clientRequestMFAToken: true,
          };
  }
}

function missing(definition: SnowflakeConnection, field: 'secret' | 'passphrase_secret', name: string) {
  const kind = field === 'passphrase_secret' ? 'passphrase' : secretKindOf[definition.authenticator];
  const what = kind === null ? 'secret' : secretKindWords[kind];
  return executionError({
    code: 'secret_missing',
    message: `"${definition.name}" signs in with the ${what} in the secret "${name}", which is not set`,
    sqlstate: '28000',
    hint: `Set it: slipway secret set ${name}, or ${secretVariable(name)} in the environment`,
  });
}
