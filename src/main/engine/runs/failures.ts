import { problemLine, SlipwayError } from '../../../shared/domain/errors.ts';
import { ExecutionError, type ExecutionFailure, type Redact } from '../ports.ts';

/** Thrown inside a run that was asked to stop while nothing of it was in the warehouse. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** The executor died under a request: what became of it is not known. */
export function isLoss(cause: unknown): cause is ExecutionError {
  return cause instanceof ExecutionError && cause.failure.code === 'executor_crashed';
}

const plain = { sqlstate: null, query_id: null, retryable: false, hint: null };

/** What went wrong in a run as its failure record: classified once, here. An executor's words were cleaned when they came. */
export function toFailure(cause: unknown, redact: Redact): ExecutionFailure {
  if (cause instanceof ExecutionError) return cause.failure;
  if (cause instanceof SlipwayError) {
    const problems = cause.details.problems ?? [];
    const places = problems.map(problemLine).join('; ');
    const message =
      places === '' || cause.message.includes(places) ? cause.message : `${cause.message} (${places})`;
    return {
      ...plain,
      code: cause.code === 'validation' ? 'compile_error' : cause.code,
      message: redact(message),
      retryable: cause.code === 'unavailable',
      hint: cause.details.hint === undefined ? null : redact(cause.details.hint),
    };
  }
  return {
    ...plain,
    code: 'internal',
    message: redact(`Slipway failed: ${cause instanceof Error ? cause.message : String(cause)}`),
    hint: 'This is a defect of Slipway; the application log has the details',
  };
}

export function timeoutFailure(what: string): ExecutionFailure {
  return {
    ...plain,
    code: 'timeout',
    message: `Stopped after ${what}`,
    sqlstate: '57014',
    hint: 'Give it more time in the job or environment, or make the query cheaper',
  };
}

export function lostFailure(queryId: string | null, message: string): ExecutionFailure {
  return {
    ...plain,
    code: 'lost',
    message,
    query_id: queryId,
    retryable: true,
    hint: 'Run it again: the target is as it was before',
  };
}
