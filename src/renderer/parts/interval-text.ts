import { boundaryText, type IntervalName } from '../../shared/domain/intervals.ts';
import { absoluteTime } from '../ui/time.ts';

/** `2024-01-31 06:00`: what the clocks of a zone show. */
export function localMinute(at: string, zone: string): string {
  return absoluteTime(Date.parse(at), zone).slice(0, 'YYYY-MM-DD HH:MM'.length);
}

/** Where an interval begins or ends, in a column of such: all of them with the time where there are hours among them. */
export function edgeText(at: string, zone: string, interval: IntervalName): string {
  return interval === 'hour' ? localMinute(at, zone) : boundaryText(at, zone);
}
