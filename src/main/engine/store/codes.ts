import { buildStates } from '../../../shared/domain/build-state.ts';
import { fireOutcomes } from '../../../shared/domain/fires.ts';
import { isTerminal, runStates } from '../../../shared/domain/run-state.ts';

/** Words kept as their position in the list. Lists only ever grow at the end. */
export const runStateCodes = [...runStates] as const;
/** Codes of the states a run can end in: each has its own stretch of the indexes. */
export const endStateCodes = runStateCodes.flatMap((state, code) => (isTerminal(state) ? [code] : []));
export const triggerKindCodes = ['manual', 'api', 'schedule', 'job', 'deployment'] as const;
export const fireOutcomeCodes = [...fireOutcomes] as const;
export const buildStateCodes = [...buildStates] as const;
/** How far a model of a build is; what has started is told by its run. */
export const buildModelStateCodes = [
  'waiting',
  'started',
  'completed',
  'failed',
  'skipped',
  'cancelled',
] as const;
export const stepStateCodes = ['running', 'completed', 'failed', 'cancelled'] as const;
export const logLevelCodes = ['debug', 'info', 'warn', 'error'] as const;

export function encode<T extends string>(codes: readonly T[], word: T): number {
  return codes.indexOf(word);
}

export function decode<T extends string>(codes: readonly T[], code: number): T {
  const word = codes[code];
  if (word === undefined) throw new RangeError(`unknown code ${code}: the list has ${codes.length}`);
  return word;
}
