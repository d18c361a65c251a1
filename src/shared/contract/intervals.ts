import * as z from 'zod';
import { intervalNames } from '../domain/intervals.ts';
import { id, next, time } from './common.ts';
import { intervalRange } from './job-plans.ts';

/** One interval, or several that touch and are alike. */
export const intervalStretch = intervalRange.extend({ built: z.boolean() });

export const builtInterval = z.object({
  from: time,
  to: time,
  run: id.nullable().describe('The run that built it last; null where it is missing'),
  version: z.number().int().nullable().describe('Of the model, in that run'),
  built_at: time.nullable().describe('When that run ended'),
});
export type BuiltInterval = z.infer<typeof builtInterval>;

/** Which intervals of the target of a job are built. */
export const jobIntervals = z.object({
  interval: z.enum(intervalNames),
  time_zone: z.string().describe('Whose clocks say when an interval begins'),
  begin: time.describe('Beginning of the first interval'),
  until: time.nullable().describe('End of the last interval that is over; null while the first is not'),
  next_at: time.describe('When the interval that it is now is over'),
  built: z.number().int().describe('Intervals that are'),
  missing: z.number().int().describe('Intervals that are over, and not built'),
  stretches: z
    .array(intervalStretch)
    .describe('All from `begin` to `until`, in order; of more than 1,000 the newest'),
  intervals: z.array(builtInterval).describe('Newest first'),
  next,
});
export type JobIntervals = z.infer<typeof jobIntervals>;
