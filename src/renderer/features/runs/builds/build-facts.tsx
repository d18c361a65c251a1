import { IconClock } from '@tabler/icons-react';
import type { BuildModel, BuildSummary } from '../../../../shared/contract/builds.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { StateChip } from '../../../ui/chip.tsx';
import { formatCount } from '../../../ui/numbers.ts';
import { RunningDuration } from '../../../ui/time-text.tsx';

export const buildsHref = '/runs/builds';
export const buildHref = (id: number) => `${buildsHref}/${id}`;

export function ModelStateChip({ state }: { state: BuildModel['state'] }) {
  if (state !== 'waiting') return <RunStateChip state={state} />;
  return (
    <StateChip tone="waiting" icon={IconClock}>
      waiting
    </StateChip>
  );
}

/** "3 of 10 completed, 1 failed". */
export function countsText({ counts }: Pick<BuildSummary, 'counts'>): string {
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

/** `v3`, with the tag where it has a name of its own. */
export function modelVersionText({
  draft,
  version,
  tag,
}: Pick<BuildModel, 'draft' | 'version' | 'tag'>): string {
  if (draft) return 'draft';
  if (version === null) return '';
  return tag === null || tag === 'latest' || tag === `v${version}` ? `v${version}` : `v${version} (${tag})`;
}

export function Took({ from, to }: { from: string | null; to: string | null }) {
  if (from === null) return '–';
  if (to === null) return <RunningDuration since={from} />;
  return formatDuration(Math.max(0, Date.parse(to) - Date.parse(from)));
}
