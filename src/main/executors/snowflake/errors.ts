import { ExecutionError, type ExecutionFailure } from '../../engine/ports.ts';
import type { Redaction } from '../../system/redaction.ts';
import { failure } from '../failures.ts';
import type { DriverError } from './driver-types.ts';
import type { ErrorContext } from './error-context.ts';
import { ForeignAnswer } from './http-guard.ts';
import { networkFailure } from './network-errors.ts';
import { signInFailure } from './sign-in-errors.ts';
import { statementFailure } from './statement-errors.ts';

/** A server may say anything, at any length. */
const longestMessage = 8_000;

/**
 * What an error of the driver is about. `session`: the session cannot be used, or has ended; another one can go on. `network`: the
 * account was not reached, or somebody else answered. `refused`: Snowflake said no.
 */
export type Trouble = 'session' | 'network' | 'refused';

/** Codes of a session or token that is no good any more, of Snowflake and of the driver. */
const sessionCodes = new Set([
  '390104',
  '390110',
  '390111',
  '390112',
  '390113',
  '390114',
  '390115',
  '401004',
  '405503',
  '407001',
  '407002',
  // Of a user who is not let in now, also not into a session that is there: disabled, locked, with an OAuth token that has run
  // out, or at a network that a policy does not allow. It says nothing of the statements that are at work.
  '390101',
  '390102',
  '390303',
  '390318',
  '390420',
  '390422',
]);

/** Codes of the driver for answers that did not come, or were no answers. */
const networkCodes = new Set(['401001', '401002', '401003', '402001', '402002']);

/** Nothing came by the time it should have; also where the driver never called back. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

export function troubleOf(cause: unknown): Trouble {
  if (cause instanceof ExecutionError) return cause.failure.code === 'network' ? 'network' : 'refused';
  if (cause instanceof Unanswered || cause instanceof ForeignAnswer) return 'network';
  const { code, name } = asDriverError(cause);
  if (sessionCodes.has(String(code))) return 'session';
  // The driver can be asked some things only while it is not busy with renewing a token, and stumbles otherwise.
  if (cause instanceof TypeError && cause.message.includes('requestAsync')) return 'session';
  if (networkCodes.has(String(code)) || name === 'NetworkError' || name === 'AxiosError') return 'network';
  return /^\d{6}$/.test(String(code)) ? 'refused' : 'network';
}

/** Any error as the one kind that leaves the executor, without secrets in it. */
export function toExecutionError(
  cause: unknown,
  redaction: Redaction,
  context: ErrorContext,
): ExecutionError {
  const found = cause instanceof ExecutionError ? cause.failure : classify(asDriverError(cause), context);
  return new ExecutionError({
    ...found,
    message: redaction.redact(found.message).slice(0, longestMessage),
    hint: found.hint === null ? null : redaction.redact(found.hint),
    query_id: found.query_id ?? context.queryId ?? null,
  });
}

function classify(error: DriverError, context: ErrorContext): ExecutionFailure {
  const trouble = troubleOf(error);
  if (trouble === 'network') return networkFailure(error, context);
  const queryId = typeof error.data?.queryId === 'string' ? error.data.queryId : null;
  const code = String(error.code);
  const found =
    trouble === 'session' || /^39\d{4}$/.test(code)
      ? signInFailure(error, code, context)
      : statementFailure(error, code, context);
  return failure({ ...found, query_id: queryId });
}

export function asDriverError(cause: unknown): DriverError {
  return cause instanceof Error ? cause : new Error(String(cause));
}
