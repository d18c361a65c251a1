import type { Condition, Freshness } from '../contract/conditions.ts';
import { checkLine } from './checks.ts';
import { formatDuration, parseDuration } from './duration.ts';

/** What a condition asks for, in words: `RAW.FLIGHTS: the latest DATE is within 1 d`. */
export function conditionWords({ freshness, quality }: Condition): string {
  if (freshness) return `${freshness.source}: ${freshnessWords(freshness)}`;
  return quality ? `${quality.source}: ${checkLine(quality)}` : '';
}

export function freshnessWords({ column, within, changed_since_last_success: changed }: Freshness): string {
  const what = column === undefined ? 'its last change' : `the latest ${column}`;
  if (changed) return `${what} is another than at the last success`;
  const ms = parseDuration(within ?? '');
  return `${what} is within ${ms === undefined ? within : formatDuration(ms)}`;
}

/** The source that a condition is about, as written. */
export function sourceOf({ freshness, quality }: Condition): string {
  return freshness?.source ?? quality?.source ?? '';
}
