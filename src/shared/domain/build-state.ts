/** The states of a build. It fails when a model of it failed; the others were built, or skipped for their conditions. */
export const buildStates = ['running', 'pending_cancellation', 'completed', 'failed', 'cancelled'] as const;
export type BuildState = (typeof buildStates)[number];

/** No model of it is under way, and none will be. */
export function isBuildOver(state: BuildState): boolean {
  return state !== 'running' && state !== 'pending_cancellation';
}

/** How many models of a build are how far. */
export interface BuildCounts {
  waiting: number;
  running: number;
  completed: number;
  failed: number;
  skipped: number;
  cancelled: number;
}

/** The end of a build, told by what became of its models; null while there are some it is not known of. */
export function endOf(counts: BuildCounts, wasCancelled: boolean): BuildState | null {
  if (counts.waiting + counts.running > 0) return null;
  if (wasCancelled && counts.cancelled > 0) return 'cancelled';
  return counts.failed + counts.cancelled > 0 ? 'failed' : 'completed';
}
