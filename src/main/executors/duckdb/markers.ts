import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import type { Target } from '../protocol.ts';
import { quoteText } from './statements.ts';
import { textRows } from './text-rows.ts';

/**
 * The marks by which a warehouse remembers which scripts built a table or view: a comment on it, written in the
 * script's own transaction. After a crash the mark is there exactly when the script took effect.
 *
 * A mark keeps the ids of the scripts before it too. When two scripts on one target were under way at the crash and both
 * had been committed, the second must not make the first look as if it had not been.
 */
interface Mark {
  query_id: string;
  rows: number | null;
  /** Newest first. */
  earlier: string[];
}

const maxEarlier = 8;

export interface PreparedMark {
  /** The statement that writes it. `rows`: what the script wrote, where it tells. */
  sql(rows: number | null): string;
  /** To be called when the script was committed. */
  committed(rows: number | null): void;
}

export class Markers {
  /** Marks by database, schema and name, in lower case; a database's are read once, by the first who needs them. */
  private readonly known = new Map<string, Promise<Map<string, Mark>>>();

  /** Gets ready to mark `target` as built by a script. Before its transaction, which may replace what bears the mark. */
  async prepare(duckdb: DuckDBConnection, target: Target, queryId: string): Promise<PreparedMark> {
    const marks = await this.of(duckdb, target.relation.database);
    const key = keyOf(target.relation);
    const before = marks.get(key);
    const earlier = before ? [before.query_id, ...before.earlier].slice(0, maxEarlier) : [];
    const place = `${target.type === 'view' ? 'VIEW' : 'TABLE'} ${quoteRelation(target.relation)}`;
    return {
      sql(rows) {
        const slipway: Mark = { query_id: queryId, rows, earlier };
        return `COMMENT ON ${place} IS ${quoteText(JSON.stringify({ slipway }))}`;
      },
      committed: rows => void marks.set(key, { query_id: queryId, rows, earlier }),
    };
  }

  /** Whether the script took effect, as the warehouse itself has it; rows where it is the last that did. */
  async recall(
    duckdb: DuckDBConnection,
    relation: Relation,
    queryId: string,
  ): Promise<{ rows: number | null } | undefined> {
    const mark = (await readMarks(duckdb, relation.database)).get(keyOf(relation));
    if (mark?.query_id === queryId) return { rows: mark.rows };
    return mark?.earlier.includes(queryId) ? { rows: null } : undefined;
  }

  private of(duckdb: DuckDBConnection, database: string): Promise<Map<string, Mark>> {
    const key = database.toLowerCase();
    let marks = this.known.get(key);
    if (!marks) {
      marks = readMarks(duckdb, database);
      // Whoever comes next tries again.
      marks.catch(() => this.known.delete(key));
      this.known.set(key, marks);
    }
    return marks;
  }
}

async function readMarks(duckdb: DuckDBConnection, database: string): Promise<Map<string, Mark>> {
  const name = quoteText(database.toLowerCase());
  const rows = await textRows(
    duckdb,
    `SELECT schema_name, table_name, comment FROM duckdb_tables()
     WHERE lower(database_name) = ${name} AND comment IS NOT NULL
     UNION ALL
     SELECT schema_name, view_name, comment FROM duckdb_views()
     WHERE lower(database_name) = ${name} AND comment IS NOT NULL`,
  );
  const marks = new Map<string, Mark>();
  for (const [schema = '', name = '', comment = ''] of rows) {
    const mark = parseMark(comment);
    if (mark) marks.set(keyOf({ database, schema, name }), mark);
  }
  return marks;
}

/** Comments people wrote are no marks. */
function parseMark(comment: string): Mark | undefined {
  try {
    const { slipway } = JSON.parse(comment) as { slipway?: Partial<Mark> };
    if (typeof slipway?.query_id !== 'string') return undefined;
    return {
      query_id: slipway.query_id,
      rows: typeof slipway.rows === 'number' ? slipway.rows : null,
      earlier: Array.isArray(slipway.earlier) ? slipway.earlier.filter(id => typeof id === 'string') : [],
    };
  } catch {
    return undefined;
  }
}

export function keyOf({ database, schema, name }: Relation): string {
  return JSON.stringify([database, schema, name].map(part => part.toLowerCase()));
}
