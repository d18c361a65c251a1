import type { Migration } from './migration.ts';

/** What runs found when they looked at their sources and at what they built, and what a job's last success knew of its sources. */
export const quality: Migration = {
  number: 9,
  name: 'quality',
  sql: `
    CREATE TABLE check_results (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      -- Of the sources before anything was built, or of what was built.
      step TEXT NOT NULL CHECK (step IN ('gate', 'audit')),
      ordinal INTEGER NOT NULL,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      words TEXT NOT NULL,
      severity TEXT NOT NULL CHECK (severity IN ('fail', 'warn')),
      source TEXT,
      outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed', 'warned', 'error')),
      message TEXT NOT NULL,
      bad_rows INTEGER,
      measured_rows INTEGER,
      -- At most 20 rows.
      sample_json TEXT,
      looked_at TEXT NOT NULL,
      statement_id INTEGER REFERENCES documents (id),
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (run_id, step, ordinal)
    ) STRICT;
    CREATE INDEX check_results_by_job ON check_results (job_id, run_id);

    CREATE TABLE condition_evidence (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      evidence_json TEXT NOT NULL,
      -- What the job is to know of the source once the run completed; null for a condition that does not ask for that.
      mark_json TEXT,
      PRIMARY KEY (run_id, ordinal)
    ) STRICT;

    -- What the last run of a job that completed had found in a source.
    CREATE TABLE source_marks (
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      -- Full name in quotes, and whose value it is: a column, or nothing for what the warehouse noted.
      source TEXT NOT NULL,
      column_name TEXT NOT NULL,
      connection_id INTEGER NOT NULL,
      -- Null where the source was empty.
      value TEXT,
      -- SHA-256 of all that decided what was built, hex.
      built TEXT NOT NULL,
      run_id INTEGER NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (job_id, source, column_name, connection_id)
    ) STRICT;
  `,
};
