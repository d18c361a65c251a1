import { IconClock } from '@tabler/icons-react';
import type { BuildCounts } from '../../shared/domain/build-state.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import type { RunState } from '../../shared/domain/run-state.ts';
import { StateChip } from '../ui/chip.tsx';
import { formatCount } from '../ui/numbers.ts';
import { RunningDuration } from '../ui/time-text.tsx';
import { RunStateChip } from './run-state.tsx';

/** The state of a run that is one of several, or that it waits for its turn. */
export function TurnStateChip({ state }: { state: RunState | 'waiting' }) {
  if (state !== 'waiting') return <RunStateChip state={state} />;
  return (
    <StateChip tone="waiting" icon={IconClock}>
      waiting
    </StateChip>
  );
}

/** "3 of 10 completed, 1 failed". */
export function countsText({ counts }: { counts: BuildCounts }): string {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const others = (['failed', 'skipped', 'cancelled', 'running'] as const)
    .filter(state => counts[state] > 0)
    .map(state => `${formatCount(counts[state])} ${state}`);
  const done =
    counts.completed === total
      ? `${formatCount(total)} completed`
      : `${formatCount(counts.completed)} of ${formatCount(total)} completed`;
  return [done, ...others].join(', ');
}

export function Took({ from, to }: { from: string | null; to: string | null }) {
  if (from === null) return '–';
  if (to === null) return <RunningDuration since={from} />;
  return formatDuration(Math.max(0, Date.parse(to) - Date.parse(from)));
}
