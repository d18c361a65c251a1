import * as z from 'zod';
import { runStates } from '../domain/run-state.ts';
import { booleanParameter, id, name, procedure, ref, relation, sqlText, time } from './common.ts';
import { environmentColours } from './environments.ts';
import { paused } from './jobs.ts';
import { changeClass, columnChange } from './models.ts';
import { derivation } from './sql-columns.ts';
import { strict } from './strict.ts';

/** How the data of a model stands to what it reads, the worst of its jobs. */
export const freshnesses = ['fresh', 'stale', 'outdated', 'never_built'] as const;
export type Freshness = (typeof freshnesses)[number];
const freshness = z
  .enum(freshnesses)
  .describe(
    'stale: something it reads was built since, directly or further up; outdated: what was built last is another version than runs now; never_built: no run completed yet',
  );

/** A job that builds a model in the environment: what it runs, and where the result goes. */
export const lineageBuild = z.object({
  job: name,
  job_id: id,
  target: z
    .string()
    .nullable()
    .describe('Full name of the table or view; null where a part of it is missing'),
  tag: z.string().nullable().describe('"latest" when the job tracks the latest version'),
  version: z.number().int().nullable().describe('Null where the tag is gone, or nothing is published'),
  live: z.boolean().describe('False for a job that was never published; such are there with drafts only'),
  paused: paused.nullable().describe('Starts only by hand while it is: the job itself, or everything'),
  last_run: z.object({ id, state: z.enum(runStates), ended_at: time.nullable() }).nullable(),
  good_at: time.nullable().describe('End of the last run that completed'),
  freshness,
});
export type LineageBuild = z.infer<typeof lineageBuild>;

const key = z.string().describe('Of the node, in this answer: `model:12`, `source:"LAKE"."RAW"."ORDERS"`');

export const lineageModel = z.object({
  kind: z.literal('model'),
  key,
  name,
  model_id: id,
  description: z.string(),
  owner: z.string(),
  labels: z.array(z.string()),
  text: z.enum(['version', 'draft']).describe('Whose sources are shown: what runs there, or the draft'),
  problem: z.string().nullable().describe('Why its draft could not be read; it then has no sources'),
  builds: z
    .array(lineageBuild)
    .describe('Empty for a model that no job builds here; such are there with drafts'),
  freshness: freshness.nullable().describe('Null where no job builds it'),
});
export type LineageModel = z.infer<typeof lineageModel>;

/** A table or view that something reads and no job of the environment writes. */
export const lineageSource = z.object({
  kind: z.literal('source'),
  key,
  name: z.string().describe('Its full name'),
  relation,
  written_by: z
    .array(z.object({ job: name, job_id: id, environment: name, colour: z.enum(environmentColours) }))
    .describe('Jobs of other environments of the same warehouse that write it'),
});
export type LineageSource = z.infer<typeof lineageSource>;

export const lineageNode = z.discriminatedUnion('kind', [lineageModel, lineageSource]);
export type LineageNode = z.infer<typeof lineageNode>;

export const lineageEdge = z.object({
  from: key,
  to: key,
  through: z.array(z.string()).describe('Full names of the tables and views that are read'),
});
export type LineageEdge = z.infer<typeof lineageEdge>;

export const lineage = z.object({
  environment: name,
  drafts: z.boolean(),
  hash: z
    .string()
    .describe('Of the nodes and edges that are shown, not of their states: equal for an equal layout'),
  nodes: z.array(lineageNode).describe('By kind and name'),
  edges: z.array(lineageEdge),
  cycles: z
    .array(z.array(z.object({ job: name, model: name })))
    .describe('Jobs that read what they lead to, in the order of reading; of the whole environment'),
  total: z
    .object({ models: z.number().int(), sources: z.number().int() })
    .describe('Of the whole environment, whatever was selected'),
});
export type Lineage = z.infer<typeof lineage>;

const derivationOf = derivation.derivation;

const columnAt = z.object({
  key,
  node: z.string().describe('Name of the model or source'),
  column: z.string().describe('"*" for all columns of a table, where they are not known'),
  certain: z.boolean().describe('False where another column is possible as well'),
});

export const lineageColumn = z.object({
  name: z.string(),
  type: z.string().nullable().describe('Where the text tells it'),
  open: z.boolean().describe('Stands for columns of a table that are not known: its name is "*"'),
  derivation: derivationOf,
  undecided: z.array(z.string()).describe('A sentence for each thing that the text alone does not decide'),
  from: z.array(columnAt).describe('Columns it has its values from directly'),
});
export type LineageColumn = z.infer<typeof lineageColumn>;

export const lineageColumns = z.object({
  model: name,
  environment: name,
  columns: z.array(lineageColumn),
  complete: z.boolean().describe('False where one of them is open'),
  problem: z.string().nullable().describe('Why its columns could not be told'),
});
export type LineageColumns = z.infer<typeof lineageColumns>;

const tracedColumn = columnAt.extend({
  hops: z.number().int().describe('Steps from the column that was asked about'),
  derivation: derivationOf,
});
export type TracedColumn = z.infer<typeof tracedColumn>;

export const columnTrace = z.object({
  model: name,
  column: z.string(),
  up: z
    .array(tracedColumn)
    .describe('What it has its values from, directly or further up, the nearest first'),
  down: z.array(tracedColumn).describe('What has its values from it, the nearest first'),
});
export type ColumnTrace = z.infer<typeof columnTrace>;

export const impactSource = z.object({
  name: z.string().describe('Full name of what is read'),
  model: name.nullable().describe('The model that builds it here; null for a table from elsewhere'),
});
export type ImpactSource = z.infer<typeof impactSource>;

export const lineageImpact = z.object({
  model: name,
  environment: name,
  compared_with: z
    .string()
    .nullable()
    .describe('What runs there ("v2"), else the latest version; null for nothing'),
  change: changeClass,
  reasons: z.array(z.string()).describe('Why it has this class, a sentence each; columns among them'),
  columns: z
    .array(columnChange)
    .nullable()
    .describe('Changes of the output columns; null where the two cannot be told apart by their SQL'),
  sources: z.object({
    added: z.array(impactSource),
    removed: z.array(impactSource),
    kept: z.array(impactSource),
  }),
  downstream: z
    .array(
      z.object({
        model: name,
        model_id: id,
        hops: z.number().int().describe('1: reads it directly'),
        path: z.array(name).describe('A shortest way from the model to this one, both included'),
        jobs: z.array(name),
        columns: z
          .array(z.string())
          .nullable()
          .describe(
            'Its columns that have values from a column that is removed, renamed or changed; null where that cannot be told',
          ),
      }),
    )
    .describe('Models that read it there, the nearest first'),
  jobs: z.array(name).describe('Jobs that build the model and those models there'),
  cycle: z
    .array(name)
    .nullable()
    .describe('The models around which the draft would read itself; null where it does not'),
});
export type LineageImpact = z.infer<typeof lineageImpact>;

const ofModel = {
  model: ref,
  environment: ref,
  drafts: booleanParameter()
    .default(false)
    .describe('The draft, where it was changed, and drafts of what it reads'),
};

export const lineages = {
  graph: procedure
    .route({
      method: 'GET',
      path: '/lineage',
      summary: 'Models, sources, targets and jobs of an environment',
    })
    .input(
      strict({
        environment: ref,
        select: z
          .string()
          .max(2_000)
          .default('')
          .describe(
            '`orders`, `+orders`, `2+orders+1`, `label:finance`, `modified+`, …; empty for everything. In a URL, + is %2B',
          ),
        against: ref.optional().describe('The environment that `modified` and `state:new` compare with'),
        drafts: booleanParameter()
          .default(false)
          .describe(
            'Drafts that were changed in place of what runs, and models and jobs that do not run yet',
          ),
      }),
    )
    .output(lineage),
  columns: procedure
    .route({
      method: 'GET',
      path: '/lineage/columns',
      summary: 'Columns of a model, and where each comes from',
    })
    .input(strict(ofModel))
    .output(lineageColumns),
  column: procedure
    .route({
      method: 'GET',
      path: '/lineage/column',
      summary: 'Everything a column has its values from, and everything that has its values from it',
    })
    .input(
      strict({
        ...ofModel,
        column: z.string().min(1).max(300).describe('As the columns of the model name it'),
      }),
    )
    .output(columnTrace),
  impact: procedure
    .route({ method: 'POST', path: '/lineage/impact', summary: 'What changing the text of a model means' })
    .input(
      strict({
        model: ref,
        environment: ref,
        sql: sqlText.optional().describe('The text; left out, the draft as it is saved'),
      }),
    )
    .output(lineageImpact),
};
