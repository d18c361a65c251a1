import { displayName, quoteName, type Relation } from '../../../shared/domain/relation.ts';
import { type CatalogEntry, maxCatalogEntries } from '../../engine/ports.ts';
import { epochMs } from './cells.ts';
import { asDriverError } from './errors.ts';
import type { Parameters } from './session.ts';
import type { Lease } from './sessions.ts';
import { quoteText } from './statements.ts';
import { numberOf } from './target-counts.ts';
import { catalogTypeName } from './types.ts';

/** Columns of all tables of a database that nobody named tables of; the last tables may lack some. */
const maxColumns = 200_000;
/** Names in one statement; more are asked for in several. */
const maxNames = 500;

/**
 * The relations that exist, in the order and spelling asked for; or tables and views of a database. From
 * INFORMATION_SCHEMA, the one place that tells when something was last altered, in two statements for each database. What
 * the role may not see is not there.
 */
export async function readCatalog(
  lease: Lease,
  parameters: Parameters,
  relations: Relation[] | string,
): Promise<CatalogEntry[]> {
  if (typeof relations === 'string') return await readDatabase(lease, parameters, relations, null);
  const found = new Map<string, CatalogEntry>();
  const databases = Map.groupBy(relations, relation => relation.database);
  for (const [database, wanted] of databases) {
    for (let from = 0; from < wanted.length; from += maxNames) {
      for (const entry of await readDatabase(
        lease,
        parameters,
        database,
        wanted.slice(from, from + maxNames),
      )) {
        found.set(keyOf(entry), entry);
      }
    }
  }
  return relations.flatMap(relation => {
    const entry = found.get(keyOf(relation));
    return entry ? [{ ...entry, ...relation }] : [];
  });
}

async function readDatabase(
  lease: Lease,
  parameters: Parameters,
  database: string,
  wanted: Relation[] | null,
): Promise<CatalogEntry[]> {
  const where = wanted === null ? "TABLE_SCHEMA <> 'INFORMATION_SCHEMA'" : condition(wanted);
  const limit = (rows: number) => (wanted === null ? ` LIMIT ${rows}` : '');
  const from = (view: string) => `FROM ${quoteName(database)}.INFORMATION_SCHEMA.${view} WHERE ${where}`;
  const ask = async (sql: string) => (await lease.session.ask({ sql, parameters })).rows;
  try {
    const tables = await ask(
      `SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ROW_COUNT, BYTES, LAST_ALTERED, COMMENT ${from('TABLES')} ORDER BY TABLE_SCHEMA, TABLE_NAME${limit(maxCatalogEntries)}`,
    );
    if (tables.length === 0) return [];
    const columns = await ask(
      `SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION ${from('COLUMNS')} ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION${limit(maxColumns)}`,
    );
    return entriesOf(database, tables, columns);
  } catch (cause) {
    // A database that is not there, or not for this role, has no tables that are.
    if (isMissing(cause)) return [];
    throw cause;
  }
}

function condition(wanted: Relation[]): string {
  return [...Map.groupBy(wanted, relation => relation.schema)]
    .map(([schema, inSchema]) => {
      const names = inSchema.map(relation => quoteText(relation.name)).join(', ');
      return `(TABLE_SCHEMA = ${quoteText(schema)} AND TABLE_NAME IN (${names}))`;
    })
    .join(' OR ');
}

type Row = (string | null)[];

function entriesOf(database: string, tables: Row[], columns: Row[]): CatalogEntry[] {
  const byTable = Map.groupBy(columns, ([schema, name]) => JSON.stringify([schema, name]));
  return tables.map(([schema, name, type, rows, bytes, lastAltered, comment]) => ({
    database,
    schema: schema ?? '',
    name: name ?? '',
    type: /VIEW/.test(type ?? '') ? 'view' : 'table',
    columns: (byTable.get(JSON.stringify([schema, name])) ?? []).map(columnOf),
    lastAlteredMs: epochMs(lastAltered ?? null),
    rows: numberOf(rows),
    bytes: numberOf(bytes),
    comment: comment === undefined || comment === '' ? null : comment,
  }));
}

function columnOf([, , name, dataType, characters, precision, scale, timePrecision]: Row) {
  const type = catalogTypeName({
    dataType: dataType ?? '',
    characters: characters ?? null,
    precision: precision ?? null,
    scale: scale ?? null,
    timePrecision: timePrecision ?? null,
  });
  return { name: name ?? '', type };
}

/** Whether Snowflake said that something does not exist, or is not for this role. */
export function isMissing(cause: unknown): boolean {
  return ['002003', '002043'].includes(String(asDriverError(cause).code));
}

export function keyOf({ database, schema, name }: Relation): string {
  return [database, schema, name].map(displayName).join('.');
}
