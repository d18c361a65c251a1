import { secretsOf, tokenName } from '../../shared/domain/connection-secrets.ts';
import type { ConnectionSpec, Log, Secrets } from '../engine/ports.ts';
import type { SecretRequest } from './protocol.ts';

/**
 * Hands the executor of a connection the secrets that the connection names, and keeps the tokens it was given for the next
 * sign-in. Anything else it asks for it does not get: a driver that was taken over has no use for it. Rejects with
 * `SlipwayError` where a secret that the connection names cannot be read now.
 */
export function secretsFor(
  connection: ConnectionSpec,
  secrets: Secrets,
  log: Log,
): (request: SecretRequest) => Promise<string | null> {
  const { definition } = connection;
  if (definition.engine === 'duckdb') return () => Promise.resolve(null);
  const tokens = new Set([tokenName(definition, 'sso'), tokenName(definition, 'mfa')]);
  const named = new Set(secretsOf(definition).map(({ name }) => name));

  return async request => {
    const { op, name } = request;
    if (op === 'get' && named.has(name)) return (await secrets.get(name)) ?? null;
    if (!tokens.has(name)) return null;
    try {
      if (op === 'get') return (await secrets.get(name)) ?? null;
      if (op === 'set') await secrets.set(name, request.value);
      else await secrets.delete(name);
    } catch (cause) {
      // Without the token people are asked once more, no less and no more.
      const message = cause instanceof Error ? cause.message : String(cause);
      log.write('warn', `a token could not be read, kept or removed: ${message}`, {
        connection: definition.name,
      });
    }
    return null;
  };
}
