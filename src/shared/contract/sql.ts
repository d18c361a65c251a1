import * as z from 'zod';
import { strict } from './strict.ts';
import { column, procedure, ref, relation, sqlText, time, variables, warning } from './common.ts';
import { engineNames } from '../domain/engines.ts';
import { resultSet, rowLimit } from './models.ts';
import { sqlColumns } from './sql-columns.ts';

export const sqlProblem = z.object({
  message: z.string(),
  line: z.number().int().describe('From 1'),
  column: z.number().int().describe('From 1, in UTF-16 units'),
  end_line: z.number().int(),
  end_column: z.number().int(),
  severity: z.enum(['error', 'warning']),
});
export type SqlProblem = z.infer<typeof sqlProblem>;

export const source = z.object({
  database: z.string().nullable().describe('Null where the SQL leaves it to the environment'),
  schema: z.string().nullable(),
  name: z.string(),
  alias: z.string().nullable(),
});

export const statementSources = z.object({
  kind: z.string().describe('"select", "insert", "create_table", …'),
  sources: z.array(source),
});

export const mappedSource = z.object({
  written: z.string().describe('As the SQL names it, qualified by the environment'),
  reads: z.string().describe('What is read after mapping'),
  relation,
});
export type MappedSource = z.infer<typeof mappedSource>;

/** What really runs: the SQL with variables resolved and sources mapped, in the words of the environment's engine. */
export const compiled = z.object({
  resolved: z.string().describe('Snowflake SQL after variables and mapping'),
  sql: z.string().describe("The SQL in the engine's dialect; on Snowflake the same as `resolved`"),
  engine: z.enum(engineNames).describe('That of the environment'),
  sources: z.array(mappedSource),
  variables,
  warnings: z.array(warning),
});
export type Compiled = z.infer<typeof compiled>;

/** What a warehouse does not tell is left out. */
export const catalogRelation = relation.extend({
  type: z.enum(['table', 'view']),
  columns: z.array(column),
  last_altered_at: time
    .optional()
    .describe('When the warehouse last noted a change, of whatever kind: its data is no newer'),
  rows: z.number().int().optional(),
  bytes: z.number().int().optional(),
  comment: z.string().optional(),
});
export type CatalogRelation = z.infer<typeof catalogRelation>;

export const sql = {
  check: procedure
    .route({ method: 'POST', path: '/sql/check', summary: 'Problems of a model text, with their places' })
    .input(
      strict({
        sql: sqlText,
        model: z
          .boolean()
          .default(false)
          .describe('As a model: also what publishing would refuse, which is all but one query'),
        environment: ref.optional().describe('Warn of variables that neither it nor the workspace has'),
      }),
    )
    .output(z.object({ problems: z.array(sqlProblem) })),
  sources: procedure
    .route({ method: 'POST', path: '/sql/sources', summary: 'Tables and views each statement reads' })
    .input(strict({ sql: sqlText }))
    .output(z.object({ statements: z.array(statementSources) })),
  translate: procedure
    .route({
      method: 'POST',
      path: '/sql/translate',
      summary: 'Snowflake SQL as the embedded DuckDB runs it',
    })
    .input(strict({ sql: sqlText }))
    .output(z.object({ sql: z.string(), warnings: z.array(warning) })),
  format: procedure
    .route({ method: 'POST', path: '/sql/format', summary: 'Change layout, never meaning' })
    .input(strict({ sql: sqlText }))
    .output(z.object({ sql: z.string(), changed: z.boolean() })),
  compile: procedure
    .route({ method: 'POST', path: '/sql/compile', summary: 'What really runs in an environment' })
    .input(strict({ sql: sqlText, environment: ref, job: ref.optional(), variables: variables.default({}) }))
    .output(compiled),
  run: procedure
    .route({ method: 'POST', path: '/sql/run', summary: 'Run one query, return rows, keep nothing' })
    .input(strict({ sql: sqlText, environment: ref, variables: variables.default({}), limit: rowLimit }))
    .output(resultSet),
  catalog: procedure
    .route({ method: 'GET', path: '/sql/catalog', summary: 'Tables and views with columns, for completion' })
    .input(strict({ environment: ref, search: z.string().max(200).optional() }))
    .output(
      z.object({
        relations: z.array(catalogRelation),
      }),
    ),
  ...sqlColumns,
};
