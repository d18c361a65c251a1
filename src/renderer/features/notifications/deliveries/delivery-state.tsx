import { IconCircleCheck, IconCircleX, IconClock } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { DeliveryState } from '../../../../shared/domain/notices.ts';
import { StateChip } from '../../../ui/chip.tsx';
import type { Tone } from '../../../ui/theme.ts';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

const looks: Record<DeliveryState, { icon: Icon; tone: Tone }> = {
  pending: { icon: IconClock, tone: 'waiting' },
  delivered: { icon: IconCircleCheck, tone: 'success' },
  failed: { icon: IconCircleX, tone: 'danger' },
};

interface Props {
  state: DeliveryState;
  /** Attempts failed already, and there will be another. */
  again?: boolean;
  filled?: boolean;
}

/** What became of a message, in the words of the log. */
export function DeliveryStateChip({ state, again = false, filled = false }: Props) {
  const { icon, tone } = looks[state];
  return (
    <StateChip tone={again ? 'warning' : tone} icon={icon} filled={filled}>
      {state}
    </StateChip>
  );
}
