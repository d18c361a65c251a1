import type { JobIntervals } from '../../../shared/contract/intervals.ts';
import { type Context, iso } from '../context.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { numberAfter } from '../lookup.ts';
import { countBetween, endOf, type Grid, startOf, upTo } from './grid.ts';
import { type BuiltStretch, builtOf } from './ledger.ts';
import { covers, joined, type Range } from './range.ts';
import { requireIntervals } from './settings.ts';

const maxStretches = 1_000;

/** What is known of the intervals of jobs. */
export function createIntervals(context: Context, { jobs }: { jobs: Jobs }) {
  const { store, clock } = context;

  return {
    /** Which intervals of a job are built. Throws `precondition` for a job without any. */
    ofJob(input: { job: string; limit: number; after?: string | undefined }): JobIntervals {
      const job = jobs.row(input.job);
      const settings = requireIntervals(job);
      const { grid, begin } = settings;
      const now = clock.now();
      const until = startOf(grid, now);
      const recorded = builtOf(store.sql, job.id, settings, now);
      const stretches = stretchesOf(recorded, { from: begin, to: until }, grid);
      const total = (wanted: boolean) =>
        stretches.reduce((sum, { built, count }) => (built === wanted ? sum + count : sum), 0);
      const page = pageOf(grid, begin, Math.min(numberAfter(input.after, until), until), input.limit);
      return {
        interval: grid.interval,
        time_zone: grid.zone.name,
        begin: iso(begin),
        until: until > begin ? iso(until) : null,
        next_at: iso(endOf(grid, Math.max(now, begin))),
        built: total(true),
        missing: total(false),
        stretches: stretches
          .slice(-maxStretches)
          .map(({ from, to, ...rest }) => ({ from: iso(from), to: iso(to), ...rest })),
        intervals: page.shown.map(each => toInterval(each, recorded)),
        next: page.next,
      };
    },
  };
}

/** The intervals before a moment, newest first. */
function pageOf(grid: Grid, begin: number, before: number, limit: number) {
  const shown: Range[] = [];
  let to = before;
  for (; shown.length < limit && to > begin; to = shown.at(-1)?.from ?? begin) {
    shown.push({ from: startOf(grid, to - 1), to });
  }
  return { shown, next: to > begin ? String(to) : null };
}

function stretchesOf(built: readonly Range[], whole: Range, grid: Grid) {
  const all: (Range & { built: boolean; count: number })[] = [];
  const add = (from: number, to: number, isBuilt: boolean) => {
    if (from < to) all.push({ from, to, built: isBuilt, count: countBetween(grid, from, to) });
  };
  let at = whole.from;
  for (const range of joined(built)) {
    // What is built in part, as after a change of the time zone, is missing.
    const from = Math.max(upTo(grid, range.from), whole.from);
    const to = Math.min(startOf(grid, range.to), whole.to);
    if (from >= to) continue;
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, whole.to, false);
  return all;
}

/** By the run that built all of an interval; of several that touch, the last one that is in it. */
function toInterval(range: Range, recorded: readonly BuiltStretch[]) {
  const holding = recorded.filter(({ from, to }) => from < range.to && to > range.from);
  const last = covers(holding, range) ? holding.at(-1)?.row : undefined;
  return {
    from: iso(range.from),
    to: iso(range.to),
    run: last?.run_id ?? null,
    version: last?.version ?? null,
    built_at: iso(last?.ended_at_ms ?? null),
  };
}
