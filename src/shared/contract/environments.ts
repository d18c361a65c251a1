import * as z from 'zod';
import { engineNames } from '../domain/engines.ts';
import { limits, sessionParameterValue } from './compute-profiles.ts';
import { connectionDefinition, trustedHosts } from './connections.ts';
import { nothing, strict } from './strict.ts';
import {
  description,
  id,
  mappingRules,
  name,
  objectName,
  procedure,
  ref,
  time,
  variables,
} from './common.ts';

export const environmentColours = [
  'gray',
  'blue',
  'teal',
  'green',
  'yellow',
  'orange',
  'red',
  'pink',
  'violet',
] as const;

/** An environment file (cli.md): what a person writes; everything but name and connection has a default. */
export const environmentDefinition = strict({
  name,
  connection: z.union([name, connectionDefinition]).describe('An existing one by name, or its definition'),
  description: description.optional(),
  position: z.number().int().min(0).max(1_000).optional().describe('Order of promotion, lowest first'),
  colour: z.enum(environmentColours).optional(),
  protected: z
    .boolean()
    .optional()
    .describe(
      'Promotions need approval; drafts and tag edits are refused. Default: as it is, no for a new one',
    ),
  compute_profile: name
    .optional()
    .describe('An existing one by name; what the environment says itself goes before what the profile says'),
  role: objectName.optional(),
  warehouse: objectName.optional(),
  database: objectName.optional().describe('Default database of unqualified names'),
  schema: objectName.optional().describe('Default schema of unqualified names'),
  source_mapping: mappingRules.optional().describe('Database to database, schema to schema'),
  variables: variables.optional(),
  limits: limits.optional(),
});
export type EnvironmentDefinition = z.infer<typeof environmentDefinition>;

export const environment = z.object({
  id,
  name,
  description,
  position: z.number().int(),
  colour: z.enum(environmentColours),
  protected: z.boolean(),
  connection: name,
  connection_id: id,
  engine: z.enum(engineNames),
  compute_profile: name.nullable().describe('The compute profile it uses'),
  role: z.string().nullable(),
  warehouse: z.string().nullable().describe('What holds: its own, else that of its compute profile'),
  session_parameters: z
    .record(z.string(), sessionParameterValue)
    .describe('Of its compute profile; an engine that has none leaves them out'),
  database: z.string().nullable(),
  schema: z.string().nullable(),
  source_mapping: z.record(z.string(), z.string()),
  variables,
  limits: z
    .object({ max_concurrent_runs: z.number().int(), statement_timeout: z.string().nullable() })
    .describe('What holds: its own, else that of its compute profile, else the default'),
  own: z
    .object({
      warehouse: z.string().nullable(),
      max_concurrent_runs: z.number().int().nullable(),
      statement_timeout: z.string().nullable(),
    })
    .describe('What the environment says itself; null where its compute profile or the default decides'),
  revision: z
    .number()
    .int()
    .describe('Grows with every change; give it back to be told of changes by others'),
  created_at: time,
  updated_at: time,
});
export type Environment = z.infer<typeof environment>;

export const testStage = z.object({
  stage: z.enum(['reach', 'sign_in', 'role', 'warehouse', 'database', 'privileges']),
  state: z.enum(['ok', 'warning', 'failed', 'skipped']),
  message: z.string(),
  hint: z.string().optional(),
  elapsed_ms: z.number(),
});
export type TestStage = z.infer<typeof testStage>;

export const environments = {
  list: procedure
    .route({ method: 'GET', path: '/environments', summary: 'Environments in promotion order' })
    .input(nothing)
    .output(z.object({ environments: z.array(environment) })),
  get: procedure
    .route({ method: 'GET', path: '/environments/{environment}' })
    .input(strict({ environment: ref }))
    .output(environment),
  create: procedure
    .route({ method: 'POST', path: '/environments', successStatus: 201 })
    .input(strict({ definition: environmentDefinition }))
    .output(environment),
  apply: procedure
    .route({ method: 'PUT', path: '/environments', summary: 'Create or update by name' })
    .input(
      strict({
        definition: environmentDefinition,
        id: id.optional().describe('Update this one, which may rename it'),
        revision: z.number().int().optional().describe('Refuse unless it is still at this revision'),
      }),
    )
    .output(environment.extend({ created: z.boolean() })),
  reorder: procedure
    .route({ method: 'POST', path: '/environments/reorder', summary: 'Set the promotion order' })
    .input(strict({ environments: z.array(ref).min(1) }))
    .output(z.object({ environments: z.array(environment) })),
  remove: procedure
    .route({ method: 'DELETE', path: '/environments/{environment}', summary: 'Delete one that no job uses' })
    .input(strict({ environment: ref }))
    .output(z.object({ removed: name })),
  test: procedure
    .route({ method: 'POST', path: '/environments/test', summary: 'Staged test, saved or not yet saved' })
    .input(
      strict({
        environment: z.union([ref, environmentDefinition]),
        trust_hosts: trustedHosts
          .optional()
          .describe('For this test alone, where the connection is not saved'),
      }),
    )
    .output(z.object({ ok: z.boolean(), stages: z.array(testStage) })),
  choices: procedure
    .route({
      method: 'POST',
      path: '/environments/choices',
      summary: 'What its role can see and choose from; empty where its engine has no such thing',
    })
    .input(
      strict({
        environment: z.union([ref, environmentDefinition]),
        what: z.enum(['roles', 'warehouses', 'databases', 'schemas']),
        database: objectName.optional().describe('Of the schemas; default: that of the environment'),
        trust_hosts: trustedHosts
          .optional()
          .describe('For this question alone, where the connection is not saved'),
      }),
    )
    .output(z.object({ names: z.array(z.string()).describe('As the catalogue stores them, sorted') })),
};
