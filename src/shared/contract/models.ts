import * as z from 'zod';
import { engineNames } from '../domain/engines.ts';
import { changeClasses } from '../domain/changes.ts';
import { originStates } from '../domain/origin.ts';
import { searchFields } from '../domain/search.ts';
import { docs, docsReport } from './docs.ts';
import { strict } from './strict.ts';
import {
  actor,
  booleanParameter,
  cell,
  column,
  description,
  id,
  name,
  next,
  numberParameter,
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
  wordsParameter,
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
    .describe('The file its text came from, with the SHA-256 of that text'),
});
export type VersionSummary = z.infer<typeof versionSummary>;

export const version = versionSummary.extend({
  sql: sqlText,
  docs,
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
  docs,
  based_on: z.number().int().nullable().describe('Version the draft started from'),
  revision: z.number().int().describe('Grows with every save; give it back when saving'),
  modified: z.boolean(),
  updated_at: time,
});
export type Draft = z.infer<typeof draft>;

export const origin = z.object({
  path: z.string().describe('The file, absolute, on the machine of the engine'),
  hash: z.string().describe('SHA-256 of its text when that was last taken over, hex'),
  taken_at: time.describe('When that was'),
});
export type Origin = z.infer<typeof origin>;

/** How the file stands to what was taken over from it; found out when it is asked for. */
export const originStatus = origin.extend({
  state: z
    .enum(originStates)
    .describe('changed: the text of the file is another one since; unreadable: see `message`'),
  file_hash: z.string().nullable().describe('SHA-256 of its text now; null where it cannot be read'),
  modified_at: time.nullable().describe('When the file was last written, as its disk tells'),
  message: z.string().describe('What is wrong, in a sentence; empty where nothing is'),
});
export type OriginStatus = z.infer<typeof originStatus>;

export const model = modelSummary.extend({
  tags: z.array(tag).describe('Newest version first'),
  draft,
  origin: origin.nullable().describe('The file it comes from'),
  created_at: time,
  jobs: z
    .array(z.object({ id, name, environment: z.string(), runs: z.string().describe('Tag, or "latest"') }))
    .describe('Jobs that build it'),
});
export type Model = z.infer<typeof model>;

export const changeClass = z
  .enum(changeClasses)
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

/** A text of a model that can be compared: as `versionRef`, or the file the model comes from. */
export const textRef = versionRef.describe(
  'Version number, tag, "latest", "draft", or "@file": the file the model comes from, as it is now',
);

const comparedText = z.object({ label: z.string(), sql: sqlText, docs });

export const modelDiff = z.object({
  model: name,
  a: comparedText,
  b: comparedText.describe('A file says nothing but its SQL: its docs are those of the other side'),
  change: changeClass,
  reasons: z.array(z.string()).describe('Why it has this class, a sentence each'),
  columns: z
    .array(columnChange)
    .nullable()
    .describe('Changes of the output columns; null where the two cannot be told apart by their SQL'),
  docs: z
    .array(z.object({ column: z.string().nullable(), before: z.string(), after: z.string() }))
    .describe('What is written otherwise; `column` is null for the description of the model'),
  sql_diff: z.string().describe('Unified diff from a to b; empty when equal'),
});
export type ModelDiff = z.infer<typeof modelDiff>;

export const searchMatch = z.object({
  field: z.enum(searchFields),
  line: z.number().int().nullable().describe('In the SQL, from 1; null elsewhere'),
  text: z.string().describe('The line, or what is around the place where it is long'),
  ranges: z
    .array(z.tuple([z.number().int(), z.number().int()]))
    .describe('What matches in `text`: UTF-16 offsets, end exclusive'),
});
export type SearchMatch = z.infer<typeof searchMatch>;

/** A version in which all was found. */
export const searchHit = z.object({
  model: z.object({ id, name }),
  version: versionSummary,
  latest: z.boolean().describe('It is the latest version of its model'),
  matches: z.array(searchMatch).describe('In the order SQL, message, tags, author, docs; not more than fit'),
  more: z.boolean().describe('There are more places than `matches` names'),
});
export type SearchHit = z.infer<typeof searchHit>;

const searchText = z
  .string()
  .trim()
  .max(200)
  .describe(
    'Words, all of which have to be there, as beginnings of words; in double quotes as they are. Anything but letters and digits only divides words',
  );

/** Rows of a query, on this page or cut at a limit. */
export const resultSet = z.object({
  columns: z.array(column),
  rows: z.array(z.array(cell)),
  truncated: z.boolean().describe('There were more rows than the limit'),
  bytes: z.number().int().describe('Size of the rows as JSON, UTF-8'),
  elapsed_ms: z.number(),
  query_id: z.string(),
  statement: z.string().describe('The SQL as the warehouse got it'),
  engine: z.enum(engineNames).describe('"duckdb": Snowflake SQL approximated on the embedded engine'),
  warnings: z.array(warning),
});
export type ResultSet = z.infer<typeof resultSet>;

export const rowLimit = z.number().int().min(1).max(10_000).default(500);

const inModel = strict({ model: ref });

const originPath = z
  .string()
  .min(1)
  .max(4_000)
  .describe('Absolute path of a .sql file on the machine of the engine');

const overwrite = z
  .boolean()
  .default(false)
  .describe('Replace a draft that no version has; otherwise that is a conflict');
const revisionSeen = z
  .number()
  .int()
  .optional()
  .describe('The revision looked at; a newer one is a conflict');

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
        docs: docs.prefault({}),
        origin: originPath.optional().describe('The file that `sql` was read from'),
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
        sql: sqlText.optional().describe('Left out, it stays as it is'),
        docs: docs.optional().describe('Left out, they stay as they are'),
        origin: originPath
          .optional()
          .describe('The file that `sql` was read from; noted where it is the one the model comes from'),
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
  restore: procedure
    .route({
      method: 'POST',
      path: '/models/{model}/draft/restore',
      summary: 'Make the text of a version the draft, with its docs',
    })
    .input(inModel.extend({ version: versionRef, revision: revisionSeen, overwrite }))
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
        created: z
          .boolean()
          .describe('False: SQL and docs are those of the latest version, nothing was added'),
      }),
    ),
  history: procedure
    .route({ method: 'GET', path: '/models/{model}/versions', summary: 'Versions, newest first' })
    .input(inModel.extend({ search: searchText.optional(), ...pageInput }))
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
    .input(inModel.extend({ a: textRef, b: textRef }))
    .output(modelDiff),
  search: procedure
    .route({
      method: 'GET',
      path: '/versions',
      summary: 'Search the versions of all models, or of one; what was added last comes first',
    })
    .input(
      strict({
        search: searchText,
        model: ref.optional().describe('Only versions of this model'),
        in: wordsParameter(searchFields).optional().describe('Only in these; by default everywhere'),
        latest: booleanParameter().default(false).describe('Only the latest version of each model'),
        ...pageInput,
        limit: numberParameter(z.number().int().min(1).max(200)).default(50),
      }),
    )
    .output(z.object({ hits: z.array(searchHit), next })),
  docs: procedure
    .route({
      method: 'GET',
      path: '/models/{model}/docs',
      summary: 'What is written about a text, held against its output columns',
    })
    .input(inModel.extend({ version: versionRef.default('draft') }))
    .output(docsReport),
  origin: procedure
    .route({
      method: 'GET',
      path: '/models/{model}/origin',
      summary: 'The file a model comes from, looked at now',
    })
    .input(inModel)
    .output(z.object({ origin: originStatus.nullable() })),
  setOrigin: procedure
    .route({
      method: 'PUT',
      path: '/models/{model}/origin',
      summary: 'Say which file a model comes from; its text now is what later changes are told from',
    })
    .input(inModel.extend({ path: originPath }))
    .output(originStatus),
  forgetOrigin: procedure
    .route({ method: 'DELETE', path: '/models/{model}/origin', summary: 'Forget the file; it stays' })
    .input(inModel)
    .output(z.object({ forgotten: z.string().nullable().describe('Its path; null where there was none') })),
  takeOrigin: procedure
    .route({
      method: 'POST',
      path: '/models/{model}/origin/take',
      summary: "Make the text of the model's file the draft",
    })
    .input(inModel.extend({ revision: revisionSeen, overwrite }))
    .output(draft),
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
