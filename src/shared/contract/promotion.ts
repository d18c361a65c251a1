import * as z from 'zod';
import { nothing, strict } from './strict.ts';
import { promotionStates } from '../domain/promotion-state.ts';
import { runStates } from '../domain/run-state.ts';
import {
  actor,
  column,
  id,
  idParameter,
  name,
  next,
  pageInput,
  procedure,
  ref,
  tagName,
  time,
} from './common.ts';
import { environmentColours } from './environments.ts';
import { buildWindow } from './job-plans.ts';
import { paused } from './jobs.ts';
import { changeClass } from './models.ts';

/** What a job runs: a tag, or the latest version where `tag` is "latest". */
export const running = z.object({
  tag: z.string().nullable().describe('"latest" when the job tracks the latest version'),
  version: z.number().int().nullable(),
});
export type Running = z.infer<typeof running>;

export const planSource = z.object({
  written: z.string(),
  reads: z.string(),
  exists: z.boolean().nullable().describe('Null when the warehouse could not be asked'),
});

export const missingPrivilege = z.object({
  privilege: z.string().describe('As it is granted: "SELECT"'),
  on: z.string().describe('On what: "table LAKE.RAW.ORDERS"'),
  hint: z.string().describe('What to ask for'),
});

/** What promoting would do. Computing it writes nothing in the warehouse. */
export const plan = z.object({
  id,
  hash: z.string().describe('Of all that was looked at; applying re-checks it'),
  kind: z.enum(['promotion', 'rollback']),
  state: z.enum(promotionStates),
  model: name,
  environment: name,
  protected: z.boolean(),
  job: name,
  target: z.string(),
  from: running,
  to: running,
  change: changeClass,
  reasons: z.array(z.string()),
  sql_diff: z.string(),
  columns: z
    .object({
      added: z.array(column),
      removed: z.array(column),
      retyped: z.array(z.object({ name: z.string(), from: z.string(), to: z.string() })),
    })
    .nullable()
    .describe('Null when the output could not be described; a warning says why'),
  sources: z.array(planSource),
  downstream: z.object({ models: z.array(name), jobs: z.array(name) }),
  checks: z.array(z.string()).describe('Data-quality checks that will run'),
  privileges_missing: z
    .array(missingPrivilege)
    .nullable()
    .describe('What the role lacks for the next run; null where the warehouse does not tell'),
  estimate: z
    .object({
      partitions: z.number().int().nullable(),
      partitions_total: z.number().int().nullable().describe('Of all tables it reads'),
      bytes: z.number().int().nullable(),
    })
    .nullable()
    .describe('What a build reads at most; null where the warehouse does not tell'),
  statements: z.array(z.string()).describe('What the next run will send to build the target'),
  window: buildWindow
    .nullable()
    .describe('What of an incremental target that run builds; null for others, and where it cannot be told'),
  warnings: z.array(z.string()),
  last_runs: z.array(z.object({ id, state: z.enum(runStates), ended_at: time.nullable() })),
  estimated_ms: z.number().nullable().describe('Median of recent completed runs'),
  created_at: time,
});
export type Plan = z.infer<typeof plan>;

export const promotion = z.object({
  id,
  kind: z.enum(['promotion', 'rollback']),
  state: z.enum(promotionStates),
  model: name,
  environment: name,
  job: name,
  from: running,
  to: running,
  change: changeClass,
  note: z.string(),
  reason: z.string().nullable().describe('Why it was rejected or expired'),
  planned_by: actor,
  planned_at: time,
  decided_by: actor.nullable().describe('Who approved or rejected'),
  decided_at: time.nullable(),
  applied_by: actor.nullable(),
  applied_at: time.nullable(),
});
export type Promotion = z.infer<typeof promotion>;

export const boardCell = z.object({
  environment: name,
  job: name,
  job_id: id,
  runs: running,
  drift: z
    .enum(['none', 'behind', 'never_ran', 'not_run_yet', 'untagged'])
    .describe(
      'behind: a newer version exists; not_run_yet: promoted but the last good run had another version',
    ),
  behind_by: z.number().int().describe('Versions published since'),
  last_run: z
    .object({ id, state: z.enum(runStates), version: z.number().int().nullable(), ended_at: time.nullable() })
    .nullable(),
  pending: z
    .object({ id, state: z.enum(promotionStates), to: running })
    .nullable()
    .describe('A promotion that waits for approval or for being applied'),
  rollback_of: id
    .nullable()
    .describe('The promotion that rolling back would undo; null where it cannot be done'),
  paused: paused.nullable().describe('Starts only by hand while it is: the job itself, or everything'),
});
export type BoardCell = z.infer<typeof boardCell>;

export const board = z.object({
  environments: z.array(z.object({ id, name, colour: z.enum(environmentColours), protected: z.boolean() })),
  models: z.array(
    z.object({
      id,
      name,
      latest_version: z.number().int().nullable(),
      draft_modified: z.boolean(),
      tags: z.array(z.object({ name: z.string(), version: z.number().int() })),
      cells: z.array(boardCell).describe('At most one per job; environments without one have no job'),
    }),
  ),
});
export type Board = z.infer<typeof board>;

const inPromotion = strict({ promotion: idParameter });
const note = z.string().max(2_000).default('');

export const promotions = {
  board: procedure
    .route({ method: 'GET', path: '/promotions/board', summary: 'Models × environments' })
    .input(nothing)
    .output(board),
  plan: procedure
    .route({
      method: 'POST',
      path: '/promotions',
      successStatus: 201,
      summary: 'Plan; changes nothing that runs',
    })
    .input(
      strict({
        model: ref,
        environment: ref,
        tag: tagName,
        job: ref.optional().describe('Needed where several jobs of the environment build the model'),
      }),
    )
    .output(plan),
  get: procedure
    .route({ method: 'GET', path: '/promotions/{promotion}', summary: 'The plan as it was computed' })
    .input(inPromotion)
    .output(plan.extend({ promotion })),
  list: procedure
    .route({ method: 'GET', path: '/promotions', summary: 'Promotions, newest first' })
    .input(strict({ model: ref.optional(), environment: ref.optional(), ...pageInput }))
    .output(z.object({ promotions: z.array(promotion), next })),
  approve: procedure
    .route({ method: 'POST', path: '/promotions/{promotion}/approve' })
    .input(inPromotion.extend({ note }))
    .output(promotion),
  reject: procedure
    .route({ method: 'POST', path: '/promotions/{promotion}/reject' })
    .input(inPromotion.extend({ note }))
    .output(promotion),
  apply: procedure
    .route({ method: 'POST', path: '/promotions/{promotion}/apply' })
    .input(inPromotion.extend({ note, hash: z.string().optional().describe('Refuse any other plan') }))
    .output(promotion),
  rollback: procedure
    .route({ method: 'POST', path: '/promotions/rollback', summary: 'Back to what ran before, at once' })
    .input(
      strict({
        model: ref,
        environment: ref,
        job: ref.optional(),
        promotion: id.optional().describe('Undo this one: refused unless it is what runs'),
        note,
      }),
    )
    .output(promotion),
};
