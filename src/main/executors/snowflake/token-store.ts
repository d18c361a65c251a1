import type { SnowflakeConnection } from '../../../shared/contract/connections.ts';
import { tokenName } from '../../../shared/domain/connection-secrets.ts';
import type { Redaction } from '../../system/redaction.ts';
import type { AskSecret } from '../backend.ts';
import type { TokenStore } from './driver.ts';

/** Tokens that spare people the next sign-in, in the keychain and not in the driver's file. */
export function tokenStore(
  definition: SnowflakeConnection,
  askSecret: AskSecret,
  redaction: Redaction,
): TokenStore {
  /** The driver's keys tell the kind in the middle: "SnowflakeTokenCache.v2.IdToken.…". */
  const nameOf = (key: string) => {
    if (key.includes('.IdToken.')) return tokenName(definition, 'sso');
    return key.includes('.MfaToken.') ? tokenName(definition, 'mfa') : null;
  };
  return {
    async read(key) {
      const name = nameOf(key);
      const token = name === null ? null : await askSecret({ op: 'get', name });
      if (token !== null) redaction.remember(token);
      return token;
    },
    async write(key, token) {
      const name = nameOf(key);
      redaction.remember(token);
      if (name !== null) await askSecret({ op: 'set', name, value: token });
    },
    async remove(key) {
      const name = nameOf(key);
      if (name !== null) await askSecret({ op: 'delete', name });
    },
  };
}
