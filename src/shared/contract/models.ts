import * as z from 'zod';
import { engineNames } from '../domain/engines.ts';
import { strict } from './strict.ts';
import {
  actor,
  cell,
  column,
  description,
  id,
  name,
  next,
  pageInput,
  procedure,
  ref,
  relation,
  sqlText,
  tagName,
  time,
  variables,
  versionRef,
  warning,
} from './common.ts';

export const tag = z.object({
  name: tagName,
  version: z.number().int(),
  note: z.string(),
  author: actor,
  created_at: time,
});
export type Tag = z.infer<typeof tag>;

export const versionSummary = z.object({
  number: z.number().int().describe('From 1, in the order of publishing'),
  hash: z.string().describe('SHA-256 of the SQL, hex'),
  message: z.string(),
  author: actor,
  created_at: time,
  tags: z.array(z.string()),
  origin: z
    .object({ path: z.string(), hash: z.string() })
    .nullable()
    .describe('The file it was imported from'),
});
export type VersionSummary = z.infer<typeof versionSummary>;

export const version = versionSummary.extend({
  sql: sqlText,
  sources: z.array(relation).describe('Tables and views it reads; unqualified parts are empty'),
});
export type Version = z.infer<typeof version>;

export const modelSummary = z.object({
  id,
  name,
  description,
  owner: z.string(),
  labels: z.array(z.string()),
  latest_version: z.number().int().nullable().describe('Null before the first publishing'),
  tags: z.array(z.object({ name: z.string(), version: z.number().int() })).describe('Newest first'),
  draft_modified: z.boolean().describe('The draft differs from the version it is based on'),
  updated_at: time,
});
export type ModelSummary = z.infer<typeof modelSummary>;

export const draft = z.object({
  sql: sqlText,
  based_on: z.number().int().nullable().describe('Version the draft started from'),
  revision: z.number().int().describe('Grows with every save; give it back when saving'),
  modified: z.boolean(),
  updated_at: time,
});
export type Draft = z.infer<typeof draft>;

export const model = modelSummary.extend({
  tags: z.array(tag).describe('Newest version first'),
  draft,
  created_at: time,
  jobs: z
    .array(z.object({ id, name, environment: z.string(), runs: z.string().describe('Tag, or "latest"') }))
    .describe('Jobs that build it'),
});
export type Model = z.infer<typeof model>;

export const changeClass = z
  .enum(['none', 'cosmetic', 'non_breaking', 'breaking'])
  .describe('cosmetic: layout and comments only; non_breaking: only new columns; in doubt breaking');
export type ChangeClass = z.infer<typeof changeClass>;

/** A change of an output column. */
export const columnChange = z.object({
  name: z.string().describe('Empty for one without a name; "*" for columns that only the warehouse knows'),
  change: z
    .enum(['added', 'removed', 'renamed', 'retyped', 'changed'])
    .describe('changed: calculated differently'),
  renamed_to: z.string().nullable(),
});
export type ColumnChange = z.infer<typeof columnChange>;

export const modelDiff = z.object({
  model: name,
  a: z.object({ label: z.string(), sql: sqlText }),
  b: z.object({ label: z.string(), sql: sqlText }),
  change: changeClass,
  reasons: z.array(z.string()).describe('Why it has this class, a sentence each'),
  sql_diff: z.string().describe('Unified diff from a to b; empty when equal'),
});
export type ModelDiff = z.infer<typeof modelDiff>;

/** Rows of a query, on this page or cut at a limit. */
export const resultSet = z.object({
  columns: z.array(column),
  rows: z.array(z.array(cell)),
  truncated: z.boolean().describe('There were more rows than the limit'),
  elapsed_ms: z.number(),
  query_id: z.string(),
  statement: z.string().describe('The SQL as the warehouse got it'),
  engine: z.enum(engineNames).describe('"duckdb": Snowflake SQL approximated on the embedded engine'),
  warnings: z.array(warning),
});
export type ResultSet = z.infer<typeof resultSet>;

export const rowLimit = z.number().int().min(1).max(10_000).default(500);

const inModel = strict({ model: ref });

export const models = {
  list: procedure
    .route({ method: 'GET', path: '/models', summary: 'List models by name' })
    .input(
      strict({
        search: z.string().max(200).optional().describe('Words in name, description, owner, labels or SQL'),
        ...pageInput,
      }),
    )
    .output(z.object({ models: z.array(modelSummary), next })),
  get: procedure.route({ method: 'GET', path: '/models/{model}' }).input(inModel).output(model),
  create: procedure
    .route({ method: 'POST', path: '/models', successStatus: 201 })
    .input(
      strict({
        name,
        description: description.default(''),
        owner: z.string().max(200).default(''),
        labels: z.array(z.string().min(1).max(60)).max(30).default([]),
        sql: sqlText.default(''),
      }),
    )
    .output(model),
  update: procedure
    .route({ method: 'PATCH', path: '/models/{model}', summary: 'Change name, description, owner or labels' })
    .input(
      inModel.extend({
        name: name.optional(),
        description: description.optional(),
        owner: z.string().max(200).optional(),
        labels: z.array(z.string().min(1).max(60)).max(30).optional(),
      }),
    )
    .output(model),
  remove: procedure
    .route({ method: 'DELETE', path: '/models/{model}', summary: 'Delete a model that no job uses' })
    .input(inModel)
    .output(z.object({ removed: name })),
  saveDraft: procedure
    .route({ method: 'PUT', path: '/models/{model}/draft', summary: 'Save the text being edited' })
    .input(
      inModel.extend({
        sql: sqlText,
        revision: z.number().int().optional().describe('The revision edited; a newer one is a conflict'),
        based_on: z
          .number()
          .int()
          .positive()
          .optional()
          .describe('Set when the text was taken from a version'),
      }),
    )
    .output(draft),
  publish: procedure
    .route({ method: 'POST', path: '/models/{model}/versions', summary: 'Publish the draft as a version' })
    .input(
      inModel.extend({
        message: z.string().max(2_000).default(''),
        tag: tagName.optional().describe('Tag the version too'),
        revision: z.number().int().optional().describe('Publish only this revision of the draft'),
      }),
    )
    .output(
      version.extend({
        created: z.boolean().describe('False: the text is that of the latest version, nothing was added'),
      }),
    ),
  history: procedure
    .route({ method: 'GET', path: '/models/{model}/versions', summary: 'Versions, newest first' })
    .input(inModel.extend({ search: z.string().max(200).optional(), ...pageInput }))
    .output(z.object({ versions: z.array(versionSummary), next })),
  version: procedure
    .route({ method: 'GET', path: '/models/{model}/versions/{version}' })
    .input(inModel.extend({ version: versionRef }))
    .output(version),
  tag: procedure
    .route({ method: 'POST', path: '/models/{model}/tags', summary: 'Name a version' })
    .input(
      inModel.extend({
        version: versionRef,
        tag: tagName,
        note: z.string().max(2_000).default(''),
        move: z.boolean().default(false).describe('Move a tag that exists; refused while a job runs it'),
      }),
    )
    .output(tag),
  untag: procedure
    .route({ method: 'DELETE', path: '/models/{model}/tags/{tag}', summary: 'Remove a tag no job runs' })
    .input(inModel.extend({ tag: tagName }))
    .output(z.object({ removed: tagName })),
  diff: procedure
    .route({ method: 'GET', path: '/models/{model}/diff' })
    .input(inModel.extend({ a: versionRef, b: versionRef }))
    .output(modelDiff),
  preview: procedure
    .route({ method: 'POST', path: '/models/{model}/preview', summary: 'Run the query, keep nothing' })
    .input(
      inModel.extend({
        environment: ref,
        version: versionRef.default('draft'),
        variables: variables.default({}),
        limit: rowLimit,
      }),
    )
    .output(resultSet),
};
