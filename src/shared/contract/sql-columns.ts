import * as z from 'zod';
import { procedure, ref, sqlText, variables, warning } from './common.ts';
import { changeClass, columnChange } from './models.ts';
import { strict } from './strict.ts';

/** Where in a query a place is, by the clause it stands in. */
export const scopePlace = z
  .enum([
    'statement',
    'with',
    'select',
    'from',
    'on',
    'where',
    'connect_by',
    'group_by',
    'having',
    'qualify',
    'window',
    'order_by',
    'limit',
    'text',
  ])
  .describe(
    'The clause; "from" where a table is expected, "on" in conditions of joins and arguments of table functions, "text" within a comment or string, "statement" outside of any query',
  );
export type ScopePlace = z.infer<typeof scopePlace>;

export const tableRef = z.object({
  database: z.string().nullable().describe('Null where the SQL leaves it out'),
  schema: z.string().nullable(),
  name: z.string(),
});

export const sourceColumn = tableRef.extend({
  column: z.string().describe('"*" for all columns of a table whose columns are not known'),
  certain: z.boolean().describe('False where another column is possible as well'),
});

/** How a column comes about. */
export const derivation = {
  derivation: z
    .enum(['identity', 'derived', 'windowed', 'aggregated', 'constant', 'unknown'])
    .describe(
      'Copied, calculated from values of its row, of a window of rows, of a group of rows, from no column, or not to be told; of several the most far-reaching',
    ),
  sources: z
    .array(sourceColumn)
    .describe('Columns of tables it has its values from, through WITH and subqueries'),
  undecided: z.array(z.string()).describe('A sentence for each thing that the text alone does not decide'),
};

const columnInScope = z.object({
  name: z.string(),
  type: z.string().nullable().describe('Null where it is not known'),
});
const place = {
  start: z.number().int().describe('UTF-16 offset in the text'),
  end: z.number().int().describe('The same, exclusive'),
};

export const relationInScope = z.object({
  name: z.string().nullable().describe('What its columns can be qualified with: the alias, or its own name'),
  kind: z.enum(['table', 'cte', 'query', 'values', 'function', 'stage']),
  table: tableRef.nullable().describe('The name as written, of a table or view'),
  columns: z.array(columnInScope),
  complete: z.boolean().describe('False where it has columns besides that are not known'),
  outer: z.boolean().describe('Whether it belongs to a query around this one'),
  ...place,
});

export const sqlScope = z.object({
  place: scopePlace,
  word: z
    .object({ text: z.string(), ...place })
    .describe('The name that the place touches, as written; empty where it touches none'),
  qualifier: z
    .array(z.string())
    .describe('The names joined to it by dots, before it; unquoted ones in upper case'),
  relations: z.array(relationInScope).describe('Tables in sight, those of the query itself first'),
  ctes: z
    .array(z.object({ name: z.string(), columns: z.array(columnInScope), complete: z.boolean(), ...place }))
    .describe('Names of WITH that can be read here, with the place of their definition'),
  columns: z.array(columnInScope).describe("Columns of the query's own list that can be used here"),
  meant: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('column'),
        name: z.string(),
        type: z.string().nullable(),
        ...derivation,
      }),
      z.object({ kind: z.literal('relation'), relation: relationInScope }),
      z.object({ kind: z.literal('function'), name: z.string() }),
    ])
    .nullable()
    .describe('What the name at the place stands for; null where there is none, or it cannot be told'),
  looking_up: z
    .boolean()
    .describe('Whether columns of tables are still being asked of the warehouse: asking again tells more'),
});
export type SqlScopeAnswer = z.infer<typeof sqlScope>;

const notes = z.array(warning).describe('What could not be told, with its place; the code is "undecided"');
const open = z.boolean().describe('Stands for columns of a table that are not known: its name is "*"');

export const queryColumns = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string().nullable().describe("In the warehouse's words; null where it is not known"),
      open,
    }),
  ),
  complete: z.boolean().describe('False where one of them is open'),
  notes,
});
export type QueryColumnsAnswer = z.infer<typeof queryColumns>;

export const queryLineage = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string().nullable(), open, ...derivation })),
  complete: z.boolean().describe('False where one of the columns is open'),
  tables: z
    .array(
      tableRef.extend({
        written: z.string().describe('As the SQL names it'),
        known: z.boolean().describe('Whether its columns are known'),
      }),
    )
    .describe('Tables and views it reads; with an environment, what is read there'),
  notes,
});
export type QueryLineageAnswer = z.infer<typeof queryLineage>;

export const sqlDiff = z.object({
  change: changeClass,
  reasons: z.array(z.string()).describe('Why it has this class, a sentence each'),
  columns: z
    .array(columnChange)
    .nullable()
    .describe('Changes of the output columns; null where the two cannot be told apart by their SQL'),
  sql_diff: z.string().describe('Unified diff; empty when equal'),
});
export type SqlDiff = z.infer<typeof sqlDiff>;

export const sqlColumns = {
  columns: procedure
    .route({ method: 'POST', path: '/sql/columns', summary: 'Output columns of one query' })
    .input(
      strict({
        sql: sqlText,
        environment: ref
          .optional()
          .describe('Ask its warehouse, which knows all of them; otherwise the text alone tells'),
        variables: variables.default({}).describe('Of use with an environment only'),
      }),
    )
    .output(queryColumns),
  lineage: procedure
    .route({
      method: 'POST',
      path: '/sql/lineage',
      summary: 'From which columns of tables each output column of one query has its values',
    })
    .input(
      strict({
        sql: sqlText,
        environment: ref
          .optional()
          .describe('Look up the columns of tables there, and name what is read there'),
      }),
    )
    .output(queryLineage),
  diff: procedure
    .route({
      method: 'POST',
      path: '/sql/diff',
      summary: 'How far-reaching the change from one query to another is',
    })
    .input(strict({ before: sqlText, after: sqlText }))
    .output(sqlDiff),
  scope: procedure
    .route({
      method: 'POST',
      path: '/sql/scope',
      summary: 'What names mean at a place of a text that may still be typed, for completion and hover',
    })
    .input(
      strict({
        sql: sqlText,
        offset: z.number().int().min(0).describe('UTF-16 units before the place'),
        environment: ref
          .optional()
          .describe(
            'Look up the columns of tables there. Never fails over it: what cannot be had is left out',
          ),
      }),
    )
    .output(sqlScope),
};
