import { ExecutionError } from '../../../ports.ts';

/** What keeps an incremental run from going on; nothing of its target has been changed. */
export function refusal(code: string, message: string, hint: string, retryable = false): ExecutionError {
  return new ExecutionError({ code, message, hint, retryable, sqlstate: null, query_id: null });
}
