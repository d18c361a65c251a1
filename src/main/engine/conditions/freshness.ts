import type { Cell } from '../../../shared/contract/common.ts';
import type { Freshness } from '../../../shared/contract/conditions.ts';
import { formatDuration, parseDuration } from '../../../shared/domain/duration.ts';
import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';

/** What the warehouse says of a source; every moment in ms since the epoch, by its own clock where it is "now". */
export interface SourceFacts {
  /** Of the column, or of the last change noted; null where there is none. */
  latestMs: number | null;
  /** The same, as the warehouse writes it. */
  latest: string | null;
  /** Rows of the source; null where they were not counted. */
  rows: number | null;
  nowMs: number;
}

/** What the last success of the job knew of the source. */
export interface Known {
  run: number;
  value: string | null;
  /** What was built then was made of the same text, in the same way. */
  sameBuild: boolean;
}

/** Whether a source is as fresh as is asked for, and why; or why that cannot be told. */
export type Verdict = { met: boolean; message: string } | { problem: string };

/**
 * The query for the latest value of a column of dates or timestamps, in the words both engines share. The moment it is
 * compared with comes from the same statement: the workstation's clock may be another. Values without a time zone are
 * taken for UTC, as a date is for its beginning.
 */
export function latestQuery(relation: Relation, column: string): string {
  const latest = `MAX(${quoteName(column)})`;
  return `SELECT COUNT(*) AS "ROWS", DATE_PART('epoch', ${latest}) AS "LATEST_SECONDS", CAST(${latest} AS VARCHAR) AS "LATEST",
  ${nowSeconds} AS "NOW_SECONDS"
FROM ${quoteRelation(relation)}`;
}

const nowSeconds = `DATE_PART('epoch', CURRENT_TIMESTAMP)`;

/** The warehouse's clock alone. */
export const clockQuery = `SELECT ${nowSeconds} AS "NOW_SECONDS"`;

/** The row of `latestQuery`; null where the warehouse told no time of its own. */
export function latestFacts(row: readonly Cell[] = []): SourceFacts | null {
  const [count, seconds, latest, now] = row;
  const nowMs = millis(now);
  if (nowMs === null) return null;
  return {
    rows: Number(count ?? 0),
    latestMs: millis(seconds),
    latest: typeof latest === 'string' ? latest : null,
    nowMs,
  };
}

/** Seconds since 1970, as warehouses give numbers, in ms; null for none. */
export function millis(seconds: Cell | undefined): number | null {
  if (seconds === null || seconds === undefined || seconds === '') return null;
  const value = Number(seconds);
  return Number.isFinite(value) ? Math.round(value * 1_000) : null;
}

/** Compares what was found with what is asked for. Pure. */
export function judgeFreshness(asked: Freshness, facts: SourceFacts, known: Known | null): Verdict {
  const { latestMs, latest, rows } = facts;
  const what = asked.column ?? 'its last change';
  if (latestMs === null && rows !== null && rows > 0) {
    return {
      problem: `${what} is NULL in all of its ${rows.toLocaleString('en')} rows: that tells nothing of how fresh it is`,
    };
  }
  if (latestMs === null && rows === null)
    return { problem: 'the warehouse tells no time of its last change; name a column' };
  if (asked.changed_since_last_success) return judgeChange(latest, facts, known);
  if (latestMs === null) return { met: false, message: 'it has no rows' };
  const window = parseDuration(asked.within ?? '') ?? 0;
  const age = facts.nowMs - latestMs;
  return {
    met: age <= window,
    message: `${latest} is ${ageInWords(age)}${age > window ? `, and may be ${formatDuration(window)} old` : ''}`,
  };
}

function judgeChange(latest: string | null, { latestMs, nowMs }: SourceFacts, known: Known | null) {
  const found =
    latest === null || latestMs === null ? 'it has no rows' : `${latest}, ${ageInWords(nowMs - latestMs)}`;
  if (known === null) return { met: true, message: `${found}; no success has looked at it before` };
  if (!known.sameBuild) {
    return { met: true, message: `${found}; what is built is another than what #${known.run} built` };
  }
  const before = known.value ?? 'no rows';
  return known.value === latest
    ? { met: false, message: `${found}: as #${known.run} found it` }
    : { met: true, message: `${found}; #${known.run} had found ${before}` };
}

/** Said of a source that is ahead, as it may be by a wrong clock or by a value of tomorrow. */
function ageInWords(ageMs: number): string {
  if (ageMs < 0) return `${formatDuration(-ageMs)} ahead of the warehouse's clock`;
  return `${formatDuration(ageMs)} old`;
}

/** By how much the warehouse's clock is off this computer's, in words; null where that does not matter. */
export function skewInWords(warehouseMs: number, localMs: number): string | null {
  const skew = warehouseMs - localMs;
  if (Math.abs(skew) < 60_000) return null;
  return `The warehouse's clock is ${formatDuration(Math.abs(skew))} ${skew > 0 ? 'ahead of' : 'behind'} this computer's: ages are by the warehouse's`;
}
