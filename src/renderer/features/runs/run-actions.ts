import type { RunState } from '../../../shared/domain/run-state.ts';

export const isStoppable = (state: RunState) => state === 'pending' || state === 'running';
