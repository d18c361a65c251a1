import {
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconFileDiff,
  IconHourglass,
  IconUserCheck,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { PromotionState } from '../../../../shared/domain/promotion-state.ts';
import { StateChip } from '../../../ui/chip.tsx';
import type { Tone } from '../../../ui/theme.ts';
import { stateWords } from '../promotion-words.ts';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

const looks: Record<PromotionState, { icon: Icon; tone: Tone }> = {
  planned: { icon: IconFileDiff, tone: 'waiting' },
  awaiting_approval: { icon: IconHourglass, tone: 'warning' },
  approved: { icon: IconUserCheck, tone: 'muted' },
  applied: { icon: IconCircleCheck, tone: 'success' },
  rolled_back: { icon: IconArrowBackUp, tone: 'special' },
  rejected: { icon: IconCircleX, tone: 'danger' },
  expired: { icon: IconBan, tone: 'struck' },
};

/** How far a promotion is. */
export function PromotionStateChip({ state, filled = false }: { state: PromotionState; filled?: boolean }) {
  const { icon, tone } = looks[state];
  return (
    <StateChip tone={tone} icon={icon} filled={filled}>
      {stateWords[state]}
    </StateChip>
  );
}
