import type { BuildWindow } from '../contract/job-plans.ts';
import { intervalsInWords, rangeText } from './intervals.ts';

/** What of an incremental target is built, and why: `what is new: the highest DAY in the target is …, from … on`. */
export function windowWords({ mode, reason, start, end }: BuildWindow): string {
  const from = start === null ? '' : `, from ${start} ${end === null ? 'on' : `up to ${end}`}`;
  return `${mode === 'full' ? 'all' : 'what is new'}: ${reason}${from}`;
}

/** Which intervals that is: `3 days, 2024-01-01 to 2024-01-04 (UTC)`; null for what is not built by them. */
export function windowIntervals({ intervals }: BuildWindow): string | null {
  if (intervals === null) return null;
  const { count, interval, time_zone: zone } = intervals;
  return `${intervalsInWords(count, interval)}, ${rangeText(intervals, zone)} (${zone})`;
}
