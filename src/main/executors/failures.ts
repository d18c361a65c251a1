import { ExecutionError, type ExecutionFailure } from '../engine/ports.ts';

type Optional = 'sqlstate' | 'query_id' | 'retryable' | 'hint';

/** A failure with the usual answers where nothing else is known: no SQLSTATE, no query id, not retryable, no hint. */
export function failure(
  facts: Omit<ExecutionFailure, Optional> & Partial<Pick<ExecutionFailure, Optional>>,
): ExecutionFailure {
  return { sqlstate: null, query_id: null, retryable: false, hint: null, ...facts };
}

export function executionError(facts: Parameters<typeof failure>[0]): ExecutionError {
  return new ExecutionError(failure(facts));
}

export function cancelledError(queryId: string | null): ExecutionError {
  return executionError({
    code: 'cancelled',
    message: 'The statement was cancelled',
    sqlstate: '57014',
    query_id: queryId,
  });
}
