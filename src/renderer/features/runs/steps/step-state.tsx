import { IconBan, IconCircleCheck, IconCircleX, IconClock, IconLoader2 } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Step } from '../../../../shared/contract/runs.ts';
import { StateChip } from '../../../ui/chip.tsx';
import type { Tone } from '../../../ui/theme.ts';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

/** How each state of a step is told; `waiting` is the time before the first. */
export const stepStateLooks: Record<Step['state'] | 'waiting', { word: string; icon: Icon; tone: Tone }> = {
  waiting: { word: 'waited', icon: IconClock, tone: 'waiting' },
  running: { word: 'running', icon: IconLoader2, tone: 'active' },
  completed: { word: 'completed', icon: IconCircleCheck, tone: 'success' },
  failed: { word: 'failed', icon: IconCircleX, tone: 'danger' },
  cancelled: { word: 'cancelled', icon: IconBan, tone: 'struck' },
};

export function StepStateChip({ state }: { state: Step['state'] | 'waiting' }) {
  const { word, icon, tone } = stepStateLooks[state];
  return (
    <StateChip tone={tone} icon={icon}>
      {word}
    </StateChip>
  );
}
