import { IconAlertTriangle, IconCircleCheck, IconEqual, IconTypography } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { ChangeClass } from '../../shared/contract/models.ts';
import { StateChip } from '../ui/chip.tsx';
import type { Tone } from '../ui/theme.ts';

const looks: Record<
  ChangeClass,
  { word: string; icon: ComponentType<{ size?: number | string }>; tone: Tone }
> = {
  none: { word: 'No change', icon: IconEqual, tone: 'waiting' },
  cosmetic: { word: 'Only form', icon: IconTypography, tone: 'muted' },
  non_breaking: { word: 'Non-breaking', icon: IconCircleCheck, tone: 'success' },
  breaking: { word: 'Breaking', icon: IconAlertTriangle, tone: 'danger' },
};

/** How far-reaching a change of a model is. */
export function ChangeClassChip({ change }: { change: ChangeClass }) {
  const { word, icon, tone } = looks[change];
  return (
    <StateChip tone={tone} icon={icon} filled>
      {word}
    </StateChip>
  );
}
