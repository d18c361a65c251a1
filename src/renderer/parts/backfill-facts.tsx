import { Progress } from '@mantine/core';
import type { BackfillSummary } from '../../shared/contract/backfills.ts';
import { isBuildOver } from '../../shared/domain/build-state.ts';
import { LabelChip } from '../ui/chip.tsx';

export const backfillsHref = '/runs/backfills';
export const backfillHref = (id: number) => `${backfillsHref}/${id}`;

/** Marks a backfill that builds again what is built. */
export function RestatementLabel() {
  return (
    <LabelChip tone="special" title="Builds again what is built">
      restatement
    </LabelChip>
  );
}

/** How many of its runs are over; nothing once it is over itself. */
export function BackfillProgress({
  backfill: { state, counts },
  className,
}: {
  backfill: Pick<BackfillSummary, 'state' | 'counts'>;
  className?: string | undefined;
}) {
  if (isBuildOver(state)) return null;
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const done = all - counts.waiting - counts.running;
  return (
    <Progress
      className={className}
      value={(100 * done) / all}
      aria-label={`${done} of ${all} runs are over`}
    />
  );
}
