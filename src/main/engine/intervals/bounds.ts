import { type Grid, markOf } from './grid.ts';

/**
 * How a column holds points in time: days, what clocks on the wall show, or moments that are the same everywhere. What such
 * a column is compared with depends on it.
 */
export type MomentKind = 'date' | 'local' | 'instant';

/** By the type as an engine of ours calls it; null for what holds no points in time. */
export function momentKind(type: string): MomentKind | null {
  if (/^DATE\b/.test(type)) return 'date';
  if (!type.startsWith('TIMESTAMP')) return null;
  return /TIME ZONE|_L?TZ\b/.test(type) ? 'instant' : 'local';
}

/** The beginning of an interval as a value of such a column: a text that `CAST` takes. `start` is in UTC ms. */
export function momentText(kind: MomentKind, grid: Grid, start: number): string {
  const text = new Date(markOf(grid, start, kind !== 'instant')).toISOString();
  const day = text.slice(0, 10);
  if (kind === 'date') return day;
  return `${day} ${text.slice(11, 19)}${kind === 'instant' ? '+00:00' : ''}`;
}
