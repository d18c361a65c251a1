import type { Migration } from './migration.ts';

/** The history of queries that people ran by hand: texts and how they ended, never rows. */
export const queries: Migration = {
  number: 7,
  name: 'queries',
  sql: `
    CREATE TABLE queries (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      environment_id INTEGER NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
      -- The model whose text it was, while there is that model; which version, where it was no draft.
      model_id INTEGER REFERENCES models (id) ON DELETE SET NULL,
      version TEXT,
      -- As it was written: with the names of variables, without their values.
      sql TEXT NOT NULL,
      sql_characters INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('completed', 'failed', 'cancelled')),
      error TEXT,
      actor TEXT NOT NULL,
      started_at_ms INTEGER NOT NULL,
      elapsed_ms INTEGER NOT NULL,
      rows_fetched INTEGER,
      truncated INTEGER CHECK (truncated IN (0, 1)),
      result_bytes INTEGER,
      query_id TEXT
    ) STRICT;
    -- Covers finding what is too much.
    CREATE INDEX queries_by_environment ON queries (environment_id, id, sql_characters, started_at_ms);
    CREATE INDEX queries_by_model ON queries (model_id) WHERE model_id IS NOT NULL;
  `,
};
