import type { Migration } from './migration.ts';

/**
 * Builds: several models of an environment, one after what it reads. What is to be done is fixed when a build begins, each
 * model with the document its run works on; how far it is stands beside it and changes in the transactions that start and
 * end its runs. `missing` counts the models that have to be completed before; at 0 a waiting one can start.
 */
export const builds: Migration = {
  number: 10,
  name: 'builds',
  sql: `
    CREATE TABLE builds (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      -- As of runs: an environment or model that nothing uses any more may be deleted.
      environment_id INTEGER NOT NULL,
      state INTEGER NOT NULL,
      selection TEXT NOT NULL,
      options_json TEXT NOT NULL,
      -- At most so many runs at once; null for as many as the environment allows.
      threads INTEGER,
      actor TEXT NOT NULL,
      cause TEXT NOT NULL,
      reason TEXT,
      resumes_id INTEGER REFERENCES builds (id),
      created_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER
    ) STRICT;
    CREATE INDEX active_builds ON builds (id) WHERE ended_at_ms IS NULL;
    CREATE INDEX builds_by_environment ON builds (environment_id, id);
    CREATE INDEX builds_by_resumed ON builds (resumes_id) WHERE resumes_id IS NOT NULL;

    CREATE TABLE build_models (
      build_id INTEGER NOT NULL REFERENCES builds (id),
      position INTEGER NOT NULL,
      level INTEGER NOT NULL,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      job_version INTEGER NOT NULL,
      model_id INTEGER NOT NULL,
      version INTEGER,
      tag TEXT,
      draft INTEGER NOT NULL,
      target TEXT NOT NULL,
      priority INTEGER NOT NULL,
      frozen_id INTEGER NOT NULL REFERENCES documents (id),
      deferred_json TEXT NOT NULL,
      state INTEGER NOT NULL,
      missing INTEGER NOT NULL,
      run_id INTEGER REFERENCES runs (id),
      reason TEXT,
      PRIMARY KEY (build_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX build_models_by_state ON build_models (build_id, state, missing);
    CREATE UNIQUE INDEX build_models_by_run ON build_models (run_id) WHERE run_id IS NOT NULL;

    CREATE TABLE build_needs (
      build_id INTEGER NOT NULL REFERENCES builds (id),
      needed INTEGER NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (build_id, needed, position)
    ) STRICT, WITHOUT ROWID;
  `,
};
