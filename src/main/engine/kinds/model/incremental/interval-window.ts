import type { Column } from '../../../../../shared/contract/common.ts';
import type { Incremental } from '../../../../../shared/contract/materialization.ts';
import { formatDuration, parseDuration } from '../../../../../shared/domain/duration.ts';
import { displayName, displayRelation } from '../../../../../shared/domain/relation.ts';
import type { Context } from '../../../context.ts';
import { dialects } from '../../../dialects/index.ts';
import { type MomentKind, momentKind, momentText } from '../../../intervals/bounds.ts';
import { type Grid, shown, startBefore, startOf } from '../../../intervals/grid.ts';
import { isBuilt, lastBuilt, type Noted, notedAs } from '../../../intervals/ledger.ts';
import { outdated } from '../../../intervals/outdated.ts';
import type { Range } from '../../../intervals/range.ts';
import { type IntervalSettings, intervalsOfRun } from '../../../intervals/settings.ts';
import type { QueryTag } from '../../../ports.ts';
import { zoneOf } from '../../../schedule/zone.ts';
import { type FrozenSpec, GateUnmet, type Work } from '../../kind.ts';
import type { IntervalWindow, Window } from '../../window.ts';
import { askAgain } from '../ask.ts';
import type { Basis } from './basis.ts';
import { refusal } from './failures.ts';
import { refuseInputFormats } from './guards.ts';

/** What a window is decided for, and through what. */
export interface Asking {
  run: Work;
  context: Context;
  settings: IntervalSettings;
  incremental: Incremental;
  tag: QueryTag | undefined;
}

/**
 * The intervals that a run builds: those it was asked for; else all behind the last one that is recorded as built. What is
 * missing before that stays missing: it is for a backfill, so that no scheduled run grows beyond what came since the one before.
 * Throws `GateUnmet` where there is nothing to build, `ExecutionError` where it cannot be built.
 */
export async function intervalWindow(asking: Asking, basis: Basis): Promise<Window> {
  const { run, settings } = asking;
  refuseInputFormats(run);
  const { grid, begin } = settings;
  const clock = await earlierClock(asking);
  const until = startOf(grid, clock.now);
  const { range: asked } = run.spec;
  if (asked) refuseRange(asking, asked, until, clock);
  else if (until <= begin) {
    throw new GateUnmet(
      `the first ${grid.interval}, from ${shown(grid, begin)} on, is not over yet${clock.note}`,
    );
  }
  const of = ({ from, to }: Range): IntervalWindow => ({
    interval: grid.interval,
    time_zone: grid.zone.name,
    from,
    to,
    until,
  });
  const full = (reason: string, range: Range): Window => ({
    mode: 'full',
    reason,
    watermark: null,
    start: null,
    end: null,
    intervals: of(range),
  });
  const whole = { from: begin, to: until };
  // Where nothing stands, a part is all there is.
  if (basis.build === 'first') {
    if (asked && !asked.first) throw targetGone(run);
    return full(basis.reason, asked ?? whole);
  }
  if (basis.build === 'anew') return full(basis.reason, whole);
  const { watermark } = basis;
  if (watermark === null) return full('the target lacks the watermark', whole);
  if (asked && !asked.restate && isThere(asking, asked))
    throw new GateUnmet('it is built already; a restatement builds it again');
  const found = asked
    ? { range: asked, reason: 'these intervals were asked for' }
    : sinceLast(asking, whole, clock.note);
  if (found === null) return full('no interval of it is recorded as built', whole);
  return bounded({ ...full(found.reason, found.range), mode: 'new' }, of(found.range), watermark);
}

/** All there is, in the place of what a window is of. */
export function anewWindow(spec: FrozenSpec, { intervals }: Window, reason: string): Window {
  const settings = intervals && intervalsOfRun(spec);
  return {
    mode: 'full',
    reason,
    watermark: null,
    start: null,
    end: null,
    intervals: settings && { ...intervals, from: settings.begin, to: intervals.until },
  };
}

/** The same window with the values of a watermark that the intervals are. */
export function bounded(window: Window, intervals: IntervalWindow, watermark: Column): Window {
  const grid = gridOf(intervals);
  const kind = momentKindOf(watermark, intervals);
  return {
    ...window,
    intervals,
    watermark,
    start: momentText(kind, grid, intervals.from),
    end: momentText(kind, grid, intervals.to),
  };
}

/** The intervals that a window of a run is of, as the ledger notes them. Throws as `bounded`. */
export function notedWindow(spec: FrozenSpec, { intervals, watermark }: Window): Noted | null {
  const settings = intervalsOfRun(spec);
  if (settings === null || intervals === null || watermark === null) return null;
  // The time zone of the schedule is that of the window.
  const of = { ...settings, grid: gridOf(intervals) };
  return notedAs(of, intervals, momentKindOf(watermark, intervals) !== 'instant');
}

function gridOf({ interval, time_zone }: IntervalWindow): Grid {
  return { interval, zone: zoneOf(time_zone) };
}

/** Throws `ExecutionError` for a column whose values are not of one interval each. */
function momentKindOf({ name, type }: Column, { interval }: IntervalWindow): MomentKind {
  const kind = momentKind(type);
  if (kind !== null && !(kind === 'date' && interval === 'hour')) return kind;
  throw refusal(
    'watermark_type',
    `The watermark ${displayName(name)} is a ${type}, which does not tell the ${interval} that a row is of`,
    kind === null ? 'Choose a date or a timestamp' : 'Choose a timestamp, or longer intervals',
  );
}

/** From the last interval that is built on; null where none is. Throws `GateUnmet` where nothing came after it. */
function sinceLast(
  { run, context, settings, incremental }: Asking,
  { from: begin, to }: Range,
  note: string,
): { range: Range; reason: string } | null {
  const { grid } = settings;
  const { look_back: lookBack } = incremental;
  const { store, clock } = context;
  const last = run.jobId === null ? null : lastBuilt(store.sql, run.jobId, settings, clock.now());
  if (last === null) return null;
  const next = Math.min(startOf(grid, last), to);
  const back = lookBack === undefined ? 0 : (parseDuration(lookBack) ?? 0);
  const from = Math.max(begin, startBefore(grid, next, back));
  const built = `what is built goes up to ${shown(grid, next)}`;
  if (from >= to) throw new GateUnmet(`${built}, and the ${grid.interval} after it is not over yet${note}`);
  return {
    range: { from, to },
    reason: lookBack === undefined ? built : `${built}, and ${lookBack} before is built again`,
  };
}

function isThere({ run, context, settings }: Asking, range: Range): boolean {
  const { store, clock } = context;
  return run.jobId !== null && isBuilt(store.sql, run.jobId, settings, range, clock.now());
}

/** Throws where intervals are not to be built as they were asked for: by now, or yet. */
function refuseRange(
  { run, context, settings }: Asking,
  { to }: Range,
  until: number,
  { note }: OurClock,
): void {
  const { grid } = settings;
  const changed = run.jobId === null ? null : outdated(context.store.sql, run.jobId, run.spec);
  if (changed !== null) throw new GateUnmet(changed);
  if (to <= until) return;
  // What is built before it is over would lack what comes in its rest.
  throw refusal(
    'interval_open',
    `The ${grid.interval} that ends at ${shown(grid, to)} is not over yet${note}`,
    'Build up to the last one that is over',
  );
}

function targetGone({ spec }: Work) {
  const name = spec.target === null ? 'The target' : displayRelation(spec.target);
  return refusal(
    'target_changed',
    `${name} is not there any more, with all that the backfill had built of it before`,
    'Run it with a full refresh, or begin a backfill anew',
  );
}

interface OurClock {
  /** UTC ms. */
  now: number;
  /** Whose clock it is, where that is not obvious. */
  note: string;
}

/**
 * An interval is over when both clocks say so, the workstation's and the warehouse's: one that is built too early would lack
 * rows that nobody asks for again.
 */
async function earlierClock({ run, context, tag }: Asking): Promise<OurClock> {
  const { clock } = dialects[run.spec.environment.engine];
  const [row = []] = await askAgain(run, context, tag, clock);
  const now = context.clock.now();
  const theirs = Number(row[0]);
  if (!Number.isFinite(theirs) || theirs >= now) return { now, note: '' };
  return { now: theirs, note: `, by the warehouse's clock, which is ${formatDuration(now - theirs)} behind` };
}
