import type { Db } from './open.ts';

export interface NewQuery {
  environment_id: number;
  model_id: number | null;
  version: string | null;
  sql: string;
  sql_characters: number;
  state: 'completed' | 'failed' | 'cancelled';
  error: string | null;
  actor: string;
  started_at_ms: number;
  elapsed_ms: number;
  rows_fetched: number | null;
  truncated: number | null;
  result_bytes: number | null;
  query_id: string | null;
}

export interface QueryRow extends NewQuery {
  id: number;
  environment: string;
  model: string | null;
}

export interface QueryFilter {
  environment: number | null;
  model: number | null;
  state: NewQuery['state'] | null;
  /** A pattern of LIKE with `\` as its escape. */
  search: string | null;
  before: number;
  limit: number;
}

/** What is of the text only, of that many characters. */
const columns = (sql: string) =>
  `q.id, q.environment_id, e.name AS environment, q.model_id, m.name AS model, q.version, ${sql} AS sql, q.sql_characters,
   q.state, q.error, q.actor, q.started_at_ms, q.elapsed_ms, q.rows_fetched, q.truncated, q.result_bytes, q.query_id`;

const joined = `FROM queries q JOIN environments e ON e.id = q.environment_id LEFT JOIN models m ON m.id = q.model_id`;

/** The history of ad-hoc queries. */
export function querySql(db: Db) {
  return {
    insert: db.prepare<[NewQuery]>(
      `INSERT INTO queries (environment_id, model_id, version, sql, sql_characters, state, error, actor, started_at_ms,
         elapsed_ms, rows_fetched, truncated, result_bytes, query_id)
       VALUES (@environment_id, @model_id, @version, @sql, @sql_characters, @state, @error, @actor, @started_at_ms,
         @elapsed_ms, @rows_fetched, @truncated, @result_bytes, @query_id)`,
    ),
    /** What an environment has beyond the newest ones that are kept. */
    prune: db.prepare<[{ environment: number; count: number; characters: number; oldest: number }]>(
      `DELETE FROM queries WHERE id IN (
         SELECT id FROM (
           SELECT id, started_at_ms, row_number() OVER newest AS nth, sum(sql_characters) OVER newest AS total
           FROM queries WHERE environment_id = @environment
           WINDOW newest AS (ORDER BY id DESC ROWS UNBOUNDED PRECEDING)
         ) WHERE nth > @count OR total > @characters OR started_at_ms < @oldest
       )`,
    ),
    byId: db.prepare<[number], QueryRow>(`SELECT ${columns('q.sql')} ${joined} WHERE q.id = ?`),
    page: db.prepare<[QueryFilter], QueryRow>(
      `SELECT ${columns('substr(q.sql, 1, 400)')} ${joined}
       WHERE q.id < @before AND (@environment IS NULL OR q.environment_id = @environment)
         AND (@model IS NULL OR q.model_id = @model) AND (@state IS NULL OR q.state = @state)
         AND (@search IS NULL OR q.sql LIKE @search ESCAPE '\\' OR m.name LIKE @search ESCAPE '\\')
       ORDER BY q.id DESC LIMIT @limit`,
    ),
    clear: db.prepare<[{ environment: number | null }]>(
      'DELETE FROM queries WHERE @environment IS NULL OR environment_id = @environment',
    ),
  };
}
