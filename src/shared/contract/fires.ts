import * as z from 'zod';
import { absences, fireOutcomes, fireReasons } from '../domain/fires.ts';
import {
  id,
  idParameter,
  name,
  next,
  numberParameter,
  pageInput,
  procedure,
  ref,
  time,
  wordsParameter,
} from './common.ts';
import { paused } from './jobs.ts';
import { nothing, strict } from './strict.ts';
import { schedule } from './triggers.ts';

export const fire = z.object({
  id,
  job: name,
  job_id: id,
  kind: z.enum(['schedule', 'job', 'deployment']).describe('Of the trigger that called for the start'),
  nominal_at: time.describe('The moment the schedule names, the upstream run ended or the version went live'),
  last_nominal_at: time.describe('Of the last one, where the row stands for several'),
  count: z.number().int().describe('How many fires the row stands for: long absences are kept as one'),
  due_at: time,
  decided_at: time,
  outcome: z.enum(fireOutcomes),
  reason: z.enum(fireReasons),
  away: z.enum(absences).nullable().describe('Why nothing happened when it was due'),
  detail: z.string().nullable(),
  run: id.nullable().describe('The run it started, or was coalesced into'),
});
export type Fire = z.infer<typeof fire>;

/** A fire to come. */
export const comingFire = z.object({
  nominal_at: time,
  due_at: time,
  local: z.string().describe('In the zone of the schedule: "2026-03-29 03:00 +02:00"'),
  note: z.string().nullable().describe('What a change of clocks does to it'),
});
export type ComingFire = z.infer<typeof comingFire>;

/** What one absence did to one job. */
export const wakeItem = z.object({
  job: name,
  job_id: id,
  environment: name,
  since: time.describe('The first fire that was missed'),
  until: time.describe('The last one'),
  fires: z.number().int(),
  dispatched: z.number().int(),
  coalesced: z.number().int(),
  skipped: z.number().int(),
  missed: z.number().int(),
  runs: z.array(id).describe('What was started, oldest first; at most 100'),
  active: z.number().int().describe('How many of these are not over'),
  ran_since: id.nullable().describe('The newest run since, where it was not started to make up for them'),
});

export const wakePlan = z.object({
  woke_at: time,
  away: z.enum(absences),
  since: time.describe('The first fire that was missed'),
  fires: z.number().int(),
  dispatched: z.number().int(),
  coalesced: z.number().int(),
  skipped: z.number().int(),
  missed: z.number().int(),
  dismissed: z.boolean(),
  jobs: z.array(wakeItem),
});
export type WakePlan = z.infer<typeof wakePlan>;

export const startedJobs = z.object({
  started: z.array(z.object({ job: name, job_id: id, run: id })),
  refused: z
    .array(z.object({ job: name, job_id: id, message: z.string() }))
    .describe('What could not be started, or was started meanwhile by somebody else'),
});
export type StartedJobs = z.infer<typeof startedJobs>;

export const fireStatus = z.object({
  paused: paused.nullable().describe('Everything is paused'),
  next: z
    .object({ job: name, job_id: id, due_at: time })
    .nullable()
    .describe('The next that is to start something: null while everything is paused'),
  schedules: z.number().int(),
  waiting_retries: z.number().int(),
});
export type FireStatus = z.infer<typeof fireStatus>;

export const simulatedRun = z.object({
  job: name,
  job_id: id,
  environment: name,
  kind: z.enum(['schedule', 'job']),
  at: time.describe('When it would be due'),
  starts_at: time.describe('When it would start, given how long the runs before it usually take'),
  ends_at: time,
  local: z.string().describe('`at` in the zone of its schedule'),
  after: name.nullable().describe('The upstream job whose end starts it'),
  outcome: z
    .enum(['runs', 'waits', 'skipped', 'superseded', 'cancelled'])
    .describe('What overlap makes of it'),
  note: z.string().nullable().describe('What a change of clocks does to it'),
});

export const simulation = z.object({
  from: time,
  until: time,
  runs: z.array(simulatedRun).describe('In order of `at`; the first 20,000'),
  total: z.number().int().describe('How many `runs` has: with `truncated` there are more'),
  truncated: z.boolean().describe('Runs are left out here, and in `hours` and `jobs`'),
  complete_until: time.describe('Every run due before it is in `runs`: `until`, or earlier with `truncated`'),
  hours: z
    .array(z.object({ at: time, starts: z.number().int(), busiest: z.number().int() }))
    .describe('Hours with any of `runs` in them: how many start, and how many are under way at once'),
  clock_changes: z.array(z.object({ time_zone: z.string(), at: time, from: z.string(), to: z.string() })),
  jobs: z.array(
    z.object({ job: name, job_id: id, runs: z.number().int(), usual_ms: z.number().int().nullable() }),
  ),
});
export type Simulation = z.infer<typeof simulation>;

const count = numberParameter(z.number().int().min(1).max(1_000));

export const fires = {
  list: procedure
    .route({ method: 'GET', path: '/fires', summary: 'The ledger: what became of every fire, newest first' })
    .input(
      strict({
        job: ref.optional(),
        outcome: wordsParameter(fireOutcomes).optional(),
        since: time
          .optional()
          .describe('Nominal time at or after; of the last fire of a row that stands for several'),
        until: time.optional().describe('Nominal time before'),
        ...pageInput,
      }),
    )
    .output(z.object({ fires: z.array(fire), next })),
  next: procedure
    .route({ method: 'GET', path: '/jobs/{job}/fires/next', summary: 'The coming fires of a job' })
    .input(strict({ job: ref, count: count.default(5) }))
    .output(z.object({ paused: paused.nullable(), fires: z.array(comingFire) })),
  preview: procedure
    .route({ method: 'POST', path: '/fires/preview', summary: 'A schedule in words, and its coming fires' })
    .input(strict({ schedule, count: count.default(5) }))
    .output(z.object({ words: z.string(), fires: z.array(comingFire) })),
  simulate: procedure
    .route({ method: 'GET', path: '/fires/simulate', summary: 'The coming days of all jobs' })
    .input(
      strict({ days: numberParameter(z.number().int().min(1).max(366)).default(7), from: time.optional() }),
    )
    .output(simulation),
  wakePlan: procedure
    .route({
      method: 'GET',
      path: '/fires/wake-plan',
      summary: 'What the last absence did; null without one',
    })
    .input(nothing)
    .output(z.object({ plan: wakePlan.nullable() })),
  dismissWakePlan: procedure
    .route({ method: 'POST', path: '/fires/wake-plan/dismiss' })
    .input(nothing)
    .output(z.object({ plan: wakePlan.nullable() })),
  runMissed: procedure
    .route({
      method: 'POST',
      path: '/fires/{fire}/run',
      successStatus: 201,
      summary: 'Start what a fire did not start, by hand; its outcome stays',
    })
    .input(strict({ fire: idParameter }))
    .output(z.object({ run: id })),
  runWakePlan: procedure
    .route({
      method: 'POST',
      path: '/fires/wake-plan/run',
      summary: 'Start by hand, once each, the jobs of the last absence that have not run since',
    })
    .input(strict({ job: ref.optional().describe('This one only, also where it has run since') }))
    .output(startedJobs),
  reset: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job}/fires/reset',
      summary: 'Let its schedules begin anew from now',
    })
    .input(strict({ job: ref }))
    .output(z.object({ fires: z.array(comingFire) })),
  status: procedure
    .route({ method: 'GET', path: '/fires/status', summary: 'The scheduler: next fire, what is paused' })
    .input(nothing)
    .output(fireStatus),
  pauseAll: procedure
    .route({ method: 'POST', path: '/fires/pause', summary: 'No trigger starts anything until resumed' })
    .input(strict({ reason: z.string().max(500).default('') }))
    .output(z.object({ paused: paused.nullable() })),
  resumeAll: procedure
    .route({ method: 'POST', path: '/fires/resume' })
    .input(nothing)
    .output(z.object({ paused: paused.nullable() })),
};
