import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { type Problem, SlipwayError } from '../../../shared/domain/errors.ts';
import { parseName } from '../../../shared/domain/relation.ts';
import { zoneOf } from '../schedule/zone.ts';
import type { JobRow } from '../store/jobs.ts';
import { type Grid, startOfDate } from './grid.ts';

/** How a target is built by intervals. */
export interface IntervalSettings {
  grid: Grid;
  /** Beginning of the first interval, UTC ms. */
  begin: number;
  /** The column that says which interval a row is of, as the catalogue stores its name. */
  watermark: string;
}

/** Null for what is not built by intervals. Throws `validation` for a time zone that is none. */
export function intervalsOf({ materialization, triggers = [] }: JobDefinition): IntervalSettings | null {
  if (materialization.type !== 'incremental') return null;
  const { interval, begin, time_zone, watermark } = materialization;
  if (interval === undefined || begin === undefined || watermark === undefined) return null;
  const scheduled = triggers.find(({ schedule }) => schedule !== undefined)?.schedule;
  const grid = { interval, zone: zoneOf(time_zone ?? scheduled?.time_zone ?? 'UTC') };
  return { grid, begin: startOfDate(grid, begin), watermark: parseName(watermark) ?? watermark };
}

/** Those of a job as it runs. Throws `precondition` for one without any. */
export function requireIntervals({ name, live_json }: Pick<JobRow, 'name' | 'live_json'>): IntervalSettings {
  if (live_json === null) {
    throw new SlipwayError('precondition', `"${name}" is only a draft`, { hint: 'Publish the job first' });
  }
  const settings = intervalsOf(JSON.parse(live_json) as JobDefinition);
  if (settings) return settings;
  throw new SlipwayError('precondition', `"${name}" does not build its target by intervals`, {
    hint: 'Give its materialization an "interval" and a "begin": incremental, delete_insert by time',
  });
}

/** What keeps a definition from being published. */
export function intervalProblems({ materialization }: JobDefinition): Problem[] {
  if (materialization.type !== 'incremental' || materialization.time_zone === undefined) return [];
  try {
    zoneOf(materialization.time_zone);
    return [];
  } catch (cause) {
    if (!(cause instanceof SlipwayError)) throw cause;
    return (cause.details.problems ?? []).map(problem => ({
      ...problem,
      path: 'materialization.time_zone',
    }));
  }
}
