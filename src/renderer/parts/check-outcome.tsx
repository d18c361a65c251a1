import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconHelpOctagon,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import type { CheckOutcome } from '../../shared/contract/checks.ts';
import { StateChip } from '../ui/chip.tsx';
import type { Tone } from '../ui/theme.ts';

/** How each outcome of a check is told. */
export const outcomeLooks: Record<CheckOutcome, { word: string; icon: typeof IconCircleX; tone: Tone }> = {
  passed: { word: 'passed', icon: IconCircleCheck, tone: 'success' },
  failed: { word: 'failed', icon: IconCircleX, tone: 'danger' },
  warned: { word: 'warned', icon: IconAlertTriangle, tone: 'warning' },
  error: { word: 'not looked at', icon: IconHelpOctagon, tone: 'danger' },
};

export function OutcomeChip({ outcome, filled = false }: { outcome: CheckOutcome; filled?: boolean }) {
  const { word, icon, tone } = outcomeLooks[outcome];
  return (
    <StateChip tone={tone} icon={icon} filled={filled}>
      {word}
    </StateChip>
  );
}

export function MetChip({ met }: { met: boolean }) {
  return met ? (
    <StateChip tone="success" icon={IconCircleCheck}>
      met
    </StateChip>
  ) : (
    <StateChip tone="waiting" icon={IconPlayerSkipForward}>
      unmet
    </StateChip>
  );
}
