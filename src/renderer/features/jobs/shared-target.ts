import type { CallFailure } from '../../call-error.ts';

/** Another job that writes the same, where a call was refused for it. The names stand in the engine's sentences. */
export function sharedTargetOf(
  failure: Pick<CallFailure, 'code' | 'message' | 'problems'>,
): { target: string; other: string } | undefined {
  if (failure.code !== 'conflict' || failure.problems.every(({ path }) => path !== 'target'))
    return undefined;
  const [, target, other] = /^(.+) is written by job "(.+)" already$/.exec(failure.message) ?? [];
  return target === undefined || other === undefined ? undefined : { target, other };
}
