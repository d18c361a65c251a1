import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { checkResult } from './checks.ts';
import { evidence } from './conditions.ts';
import { strict } from './strict.ts';
import { runStates, triggerKinds } from '../domain/run-state.ts';
import {
  actor,
  booleanParameter,
  column,
  deferredSource,
  id,
  idParameter,
  name,
  next,
  numberParameter,
  pageInput,
  procedure,
  ref,
  resolvedVariable,
  time,
  variables,
  warning,
  wordsParameter,
} from './common.ts';
import { environment, environmentColours } from './environments.ts';
import { buildStep, buildWindow } from './job-plans.ts';
import { jobDefinition, jobKind } from './jobs.ts';
import { mappedSource } from './sql.ts';

export const runState = z.enum(runStates);
export const triggerKind = z.enum(triggerKinds);

export const failure = z.object({
  code: z.string().describe('A stable word: "source_missing", "timeout", "lost", "warehouse_error", …'),
  message: z.string(),
  sqlstate: z.string().nullable(),
  query_id: z.string().nullable(),
  step: z.string(),
  attempt: z.number().int(),
  retryable: z.boolean(),
  hint: z.string().nullable(),
});
export type Failure = z.infer<typeof failure>;

export const runSummary = z.object({
  id,
  job: name,
  job_id: id,
  job_version: z.number().int(),
  kind: jobKind,
  environment: name,
  environment_id: id,
  colour: z.enum(environmentColours),
  protected: z.boolean(),
  state: runState,
  reason: z.string().nullable().describe('Why it was skipped, cancelled or superseded'),
  trigger: z.object({
    kind: triggerKind,
    actor,
    cause: z.string(),
    upstream_run: id.nullable().describe('The run whose end started this one'),
    chain: id.nullable().describe('The run that a chain of runs began with; null outside of chains'),
    depth: z.number().int().describe('Runs before it in the chain'),
    original_run: id.nullable().describe('The run that this one does again'),
  }),
  draft: z.boolean().describe('Ran unpublished text; kept out of the main history'),
  model: name.nullable(),
  model_id: id.nullable(),
  version: z.number().int().nullable(),
  tag: z.string().nullable(),
  times: z.object({
    nominal_at: time.nullable().describe('The moment its schedule names; null without a schedule'),
    due_at: time.nullable().describe('That moment with the jitter of its job'),
    created_at: time,
    claimed_at: time.nullable(),
    submitted_at: time.nullable().describe('The build went to the warehouse'),
    ended_at: time.nullable(),
    retry_at: time.nullable().describe('When its next attempt begins; null unless it waits for one'),
  }),
  rows_affected: z.number().int().nullable(),
  failure: z.string().nullable().describe('Message of the last failure'),
  failure_code: z.string().nullable().describe('Its code; "lost": it ran until `ended_at` at most'),
});
export type RunSummary = z.infer<typeof runSummary>;

export const stepState = z.enum(['running', 'completed', 'failed', 'cancelled']);

export const step = z.object({
  attempt: z.number().int().describe('From 1'),
  name: z.string(),
  state: stepState,
  started_at: time,
  ended_at: time.nullable(),
  query_id: z.string().nullable(),
  statement: z.string().nullable().describe('The SQL sent, statements parted by blank lines'),
  rows: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  message: z.string().nullable(),
});
export type Step = z.infer<typeof step>;

/** Everything the run was dispatched with, and what was compiled from it. Never changes afterwards. */
export const frozen = z.object({
  definition: jobDefinition.describe('Of the job version that ran'),
  environment: environment.omit({ revision: true }).describe('As it was at dispatch'),
  sql: z.string().nullable().describe("The model version's exact SQL"),
  hash: z.string().nullable().describe('SHA-256 of the SQL, hex'),
  version: z.number().int().nullable(),
  tag: z.string().nullable(),
  variables: variables.describe('Resolved: workspace, environment, job, this run'),
  resolved_variables: z
    .array(resolvedVariable)
    .nullable()
    .describe('The same by name, with where each comes from; null for a run from before that was kept'),
  mapping: z.object({
    environment: z.record(z.string(), z.string()),
    job: z.record(z.string(), z.string()),
    sources: z.array(mappedSource).describe('Empty until compiled'),
    deferred: z.array(deferredSource).describe('Read from another environment, as its build was told to'),
  }),
  target: z.string().nullable().describe('Full name of what is written'),
  compiled: z
    .object({ resolved: z.string(), sql: z.string(), warnings: z.array(warning) })
    .nullable()
    .describe('Null until compiled'),
  statements: z.array(z.string()).describe('What was sent to build the target, in order'),
  plan: z.array(buildStep).describe('The same, step by step'),
  window: buildWindow
    .nullable()
    .describe('What of an incremental target is built; null for others, and until compiled'),
  full_refresh: z.boolean().describe('It was asked to build an incremental target anew'),
  ignore_conditions: z.boolean().describe('It was asked to build whatever its conditions find'),
  columns: z.array(column).describe('Of the result; empty until described'),
});
export type Frozen = z.infer<typeof frozen>;

export const runLink = z.object({ run: id, job: name, state: runState });

export const run = runSummary.extend({
  build: id.nullable().describe('The build it belongs to'),
  backfill: id.nullable().describe('The backfill it belongs to'),
  attempts: z.number().int(),
  steps: z.array(step),
  failures: z.array(failure),
  bytes: z.number().int().nullable(),
  started: z.array(runLink).describe('Runs that its end started; at most 100'),
  done_again: z.array(runLink).describe('Runs that do it again; at most 100'),
  query_ids: z.array(z.string()),
  conditions: z.array(evidence).describe('What its conditions found; empty where it has none'),
  checks: z.array(checkResult).describe('Of its sources, then of what it built; those of its last attempt'),
  frozen,
});
export type Run = z.infer<typeof run>;

export const logLevel = z.enum(['debug', 'info', 'warn', 'error']);
export const logLine = z.object({
  seq: z.number().int().describe('From 1, without gaps in a run'),
  at: time,
  level: logLevel,
  step: z.string().nullable(),
  message: z.string(),
});
export type LogLine = z.infer<typeof logLine>;

/** What `runs.follow` tells, in order; the stream ends after `ended`. */
export const runUpdate = z.discriminatedUnion('type', [
  z.object({ type: z.literal('log'), lines: z.array(logLine) }),
  z.object({
    type: z.literal('progress'),
    step: z.string(),
    fraction: z.number().min(0).max(1).nullable().describe('Null when the warehouse cannot tell'),
    rows: z.number().int().nullable(),
  }),
  z.object({ type: z.literal('state'), state: runState }),
  z.object({ type: z.literal('ended'), state: runState }),
]);
export type RunUpdate = z.infer<typeof runUpdate>;

/**
 * How a run is done again: as its job is defined today; exactly as then, from what was frozen; or exactly as then, from
 * the step that failed, taking over what the steps before it made.
 */
export const retryModes = ['today', 'exactly', 'from_failure'] as const;
export const retryMode = z.enum(retryModes).default('today');
export type RetryMode = z.infer<typeof retryMode>;

export const retryPlan = z.object({
  run: id,
  mode: z.enum(retryModes),
  job: name,
  environment: name,
  job_version: z.number().int(),
  version: z.number().int().nullable(),
  tag: z.string().nullable(),
  target: z.string().nullable(),
  variables,
  steps: z.array(
    z.object({
      name: z.string(),
      action: z.enum(['do', 'take_over']).describe('"take_over": its result is that of the run before'),
      reason: z
        .string()
        .nullable()
        .describe('Of "from_failure": why it is done although it was begun then; null for all others'),
    }),
  ),
  differences: z.array(z.string()).describe('In what it differs from the run before, in words'),
});
export type RetryPlan = z.infer<typeof retryPlan>;

const inRun = strict({ run: idParameter });

export const runs = {
  list: procedure
    .route({ method: 'GET', path: '/runs', summary: 'Runs, newest first' })
    .input(
      strict({
        job: ref.optional(),
        environment: ref.optional(),
        model: ref.optional(),
        state: wordsParameter(runStates).optional(),
        trigger: triggerKind.optional(),
        draft: booleanParameter().optional().describe('True: draft runs only; default: none'),
        since: time.optional().describe('Created at or after'),
        until: time.optional().describe('Created before'),
        search: z.string().max(200).optional().describe('Words in job or model name, cause or failure'),
        ...pageInput,
      }),
    )
    .output(z.object({ runs: z.array(runSummary), next })),
  get: procedure.route({ method: 'GET', path: '/runs/{run}' }).input(inRun).output(run),
  logs: procedure
    .route({ method: 'GET', path: '/runs/{run}/logs' })
    .input(
      inRun.extend({
        level: logLevel.default('debug').describe('This level and above'),
        search: z.string().max(200).optional(),
        ...pageInput,
      }),
    )
    .output(z.object({ lines: z.array(logLine), next })),
  follow: procedure
    .route({
      method: 'GET',
      path: '/runs/{run}/follow',
      summary: 'Log lines and progress until the run ends',
    })
    .input(
      inRun.extend({
        after: numberParameter(z.number().int().min(0)).default(0).describe('Last log seq known'),
      }),
    )
    .output(eventIterator(runUpdate)),
  planRetry: procedure
    .route({ method: 'GET', path: '/runs/{run}/retry', summary: 'What doing a run again would do' })
    .input(inRun.extend({ mode: retryMode }))
    .output(retryPlan),
  retry: procedure
    .route({
      method: 'POST',
      path: '/runs/{run}/retry',
      successStatus: 201,
      summary: 'Do a run again, as a new run',
    })
    .input(inRun.extend({ mode: retryMode, cause: z.string().max(500).default('') }))
    .output(z.object({ id, job: name, state: runState })),
  cancel: procedure
    .route({ method: 'POST', path: '/runs/{run}/cancel' })
    .input(inRun.extend({ reason: z.string().max(500).default('') }))
    .output(z.object({ id, state: runState })),
};
