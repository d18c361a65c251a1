import type { Environment } from '../../../shared/contract/environments.ts';
import { mapRelation, type Relation, relationKey } from '../../../shared/domain/relation.ts';
import type { Context } from '../context.ts';
import { placeOf } from '../environments/place.ts';
import type { CatalogEntry } from '../ports.ts';
import { tableRef } from './lineage/answers.ts';
import type { KnownTable, TableRef } from './types.ts';

/** How long what a warehouse said of a table is taken for true. */
const freshMs = 30_000;
const maxKept = 2_000;

/** A table of a text in an environment; `columns` is null where it is not there, or not to be seen. */
export interface TableThere {
  written: string[];
  relation: Relation;
  columns: CatalogEntry['columns'] | null;
}

export interface TablesThere {
  tables: TableThere[];
  /** Those that the environment gives no database or schema. */
  unplaced: string[][];
}

export type KnownTables = ReturnType<typeof createKnownTables>;

/** The columns of tables by the names a text gives them, mapped as in a run; asked of the warehouse and kept a while. */
export function createKnownTables(context: Context) {
  const kept = new Map<string, { at: number; columns: Promise<CatalogEntry['columns'] | null> }>();

  function keep(key: string, columns: Promise<CatalogEntry['columns'] | null>): void {
    const entry = { at: context.clock.elapsed(), columns };
    kept.set(key, entry);
    // A failure is asked again.
    columns.catch(() => {
      if (kept.get(key) === entry) kept.delete(key);
    });
    for (const oldest of kept.keys()) {
      if (kept.size <= maxKept) break;
      kept.delete(oldest);
    }
  }

  return {
    /** Throws `ExecutionError` where the warehouse does not answer. */
    async of(environment: Environment, written: readonly string[][]): Promise<TablesThere> {
      const { connection, session } = placeOf(context.store.sql, environment);
      const unplaced: string[][] = [];
      const wanted = written.flatMap(parts => {
        const relation = mapped(tableRef(parts), environment);
        if (relation === null) {
          unplaced.push(parts);
          return [];
        }
        const key = JSON.stringify([connection.id, session.role, relationKey(relation, environment.engine)]);
        return [{ written: parts, relation, key }];
      });
      const now = context.clock.elapsed();
      const asked = wanted.filter(({ key }) => {
        const entry = kept.get(key);
        return entry === undefined || now - entry.at > freshMs;
      });
      if (asked.length > 0) {
        const relations = [...new Map(asked.map(({ key, relation }) => [key, relation])).values()];
        const found = context.executors.for(connection).catalog({ session, relations });
        for (const { key, relation } of asked) {
          keep(
            key,
            found.then(entries => {
              const same = (entry: Relation) =>
                relationKey(entry, environment.engine) === relationKey(relation, environment.engine);
              return entries.find(same)?.columns ?? null;
            }),
          );
        }
      }
      const tables = await Promise.all(
        wanted.map(async ({ key, ...table }) => ({
          ...table,
          columns: (await kept.get(key)?.columns) ?? null,
        })),
      );
      return { tables, unplaced };
    },
  };
}

/** Those whose columns are known, as the analysis takes them. */
export function knownTables({ tables }: TablesThere): KnownTable[] {
  return tables.flatMap(({ written, columns }) => (columns === null ? [] : [{ written, columns }]));
}

/** Where a table is read from in an environment; null where nobody says in which database or schema it is. */
function mapped({ database, schema, name }: TableRef, environment: Environment): Relation | null {
  const place = { database: database ?? environment.database, schema: schema ?? environment.schema };
  if (place.database === null || place.schema === null) return null;
  return mapRelation(
    { database: place.database, schema: place.schema, name },
    environment.source_mapping,
    {},
  );
}
