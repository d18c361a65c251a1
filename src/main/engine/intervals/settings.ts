import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { type Problem, SlipwayError } from '../../../shared/domain/errors.ts';
import { parseName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
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
  /** What is built, as `JobRow.target` and `JobRow.environment_id` have it. */
  target: string;
  environment: number;
}

/** What a definition builds, and where. */
interface Place {
  target: string | null;
  environment_id: number;
}

/** Null for what is not built by intervals. Throws `validation` for a time zone that is none. */
export function intervalsOf(
  { materialization, triggers = [] }: JobDefinition,
  { target, environment_id: environment }: Place,
): IntervalSettings | null {
  if (materialization.type !== 'incremental') return null;
  const { interval, begin, time_zone, watermark } = materialization;
  if (interval === undefined || begin === undefined || watermark === undefined) return null;
  const scheduled = triggers.find(({ schedule }) => schedule !== undefined)?.schedule;
  const grid = { interval, zone: zoneOf(time_zone ?? scheduled?.time_zone ?? 'UTC') };
  return {
    grid,
    begin: startOfDate(grid, begin),
    watermark: parseName(watermark) ?? watermark,
    target: target ?? '',
    environment,
  };
}

/** Those of what a run was dispatched with. */
export function intervalsOfRun({
  definition,
  environment,
  target,
}: {
  definition: JobDefinition;
  environment: { id: number };
  target: Relation | null;
}): IntervalSettings | null {
  const place = { target: target && quoteRelation(target), environment_id: environment.id };
  return intervalsOf(definition, place);
}

/** Those of a job as it runs. Throws `precondition` for one without any. */
export function requireIntervals(job: JobRow): IntervalSettings {
  const { name, live_json } = job;
  if (live_json === null) {
    throw new SlipwayError('precondition', `"${name}" is only a draft`, { hint: 'Publish the job first' });
  }
  const settings = intervalsOf(JSON.parse(live_json) as JobDefinition, job);
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
