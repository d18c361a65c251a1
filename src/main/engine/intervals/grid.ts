import { boundaryText, type IntervalName } from '../../../shared/domain/intervals.ts';
import type { Zone } from '../schedule/zone.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What divides time into intervals. Each begins when clocks of the zone show its beginning, and ends where the next begins. */
export interface Grid {
  interval: IntervalName;
  zone: Zone;
}

/**
 * The beginning of the interval that an instant is in. A beginning that clocks skip is the first instant after the gap, one
 * that they show twice the first of the two, as for schedules (semantics.md): so no instant is in two intervals or in none, and
 * what the clocks show at the beginnings grows.
 */
export function startOf(grid: Grid, instant: number): number {
  const { zone, interval } = grid;
  return instantOf(zone, localStart(interval, instant + zone.offsetAt(instant)));
}

/** The end of the interval that an instant is in: the beginning of the next one. */
export function endOf(grid: Grid, instant: number): number {
  const { zone, interval } = grid;
  const local = localStart(interval, instant + zone.offsetAt(instant));
  const end = instantOf(zone, nextStart(interval, local));
  // An hour that clocks skip is no interval.
  return end > instant ? end : endOf(grid, instant + hourMs);
}

/** The beginning of the interval that clocks were in when they showed so much less, in ms: a day back is a day on any day. */
export function startBefore(grid: Grid, instant: number, backMs: number): number {
  const { zone, interval } = grid;
  return instantOf(zone, localStart(interval, instant + zone.offsetAt(instant) - backMs));
}

/** An instant where it is the beginning of an interval, else the end of the one that it is in. */
export function upTo(grid: Grid, instant: number): number {
  const start = startOf(grid, instant);
  return start === instant ? instant : endOf(grid, instant);
}

/** The beginnings of all intervals that begin at or after `from` and before `to`, in order. */
export function* startsBetween(grid: Grid, from: number, to: number): Generator<number> {
  for (let start = upTo(grid, from); start < to; start = endOf(grid, start)) yield start;
}

/** How many intervals begin at or after `from` and before `to`. */
export function countBetween(grid: Grid, from: number, to: number): number {
  let count = 0;
  for (const _ of startsBetween(grid, from, to)) count += 1;
  return count;
}

/** The beginning of the interval that clocks of the zone show a day in, as `YYYY-MM-DD`. */
export function startOfDate(grid: Grid, date: string): number {
  return instantOf(grid.zone, localStart(grid.interval, Date.parse(`${date}T00:00:00Z`)));
}

/** A boundary in words: "2024-01-31 (Europe/Berlin)". */
export function shown({ zone }: Grid, boundary: number): string {
  return `${boundaryText(new Date(boundary).toISOString(), zone.name)} (${zone.name})`;
}

/**
 * A beginning of an interval as a value that a column holds: the moment, or, of a column without a zone (`local`), what clocks show there, in
 * ms as if it were UTC. That of one that they skip is what they would have shown: a column may hold days at midnight all the same.
 */
export function markOf({ zone, interval }: Grid, start: number, local: boolean): number {
  return local ? localStart(interval, start + zone.offsetAt(start)) : start;
}

/** The moment of a mark, by the clocks of the zone. */
export function instantOfMark({ zone }: Grid, mark: number, local: boolean): number {
  return local ? instantOf(zone, mark) : mark;
}

function instantOf(zone: Zone, local: number): number {
  return zone.instantsOf(local)[0] ?? zone.endOfGap(local);
}

/** Local times are milliseconds as if they were UTC. */
function localStart(interval: IntervalName, local: number): number {
  if (interval === 'hour') return Math.floor(local / hourMs) * hourMs;
  const midnight = Math.floor(local / dayMs) * dayMs;
  const day = new Date(midnight);
  // Weeks begin on Mondays (ISO 8601).
  if (interval === 'week') return midnight - ((day.getUTCDay() + 6) % 7) * dayMs;
  return interval === 'month' ? Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1) : midnight;
}

function nextStart(interval: IntervalName, start: number): number {
  if (interval === 'hour') return start + hourMs;
  if (interval === 'month') {
    const day = new Date(start);
    return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1);
  }
  return start + (interval === 'week' ? 7 : 1) * dayMs;
}
