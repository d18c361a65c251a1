import * as z from 'zod';
import { runStates } from '../domain/run-state.ts';
import { isSpan, spanRule } from '../domain/duration.ts';
import { ref } from './common.ts';
import { strict } from './strict.ts';

const span = z.string().refine(isSpan, `must be ${spanRule}`).describe(`A duration: ${spanRule}`);

/** What becomes of fires that came while nothing could start: the machine slept, or Slipway was not running. */
export const catchUps = ['latest', 'all', 'skip'] as const;
export type CatchUp = (typeof catchUps)[number];

/** What a start does while an earlier run of the job is not over. */
export const overlaps = ['queue_latest', 'queue_all', 'skip', 'cancel_running', 'allow'] as const;
export type Overlap = (typeof overlaps)[number];

const overlap = z
  .enum(overlaps)
  .optional()
  .describe(
    'While an earlier run is not over: one waits and a newer one takes its place (queue_latest, the default), all wait, none starts, the earlier one is cancelled, or both run',
  );

/** When a job is to start (semantics.md, "Schedules"). Effective defaults: `domain/schedule-policy.ts`. */
export const schedule = strict({
  cron: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('Five fields (minute, hour, day of the month, month, day of the week), or @hourly to @yearly'),
  time_zone: z.string().trim().min(1).max(64).optional().describe('IANA name; default UTC'),
  catch_up: z
    .enum(catchUps)
    .optional()
    .describe('Of fires that were missed: run the latest (default), all, or none'),
  catch_up_window: span.optional().describe('Older fires are missed; default 24h'),
  overlap,
  deadline: span.optional().describe('A fire that cannot be acted on so long after it was due is missed'),
  jitter: span
    .optional()
    .describe('Starts are spread over so long, each job always at the same moment of it'),
}).superRefine((policy, context) => {
  if (policy.catch_up === 'all' && policy.overlap === 'queue_latest') {
    context.addIssue({
      code: 'custom',
      path: ['overlap'],
      message:
        'is "queue_latest", where of the runs that "catch_up: all" asks for only the last would be left: choose "queue_all" or "allow"',
    });
  }
});
export type Schedule = z.infer<typeof schedule>;

/** States of an upstream run that can start a job. */
export const upstreamStates = [
  'completed',
  'failed',
  'skipped',
  'cancelled',
] as const satisfies readonly (typeof runStates)[number][];

const jobTrigger = strict({
  after: z.array(ref).min(1).max(100).describe('The upstream jobs'),
  states: z
    .array(z.enum(upstreamStates))
    .min(1)
    .optional()
    .describe('In which their runs have to end; default: completed'),
  when: z
    .enum(['any', 'all'])
    .optional()
    .describe('Default all: each of them ended so since this job last started'),
  overlap,
});

const deploymentTrigger = strict({
  model: ref.optional().describe('Default: any model'),
  environment: ref.describe('Where it goes live'),
  overlap,
});

/** Why a job starts by itself: one of the three. */
export const trigger = strict({
  schedule: schedule.optional(),
  job: jobTrigger.optional(),
  deployment: deploymentTrigger.optional(),
}).superRefine((given, context) => {
  if (Object.values(given).filter(value => value !== undefined).length === 1) return;
  context.addIssue({
    code: 'custom',
    path: [],
    message: 'must be exactly one of "schedule", "job" and "deployment"',
  });
});
export type Trigger = z.infer<typeof trigger>;

/** Which of the three a trigger is. */
export function kindOf({ schedule, job }: Trigger): keyof Trigger {
  return schedule ? 'schedule' : job ? 'job' : 'deployment';
}

/** What a trigger says of overlap; undefined where that is left to the default. */
export const overlapOf = ({ schedule, job, deployment }: Trigger): Overlap | undefined =>
  (schedule ?? job ?? deployment)?.overlap;

/** Runs of a job may overlap or may not, whichever of its triggers starts them. */
function oneAnswerToOverlap(triggers: Trigger[], context: z.RefinementCtx): void {
  if (!triggers.some(given => overlapOf(given) === 'allow')) return;
  for (const [index, given] of triggers.entries()) {
    if (overlapOf(given) === 'allow') continue;
    context.addIssue({
      code: 'custom',
      path: [index, kindOf(given), 'overlap'],
      message:
        'must be "allow" like that of the other triggers: otherwise its runs would overlap all the same',
    });
  }
}

export const retries = strict({
  max: z.number().int().min(0).max(20).describe('Further attempts after a failure that may pass by itself'),
  backoff: span.optional().describe('Before the first of them, doubled each time up to an hour; default 30s'),
});

/** Policies that every kind of job has. */
export const startPolicies = {
  triggers: z
    .array(trigger)
    .max(20)
    .superRefine(oneAnswerToOverlap)
    .optional()
    .describe('Why it starts by itself'),
  retries: retries.optional(),
  priority: z
    .number()
    .int()
    .min(-100)
    .max(100)
    .optional()
    .describe('Of runs that wait, those of the highest start first; default 0'),
  max_concurrent_runs: z
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('With "overlap: allow": how many may run at once; default 4'),
  pause_after_failures: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe('Pause the job after so many runs that failed one after the other; default: never'),
};
