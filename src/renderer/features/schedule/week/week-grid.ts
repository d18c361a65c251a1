import type { FireOutcome } from '../../../../shared/domain/fires.ts';

/** A fire in the week, past or to come. */
export interface WeekFire {
  atMs: number;
  job: string;
  jobId: number;
  look: FireOutcome | 'coming';
  run: number | null;
  /** What a change of clocks does to it, or how many fires it stands for. */
  note: string | null;
  count: number;
}

/** Fires of one job with one look in one hour. */
export interface WeekGroup extends WeekFire {
  key: string;
  lastMs: number;
}

/** `2026-03-02`, the local date. */
export function dateKey(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The local midnight that a week begins with, on the Monday at or before a moment. */
export function weekStart(ms: number): number {
  const date = new Date(ms);
  const sinceMonday = (date.getDay() + 6) % 7;
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - sinceMonday).getTime();
}

/** The local midnight so many days on; days with a change of clocks are not 24 hours long. */
export function addDays(ms: number, days: number): number {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** The week that an address asks for, `2026-03-04` being any day of it; the current one for anything else. */
export function askedWeek(asked: string | null, nowMs: number): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(asked ?? '') ?? [];
  const ms =
    year === undefined ? Number.NaN : new Date(Number(year), Number(month) - 1, Number(day)).getTime();
  return weekStart(Number.isNaN(ms) ? nowMs : ms);
}

export const cellKey = (day: string, hour: number) => `${day} ${hour}`;

/** The fires by local day and hour; those of a job with the same outcome are one group within the hour. */
export function weekGrid(fires: readonly WeekFire[]): Map<string, WeekGroup[]> {
  const cells = new Map<string, Map<string, WeekGroup>>();
  for (const fire of fires.toSorted((a, b) => a.atMs - b.atMs)) {
    const cell = cellKey(dateKey(fire.atMs), new Date(fire.atMs).getHours());
    const groups = cells.get(cell) ?? new Map<string, WeekGroup>();
    cells.set(cell, groups);
    const key = `${fire.jobId} ${fire.look}`;
    const group = groups.get(key);
    if (group) {
      group.count += fire.count;
      group.lastMs = fire.atMs;
      group.note ??= fire.note;
      group.run = fire.run ?? group.run;
    } else groups.set(key, { ...fire, key, lastMs: fire.atMs });
  }
  return new Map([...cells].map(([cell, groups]) => [cell, [...groups.values()]]));
}
