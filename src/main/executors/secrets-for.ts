import { secretsOf, tokenName } from '../../shared/domain/connection-secrets.ts';
import type { ConnectionSpec, Log, Secrets } from '../engine/ports.ts';
import type { AskSecret } from './backend.ts';

/**
 * Hands the executor of a connection the secrets that the connection names, and keeps the tokens it was given for the next
 * sign-in. Anything else it asks for it does not get: a driver that was taken over has no use for it.
 */
export function secretsFor(connection: ConnectionSpec, secrets: Secrets, log: Log): AskSecret {
  const { definition } = connection;
  if (definition.engine === 'duckdb') return () => Promise.resolve(null);
  const tokens = new Set([tokenName(definition, 'sso'), tokenName(definition, 'mfa')]);
  const readable = new Set([...tokens, ...secretsOf(definition).map(({ name }) => name)]);

  return async request => {
    const { op, name } = request;
    try {
      if (op === 'get') return readable.has(name) ? ((await secrets.get(name)) ?? null) : null;
      if (!tokens.has(name)) return null;
      if (op === 'set') await secrets.set(name, request.value);
      else await secrets.delete(name);
    } catch (cause) {
      // Without the token people are asked once more, no less and no more.
      const message = cause instanceof Error ? cause.message : String(cause);
      log.write('warn', `a token could not be kept or removed: ${message}`, { connection: definition.name });
    }
    return null;
  };
}
