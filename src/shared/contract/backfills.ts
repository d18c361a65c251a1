import * as z from 'zod';
import { buildStates } from '../domain/build-state.ts';
import { intervalNames } from '../domain/intervals.ts';
import { runStates } from '../domain/run-state.ts';
import { actor, id, idParameter, name, next, pageInput, procedure, ref, time } from './common.ts';
import { environmentColours } from './environments.ts';
import { intervalRange, jobPlan } from './job-plans.ts';
import { strict } from './strict.ts';

export const plannedChunk = intervalRange.extend({
  position: z.number().int().describe('In the order in which they are built, from 1'),
});

const moment = z.string().trim().min(1).max(40);

const options = {
  from: moment
    .optional()
    .describe(
      'A day (2024-01-31) or a local time (2024-01-31T06:00) of the time zone, or an instant; widened to whole intervals. Default: the first interval',
    ),
  to: moment
    .optional()
    .describe(
      'The same, of the first moment that is not built any more. Default: the end of the last interval that is over',
    ),
  chunk: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('Intervals that a run builds, at most. Default: 24 hours, 30 days, 13 weeks or 12 months'),
  restate: z.boolean().default(false).describe('Build again what is built; without, what is missing alone'),
};
const cause = z.string().max(500).default('').describe('Why, in words; kept with the backfill and its runs');

export const backfillPlan = z.object({
  job: name,
  environment: name,
  protected: z.boolean(),
  target: z.string().nullable().describe('Full name of what is written'),
  interval: z.enum(intervalNames),
  time_zone: z.string(),
  range: intervalRange.describe('What was asked for, as whole intervals'),
  restate: z.boolean(),
  built: z.number().int().describe('Intervals of the range that are built'),
  count: z.number().int().describe('Intervals that the backfill builds'),
  chunks: z.array(plannedChunk).describe('One run each; empty where nothing is to be built'),
  first: jobPlan.nullable().describe('What the run of the first chunk would do now; null without chunks'),
});
export type BackfillPlan = z.infer<typeof backfillPlan>;

export const backfillState = z.enum(buildStates);

export const backfillSummary = z.object({
  id,
  job: name,
  job_id: id,
  environment: name,
  environment_id: id,
  colour: z.enum(environmentColours),
  protected: z.boolean(),
  state: backfillState,
  interval: z.enum(intervalNames),
  time_zone: z.string(),
  from: time,
  to: time,
  chunk: z.number().int().describe('Intervals that a run builds, at most'),
  restate: z.boolean(),
  version: z.number().int().nullable().describe('Of the model, in all its runs'),
  tag: z.string().nullable(),
  actor,
  cause: z.string(),
  reason: z.string().nullable().describe('Why it was cancelled'),
  counts: z
    .object({
      waiting: z.number().int(),
      running: z.number().int(),
      completed: z.number().int(),
      failed: z.number().int(),
      skipped: z.number().int(),
      cancelled: z.number().int(),
    })
    .describe('Its chunks by how far they are'),
  created_at: time,
  ended_at: time.nullable(),
});
export type BackfillSummary = z.infer<typeof backfillSummary>;

export const backfillChunk = plannedChunk.extend({
  state: z.enum(['waiting', ...runStates]).describe('waiting: for its turn; else that of its run'),
  run: id.nullable(),
  reason: z.string().nullable().describe('Why it failed, was skipped or cancelled, or needed no run'),
  started_at: time.nullable(),
  ended_at: time.nullable(),
  rows_affected: z.number().int().nullable(),
});
export type BackfillChunk = z.infer<typeof backfillChunk>;

export const backfill = backfillSummary.extend({
  chunks: z.array(backfillChunk).describe('In the order in which they are built'),
});
export type Backfill = z.infer<typeof backfill>;

const inBackfill = strict({ backfill: idParameter });

export const backfills = {
  plan: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job}/backfills/plan',
      summary: 'What a backfill would build, in which runs',
    })
    .input(strict({ job: ref, ...options }))
    .output(backfillPlan),
  start: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job}/backfills',
      successStatus: 201,
      summary: 'Build a range of intervals, one run after the other',
    })
    .input(strict({ job: ref, ...options, cause }))
    .output(backfillSummary),
  list: procedure
    .route({ method: 'GET', path: '/backfills', summary: 'Backfills, newest first' })
    .input(strict({ job: ref.optional(), ...pageInput }))
    .output(z.object({ backfills: z.array(backfillSummary), next })),
  get: procedure.route({ method: 'GET', path: '/backfills/{backfill}' }).input(inBackfill).output(backfill),
  cancel: procedure
    .route({ method: 'POST', path: '/backfills/{backfill}/cancel' })
    .input(inBackfill.extend({ reason: z.string().max(500).default('') }))
    .output(backfillSummary),
  resume: procedure
    .route({
      method: 'POST',
      path: '/backfills/{backfill}/resume',
      summary: 'Go on with one that failed or was cancelled: what it did not build is built',
    })
    .input(inBackfill)
    .output(backfillSummary),
};
