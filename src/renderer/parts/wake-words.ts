import type { WakePlan } from '../../shared/contract/fires.ts';
import { counted, formatCount } from '../ui/numbers.ts';

type Counts = Pick<WakePlan, 'fires' | 'dispatched' | 'coalesced' | 'skipped' | 'missed'>;

/** `5 fires missed: runs 2, coalesces 3`; what there is none of is left out. */
export function wakeText({ fires, dispatched, coalesced, skipped, missed }: Counts): string {
  const parts = [
    dispatched > 0 ? `runs ${formatCount(dispatched)}` : '',
    coalesced > 0 ? `coalesces ${formatCount(coalesced)}` : '',
    skipped > 0 ? `skips ${formatCount(skipped)}` : '',
    missed > 0 ? `leaves ${formatCount(missed)} missed` : '',
  ].filter(part => part !== '');
  return `${counted(fires, 'fire')} missed: ${parts.join(', ')}`;
}
