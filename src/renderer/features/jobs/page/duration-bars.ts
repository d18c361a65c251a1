import type { RunSummary } from '../../../../shared/contract/runs.ts';
import type { RunState } from '../../../../shared/domain/run-state.ts';
import { ranMs, wasLost } from '../../../parts/run-times.ts';

export interface DurationBar {
  id: number;
  state: RunState;
  /** Milliseconds; null where it never ran or has not ended. */
  ms: number | null;
  /** It took so long at most: the engine lost it. */
  atMost: boolean;
  /** Share of the strip's height, above 0. */
  height: number;
}

/** What did not run is drawn so high. */
const least = 0.08;

/** Runs, newest first, as bars from the oldest to the newest; the longest is as high as the strip. */
export function durationBars(
  runs: readonly Pick<RunSummary, 'id' | 'state' | 'times' | 'failure_code'>[],
): DurationBar[] {
  const timed = runs
    .map(run => ({ id: run.id, state: run.state, ms: ranMs(run), atMost: wasLost(run) }))
    .toReversed();
  const longest = Math.max(1, ...timed.map(({ ms }) => ms ?? 0));
  return timed.map(bar => ({ ...bar, height: Math.max(least, (bar.ms ?? 0) / longest) }));
}

/** The middle of the durations of completed runs in milliseconds; null where there are none. */
export function medianMs(runs: readonly Pick<RunSummary, 'state' | 'times'>[]): number | null {
  const sorted = runs
    .filter(run => run.state === 'completed')
    .flatMap(run => ranMs(run) ?? [])
    .sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
