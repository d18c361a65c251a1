import type { SnowflakeConnection } from '../../../shared/contract/connections.ts';
import { ExecutionError } from '../../engine/ports.ts';
import { executionError } from '../failures.ts';
import { asDriverError, Unanswered } from './errors.ts';
import { networkFailure } from './network-errors.ts';

/**
 * What went wrong on the way to Snowflake's own answer: in the browser, or at the identity provider. Anything else is
 * returned as it is.
 */
export function causeOnTheWay(cause: unknown, definition: SnowflakeConnection): unknown {
  switch (definition.authenticator) {
    case 'external_browser':
      return ofBrowser(cause, definition.name);
    case 'oauth_client_credentials':
      return ofIdentityProvider(cause, definition);
    default:
      return cause;
  }
}

/** Errors of the driver's way through the browser are sentences without a code. */
function ofBrowser(cause: unknown, name: string): unknown {
  if (cause instanceof Unanswered) return unfinished(name);
  const { name: kind, code, message } = asDriverError(cause);
  if (/timed out/i.test(message) && kind === 'Error') return unfinished(name);
  if (kind !== 'Error' || code !== undefined) return cause;
  const nowhere = /no screen|No browser/.test(message);
  if (!nowhere && !/SAML|browser|local server|SSO|Authentication failed/i.test(message)) return cause;
  return executionError({
    code: 'sign_in_failed',
    message: `"${name}": ${message}`,
    sqlstate: '28000',
    hint: nowhere
      ? 'Where nobody sits before a screen, sign in with a key pair or a programmatic access token'
      : 'Try again, and finish the sign-in in the browser',
  });
}

function unfinished(name: string) {
  return executionError({
    code: 'sign_in_failed',
    message: `"${name}": the sign-in was not finished in the browser in time`,
    sqlstate: '28000',
    hint: 'Try again, and finish it; network.sign_in_timeout of the connection gives more time',
  });
}

function ofIdentityProvider(cause: unknown, definition: SnowflakeConnection): unknown {
  const error = asDriverError(cause);
  const url = definition.oauth?.token_url;
  // What Snowflake itself answers comes wrapped in errors of the driver.
  if (url === undefined || /^(NetworkError|RequestFailedError|OperationFailedError)$/.test(error.name))
    return cause;
  const { host } = new URL(url);
  const said = refusalOf(error.response?.data);
  if (said === undefined) {
    const failure = networkFailure(error, { name: definition.name, host });
    return new ExecutionError({
      ...failure,
      hint: failure.hint ?? 'Check oauth.token_url of the connection',
    });
  }
  return executionError({
    code: 'sign_in_failed',
    message: `"${definition.name}": ${host} gives out no token: ${said}`,
    sqlstate: '28000',
    hint: 'Check client_id and scope of the connection, and its client secret',
  });
}

/** The refusal of a token as OAuth words it; undefined where the answer is none. */
function refusalOf(data: unknown): string | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const { error, error_description } = JSON.parse(data) as Record<string, unknown>;
    if (typeof error !== 'string') return undefined;
    return typeof error_description === 'string' ? `${error} (${error_description})` : error;
  } catch {
    return undefined;
  }
}
