import { absoluteTime } from '../../../ui/time.ts';

/** A stretch of time, UTC ms. */
export interface Span {
  from: number;
  to: number;
}

/** Where a stretch is drawn, in pixels. */
export interface Place extends Span {
  left: number;
  width: number;
}

/** What is thinner can neither be seen nor hit. */
const thinnest = 4;

/** Stretches side by side, each as wide as it is long, but none too thin; more than there is room for share it alike. */
export function placesOf(spans: readonly Span[], width: number): Place[] {
  const least = Math.min(thinnest, width / spans.length);
  const widened = new Set<Span>();
  let perMs = 0;
  // Each one that is widened takes from the others, which may make a further one too thin.
  for (let before = -1; before !== widened.size; ) {
    before = widened.size;
    const others = spans.filter(span => !widened.has(span));
    const long = others.reduce((sum, { from, to }) => sum + to - from, 0);
    perMs = long === 0 ? 0 : (width - least * widened.size) / long;
    for (const span of others) {
      if ((span.to - span.from) * perMs < least) widened.add(span);
    }
  }
  let left = 0;
  return spans.map(span => {
    const wide = widened.has(span) ? least : (span.to - span.from) * perMs;
    const place = { from: span.from, to: span.to, left, width: wide };
    left += wide;
    return place;
  });
}

/** Where a moment is among stretches that touch, in pixels; null outside of them. */
export function positionOf(places: readonly Place[], at: number): number | null {
  const place = places.find(({ from, to }) => at >= from && at <= to);
  return place ? place.left + (place.width * (at - place.from)) / (place.to - place.from) : null;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Unit = 'hour' | 'day' | 'month';
const lengths: Record<Unit, number> = { hour: hourMs, day: dayMs, month: 30 * dayMs };
const rounds: [Unit, number[]][] = [
  ['hour', [1, 3, 6, 12]],
  ['day', [1, 2, 7, 14]],
  ['month', [1, 3, 6, 12, 24, 60, 120, 240]],
];
const steps = rounds.flatMap(([unit, all]) => all.map(every => ({ unit, every })));

/** Marks of a time axis where clocks of the zone show something round: at most about so many of them. */
export function ticksOf({ from, to }: Span, zone: string, most: number): { at: number; label: string }[] {
  const coarsest = { unit: 'month' as const, every: 240 };
  const { unit, every } =
    steps.find(each => (to - from) / (lengths[each.unit] * each.every) <= most) ?? coarsest;
  const ticks: { at: number; label: string }[] = [];
  const first = Math.ceil(countOf(unit, localOf(from, zone)) / every) * every;
  for (let count = first; ; count += every) {
    const local = localAt(unit, count);
    const at = instantOf(local, zone);
    if (at > to) return ticks;
    if (at >= from) ticks.push({ at, label: labelOf(unit, every, local) });
  }
}

/** Days are counted from a Monday. */
const monday = 4 * dayMs;

function countOf(unit: Unit, local: number): number {
  if (unit === 'hour') return local / hourMs;
  if (unit === 'day') return (local - monday) / dayMs;
  const day = new Date(local);
  return day.getUTCFullYear() * 12 + day.getUTCMonth() + (day.getUTCDate() - 1) / 31;
}

function localAt(unit: Unit, count: number): number {
  if (unit === 'hour') return count * hourMs;
  return unit === 'day' ? monday + count * dayMs : Date.UTC(Math.floor(count / 12), count % 12);
}

function labelOf(unit: Unit, every: number, local: number): string {
  const text = new Date(local).toISOString();
  if (unit === 'month') return text.slice(0, every % 12 === 0 ? 4 : 7);
  return unit === 'day' || text.includes('T00:00') ? text.slice(0, 10) : text.slice(11, 16);
}

/** What the clocks show, as ms as if it were UTC. */
function localOf(at: number, zone: string): number {
  const [day, time] = absoluteTime(at, zone).split(' ');
  return Date.parse(`${day}T${time}Z`);
}

/** Near enough where clocks are changed: a mark is no wider than that. */
function instantOf(local: number, zone: string): number {
  const guess = local - (localOf(local, zone) - local);
  return guess - (localOf(guess, zone) - local);
}
