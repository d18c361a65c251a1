import { ORPCError, os, ValidationError } from '@orpc/server';
import { zodProblems } from '../../shared/contract/problems.ts';
import { type ErrorCode, SlipwayError, validationError } from '../../shared/domain/errors.ts';
import type { ApiContext } from './context.ts';

/** The HTTP status of each code; the contract declares the same. */
const status: Record<ErrorCode, number> = {
  validation: 400,
  auth: 401,
  not_found: 404,
  conflict: 409,
  precondition: 412,
  cancelled: 499,
  internal: 500,
  external: 502,
  unavailable: 503,
  newer_database: 503,
};

/** The one place where what a handler throws becomes an error of the contract. */
export const mapErrors = os.$context<ApiContext>().middleware(async ({ context, path, next }) => {
  try {
    return await next();
  } catch (cause) {
    const error = toCallError(cause);
    if (error.code === 'internal') {
      const stack = cause instanceof Error ? cause.stack : String(cause);
      context.log.write('error', 'a call failed inside Slipway', { call: path.join('.'), stack });
    }
    throw error;
  }
});

export function toCallError(cause: unknown): ORPCError<string, unknown> {
  if (cause instanceof SlipwayError) {
    return new ORPCError(cause.code, {
      status: status[cause.code],
      message: cause.message,
      data: cause.details,
      defined: true,
      cause,
    });
  }
  if (cause instanceof ORPCError) {
    if (cause.code === 'BAD_REQUEST' && cause.cause instanceof ValidationError) {
      const issues = cause.cause.issues as Parameters<typeof zodProblems>[0];
      return toCallError(validationError(zodProblems(issues)));
    }
    return cause;
  }
  return new ORPCError('internal', {
    status: 500,
    message: 'Slipway failed inside; the application log has the details',
    data: {},
    defined: true,
    cause,
  });
}
