const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `just now`, `40 s ago`, `5 min ago`, `3 h ago`, `6 d ago`, from then on the date. `at` is ISO 8601. */
export function ago(at: string | null, nowMs: number): string {
  if (at === null) return '–';
  const distance = nowMs - Date.parse(at);
  if (distance < 5 * secondMs) return 'just now';
  if (distance < minuteMs) return `${Math.floor(distance / secondMs)} s ago`;
  if (distance < hourMs) return `${Math.floor(distance / minuteMs)} min ago`;
  if (distance < dayMs) return `${Math.floor(distance / hourMs)} h ago`;
  if (distance < 14 * dayMs) return `${Math.floor(distance / dayMs)} d ago`;
  return parts(at).slice(0, 10);
}

/** `now`, `in 40 s`, `in 5 min`, `in 3 h`, `in 6 d`, from then on the date. `at` is ISO 8601. */
export function ahead(at: string, nowMs: number): string {
  const distance = Date.parse(at) - nowMs;
  if (distance < secondMs) return 'now';
  if (distance < minuteMs) return `in ${Math.ceil(distance / secondMs)} s`;
  if (distance < hourMs) return `in ${Math.ceil(distance / minuteMs)} min`;
  if (distance < 2 * dayMs) return `in ${Math.round(distance / hourMs)} h`;
  if (distance < 14 * dayMs) return `in ${Math.round(distance / dayMs)} d`;
  return parts(at).slice(0, 10);
}

/** `2026-03-01 06:00` in the zone of the person. */
export function minute(at: string): string {
  return parts(at).slice(0, 16);
}

/** `2026-03-01 06:00:12 America/New_York (3 h ago)`: to the second, with its zone. */
export function moment(at: string, nowMs: number): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const distance = Date.parse(at) > nowMs ? ahead(at, nowMs) : ago(at, nowMs);
  return `${parts(at)} ${zone} (${distance})`;
}

/** `Times are those of America/New_York`: for lists of times without their zones. */
export function zoneNote(): string {
  return `Times are those of ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
}

/** `06:00:12` in the zone of the person. */
export function clockTime(at: string): string {
  return parts(at).slice(11);
}

/** `2026-03-01 06:00:12`: Swedes write it like that. */
function parts(at: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(Date.parse(at));
}

/** Milliseconds between two times; null while one of them is not known. */
export function between(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Date.parse(to) - Date.parse(from);
}
