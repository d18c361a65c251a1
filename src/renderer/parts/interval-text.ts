import type { IntervalName } from '../../shared/domain/intervals.ts';
import { absoluteTime } from '../ui/time.ts';

/** What the clocks of the zone show at the edge of an interval: the day, with the time where that is not midnight. */
export function intervalTime(at: string, zone: string): string {
  const shown = localMinute(at, zone);
  return shown.endsWith(' 00:00') ? shown.slice(0, 10) : shown;
}

/** `2024-01-31 06:00`, whatever the time. */
export function localMinute(at: string, zone: string): string {
  return absoluteTime(Date.parse(at), zone).slice(0, 'YYYY-MM-DD HH:MM'.length);
}

/** `2024-01-01 to 2024-02-01`; the end is the first moment behind it. */
export function rangeText({ from, to }: { from: string; to: string }, zone: string): string {
  return `${intervalTime(from, zone)} to ${intervalTime(to, zone)}`;
}

/** `incremental, by day`; `table`. */
export function keptText(type: string | null, interval: IntervalName | null | undefined): string {
  if (type === null) return '';
  return interval === null || interval === undefined ? type : `${type}, by ${interval}`;
}
