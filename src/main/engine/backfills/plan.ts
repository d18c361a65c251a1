import { usualChunk } from '../../../shared/domain/intervals.ts';
import { validationError } from '../../../shared/domain/errors.ts';
import { countBetween, type Grid, shown, startOf, startsBetween, upTo } from '../intervals/grid.ts';
import { gapsIn, joined, type Range } from '../intervals/range.ts';
import type { IntervalSettings } from '../intervals/settings.ts';

/** A range that takes more runs than this is refused: each of them is one to look after. */
const maxChunks = 1_000;

/** What one run of a backfill builds. */
export interface Chunk extends Range {
  /** Intervals in it. */
  count: number;
}

export interface Wanted {
  /** A day or a local time of the zone, or an instant; the first interval where it is left out. */
  from?: string | undefined;
  /** The same: the first moment that is not built any more; the end of the last interval that is over where it is left out. */
  to?: string | undefined;
  /** Intervals for each run, at most. */
  chunk?: number | undefined;
  /** Build again what is built. */
  restate: boolean;
}

/** The range that is meant, widened to whole intervals. Throws `validation` with `from` or `to` as path. */
export function rangeOf({ from, to }: Wanted, { grid, begin }: IntervalSettings, until: number): Range {
  const range = {
    from: from === undefined ? begin : startOf(grid, instantOf('from', from, grid)),
    to: to === undefined ? until : upTo(grid, instantOf('to', to, grid)),
  };
  const refuse = (path: string, message: string) => validationError([{ path, message }]);
  if (until <= begin) {
    throw refuse('to', `the first ${grid.interval}, from ${shown(grid, begin)} on, is not over yet`);
  }
  if (range.from < begin)
    throw refuse('from', `is before the first interval, which begins ${shown(grid, begin)}`);
  if (range.to > until) {
    throw refuse('to', `is not over yet: the last ${grid.interval} that is over ended ${shown(grid, until)}`);
  }
  if (range.from >= range.to) throw refuse('to', `must be after the beginning, ${shown(grid, range.from)}`);
  return range;
}

/**
 * What is to be built of a range, in the order in which it is: the newest first. Ordinary runs go on behind the last interval that is
 * built, so they stay small while older ones are filled in. Throws `validation` for more chunks than anybody could look after.
 */
export function chunksOf(
  range: Range,
  built: readonly Range[],
  { chunk, restate }: Pick<Wanted, 'chunk' | 'restate'>,
  grid: Grid,
): Chunk[] {
  const size = chunk ?? usualChunk[grid.interval];
  const chunks: Chunk[] = [];
  for (const stretch of restate ? [range] : wholeGaps(built, range, grid)) {
    let current: Chunk | null = null;
    for (const start of startsBetween(grid, stretch.from, stretch.to)) {
      if (current === null || current.count === size) {
        if (current) current.to = start;
        chunks.push((current = { from: start, to: stretch.to, count: 0 }));
      }
      current.count += 1;
    }
  }
  if (chunks.length > maxChunks) {
    const all = chunks.reduce((sum, { count }) => sum + count, 0);
    throw validationError([
      {
        path: 'chunk',
        message: `of ${size} makes ${chunks.length.toLocaleString('en')} runs, more than ${maxChunks.toLocaleString('en')}: give at least ${Math.ceil(all / maxChunks)}, or a shorter range`,
      },
    ]);
  }
  return chunks.toReversed();
}

/** How many intervals of a range are built. */
export function countBuilt(built: readonly Range[], range: Range, grid: Grid): number {
  const missing = wholeGaps(built, range, grid);
  const count = ({ from, to }: Range) => countBetween(grid, from, to);
  return count(range) - missing.reduce((sum, gap) => sum + count(gap), 0);
}

/** What is not built of a range, as whole intervals: where the time zone was changed, one may be built in part. */
export function wholeGaps(built: readonly Range[], range: Range, grid: Grid): Range[] {
  const whole: Range[] = [];
  for (const gap of gapsIn(built, range)) {
    const from = Math.max(startOf(grid, gap.from), range.from);
    const last = whole.at(-1);
    whole.push({ from: last && last.to > from ? last.to : from, to: upTo(grid, gap.to) });
  }
  return joined(whole.filter(({ from, to }) => from < to));
}

const localForm = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?$/;

function instantOf(path: string, text: string, { zone }: Grid): number {
  if (localForm.test(text)) {
    const local = Date.parse(`${text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')}:00Z`);
    if (!Number.isNaN(local) && new Date(local).toISOString().startsWith(text.slice(0, 10))) {
      return zone.instantsOf(local)[0] ?? zone.endOfGap(local);
    }
  } else if (/(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))) {
    return Date.parse(text);
  }
  throw validationError([
    {
      path,
      message: `"${text}" is no time: give a day (2024-01-31), a local time (2024-01-31T06:00) or an instant (2024-01-31T05:00:00Z)`,
    },
  ]);
}
