import type { Migration } from './migration.ts';

/**
 * Connections to Snowflake: what is not common to all engines is kept as people write it. A definition may send what signs
 * in to a host of anybody's; only hosts that a person of this workspace trusts are ever sent it.
 */
export const snowflake: Migration = {
  number: 5,
  name: 'snowflake',
  rebuilds: true,
  sql: `
    CREATE TABLE connections_of_any_engine (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      engine TEXT NOT NULL CHECK (engine IN ('duckdb', 'snowflake')),
      description TEXT NOT NULL,
      -- Fields of its engine alone. It holds names of secrets, never a secret.
      config_json TEXT NOT NULL DEFAULT '{}',
      trusted_hosts_json TEXT NOT NULL DEFAULT '[]',
      revision INTEGER NOT NULL DEFAULT 1,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT;
    INSERT INTO connections_of_any_engine (id, name, engine, description, created_at_ms, updated_at_ms)
      SELECT id, name, engine, description, created_at_ms, updated_at_ms FROM connections;
    -- Ids of connections that were deleted are not given again.
    DELETE FROM sqlite_sequence WHERE name = 'connections_of_any_engine';
    INSERT INTO sqlite_sequence (name, seq)
      SELECT 'connections_of_any_engine', seq FROM sqlite_sequence WHERE name = 'connections';
    DROP TABLE connections;
    ALTER TABLE connections_of_any_engine RENAME TO connections;

    -- query_id is ours, given before anything is sent; this is what the warehouse made of it.
    ALTER TABLE run_steps ADD COLUMN warehouse_query_id TEXT;

    -- What statements run on, shared by environments.
    CREATE TABLE compute_profiles (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      description TEXT NOT NULL,
      warehouse TEXT,
      statement_timeout_ms INTEGER,
      max_concurrent_runs INTEGER,
      session_parameters_json TEXT NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT;

    -- warehouse and statement_timeout_ms are what the environment says itself. So is own_max_concurrent_runs;
    -- max_concurrent_runs is what holds, with its profile: it is read whenever a run is to be started.
    ALTER TABLE environments ADD COLUMN compute_profile_id INTEGER REFERENCES compute_profiles (id);
    ALTER TABLE environments ADD COLUMN own_max_concurrent_runs INTEGER;
    -- 4 is what held where nobody said anything.
    UPDATE environments SET own_max_concurrent_runs = nullif(max_concurrent_runs, 4);
    CREATE INDEX environments_by_profile ON environments (compute_profile_id) WHERE compute_profile_id IS NOT NULL;
  `,
};
