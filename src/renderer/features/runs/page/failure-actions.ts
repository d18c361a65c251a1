import type { Failure, Run } from '../../../../shared/contract/runs.ts';

/** What can be done next about a failure. */
export type FailureAction =
  /** The model's text, where its version is known. */
  | { kind: 'model'; line: number | null }
  /** The SQL as it ran, at a line. */
  | { kind: 'sql'; line: number }
  /** What was read, and by which rule. */
  | { kind: 'mapping' }
  /** The statement that failed. */
  | { kind: 'statement' }
  /** What was found in the data. */
  | { kind: 'checks' }
  /** The job's definition: its limits, its target. */
  | { kind: 'job' }
  /** Nothing was wrong with it: once more. */
  | { kind: 'again' };

/** The line of the model's text a message speaks of, from 1. */
export function lineOf(message: string): number | null {
  const line = /\(line (\d+), column \d+\)/.exec(message)?.[1];
  return line === undefined ? null : Number(line);
}

/** What is changed in the job's definition. */
const aboutDefinition = ['check_failed', 'condition_error', 'column_missing'];

/** What is worth offering, best first. */
export function failureActions(
  failure: Failure,
  run: Pick<Run, 'model_id' | 'frozen'> & { steps: readonly { name: string; statement: string | null }[] },
): FailureAction[] {
  const actions: FailureAction[] = [];
  const line = lineOf(failure.message);
  if (failure.code === 'compile_error') {
    if (run.model_id !== null) actions.push({ kind: 'model', line });
    if (line !== null && run.frozen.sql !== null) actions.push({ kind: 'sql', line });
  }
  if (failure.code === 'source_missing') actions.push({ kind: 'mapping' });
  if (failure.code === 'check_failed') actions.push({ kind: 'checks' });
  if (
    failure.code === 'timeout' ||
    failure.code === 'precondition' ||
    failure.code === 'source_missing' ||
    aboutDefinition.includes(failure.code)
  ) {
    actions.push({ kind: 'job' });
  }
  const step = run.steps.findLast(({ name }) => name === failure.step);
  if (step?.statement && failure.code !== 'compile_error') actions.push({ kind: 'statement' });
  if (failure.retryable) actions.push({ kind: 'again' });
  return actions;
}
