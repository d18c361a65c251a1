import * as z from 'zod';
import { strict } from './strict.ts';
import {
  actor,
  description,
  duration,
  id,
  mappingRules,
  name,
  next,
  numberParameter,
  pageInput,
  procedure,
  ref,
  tagName,
  time,
  variables,
  versionRef,
} from './common.ts';
import { intervalNames } from '../domain/intervals.ts';
import { runStates } from '../domain/run-state.ts';
import { jobIntervals } from './intervals.ts';
import { jobPlan } from './job-plans.ts';
import { materialization } from './materialization.ts';
import { check, checkHistory } from './checks.ts';
import { condition, freshnessWhens } from './conditions.ts';
import { startPolicies } from './triggers.ts';

const objectName = z.string().trim().min(1).max(255);

export const target = strict({
  database: objectName.optional().describe("Default: the environment's database"),
  schema: objectName.optional().describe("Default: the environment's schema"),
  table: objectName.describe('The table or view; unquoted names fold to upper case'),
}).describe('What the job writes');

const anyKind = {
  name,
  description: description.optional(),
  environment: ref,
  variables: variables.optional().describe('Over those of the environment'),
  timeout: duration.optional().describe('An attempt that takes longer is stopped and fails'),
  ...startPolicies,
};

const modelJob = strict({
  ...anyKind,
  kind: z.literal('model'),
  model: ref,
  tag: tagName.optional().describe('The tag it runs'),
  track: z.literal('latest').optional().describe('Run the latest version instead of a tag'),
  target,
  materialization,
  source_mapping: mappingRules.optional().describe('Exact names, over the rules of the environment'),
  conditions: z
    .array(condition)
    .min(1)
    .max(50)
    .optional()
    .describe('Looked at when a run starts, before anything is built: unmet, it is skipped'),
  freshness_when: z
    .enum(freshnessWhens)
    .optional()
    .describe('Default all: each source is fresh; any: one of them is. Quality must hold in any case'),
  checks: z
    .array(check)
    .min(1)
    .max(100)
    .optional()
    .describe('Looked at in what was built, before readers see it'),
}).superRefine((job, context) => {
  if ((job.tag === undefined) === (job.track === undefined)) {
    context.addIssue({
      code: 'custom',
      path: ['tag'],
      message: 'give either "tag" or "track: latest"',
    });
  }
});

/** A job as people write it (cli.md, "A job file"). Each kind has its own fields. */
export const jobDefinition = z.discriminatedUnion('kind', [modelJob]);
export type JobDefinition = z.infer<typeof jobDefinition>;
export type ModelJobDefinition = z.infer<typeof modelJob>;

export const jobKind = z.enum(['model']);
export type JobKindName = z.infer<typeof jobKind>;

/** Since when something starts nothing by itself, and why. */
export const paused = z.object({ at: time, by: actor, reason: z.string() });
export type Paused = z.infer<typeof paused>;

export const jobSummary = z.object({
  id,
  name,
  kind: jobKind,
  description,
  environment: name,
  environment_id: id,
  model: name.nullable(),
  model_id: id.nullable(),
  runs: z.string().nullable().describe('Tag it runs, or "latest"'),
  runs_version: z.number().int().nullable().describe('Version behind it now'),
  target: z.string().nullable().describe('Full name of what it writes'),
  materialization: z.string().nullable(),
  interval: z.enum(intervalNames).nullable().describe('What its target is built by; null for others'),
  version: z.number().int().nullable().describe('Live definition; null while there is only a draft'),
  revision: z
    .number()
    .int()
    .describe('Grows with every change; give it back to be told of changes by others'),
  has_draft: z.boolean().describe('The draft differs from the live definition'),
  last_run: z
    .object({ id, state: z.enum(runStates), created_at: time, ended_at: time.nullable() })
    .nullable()
    .describe('Newest run that is no draft run'),
  paused: paused.nullable().describe('Starts only by hand while it is'),
  next_fire_at: time.nullable().describe('When the next fire of its schedules is due'),
  updated_at: time,
});
export type JobSummary = z.infer<typeof jobSummary>;

export const job = jobSummary.extend({
  definition: jobDefinition.nullable().describe('The live definition'),
  draft: jobDefinition.nullable().describe('The definition being edited, where it differs'),
  starts: z.array(z.object({ job: name, job_id: id })).describe('Jobs whose triggers start them after it'),
  created_at: time,
});
export type Job = z.infer<typeof job>;

export const jobVersionSummary = z.object({
  number: z.number().int(),
  message: z.string(),
  author: actor,
  created_at: time,
  live: z.boolean(),
});

export const jobVersion = jobVersionSummary.extend({ definition: jobDefinition });
export type JobVersion = z.infer<typeof jobVersion>;

const inJob = strict({ job: ref });
const basedOn = z.number().int().optional().describe('Refuse unless the job is still at this revision');
const confirmSharedTarget = z.boolean().default(false).describe('Allow a target that another job writes too');

/** What a run asks for beside the definition of its job. */
const runOverrides = {
  variables: variables.default({}).describe('Over all others, for this run only'),
  version: versionRef
    .optional()
    .describe('Another version, tag or "draft"; refused in protected environments'),
  full_refresh: z.boolean().default(false).describe('Build an incremental target anew, from all there is'),
  ignore_conditions: z
    .boolean()
    .default(false)
    .describe(
      'Look at the conditions, and build whatever they find; needs a `cause` in protected environments',
    ),
};

export const jobs = {
  list: procedure
    .route({ method: 'GET', path: '/jobs', summary: 'List jobs by name' })
    .input(
      strict({
        search: z.string().max(200).optional(),
        environment: ref.optional(),
        model: ref.optional(),
        ...pageInput,
      }),
    )
    .output(z.object({ jobs: z.array(jobSummary), next })),
  get: procedure.route({ method: 'GET', path: '/jobs/{job}' }).input(inJob).output(job),
  create: procedure
    .route({ method: 'POST', path: '/jobs', successStatus: 201 })
    .input(
      strict({
        definition: jobDefinition,
        message: z.string().max(2_000).default(''),
        publish: z.boolean().default(true).describe('False keeps it as a draft that cannot run'),
        confirm_shared_target: confirmSharedTarget,
      }),
    )
    .output(job),
  apply: procedure
    .route({ method: 'PUT', path: '/jobs', summary: 'Create or update by name' })
    .input(
      strict({
        definition: jobDefinition,
        id: id.optional().describe('Update this one, which may rename it'),
        revision: basedOn,
        message: z.string().max(2_000).default(''),
        publish: z.boolean().default(true).describe('False saves the draft and leaves the live definition'),
        confirm_shared_target: confirmSharedTarget,
      }),
    )
    .output(job.extend({ created: z.boolean(), changed: z.boolean() })),
  publish: procedure
    .route({ method: 'POST', path: '/jobs/{job}/versions', summary: 'Make the draft the live definition' })
    .input(
      inJob.extend({
        message: z.string().max(2_000).default(''),
        revision: basedOn,
        confirm_shared_target: confirmSharedTarget,
      }),
    )
    .output(job),
  discardDraft: procedure.route({ method: 'DELETE', path: '/jobs/{job}/draft' }).input(inJob).output(job),
  history: procedure
    .route({ method: 'GET', path: '/jobs/{job}/versions', summary: 'Definitions, newest first' })
    .input(inJob)
    .output(z.object({ versions: z.array(jobVersion) })),
  activate: procedure
    .route({ method: 'POST', path: '/jobs/{job}/activate', summary: 'Make an earlier definition live again' })
    .input(
      inJob.extend({
        version: z.number().int().positive(),
        confirm_shared_target: confirmSharedTarget,
      }),
    )
    .output(job),
  pause: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job}/pause',
      summary: 'Its triggers start nothing until it is resumed',
    })
    .input(inJob.extend({ reason: z.string().max(500).default('') }))
    .output(job),
  resume: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job}/resume',
      summary: 'From now on; what fired meanwhile stays skipped',
    })
    .input(inJob)
    .output(job),
  checks: procedure
    .route({ method: 'GET', path: '/jobs/{job}/checks', summary: 'How its checks went in its last runs' })
    .input(
      inJob.extend({
        runs: numberParameter(z.number().int().min(1).max(200)).default(30).describe('So many runs back'),
      }),
    )
    .output(z.object({ checks: z.array(checkHistory) })),
  intervals: procedure
    .route({
      method: 'GET',
      path: '/jobs/{job}/intervals',
      summary: 'Which intervals of its target are built, and which are missing',
    })
    .input(inJob.extend(pageInput))
    .output(jobIntervals),
  resetConditions: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job}/reset-conditions',
      summary: 'Forget what its last success found in its sources: all of them count as changed',
    })
    .input(inJob)
    .output(z.object({ forgotten: z.number().int().describe('Sources') })),
  remove: procedure
    .route({ method: 'DELETE', path: '/jobs/{job}', summary: 'Delete a job; its runs stay' })
    .input(inJob)
    .output(z.object({ removed: name })),
  run: procedure
    .route({ method: 'POST', path: '/jobs/{job}/runs', successStatus: 201, summary: 'Run now' })
    .input(
      inJob.extend({
        cause: z.string().max(500).default('').describe('Why, in words; kept with the run'),
        ...runOverrides,
      }),
    )
    .output(z.object({ id, job: name, state: z.enum(runStates) })),
  plan: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job}/plan',
      summary: 'What a run would do now: reads from the warehouse, writes nothing',
    })
    .input(inJob.extend(runOverrides))
    .output(jobPlan),
  planDefinition: procedure
    .route({ method: 'POST', path: '/jobs/plan', summary: 'The same of a definition that is not saved' })
    .input(
      strict({
        definition: jobDefinition,
        id: id.optional().describe('The job it is to be the definition of'),
      }),
    )
    .output(jobPlan),
};
