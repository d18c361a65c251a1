import type { IntervalListRow, LedgerRow } from '../store/intervals.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Sql } from '../store/store.ts';
import { instantOfMark, markOf, startOf } from './grid.ts';
import { covers, type Range } from './range.ts';
import type { IntervalSettings } from './settings.ts';

/** A clock that is corrected by less was not ahead. */
const clockSlackMs = 60_000;

/** A stretch of the ledger, as moments, with the run that built it last. */
export interface BuiltStretch extends Range {
  row: IntervalListRow;
}

/** Intervals as they are noted: by values of a column. */
export interface Noted extends Pick<LedgerRow, 'target' | 'environment_id' | 'watermark'> {
  local: boolean;
  /** Marks. */
  from: number;
  to: number;
}

/** Intervals that a run built; those that do not count were tried out, and are to be built again. */
export interface BuiltIntervals extends Noted {
  counts: boolean;
}

/** The intervals of a range, as values of a watermark. */
export function notedAs(
  { grid, target, environment: environment_id, watermark }: IntervalSettings,
  range: Range,
  local: boolean,
): Noted {
  const marks = { from: markOf(grid, range.from, local), to: markOf(grid, range.to, local) };
  return { target, environment_id, watermark, local, ...marks };
}

/** What is recorded as built of the target of a job, in order. `now` is the time of the clock, UTC ms. */
export function builtOf(sql: Sql, job: number, settings: IntervalSettings, now: number): BuiltStretch[] {
  const local = unitOf(sql, job, settings);
  if (local === null) return [];
  const { grid } = settings;
  return sql.intervals.ofJob.all({ job, now: now + clockSlackMs }).map(row => ({
    from: instantOfMark(grid, row.from_mark, local),
    to: instantOfMark(grid, row.to_mark, local),
    row,
  }));
}

/** The end of the last interval that is recorded as built; null where none is. */
export function lastBuilt(sql: Sql, job: number, settings: IntervalSettings, now: number): number | null {
  const local = unitOf(sql, job, settings);
  if (local === null) return null;
  const end = sql.intervals.lastEnd.get({ job, now: now + clockSlackMs });
  return end === undefined ? null : instantOfMark(settings.grid, end, local);
}

/** Whether all of a range is recorded as built. */
export function isBuilt(
  sql: Sql,
  job: number,
  settings: IntervalSettings,
  range: Range,
  now: number,
): boolean {
  const local = unitOf(sql, job, settings);
  if (local === null) return false;
  const whole = {
    from: markOf(settings.grid, range.from, local),
    to: markOf(settings.grid, range.to, local),
  };
  const rows = sql.intervals.touching.all({ job, ...whole, now: now + clockSlackMs });
  return covers(
    rows.map(({ from_mark: from, to_mark: to }) => ({ from, to })),
    whole,
  );
}

/** Whether marks are what clocks show; null where nothing of the ledger holds: it is of something else, or in doubt. */
function unitOf(sql: Sql, job: number, settings: IntervalSettings): boolean | null {
  const { target, environment: environment_id, watermark } = settings;
  const ledger = sql.intervals.ledger.get(job);
  return ledger && isOf(ledger, { target, environment_id, watermark }) ? ledger.local === 1 : null;
}

function isOf(ledger: LedgerRow, of: Pick<Noted, 'target' | 'environment_id' | 'watermark'>): boolean {
  return (
    ledger.doubted === 0 &&
    ledger.target === of.target &&
    ledger.environment_id === of.environment_id &&
    ledger.watermark === of.watermark
  );
}

/**
 * Takes out of the ledger what cannot be: what was noted by clocks that were ahead, and what is not over by the clocks of the time
 * zone that the job has now. In a transaction.
 */
export function dropLater(sql: Sql, job: number, settings: IntervalSettings, now: number): void {
  const { intervals } = sql;
  intervals.dropLater.run({ job, now: now + clockSlackMs });
  const local = unitOf(sql, job, settings);
  if (local === null) return;
  const { grid } = settings;
  intervals.cut(job, { from: markOf(grid, startOf(grid, now), local), to: Number.MAX_SAFE_INTEGER });
}

/**
 * A run completed: notes which intervals it built, in the transaction that ends it. What replaces the target as a whole puts the ledger
 * in doubt before it does (`RecordOfIntervals.doubt`). So a crash in between leaves an interval built and not noted, never the other way
 * round: it is built again. What was tried out, with a draft or with variables of its own, is to be built again, too.
 */
export function noteIntervals({ intervals }: Sql, run: RunRow, built: BuiltIntervals): void {
  const { target, environment_id, watermark, local, from, to, counts } = built;
  const job = run.job_id;
  const ledger = intervals.ledger.get(job);
  const goesOn = ledger && isOf(ledger, built) && ledger.local === Number(local);
  if (!goesOn) intervals.clear.run(job);
  intervals.setLedger.run({
    job_id: job,
    target,
    environment_id,
    watermark,
    local: Number(local),
    doubted: 0,
  });
  intervals.cut(job, { from, to });
  if (counts) intervals.insert.run({ job_id: job, from_mark: from, to_mark: to, run_id: run.id });
}
