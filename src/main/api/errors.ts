import { mapEventIterator } from '@orpc/client';
import { ORPCError, os, ValidationError } from '@orpc/server';
import { zodProblems } from '../../shared/contract/problems.ts';
import { asDiskFullError } from '../../shared/domain/disk-full.ts';
import {
  cleanError,
  type ErrorCode,
  errorCodes,
  type Problem,
  SlipwayError,
  validationError,
} from '../../shared/domain/errors.ts';
import type { Redact } from '../engine/ports.ts';
import { closedError, isClosedError } from '../engine/store/open.ts';
import { callError, isStream, statusOf } from './call-error.ts';
import type { ApiContext } from './context.ts';

/** The one place where what a handler throws, at once or later in a stream, becomes an error of the contract. */
export const mapErrors = os
  .$context<ApiContext>()
  .middleware(async ({ context, path, signal, next }, _input, output) => {
    const toError = (cause: unknown) => {
      if (isAbort(cause, signal)) return toCallError(new SlipwayError('cancelled', 'The call was cancelled'));
      const error = withoutSecrets(toCallError(cause), context.redact);
      if (error.code === 'internal') {
        const fields = { call: path.join('.'), problems: validationProblems(cause), stack: stackOf(cause) };
        context.log.write('error', 'a call failed inside Slipway', fields);
      }
      return error;
    };
    try {
      const result = await next();
      if (!isStream(result.output)) return result;
      return output(
        mapEventIterator(result.output, {
          value: async value => value,
          error: async cause => toError(cause),
        }),
      );
    } catch (cause) {
      throw toError(cause);
    }
  });

/** As an error of the contract: one of its codes, its status, and details that are safe to show. */
export function toCallError(cause: unknown): ORPCError<ErrorCode, unknown> {
  if (cause instanceof SlipwayError) return callError(cause);
  if (isCallError(cause)) return cause;
  if (isClosedError(cause)) return toCallError(closedError());
  const diskFull = asDiskFullError(cause);
  if (diskFull) return toCallError(diskFull);
  // Only a wrong input is the caller's mistake; an output that breaks the contract is ours.
  const problems = validationProblems(cause);
  if (problems && cause instanceof ORPCError && cause.code === 'BAD_REQUEST') {
    return toCallError(validationError(problems));
  }
  return new ORPCError('internal', {
    status: statusOf.internal,
    message: 'Slipway failed inside; the application log has the details',
    data: {},
    defined: true,
    cause,
  });
}

/** What goes wrong is told in words of many: none of them leaves with a secret in it. */
function withoutSecrets(error: ORPCError<ErrorCode, unknown>, redact: Redact): ORPCError<ErrorCode, unknown> {
  const { code, status: httpStatus, cause } = error;
  const { message, details } = cleanError({ message: error.message, details: error.data ?? {} }, redact);
  return new ORPCError(code, { status: httpStatus, message, data: details, defined: true, cause });
}

function isCallError(cause: unknown): cause is ORPCError<ErrorCode, unknown> {
  return cause instanceof ORPCError && errorCodes.some(code => code === cause.code);
}

function validationProblems(cause: unknown): Problem[] | undefined {
  const invalid = cause instanceof ORPCError ? cause.cause : cause;
  if (!(invalid instanceof ValidationError)) return undefined;
  return zodProblems(invalid.issues as Parameters<typeof zodProblems>[0]);
}

/** Work that was given up because the caller went away is no failure. */
function isAbort(cause: unknown, signal: AbortSignal | undefined): boolean {
  if (!signal?.aborted) return false;
  return cause === signal.reason || (cause instanceof Error && cause.name === 'AbortError');
}

/** Where it came from, with all causes. */
function stackOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const stack = cause.stack ?? cause.message;
  return cause.cause === undefined ? stack : `${stack}\ncaused by ${stackOf(cause.cause)}`;
}
