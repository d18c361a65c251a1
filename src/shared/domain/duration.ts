const unitMs: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const unitNames: Record<string, string> = {
  ms: 'ms',
  millisecond: 'ms',
  s: 's',
  sec: 's',
  second: 's',
  m: 'm',
  min: 'm',
  minute: 'm',
  h: 'h',
  hour: 'h',
  d: 'd',
  day: 'd',
  w: 'w',
  week: 'w',
};
export const durationRule = 'a whole number and a unit, as in 30s, 15m, 2h or 2 days; at most 7 days';
/** What Snowflake allows a statement. */
const longestMs = 7 * 86_400_000;

export const spanRule = 'a whole number and a unit, as in 30s, 15m, 2h or 2 days; at most 366 days';
const longestSpanMs = 366 * 86_400_000;

/** `30m`, `2 days`, `1h 30m` in milliseconds; `undefined` when the text is no duration above zero. */
export function parseDuration(text: string): number | undefined {
  const parts = text.trim().matchAll(/(\d{1,9})\s*([a-z]+)\s*/gi);
  let total = 0;
  let consumed = '';
  for (const [all, amount, word] of parts) {
    const name = (word ?? '').toLowerCase();
    const unit = unitNames[name] ?? unitNames[name.replace(/s$/, '')];
    if (unit === undefined) return undefined;
    total += Number(amount) * (unitMs[unit] ?? 0);
    consumed += all;
  }
  return total > 0 && consumed === text.trim() ? total : undefined;
}

/** Whether a text can be the limit of a run or a statement. */
export function isLimit(text: string): boolean {
  return (parseDuration(text) ?? Number.POSITIVE_INFINITY) <= longestMs;
}

/** Whether a text can be a stretch of time that a schedule looks back or ahead. */
export function isSpan(text: string): boolean {
  return (parseDuration(text) ?? Number.POSITIVE_INFINITY) <= longestSpanMs;
}

/** Milliseconds in words for people: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** Milliseconds as `parseDuration` reads them, in the largest unit that is exact: `30m`, `2h`, `1500ms`. */
export function durationText(ms: number): string {
  for (const unit of ['w', 'd', 'h', 'm', 's'] as const) {
    const size = unitMs[unit] ?? 1;
    if (ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
