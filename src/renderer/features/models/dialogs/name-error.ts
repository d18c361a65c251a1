import { callFailure } from '../../../call-error.ts';

/** What a failed call says about the name itself, so that it is shown there. */
export function nameErrorOf(error: unknown): string | undefined {
  if (!error) return undefined;
  const failure = callFailure(error);
  if (failure.code === 'conflict') return failure.message;
  return failure.problems.find(problem => problem.path === 'name')?.message;
}
