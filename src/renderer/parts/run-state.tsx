import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconHourglass,
  IconLoader2,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { RunState } from '../../shared/domain/run-state.ts';
import { StateChip } from '../ui/chip.tsx';
import type { Tone } from '../ui/theme.ts';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

/** How each state of a run is told: word, icon and tone, never one of them alone. */
export const runStateLooks: Record<RunState, { word: string; icon: Icon; tone: Tone }> = {
  pending: { word: 'pending', icon: IconClock, tone: 'waiting' },
  running: { word: 'running', icon: IconLoader2, tone: 'active' },
  pending_cancellation: { word: 'cancelling', icon: IconHourglass, tone: 'warning' },
  completed: { word: 'completed', icon: IconCircleCheck, tone: 'success' },
  failed: { word: 'failed', icon: IconCircleX, tone: 'danger' },
  skipped: { word: 'skipped', icon: IconPlayerSkipForward, tone: 'muted' },
  cancelled: { word: 'cancelled', icon: IconBan, tone: 'struck' },
};

export function RunStateChip({ state, filled }: { state: RunState; filled?: boolean }) {
  const { word, icon, tone } = runStateLooks[state];
  return (
    <StateChip tone={tone} icon={icon} filled={filled ?? false}>
      {word}
    </StateChip>
  );
}
