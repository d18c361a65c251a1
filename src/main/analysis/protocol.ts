import { type ErrorCode, type ErrorDetails, SlipwayError } from '../../shared/domain/errors.ts';

/** What crosses the boundary of the analysis process, in order: it answers one request after the other. */
export interface Request {
  id: number;
  name: string;
  args: unknown[];
}

export type Answer =
  /** Requests are worked on from now; sent at the start, and after `loading`. */
  | { kind: 'ready' }
  /** Something has to be loaded first, which is no part of a request's time. */
  | { kind: 'loading' }
  /** `last`: a parser trapped on the way; the answer holds, but the process must not be asked again. */
  | { kind: 'result'; id: number; result: unknown; last: boolean }
  | { kind: 'error'; id: number; error: ErrorData; last: boolean };

/** A `SlipwayError` as data; anything else is `internal` and says what it was. */
export interface ErrorData {
  code: ErrorCode;
  message: string;
  details: ErrorDetails;
}

/** What went wrong in one of the functions, as an error of ours. */
export function asSlipwayError(error: unknown): SlipwayError {
  if (error instanceof SlipwayError) return error;
  if (error instanceof RangeError) {
    return new SlipwayError(
      'validation',
      'This SQL nests too deeply: take parts of it out into WITH',
      {},
      error,
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  return new SlipwayError('internal', `The SQL could not be analysed: ${message}`, {}, error);
}
