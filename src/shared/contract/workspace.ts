import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { nothing, strict } from './strict.ts';
import {
  actor,
  id,
  idParameter,
  name,
  next,
  numberParameter,
  objectName,
  pageInput,
  procedure,
  ref,
  time,
  variables,
} from './common.ts';

export const workspaceInfo = z.object({
  directory: z.string(),
  version: z.string().describe('Of Slipway'),
  schema_version: z.number().int().describe('Of the database'),
  host: z.enum(['desktop', 'headless', 'cli']).describe('What the engine runs in'),
  pid: z.number().int(),
  started_at: time,
  user: z.string().describe('The operating-system user the engine runs as'),
  active_runs: z.number().int(),
});
export type WorkspaceInfo = z.infer<typeof workspaceInfo>;

export const doctorCheck = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warning', 'failed']),
  message: z.string(),
  hint: z.string().optional(),
});
export type DoctorCheck = z.infer<typeof doctorCheck>;

export const workspaceLimits = strict({
  max_concurrent_runs: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .nullable()
    .describe('In all environments together; null for no limit beside those of environments'),
  max_concurrent_backfills: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .describe('Backfills that may have a run under way at once; each has one at a time. Default: 1'),
});
export type WorkspaceLimits = z.infer<typeof workspaceLimits>;

export const workspace = {
  info: procedure.route({ method: 'GET', path: '/workspace' }).input(nothing).output(workspaceInfo),
  variables: procedure
    .route({ method: 'GET', path: '/workspace/variables' })
    .input(nothing)
    .output(z.object({ variables })),
  setVariables: procedure
    .route({ method: 'PUT', path: '/workspace/variables', summary: 'Replace all workspace variables' })
    .input(strict({ variables }))
    .output(z.object({ variables })),
  limits: procedure
    .route({ method: 'GET', path: '/workspace/limits' })
    .input(nothing)
    .output(workspaceLimits),
  setLimits: procedure
    .route({ method: 'PUT', path: '/workspace/limits', summary: 'Change limits of the workspace' })
    .input(workspaceLimits.partial())
    .output(workspaceLimits),
  backup: procedure
    .route({ method: 'POST', path: '/workspace/backup', summary: 'A consistent copy of the database' })
    .input(
      strict({ file: z.string().min(1).describe("Absolute path on the engine's machine; must not exist") }),
    )
    .output(z.object({ file: z.string(), bytes: z.number().int() })),
  doctor: procedure
    .route({ method: 'GET', path: '/workspace/doctor' })
    .input(nothing)
    .output(z.object({ ok: z.boolean(), checks: z.array(doctorCheck) })),
  wake: procedure
    .route({
      method: 'POST',
      path: '/workspace/wake',
      summary: 'The machine woke up: do what is due, without waiting for the engine to notice',
    })
    .input(nothing)
    .output(z.object({})),
};

export const auditEntry = z.object({
  seq: z.number().int(),
  at: time,
  actor,
  action: z.string().describe('"model.publish", "promotion.apply", …'),
  object_type: z.string(),
  object_id: id.nullable(),
  object_name: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const audit = {
  list: procedure
    .route({ method: 'GET', path: '/audit', summary: 'Every change, newest first' })
    .input(
      strict({
        object_type: z.string().max(60).optional(),
        object_id: idParameter.optional(),
        ...pageInput,
      }),
    )
    .output(z.object({ entries: z.array(auditEntry), next })),
};

export const eventTopics = [
  'workspace',
  'connection',
  'compute_profile',
  'environment',
  'model',
  'job',
  'run',
  'build',
  'backfill',
  'promotion',
  'fire',
  'notification',
  'delivery',
  'secret',
  'query',
  'catalog',
] as const;
export type EventTopic = (typeof eventTopics)[number];

/** Says what changed, after it was committed; fetch it again. */
export const changeBatch = z.object({
  epoch: z.string().describe('Of this start of the engine; another one means: fetch everything again'),
  seq: z.number().int().describe('Last sequence number in this batch'),
  reset: z.boolean().describe('Events were missed: fetch everything again'),
  changes: z.array(z.object({ topic: z.enum(eventTopics), id: id.nullable() })),
});
export type ChangeBatch = z.infer<typeof changeBatch>;

export const events = {
  subscribe: procedure
    .route({
      method: 'GET',
      path: '/events',
      summary: 'Changes from now on, or from a known sequence number',
    })
    .input(
      strict({
        epoch: z.string().optional(),
        seq: numberParameter(z.number().int().min(0)).optional().describe('Last one known'),
      }),
    )
    .output(eventIterator(changeBatch)),
};

/** A definition file, its path relative to the exported folder, with forward slashes. */
export const definitionFile = strict({
  path: z.string().min(1).max(500),
  content: z.string().max(2_000_000),
});
export type DefinitionFile = z.infer<typeof definitionFile>;

export const importAction = z.object({
  action: z.enum(['create', 'update', 'unchanged']),
  object: z.enum([
    'workspace',
    'connection',
    'compute_profile',
    'environment',
    'model',
    'draft',
    'version',
    'tag',
    'job',
    'channel',
    'rule',
  ]),
  name: z.string(),
  detail: z.string(),
});
export type ImportAction = z.infer<typeof importAction>;

export const definitions = {
  export: procedure
    .route({ method: 'GET', path: '/definitions', summary: 'The definitions as plain files, stable for Git' })
    .input(nothing)
    .output(z.object({ files: z.array(definitionFile) })),
  import: procedure
    .route({ method: 'POST', path: '/definitions', summary: 'Add and update from files; nothing is deleted' })
    .input(
      strict({
        files: z.array(definitionFile).max(20_000),
        plan: z.boolean().default(false).describe('Only say what would happen'),
        confirm_shared_targets: z.boolean().default(false),
        directory: z
          .string()
          .max(4_000)
          .optional()
          .describe(
            'Where the files are, absolute, on the machine of the engine: models remember the files they come from',
          ),
      }),
    )
    .output(
      z.object({
        applied: z.boolean(),
        actions: z.array(importAction),
        untrusted_hosts: z
          .array(z.object({ connection: name, hosts: z.array(z.string()) }))
          .describe(
            "Connections of the files with the hosts they name that are not Snowflake's and that nobody trusts yet: nothing is sent there (`connections.trust`)",
          ),
      }),
    ),
};

export const sampleStep = z.object({ message: z.string(), done: z.number().int(), total: z.number().int() });
export const sampleResult = z.object({
  tables: z.array(z.object({ name: z.string(), rows: z.number().int() })),
  environments: z.array(name),
  models: z.array(name),
  jobs: z.array(name),
});

export const sample = {
  status: procedure
    .route({ method: 'GET', path: '/sample' })
    .input(nothing)
    .output(z.object({ available: z.boolean(), loaded: z.boolean() })),
  load: procedure
    .route({ method: 'POST', path: '/sample', summary: 'Add the sample workspace "Flights"' })
    .input(
      strict({
        into: strict({
          connection: ref,
          role: objectName.optional(),
          warehouse: objectName.optional().describe('What computes there'),
        })
          .optional()
          .describe(
            'A connection of this workspace, whose warehouse gets a share of the rows. Default: all rows, on the embedded engine',
          ),
      }).optional(),
    )
    .output(eventIterator(sampleStep, sampleResult)),
};
