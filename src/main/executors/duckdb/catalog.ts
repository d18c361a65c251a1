import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '../../../shared/contract/common.ts';
import { quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import { type CatalogEntry, maxCatalogEntries } from '../../engine/ports.ts';
import { columnsOf } from './cursor.ts';
import { parseDuckdbError } from './errors.ts';
import { keyOf } from './markers.ts';
import { quoteText } from './statements.ts';
import { textRows } from './text-rows.ts';
import type { TypeNames } from './type-names.ts';

/**
 * DuckDB's catalogue functions look at every column of every database (0.15 s at 2,000 tables). Up to this many
 * relations are asked for one by one, at well under a millisecond each.
 */
const maxSingle = 256;

/** The relations that exist, in the order and spelling asked for; or all of `databases`. */
export async function readCatalog(
  duckdb: DuckDBConnection,
  databases: string[],
  relations: Relation[] | undefined,
  typeNames: TypeNames,
  views: KnownViews,
): Promise<CatalogEntry[]> {
  if (!relations) return await readAll(duckdb, databases);
  if (relations.length > maxSingle) return pick(await readAll(duckdb, databases), relations);
  const entries: CatalogEntry[] = [];
  let everything: CatalogEntry[] | undefined;
  for (const relation of relations) {
    const found = await lookUp(duckdb, relation, typeNames, views);
    if (found === 'unclear') {
      everything ??= await readAll(duckdb, databases);
      entries.push(...pick(everything, [relation]));
    } else if (found) {
      entries.push(found);
    }
  }
  return entries;
}

/**
 * One relation, by preparing statements that are never run: only a base table can be deleted from, and the result of
 * such a DELETE has the table's columns. A view has to exist to be dropped. `unclear`: it exists, and its columns cannot
 * be had by selecting from it, as what it reads has gone.
 */
async function lookUp(
  duckdb: DuckDBConnection,
  relation: Relation,
  typeNames: TypeNames,
  views: KnownViews,
): Promise<CatalogEntry | 'unclear' | undefined> {
  const name = quoteRelation(relation);
  if (!views.has(relation) || !(await isStillView(duckdb, name))) {
    const columns = await describe(duckdb, `DELETE FROM ${name} RETURNING *`, typeNames);
    if (columns) return { ...relation, type: 'table', columns };
    const exists = await describe(duckdb, `DROP VIEW ${name}`, typeNames);
    if (!exists) return undefined;
    views.add(relation);
  }
  const viewed = await describe(duckdb, `SELECT * FROM ${name}`, typeNames);
  return viewed ? { ...relation, type: 'view', columns: viewed } : 'unclear';
}

/** Asked so, DuckDB says it of a view alone, and at once: to delete from one, it takes all that the view reads apart first. */
async function isStillView(duckdb: DuckDBConnection, name: string): Promise<boolean> {
  try {
    (await duckdb.prepare(`INSERT INTO ${name} DEFAULT VALUES`)).destroySync();
    return false;
  } catch (cause) {
    const { type, message } = parseDuckdbError(cause);
    return type === 'Catalog' && message.endsWith(' is not an table');
  }
}

/** Which relations were views when they were last looked at or built: what decides how they are asked about first. */
export class KnownViews {
  private readonly keys = new Set<string>();

  has(relation: Relation): boolean {
    return this.keys.has(keyOf(relation));
  }

  add(relation: Relation): void {
    this.keys.add(keyOf(relation));
  }
}

async function describe(
  duckdb: DuckDBConnection,
  sql: string,
  typeNames: TypeNames,
): Promise<Column[] | undefined> {
  try {
    const prepared = await duckdb.prepare(sql);
    const columns = columnsOf(prepared, typeNames);
    prepared.destroySync();
    return columns;
  } catch (cause) {
    if (!['Catalog', 'Binder'].includes(parseDuckdbError(cause).type)) throw cause;
    return undefined;
  }
}

async function readAll(duckdb: DuckDBConnection, databases: string[]): Promise<CatalogEntry[]> {
  if (databases.length === 0) return [];
  const rows = await textRows(
    duckdb,
    `WITH wanted AS (
       SELECT database_oid, database_name FROM duckdb_databases()
       WHERE database_name IN (${databases.map(quoteText).join(', ')})
     ), views AS (
       SELECT database_oid, schema_name, view_name FROM duckdb_views() WHERE NOT internal
     ), columns AS (
       SELECT database_oid, schema_name, table_name,
         to_json(list({name: column_name, type: data_type} ORDER BY column_index))::VARCHAR AS columns
       FROM duckdb_columns() WHERE NOT internal
       GROUP BY database_oid, schema_name, table_name
     )
     SELECT w.database_name, c.schema_name, c.table_name, if(v.view_name IS NULL, 'table', 'view'), c.columns
     FROM columns c JOIN wanted w USING (database_oid)
     LEFT JOIN views v
       ON v.database_oid = c.database_oid AND v.schema_name = c.schema_name AND v.view_name = c.table_name
     ORDER BY 1, 2, 3
     LIMIT ${maxCatalogEntries}`,
  );
  return rows.map(([database = '', schema = '', name = '', type = '', columns = '']) => ({
    database,
    schema,
    name,
    type: type === 'view' ? 'view' : 'table',
    columns: JSON.parse(columns) as Column[],
  }));
}

function pick(entries: CatalogEntry[], relations: Relation[]): CatalogEntry[] {
  const byKey = new Map(entries.map(entry => [keyOf(entry), entry]));
  return relations.flatMap(relation => {
    const entry = byKey.get(keyOf(relation));
    return entry ? [{ ...entry, ...relation }] : [];
  });
}
