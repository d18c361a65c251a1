import * as z from 'zod';
import {
  booleanParameter,
  cell,
  column,
  id,
  name,
  numberParameter,
  objectName,
  procedure,
  ref,
  relation,
  time,
} from './common.ts';
import { resultSet } from './models.ts';
import { strict } from './strict.ts';

const environment = ref.describe('Whose connection and role look, and whose defaults complete names');
const table = z
  .string()
  .trim()
  .min(1)
  .max(1_000)
  .describe('Name of a table or view, as SQL writes it: `orders`, `RAW.ORDERS`, `LAKE.RAW."odd name"`');

export const catalogDatabase = z.object({
  name: z.string(),
  read_at: time.nullable().describe('When its tables were read; null while they were not'),
});
export type CatalogDatabase = z.infer<typeof catalogDatabase>;

/** What a warehouse does not tell is left out. */
export const catalogTable = relation.extend({
  type: z.enum(['table', 'view']),
  columns: z.number().int().describe('How many'),
  last_altered_at: time
    .optional()
    .describe('When the warehouse last noted a change, of whatever kind: its data is no newer'),
  rows: z.number().int().optional(),
  bytes: z.number().int().optional(),
  comment: z.string().optional(),
  model: z
    .object({ id, name, job: name.describe('The job that builds it') })
    .optional()
    .describe('The model that a job of the same connection builds it from'),
});
export type CatalogTable = z.infer<typeof catalogTable>;

export const catalogMatch = catalogTable
  .pick({ database: true, schema: true, name: true, type: true })
  .extend({
    column: column.optional().describe('The column that was found, where it is not the name that was'),
    comment: z.string().optional(),
  });
export type CatalogMatch = z.infer<typeof catalogMatch>;

export const catalogColumn = column.extend({
  nullable: z.boolean(),
  default: z.string().nullable().describe('An expression in SQL'),
  primary_key: z.boolean().describe('Part of it; a warehouse may not enforce one'),
  comment: z.string().nullable(),
});
export type CatalogColumn = z.infer<typeof catalogColumn>;

export const catalogTableDetails = catalogTable.omit({ columns: true }).extend({
  columns: z.array(catalogColumn),
  read_at: time,
});
export type CatalogTableDetails = z.infer<typeof catalogTableDetails>;

export const columnStatistics = column.extend({
  nulls: z.number().int(),
  nan: z
    .number()
    .int()
    .nullable()
    .describe('How many are "not a number"; null for types that know no such value'),
  completeness: z
    .number()
    .nullable()
    .describe(
      'Share of the rows, from 0 to 1, with a value: neither NULL nor NaN; null for a table without rows',
    ),
  distinct: z
    .number()
    .int()
    .nullable()
    .describe('Different values, approximately, without NULL; null for types that cannot be compared'),
  min: cell.describe('NaN left out; of a text the first 100 characters; null where there is none'),
  max: cell,
  min_length: z.number().int().nullable().describe('Of texts, in characters'),
  max_length: z.number().int().nullable(),
  mean: z
    .number()
    .nullable()
    .describe(
      'NaN left out; of yes and no the share of yes; null where it cannot be told, as with infinite values',
    ),
  deviation: z
    .number()
    .nullable()
    .describe('Standard deviation of a sample; null as for `mean`, or of one value'),
  histogram: z
    .array(
      z.object({
        from: cell.describe('Lower bound, which belongs to the bin'),
        to: cell.describe('Upper bound, which belongs to the last bin alone'),
        count: z.number().int(),
      }),
    )
    .nullable()
    .describe('Bins of equal width, without NULL, NaN and infinite values; null for types without one'),
});
export type ColumnStatistics = z.infer<typeof columnStatistics>;

export const tableStatistics = relation.extend({
  rows: z.number().int(),
  columns: z.array(columnStatistics),
  left_out: z.array(z.string()).describe('Columns beyond the first 200'),
  computed_at: time,
  elapsed_ms: z.number(),
  query_id: z.string(),
  statement: z.string().describe('The one query'),
});
export type TableStatistics = z.infer<typeof tableStatistics>;

/** What computing statistics would read. */
export const statisticsCost = z.object({
  rows: z.number().int().nullable().describe('Null where the warehouse does not tell'),
  bytes: z.number().int().nullable(),
  large: z.boolean().describe('Over 10 million rows or 1 GiB: `confirm_large` is asked for'),
});
export type StatisticsCost = z.infer<typeof statisticsCost>;

/**
 * What a warehouse has, as the role of an environment sees it. Names are kept when they were read, until they are refreshed;
 * what runs of Slipway change is read again. All can end in `unavailable` (not reached; kept names stay), `precondition`
 * (sign-in), `external` (the role lacks a right, say) and `not_found` (gone, or not for this role).
 */
export const catalog = {
  databases: procedure
    .route({ method: 'GET', path: '/catalog/databases', summary: 'Databases that the role sees' })
    .input(strict({ environment }))
    .output(
      z.object({
        databases: z.array(catalogDatabase),
        read_at: time.describe('When their names were read'),
        at_hand: z
          .boolean()
          .describe('Reading tables costs nothing here: all databases are read when first needed'),
      }),
    ),
  list: procedure
    .route({ method: 'GET', path: '/catalog/tables', summary: 'Schemas, tables and views of a database' })
    .input(
      strict({
        environment,
        database: objectName
          .optional()
          .describe('As the catalogue stores it; default: that of the environment'),
      }),
    )
    .output(
      z.object({
        database: z.string(),
        schemas: z.array(z.object({ name: z.string(), tables: z.array(catalogTable) })),
        truncated: z.boolean().describe('There are more than are listed'),
        outdated: z.boolean().describe('What runs changed could not be read again'),
        read_at: time,
      }),
    ),
  search: procedure
    .route({
      method: 'GET',
      path: '/catalog/search',
      summary: 'Tables and views by words of their names, or of their columns',
    })
    .input(
      strict({
        environment,
        text: z
          .string()
          .trim()
          .min(1)
          .max(200)
          .describe('Words that must all be found, in any order and case'),
        limit: numberParameter(z.number().int().min(1).max(1_000)).default(100),
      }),
    )
    .output(
      z.object({
        matches: z.array(catalogMatch).describe('Best first'),
        total: z.number().int().describe('How many match'),
        unread: z
          .array(z.string())
          .describe('Databases that were not looked through, as nobody read them yet'),
        read_at: time.nullable().describe('When the oldest of what was looked through was read'),
      }),
    ),
  refresh: procedure
    .route({
      method: 'POST',
      path: '/catalog/refresh',
      summary: 'Read again what the warehouse has: one database, or those read so far and the list of all',
    })
    .input(strict({ environment, database: objectName.optional() }))
    .output(z.object({ databases: z.array(catalogDatabase) })),
  show: procedure
    .route({
      method: 'GET',
      path: '/catalog/table',
      summary: 'A table or view with its columns, as it is now',
    })
    .input(strict({ environment, table }))
    .output(catalogTableDetails),
  sample: procedure
    .route({
      method: 'GET',
      path: '/catalog/sample',
      summary: 'Some rows, whichever the warehouse has first',
    })
    .input(
      strict({
        environment,
        table,
        limit: numberParameter(z.number().int().min(1).max(1_000)).default(100),
      }),
    )
    .output(resultSet),
  statistics: procedure
    .route({
      method: 'GET',
      path: '/catalog/statistics',
      summary: 'Statistics computed before, and what computing them would read',
    })
    .input(strict({ environment, table }))
    .output(z.object({ statistics: tableStatistics.nullable(), cost: statisticsCost })),
  computeStatistics: procedure
    .route({
      method: 'POST',
      path: '/catalog/statistics',
      summary: 'Compute statistics of all columns, in one query, and keep them',
    })
    .input(
      strict({
        environment,
        table,
        confirm_large: booleanParameter()
          .default(false)
          .describe('Without it a large table is refused with `precondition`, which says what would be read'),
      }),
    )
    .output(tableStatistics),
  ddl: procedure
    .route({ method: 'GET', path: '/catalog/ddl', summary: 'The statement that would make it again' })
    .input(strict({ environment, table }))
    .output(z.object({ ddl: z.string() })),
};
