import type { RunSummary } from '../../shared/contract/runs.ts';

const between = (from: string | null, to: string | null): number | null =>
  from === null || to === null ? null : Math.max(0, Date.parse(to) - Date.parse(from));

/** Milliseconds from being asked for to being started; null while it waits. */
export function queuedMs({ times }: Pick<RunSummary, 'times'>): number | null {
  return between(times.created_at, times.claimed_at ?? times.ended_at);
}

/** Whether the engine stopped while it ran: its end is when that was noticed. */
export function wasLost({ failure_code }: Pick<RunSummary, 'failure_code'>): boolean {
  return failure_code === 'lost';
}

/** How long something took, in words; `atMost` where the end is not known, only when it was noticed. */
export function tookText(text: string, atMost: boolean): string {
  return atMost ? `≤ ${text}` : text;
}

/** Milliseconds from being started to the end; null while it runs, or when it never started. */
export function ranMs({ times }: Pick<RunSummary, 'times'>): number | null {
  return between(times.claimed_at, times.ended_at);
}
