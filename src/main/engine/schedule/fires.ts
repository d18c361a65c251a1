import { type Problem, SlipwayError } from '../../../shared/domain/errors.ts';
import { type Cron, longestWaitDays, parseCron } from './cron.ts';
import { type Zone, zoneOf } from './zone.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** And a day on either side, for the zone. */
const horizonMs = (longestWaitDays + 2) * dayMs;

/** When a job is to start: a cron expression in a time zone, ready to be asked. */
export interface Schedule {
  cron: Cron;
  zone: Zone;
}

/** Throws `validation` for what is no expression or no zone. */
export function scheduleOf(cron: string, timezone: string): Schedule {
  return { cron: parseCron(cron), zone: zoneOf(timezone) };
}

/** What is wrong with an expression and a zone, all of it: `path` is where the schedule is in what was given. */
export function scheduleProblems(
  { cron, time_zone }: { cron: string; time_zone?: string | undefined },
  path: string,
): Problem[] {
  return [() => parseCron(cron), () => zoneOf(time_zone ?? 'UTC')].flatMap(look => {
    try {
      look();
      return [];
    } catch (cause) {
      if (!(cause instanceof SlipwayError)) throw cause;
      return (cause.details.problems ?? []).map(problem => ({ ...problem, path: `${path}.${problem.path}` }));
    }
  });
}

/**
 * The instants at which a schedule fires after `after` up to and including `until` (ms since the epoch), in order, each
 * once. Pure: nothing but the arguments and the platform's time zones decides.
 *
 * Where clocks are put forward, a time that does not exist fires at the first instant that does. Where they are put
 * back, a fixed time fires when it first comes; a schedule of every hour fires whenever the clock shows its minute, so
 * that no hour that passes is without it.
 */
export function* firesBetween({ cron, zone }: Schedule, after: number, until: number): Generator<number> {
  let last = after;
  for (let day = localMidnight(zone, after) - dayMs; ; day += dayMs) {
    // No instant of this local day, or of a later one, can be as early as this.
    if (day - 2 * dayMs > until) return;
    if (!cron.matches(day)) continue;
    const offset = zone.steadyOffset(day);
    if (offset !== null) {
      // One by one: most often the first is all that is asked for.
      const { times } = cron;
      for (let n = indexAfter(times, (last - day + offset) / minuteMs); n < times.length; n++) {
        const instant = day + (times[n] ?? 0) * minuteMs - offset;
        if (instant > until) return;
        last = instant;
        yield instant;
      }
      continue;
    }
    for (const instant of instantsOfChange(cron, zone, day)) {
      if (instant > until) return;
      if (instant <= last) continue;
      last = instant;
      yield instant;
    }
  }
}

/** How often a schedule fires after `after` up to and including `until`; a year of minutes takes no longer than its days. */
export function countFires(schedule: Schedule, after: number, until: number): number {
  const { cron, zone } = schedule;
  let count = 0;
  let from = after;
  const whole = localMidnight(zone, after) + 2 * dayMs;
  for (let day = whole; day + 2 * dayMs <= until; day += dayMs) {
    const offset = zone.steadyOffset(day);
    if (offset === null || zone.steadyOffset(day - dayMs) === null) continue;
    // Up to the end of the day before one by one, the day itself at once.
    const begin = day - offset - 1;
    if (begin < from) continue;
    if (begin > from) for (const _ of firesBetween(schedule, from, begin)) count += 1;
    if (cron.matches(day)) count += cron.times.length;
    from = begin + dayMs;
  }
  for (const _ of firesBetween(schedule, from, until)) count += 1;
  return count;
}

/** The first instant after `after`; there is one for every expression that could be parsed. */
export function nextFire(schedule: Schedule, after: number): number | null {
  const { value } = firesBetween(schedule, after, after + horizonMs).next();
  return value ?? null;
}

function localMidnight(zone: Zone, instant: number): number {
  return Math.floor((instant + zone.offsetAt(instant)) / dayMs) * dayMs;
}

/** Of a day around which clocks are changed: in order, but one may come twice, from a gap and by itself. */
function instantsOfChange(cron: Cron, zone: Zone, midnight: number): number[] {
  const instants = cron.times.flatMap(time => {
    const local = midnight + time * minuteMs;
    const [first, second] = zone.instantsOf(local);
    if (first === undefined) {
      const end = zone.endOfGap(local);
      return cron.everyHour && comesAfterGap(cron, zone, local, end) ? [] : [end];
    }
    return second !== undefined && cron.everyHour ? [first, second] : [first];
  });
  return instants.sort((a, b) => a - b);
}

/** Of the first of ascending numbers that is greater. */
function indexAfter(ascending: number[], number: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Whether what a schedule of every hour would have fired in a gap is its fire so much later by the clock, as clocks that
 * are put forward by an hour show the minute 7 of the next hour when that of the one left out would have come.
 */
function comesAfterGap(cron: Cron, zone: Zone, local: number, end: number): boolean {
  const later = local + zone.offsetAt(end) - zone.offsetAt(end - 1);
  const midnight = Math.floor(later / dayMs) * dayMs;
  return cron.matches(midnight) && cron.times.includes((later - midnight) / minuteMs);
}
