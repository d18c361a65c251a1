import type { RunSummary } from '../../shared/contract/runs.ts';

const between = (from: string | null, to: string | null): number | null =>
  from === null || to === null ? null : Math.max(0, Date.parse(to) - Date.parse(from));

/** Milliseconds from being asked for to being started; null while it waits. */
export function queuedMs({ times }: Pick<RunSummary, 'times'>): number | null {
  return between(times.created_at, times.claimed_at ?? times.ended_at);
}

/** Milliseconds from being started to the end; null while it runs, or when it never started. */
export function ranMs({ times }: Pick<RunSummary, 'times'>): number | null {
  return between(times.claimed_at, times.ended_at);
}
