const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `just now`, `40 s ago`, `5 min ago`, `3 h ago`, `6 d ago`, from then on the date; `in 5 min` for what is to come. */
export function relativeTime(atMs: number, nowMs: number): string {
  const distance = Math.abs(nowMs - atMs);
  if (distance < 5_000) return 'just now';
  if (distance >= 14 * dayMs) return dateText(atMs);
  const amount =
    distance < minuteMs
      ? `${Math.floor(distance / 1_000)} s`
      : distance < hourMs
        ? `${Math.floor(distance / minuteMs)} min`
        : distance < dayMs
          ? `${Math.floor(distance / hourMs)} h`
          : `${Math.floor(distance / dayMs)} d`;
  return nowMs >= atMs ? `${amount} ago` : `in ${amount}`;
}

export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `2025-03-09 06:00:12 America/New_York`: to the second, with its zone. */
export function absoluteTime(atMs: number, zone = localZone()): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find(found => found.type === type)?.value ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  return `${date} ${part('hour')}:${part('minute')}:${part('second')} ${zone}`;
}

/** `06:00:12`; the zone belongs beside it. */
export function timeOfDay(atMs: number, zone = localZone()): string {
  return absoluteTime(atMs, zone).split(' ')[1] ?? '';
}

function dateText(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(atMs);
}
