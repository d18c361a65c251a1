import type { TestStage } from '../../shared/contract/environments.ts';
import type { ExecutionFailure, Recall, Redact } from '../engine/ports.ts';
import type { CallName, CallOutput } from './protocol.ts';

/**
 * Whatever an executor says in words comes through here, once, when it enters the engine's process: failures and what a test or a
 * recall tells. Rows, columns and names are data, and stay as they are.
 */
export function cleanFailure(failure: ExecutionFailure, redact: Redact): ExecutionFailure {
  return {
    ...failure,
    message: redact(failure.message),
    hint: failure.hint === null ? null : redact(failure.hint),
  };
}

export function cleanResult<T extends CallName>(
  type: T,
  result: CallOutput<T>,
  redact: Redact,
): CallOutput<CallName> {
  if (type === 'test') return (result as TestStage[]).map(stage => cleanStage(stage, redact));
  if (type !== 'recall') return result;
  const recall = result as Recall;
  return recall.state === 'failed' ? { ...recall, failure: cleanFailure(recall.failure, redact) } : recall;
}

function cleanStage(stage: TestStage, redact: Redact): TestStage {
  const { message, hint } = stage;
  return { ...stage, message: redact(message), ...(hint !== undefined && { hint: redact(hint) }) };
}
