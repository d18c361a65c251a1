import type { Schedule } from './fires.ts';
import type { Zone } from './zone.ts';

const hourMs = 3_600_000;

/** An instant as clocks in a zone show it: "2026-03-29 03:00 +02:00". */
export function localTime(zone: Zone, instant: number): string {
  const offset = zone.offsetAt(instant);
  const local = new Date(instant + offset).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${offsetText(offset)}`;
}

export function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** What a change of clocks does to a fire, in words; null when none is near. */
export function clockNote({ cron, zone }: Schedule, instant: number): string | null {
  const offset = zone.offsetAt(instant);
  const before = zone.offsetAt(instant - 1);
  const after = zone.offsetAt(instant + 3 * hourMs);
  if (before < offset) {
    const local = instant + offset;
    const minute = Math.floor((local % (24 * hourMs)) / 60_000);
    const names = cron.times.includes(minute);
    return names
      ? 'Clocks are put forward at this moment'
      : 'Its time does not exist on this day: it fires as soon as clocks are put forward';
  }
  if (cron.everyHour || after >= offset) return null;
  const [first, second] = zone.instantsOf(instant + offset);
  if (first !== instant || second === undefined) return null;
  return 'Its time comes twice on this day: it fires the first time';
}

/** The changes of clocks in a zone in a stretch of time, each with the offsets before and after it. */
export function clockChanges(
  zone: Zone,
  from: number,
  until: number,
): { at: number; from: number; to: number }[] {
  const changes: { at: number; from: number; to: number }[] = [];
  let offset = zone.offsetAt(from);
  for (let at = from + hourMs; at <= until + hourMs; at += hourMs) {
    const now = zone.offsetAt(Math.min(at, until));
    if (now === offset) continue;
    changes.push({ at: changeBetween(zone, at - hourMs, Math.min(at, until)), from: offset, to: now });
    offset = now;
  }
  return changes;
}

/** To the minute. */
function changeBetween(zone: Zone, from: number, until: number): number {
  let [low, high] = [from, until];
  const before = zone.offsetAt(from);
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 120_000) * 60_000;
    if (middle <= low) break;
    if (zone.offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
