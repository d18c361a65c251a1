/** The stretches of time that a target can be built by; each begins where clocks of the time zone show its beginning. */
export const intervalNames = ['hour', 'day', 'week', 'month'] as const;
export type IntervalName = (typeof intervalNames)[number];

/** How many intervals a run of a backfill builds, where nobody says so. */
export const usualChunk: Record<IntervalName, number> = { hour: 24, day: 30, week: 13, month: 12 };

/** "1 day", "1,000 days". */
export function intervalsInWords(count: number, interval: IntervalName): string {
  return `${count.toLocaleString('en')} ${interval}${count === 1 ? '' : 's'}`;
}

/** A boundary of intervals as clocks of their time zone show it: the day alone where one begins then. `at` is ISO 8601. */
export function boundaryText(at: string, timeZone: string): string {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(Date.parse(at));
  return shown.endsWith(' 00:00') ? shown.slice(0, 10) : shown;
}

/** "2024-01-01 to 2024-02-01"; the end is the first moment behind it. */
export function rangeText({ from, to }: { from: string; to: string }, timeZone: string): string {
  return `${boundaryText(from, timeZone)} to ${boundaryText(to, timeZone)}`;
}

/** How a target is kept: `incremental, by day`, `table`. */
export function keptText(type: string | null, interval: IntervalName | null | undefined): string {
  if (type === null) return '';
  return interval === null || interval === undefined ? type : `${type}, by ${interval}`;
}
