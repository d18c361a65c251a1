import {
  IconAlertTriangle,
  IconArrowsJoin,
  IconCircleCheck,
  IconClock,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Fire } from '../../shared/contract/fires.ts';
import type { Absence, FireOutcome, FireReason } from '../../shared/domain/fires.ts';
import { StateChip } from '../ui/chip.tsx';
import type { Tone } from '../ui/theme.ts';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

/** How each outcome of a fire is told: word, icon and tone; `coming` for one that is still to be. */
export const fireLooks: Record<FireOutcome | 'coming', { word: string; icon: Icon; tone: Tone }> = {
  dispatched: { word: 'dispatched', icon: IconCircleCheck, tone: 'success' },
  coalesced: { word: 'coalesced', icon: IconArrowsJoin, tone: 'special' },
  skipped: { word: 'skipped', icon: IconPlayerSkipForward, tone: 'muted' },
  missed: { word: 'missed', icon: IconAlertTriangle, tone: 'warning' },
  coming: { word: 'coming', icon: IconClock, tone: 'waiting' },
};

const reasonWords: Record<FireReason, string> = {
  on_time: 'on time',
  catch_up: 'missed, and made up for',
  paused: 'the job was paused',
  all_paused: 'everything was paused',
  overlap: 'an earlier run was not over',
  policy: 'the schedule leaves out what was missed',
  replaced: 'its schedule was edited, or the job deleted',
  depth: 'the chain has become too long',
  not_runnable: 'no run could be made of the job',
  window: 'older than the catch-up window',
  deadline: 'too late for its deadline',
  too_many: 'more than are made up for at once',
};

const awayWords: Record<Absence, string> = {
  asleep: 'the machine slept',
  not_running: 'Slipway was not running',
  blocked: 'the ledger could not be written',
};

/** Why nothing could start meanwhile: `the machine slept`. */
export const absenceText = (away: Absence) => awayWords[away];

/** Why a fire has its outcome, in a sentence without its full stop. */
export function reasonText({ reason, away, detail }: Pick<Fire, 'reason' | 'away' | 'detail'>): string {
  return [reasonWords[reason], away === null ? '' : awayWords[away], detail ?? '']
    .filter(part => part !== '')
    .join('; ');
}

export function FireOutcomeChip({ outcome }: { outcome: FireOutcome }) {
  const { word, icon, tone } = fireLooks[outcome];
  return (
    <StateChip tone={tone} icon={icon}>
      {word}
    </StateChip>
  );
}
