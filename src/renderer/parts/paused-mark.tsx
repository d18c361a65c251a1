import { IconPlayerPause } from '@tabler/icons-react';
import type { Paused } from '../../shared/contract/jobs.ts';
import { LabelChip } from '../ui/chip.tsx';
import { absoluteTime } from '../ui/time.ts';

/** `by ada since 2026-03-01 …: too many failures` */
export function pausedText({ at, by, reason }: Paused): string {
  return `by ${by} since ${absoluteTime(Date.parse(at))}${reason === '' ? '' : `: ${reason}`}`;
}

/** Marks what starts nothing by itself at the moment; who and why on hover. */
export function PausedMark({ paused }: { paused: Paused | null }) {
  if (paused === null) return null;
  return (
    <LabelChip tone="warning" icon={IconPlayerPause} title={`Paused ${pausedText(paused)}`}>
      paused
    </LabelChip>
  );
}
