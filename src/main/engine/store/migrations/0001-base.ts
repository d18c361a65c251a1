import type { Migration } from './migration.ts';

/**
 * Times are milliseconds since the epoch in UTC. Small closed sets that stand in millions of rows (run state, trigger
 * kind, log level, step state) are integers; store/codes.ts holds their words.
 */
export const base: Migration = {
  number: 1,
  name: 'base',
  sql: `
    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value_json TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      object_type TEXT NOT NULL,
      object_id INTEGER,
      object_name TEXT NOT NULL,
      details_json TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_object ON audit (object_type, object_id, seq);
    CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
      BEGIN SELECT raise(ABORT, 'audit entries never change'); END;
    CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
      BEGIN SELECT raise(ABORT, 'audit entries are never deleted'); END;

    -- Texts that many rows share (a job's frozen specification is the same from run to run), kept once by content.
    CREATE TABLE documents (
      id INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE,
      body_json TEXT NOT NULL
    ) STRICT;

    CREATE TABLE connections (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      engine TEXT NOT NULL CHECK (engine IN ('duckdb')),
      description TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE environments (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      description TEXT NOT NULL,
      position INTEGER NOT NULL,
      colour TEXT NOT NULL,
      protected INTEGER NOT NULL CHECK (protected IN (0, 1)),
      connection_id INTEGER NOT NULL REFERENCES connections (id),
      role TEXT,
      warehouse TEXT,
      database TEXT,
      schema TEXT,
      source_mapping_json TEXT NOT NULL,
      variables_json TEXT NOT NULL,
      max_concurrent_runs INTEGER NOT NULL,
      statement_timeout_ms INTEGER,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE models (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      description TEXT NOT NULL,
      owner TEXT NOT NULL,
      labels_json TEXT NOT NULL,
      draft_sql TEXT NOT NULL,
      draft_based_on INTEGER,
      draft_revision INTEGER NOT NULL,
      draft_updated_at_ms INTEGER NOT NULL,
      latest_version INTEGER,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE model_versions (
      id INTEGER PRIMARY KEY,
      model_id INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      sql TEXT NOT NULL,
      hash TEXT NOT NULL,
      sources_json TEXT NOT NULL,
      message TEXT NOT NULL,
      author TEXT NOT NULL,
      origin_path TEXT,
      origin_hash TEXT,
      created_at_ms INTEGER NOT NULL,
      UNIQUE (model_id, number)
    ) STRICT;
    CREATE TRIGGER model_versions_are_immutable BEFORE UPDATE ON model_versions
      BEGIN SELECT raise(ABORT, 'versions never change'); END;

    CREATE TABLE model_tags (
      model_id INTEGER NOT NULL,
      name TEXT NOT NULL COLLATE NOCASE,
      version INTEGER NOT NULL,
      note TEXT NOT NULL,
      author TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      PRIMARY KEY (model_id, name),
      FOREIGN KEY (model_id, version) REFERENCES model_versions (model_id, number) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    -- environment_id, model_id and target follow the live definition, or the draft while nothing is live.
    -- Deleted jobs stay as rows: their runs still name them.
    CREATE TABLE jobs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL COLLATE NOCASE,
      kind TEXT NOT NULL,
      environment_id INTEGER NOT NULL REFERENCES environments (id),
      model_id INTEGER REFERENCES models (id),
      target TEXT,
      live_version INTEGER,
      draft_json TEXT,
      removed_at_ms INTEGER,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX jobs_by_name ON jobs (name) WHERE removed_at_ms IS NULL;
    CREATE INDEX jobs_by_model ON jobs (model_id, environment_id) WHERE removed_at_ms IS NULL;
    CREATE INDEX jobs_by_environment ON jobs (environment_id) WHERE removed_at_ms IS NULL;
    CREATE INDEX jobs_by_target ON jobs (target) WHERE removed_at_ms IS NULL;

    -- Definitions name environment and model by id, so that renaming either breaks nothing.
    CREATE TABLE job_versions (
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      number INTEGER NOT NULL,
      definition_json TEXT NOT NULL,
      message TEXT NOT NULL,
      author TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      PRIMARY KEY (job_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER job_versions_are_immutable BEFORE UPDATE ON job_versions
      BEGIN SELECT raise(ABORT, 'job versions never change'); END;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      job_version INTEGER NOT NULL,
      environment_id INTEGER NOT NULL,
      model_id INTEGER,
      model_version INTEGER,
      tag TEXT,
      draft INTEGER NOT NULL CHECK (draft IN (0, 1)),
      state INTEGER NOT NULL,
      trigger_kind INTEGER NOT NULL,
      actor TEXT NOT NULL,
      cause TEXT NOT NULL,
      reason TEXT,
      attempt INTEGER NOT NULL,
      frozen_id INTEGER NOT NULL REFERENCES documents (id),
      compiled_id INTEGER REFERENCES documents (id),
      columns_id INTEGER REFERENCES documents (id),
      rows_affected INTEGER,
      bytes INTEGER,
      created_at_ms INTEGER NOT NULL,
      claimed_at_ms INTEGER,
      submitted_at_ms INTEGER,
      ended_at_ms INTEGER
    ) STRICT;
    -- Keyset indexes: the filter, then the id (every index ends in the rowid). Job, environment and model are mostly
    -- asked for together with states: a page merges the walks of the states it wants. A run enters these when it has
    -- ended, so that its state changes touch the table only; the few that are under way have one index of their own.
    CREATE INDEX runs_by_job ON runs (job_id, state, draft) WHERE ended_at_ms IS NOT NULL;
    CREATE INDEX runs_by_environment ON runs (environment_id, state, draft) WHERE ended_at_ms IS NOT NULL;
    CREATE INDEX runs_by_model ON runs (model_id, state, draft) WHERE ended_at_ms IS NOT NULL;
    CREATE INDEX runs_by_state ON runs (state, draft) WHERE ended_at_ms IS NOT NULL;
    CREATE INDEX active_runs ON runs (draft) WHERE ended_at_ms IS NULL;
    CREATE INDEX runs_by_trigger ON runs (trigger_kind, draft);
    CREATE INDEX runs_by_created ON runs (created_at_ms, draft);
    CREATE INDEX draft_runs ON runs (draft) WHERE draft = 1;

    CREATE TABLE run_steps (
      run_id INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      name TEXT NOT NULL,
      state INTEGER NOT NULL,
      started_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER,
      query_id TEXT,
      statement_id INTEGER REFERENCES documents (id),
      rows INTEGER,
      bytes INTEGER,
      message TEXT,
      PRIMARY KEY (run_id, attempt, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_failures (
      run_id INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      step TEXT NOT NULL,
      code TEXT NOT NULL,
      message TEXT NOT NULL,
      sqlstate TEXT,
      query_id TEXT,
      retryable INTEGER NOT NULL CHECK (retryable IN (0, 1)),
      hint TEXT,
      PRIMARY KEY (run_id, attempt)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_log (
      run_id INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      at_ms INTEGER NOT NULL,
      level INTEGER NOT NULL,
      step TEXT,
      message TEXT NOT NULL,
      PRIMARY KEY (run_id, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE promotions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('promotion', 'rollback')),
      state TEXT NOT NULL,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      model_id INTEGER NOT NULL REFERENCES models (id),
      environment_id INTEGER NOT NULL REFERENCES environments (id),
      from_tag TEXT,
      from_version INTEGER,
      to_tag TEXT NOT NULL,
      to_version INTEGER NOT NULL,
      hash TEXT NOT NULL,
      plan_json TEXT NOT NULL,
      rolls_back INTEGER REFERENCES promotions (id),
      note TEXT NOT NULL,
      reason TEXT,
      planned_by TEXT NOT NULL,
      planned_at_ms INTEGER NOT NULL,
      decided_by TEXT,
      decided_at_ms INTEGER,
      applied_by TEXT,
      applied_at_ms INTEGER
    ) STRICT;
    CREATE INDEX promotions_by_job ON promotions (job_id, state);
    CREATE INDEX promotions_by_model ON promotions (model_id);
    CREATE INDEX promotions_by_environment ON promotions (environment_id);

    CREATE TABLE deployments (
      id INTEGER PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      environment_id INTEGER NOT NULL,
      model_id INTEGER NOT NULL,
      version INTEGER NOT NULL,
      tag TEXT,
      cause TEXT NOT NULL CHECK (cause IN ('publish', 'promotion', 'activation', 'rollback')),
      promotion_id INTEGER REFERENCES promotions (id),
      actor TEXT NOT NULL
    ) STRICT;
    CREATE INDEX deployments_by_model ON deployments (model_id, environment_id);
  `,
};
