import * as z from 'zod';
import { buildStates } from '../domain/build-state.ts';
import { runStates } from '../domain/run-state.ts';
import {
  actor,
  deferredSource,
  id,
  idParameter,
  name,
  next,
  numberParameter,
  pageInput,
  procedure,
  ref,
  time,
  variables,
} from './common.ts';
import { environmentColours } from './environments.ts';
import { materializationTypes } from './materialization.ts';
import { strict } from './strict.ts';

const planned = z.object({
  position: z.number().int().describe('In the order in which they start, from 1'),
  level: z.number().int().describe('0: needs none of the others'),
  model: name,
  model_id: id,
  job: name.describe('Builds it there'),
  job_id: id,
  target: z.string().describe('Full name of what is written'),
  version: z.number().int().nullable().describe('Null for a draft'),
  tag: z.string().nullable(),
  draft: z.boolean(),
  needs: z.array(z.number().int()).describe('Positions of those that have to be completed before'),
  deferred: z.array(deferredSource),
});

export const plannedModel = planned.extend({
  materialization: z.enum(materializationTypes),
  change: z
    .enum(['modified', 'new'])
    .nullable()
    .describe('Against the environment it is compared with; null for the same, or without one'),
});
export type PlannedModel = z.infer<typeof plannedModel>;

const options = {
  environment: ref,
  select: z
    .string()
    .max(2_000)
    .default('')
    .describe('Which models, as in the lineage: `+orders+`, `label:finance`, `modified+`; empty for all'),
  defer: ref
    .optional()
    .describe(
      'The environment in which tables of models are read that are not selected; of the same warehouse',
    ),
  against: ref
    .optional()
    .describe('The environment that `modified` compares with; default: the one of `defer`'),
  drafts: z.boolean().default(false).describe('Build the drafts of models whose draft was changed'),
  jobs: z
    .array(ref)
    .max(1_000)
    .default([])
    .describe('Which job is taken, where several of the environment build the same model'),
  threads: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe('Runs at once; at most, and by default, as many as the environment allows'),
  variables: variables.default({}).describe('Over all others, in each run of the build'),
  full_refresh: z.boolean().default(false).describe('Build incremental targets anew, from all there is'),
  ignore_conditions: z
    .boolean()
    .default(false)
    .describe(
      'Look at the conditions of its jobs, and build whatever they find; needs a `cause` in protected environments',
    ),
};
const cause = z.string().max(500).default('').describe('Why, in words; kept with the build and its runs');

export const buildPlan = z.object({
  environment: name,
  protected: z.boolean(),
  select: z.string(),
  defer: name.nullable(),
  against: name.nullable(),
  drafts: z.boolean(),
  full_refresh: z.boolean().describe('Incremental targets are built anew'),
  ignore_conditions: z.boolean().describe('Its runs build whatever their conditions find'),
  threads: z.number().int().describe('Runs at once'),
  resumes: id.nullable().describe('The build it goes on with'),
  models: z.array(plannedModel).describe('In the order in which they start; empty where nothing is selected'),
});
export type BuildPlan = z.infer<typeof buildPlan>;

export const buildState = z.enum(buildStates);

export const buildSummary = z.object({
  id,
  environment: name,
  environment_id: id,
  colour: z.enum(environmentColours),
  protected: z.boolean(),
  state: buildState,
  select: z.string(),
  defer: name.nullable(),
  drafts: z.boolean(),
  threads: z.number().int().nullable().describe('Null for as many as the environment allows'),
  actor,
  cause: z.string(),
  reason: z.string().nullable().describe('Why it was cancelled'),
  resumes: id.nullable(),
  counts: z
    .object({
      waiting: z.number().int(),
      running: z.number().int(),
      completed: z.number().int(),
      failed: z.number().int(),
      skipped: z.number().int(),
      cancelled: z.number().int(),
    })
    .describe('Its models by how far they are'),
  created_at: time,
  ended_at: time.nullable(),
});
export type BuildSummary = z.infer<typeof buildSummary>;

export const buildModel = planned.extend({
  state: z
    .enum(['waiting', ...runStates])
    .describe('waiting: for what it needs, or for room; else that of its run'),
  run: id.nullable(),
  reason: z.string().nullable().describe('Why it failed, was skipped or cancelled'),
  started_at: time.nullable(),
  ended_at: time.nullable(),
  rows_affected: z.number().int().nullable(),
});
export type BuildModel = z.infer<typeof buildModel>;

export const build = buildSummary.extend({
  against: name.nullable(),
  variables,
  full_refresh: z.boolean().describe('Incremental targets are built anew'),
  ignore_conditions: z.boolean().describe('Its runs build whatever their conditions find'),
  models: z.array(buildModel).describe('In the order in which they start'),
  resumed_by: z.array(id).describe('Builds that went on with it'),
});
export type Build = z.infer<typeof build>;

const inBuild = strict({ build: idParameter });

export const builds = {
  plan: procedure
    .route({
      method: 'POST',
      path: '/builds/plan',
      summary: 'What a build would do, in which order; writes nothing',
    })
    .input(strict(options))
    .output(buildPlan),
  start: procedure
    .route({
      method: 'POST',
      path: '/builds',
      successStatus: 201,
      summary: 'Build models of an environment, each after what it reads',
    })
    .input(strict({ ...options, cause }))
    .output(buildSummary),
  list: procedure
    .route({ method: 'GET', path: '/builds', summary: 'Builds, newest first' })
    .input(strict({ environment: ref.optional(), ...pageInput }))
    .output(z.object({ builds: z.array(buildSummary), next })),
  get: procedure.route({ method: 'GET', path: '/builds/{build}' }).input(inBuild).output(build),
  cancel: procedure
    .route({
      method: 'POST',
      path: '/builds/{build}/cancel',
      summary: 'Cancel its runs, and start no others',
    })
    .input(inBuild.extend({ reason: z.string().max(500).default('') }))
    .output(buildSummary),
  planResume: procedure
    .route({ method: 'GET', path: '/builds/{build}/resume', summary: 'What going on with a build would do' })
    .input(inBuild)
    .output(buildPlan),
  resume: procedure
    .route({
      method: 'POST',
      path: '/builds/{build}/resume',
      successStatus: 201,
      summary: 'Build what was not completed, as a new build',
    })
    .input(inBuild.extend({ cause, threads: numberParameter(options.threads.unwrap()).optional() }))
    .output(buildSummary),
};
