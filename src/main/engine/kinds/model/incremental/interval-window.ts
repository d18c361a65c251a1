import type { Column } from '../../../../../shared/contract/common.ts';
import type { JobDefinition } from '../../../../../shared/contract/jobs.ts';
import type { Incremental } from '../../../../../shared/contract/materialization.ts';
import { parseDuration } from '../../../../../shared/domain/duration.ts';
import { displayName } from '../../../../../shared/domain/relation.ts';
import type { Context } from '../../../context.ts';
import { dialects } from '../../../dialects/index.ts';
import { type MomentKind, momentKind, momentText } from '../../../intervals/bounds.ts';
import { shown, startBefore, startOf } from '../../../intervals/grid.ts';
import { covers, type Range, rangesOf } from '../../../intervals/range.ts';
import { type IntervalSettings, intervalsOf } from '../../../intervals/settings.ts';
import type { QueryTag } from '../../../ports.ts';
import { zoneOf } from '../../../schedule/zone.ts';
import { GateUnmet, type Work } from '../../kind.ts';
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
  const until = startOf(grid, await earlierNow(asking));
  const { range: asked } = run.spec;
  if (asked) refuseOpen(settings, asked, until);
  else if (until <= begin) {
    throw new GateUnmet(`the first ${grid.interval}, from ${shown(grid, begin)} on, is not over yet`);
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
  if (basis.build === 'first') return full(basis.reason, asked ?? whole);
  if (basis.build === 'anew') return full(basis.reason, whole);
  const { watermark } = basis;
  if (watermark === null) return full('the target lacks the watermark', whole);
  if (asked && !asked.restate && isBuilt(asking, asked))
    throw new GateUnmet('another run built it meanwhile');
  const found = asked ? { range: asked, reason: 'these intervals were asked for' } : sinceLast(asking, whole);
  if (found === null) return full('no interval of it is recorded as built', whole);
  return bounded({ ...full(found.reason, found.range), mode: 'new' }, of(found.range), watermark);
}

/** All there is, in the place of what a window is of. */
export function anewWindow(definition: JobDefinition, { intervals }: Window, reason: string): Window {
  const settings = intervals && intervalsOf(definition);
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
  const zone = zoneOf(intervals.time_zone);
  const kind = momentKindOf(watermark, intervals);
  return {
    ...window,
    intervals,
    watermark,
    start: momentText(kind, zone, intervals.from),
    end: momentText(kind, zone, intervals.to),
  };
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
): { range: Range; reason: string } | null {
  const { grid } = settings;
  const { look_back: lookBack } = incremental;
  const last = run.jobId === null ? null : (context.store.sql.intervals.lastEnd.get(run.jobId) ?? null);
  if (last === null) return null;
  const next = Math.min(startOf(grid, last), to);
  const back = lookBack === undefined ? 0 : (parseDuration(lookBack) ?? 0);
  const from = Math.max(begin, startBefore(grid, next, back));
  const built = `what is built goes up to ${shown(grid, next)}`;
  if (from >= to) throw new GateUnmet(`${built}, and the ${grid.interval} after it is not over yet`);
  return {
    range: { from, to },
    reason: lookBack === undefined ? built : `${built}, and ${lookBack} before is built again`,
  };
}

function isBuilt({ run, context }: Asking, range: Range): boolean {
  const { intervals } = context.store.sql;
  return run.jobId !== null && covers(rangesOf(intervals.touching.all({ job: run.jobId, ...range })), range);
}

/** What is built before it is over would lack what comes in its rest. */
function refuseOpen(settings: IntervalSettings, { to }: Range, until: number): void {
  if (to <= until) return;
  throw refusal(
    'interval_open',
    `The ${settings.grid.interval} that ends at ${shown(settings.grid, to)} is not over yet`,
    'Build up to the last one that is over',
  );
}

/**
 * An interval is over when both clocks say so, the workstation's and the warehouse's: one that is built too early would lack
 * rows that nobody asks for again.
 */
async function earlierNow({ run, context, tag }: Asking): Promise<number> {
  const { clock } = dialects[run.spec.environment.engine];
  const [row = []] = await askAgain(run, context, tag, clock);
  const now = context.clock.now();
  const theirs = Number(row[0]);
  return Number.isFinite(theirs) ? Math.min(now, theirs) : now;
}
