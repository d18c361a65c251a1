import type { ExecutionFailure } from '../../engine/ports.ts';
import { failure } from '../failures.ts';
import type { DriverError } from './driver-types.ts';
import type { ErrorContext } from './error-context.ts';

/** A clock that is off by more than this is told of: tokens of key pairs live for two minutes. */
const clockTolerancesMs = 30_000;

/** What to do about a refusal, by Snowflake's code. */
const hints: Record<string, string> = {
  '390100': 'Check user and password. Service users cannot sign in with a password',
  '390101': 'The user is disabled: ask an administrator',
  '390102': 'The user is locked for some minutes after too many wrong tries',
  '390120': 'Approve the request on the second device',
  '390127': 'Approve the request on the second device',
  '390144':
    'Check that the public key of this private key belongs to the user: DESC USER shows RSA_PUBLIC_KEY_FP',
  '390191': 'The browser is signed in as somebody else than the user of the connection',
  '390195': 'Sign in again',
  '390197': 'The account asks for a second factor: enrol in Snowsight first',
  '390303': 'Set a new token',
  '390318': 'Set a new token',
  '390422': "The account's network policy does not let this machine in: ask an administrator",
  '394400': 'Set a new programmatic access token',
  '394508': 'The account asks for a second factor: use a key pair or a programmatic access token',
};

/** Snowflake does not let in, or a session has ended for good. */
export function signInFailure(error: DriverError, code: string, context: ErrorContext): ExecutionFailure {
  const message = sentence(error.message);
  if (code === '390186' || code === '390189' || code === '390317') {
    return failure({
      code: 'role_missing',
      message,
      sqlstate: '42501',
      hint: 'Check the role of the environment, and that it is granted to the user',
    });
  }
  if (code === '390201') {
    const warehouse = /warehouse/i.test(message);
    return failure({
      code: warehouse ? 'warehouse_missing' : 'source_missing',
      message,
      sqlstate: '02000',
      hint: 'It does not exist, or the role may not use it',
    });
  }
  const ended = /^(39011\d|390104|40\d{4})$/.test(code);
  const clock = code === '390144' ? clockHint(context.clockAheadMs ?? null) : null;
  return failure({
    code: 'sign_in_failed',
    message: `"${context.name}": ${ended ? 'the session has ended' : message}${clock === null ? '' : `. ${clock}`}`,
    sqlstate: '28000',
    retryable: ended,
    hint:
      clock === null && !refusesTime(code, message)
        ? (hints[code] ?? null)
        : 'Set the clock of this machine: let it follow a time server',
  });
}

/** Not the key is refused but when it signed, also where no answer told how far the clocks are apart. */
function refusesTime(code: string, message: string): boolean {
  return code === '390144' && /JWT_TOKEN_(INVALID_ISSUE_TIME|EXPIRED)/.test(message);
}

/** By how much this machine's clock is wrong, in words; null where that is not why. */
export function clockHint(clockAheadMs: number | null): string | null {
  if (clockAheadMs === null || Math.abs(clockAheadMs) < clockTolerancesMs) return null;
  const seconds = Math.round(Math.abs(clockAheadMs) / 1_000);
  const amount = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  return `This machine's clock is ${amount} ${clockAheadMs > 0 ? 'ahead of' : 'behind'} Snowflake's`;
}

/** Snowflake's own words on one line, without the id of the request and the like at their end. */
function sentence(message: string): string {
  return message
    .replaceAll(/\s+/g, ' ')
    .replace(/\s*\[[0-9a-f-]{36}\]\s*$/, '')
    .trim();
}
