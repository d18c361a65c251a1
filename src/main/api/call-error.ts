import { ORPCError } from '@orpc/client';
import type { ErrorCode, SlipwayError } from '../../shared/domain/errors.ts';

/** The HTTP status of each code; the contract declares the same. */
export const statusOf: Record<ErrorCode, number> = {
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

/** An error of Slipway's as one of the contract. */
export function callError(error: SlipwayError): ORPCError<ErrorCode, unknown> {
  return new ORPCError(error.code, {
    status: statusOf[error.code],
    message: error.message,
    data: error.details,
    defined: true,
    cause: error,
  });
}

export function isStream(value: unknown): value is AsyncIterator<unknown, unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;
}
