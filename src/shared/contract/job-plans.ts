import * as z from 'zod';
import { intervalNames } from '../domain/intervals.ts';
import { column, name, time, variables } from './common.ts';
import { mappedSource } from './sql.ts';

/** What each step of a build is for (docs/decisions/0013, 0016). */
export const stepPurposes = [
  'gate',
  'prepare',
  'build',
  'shadow',
  'comment',
  'inspect',
  'audit',
  'publish',
  'cleanup',
] as const;

export const buildStep = z.object({
  name: z.string(),
  purpose: z
    .enum(stepPurposes)
    .describe(
      '"gate" asks the conditions; "shadow" builds beside the target, what follows looks at that; "publish" and "build" are seen by readers; "comment" fails no run',
    ),
  statements: z.array(z.string()).describe('The SQL sent, in order'),
});
export type PlannedStep = z.infer<typeof buildStep>;

/** A stretch of whole intervals. */
export const intervalRange = z.object({
  from: time.describe('Its beginning'),
  to: time.describe('The first moment behind it'),
  count: z.number().int().describe('Intervals in it'),
});
export type IntervalRange = z.infer<typeof intervalRange>;

const builtIntervals = intervalRange.extend({ interval: z.enum(intervalNames), time_zone: z.string() });

/** What an incremental run builds, and why. */
export const buildWindow = z.object({
  mode: z
    .enum(['full', 'new'])
    .describe('"full": the whole target anew; "new": what is new, into the target that stands'),
  reason: z.string(),
  watermark: z
    .string()
    .nullable()
    .describe('Column that tells what is new; null without one, or where all is built'),
  start: z
    .string()
    .nullable()
    .describe('Rows are new from here on, look-back included, as the warehouse writes it; null: all are'),
  end: z
    .string()
    .nullable()
    .describe('The first value that is not built any more; null where there is no end'),
  intervals: builtIntervals
    .nullable()
    .describe('What is built of a target that is built by intervals; null for others'),
});
export type BuildWindow = z.infer<typeof buildWindow>;

/** What a run of a job would do now. Computing it writes nothing. */
export const jobPlan = z.object({
  job: name,
  environment: name,
  model: name,
  version: z.number().int().nullable(),
  tag: z.string().nullable(),
  target: z.string().nullable().describe('Full name of what is written'),
  materialization: z.string(),
  window: buildWindow
    .nullable()
    .describe('Null for what is no incremental build, and where there is a problem'),
  variables: variables.describe('Resolved: workspace, environment, job, this run'),
  sources: z.array(mappedSource),
  conditions: z
    .array(z.string())
    .describe('Looked at before, in words: the run is skipped where they are not met'),
  ignore_conditions: z.boolean().describe('It is built whatever they find'),
  checks: z.array(z.string()).describe('Asked before readers see the result, in words'),
  columns: z.array(column).describe('Of the result'),
  sql: z.string().nullable().describe('What the query compiles to; null where there is a problem'),
  steps: z.array(buildStep).describe('In order; empty where there is a problem'),
  notes: z.array(z.string()),
  warnings: z.array(z.string()),
  skipped: z
    .string()
    .nullable()
    .describe('Why the run would be skipped: no interval is left to build. Conditions are not looked at'),
  problem: z
    .object({ code: z.string(), message: z.string(), hint: z.string().nullable() })
    .nullable()
    .describe('What would fail the run before it writes anything'),
});
export type JobPlan = z.infer<typeof jobPlan>;
