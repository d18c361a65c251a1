import type { Migration } from './migration.ts';

/**
 * Which intervals of a job's target are built, each stretch with the run that built it last: those of a job do not overlap,
 * what a later run built is cut out of the others. Backfills: a range of intervals in chunks, one run after the other; what
 * they work on is fixed when they begin, and how far they are stands here alone, as with builds.
 */
export const intervals: Migration = {
  number: 11,
  name: 'intervals',
  sql: `
    -- What the stretches of a job are told by. Marks are values of its watermark: moments in UTC ms, or where the column has no
    -- zone ("local") what clocks show, in ms as if it were UTC. Doubted: something may have replaced the target since.
    CREATE TABLE interval_ledgers (
      job_id INTEGER PRIMARY KEY REFERENCES jobs (id),
      target TEXT NOT NULL,
      environment_id INTEGER NOT NULL,
      watermark TEXT NOT NULL,
      local INTEGER NOT NULL,
      doubted INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE intervals (
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      from_mark INTEGER NOT NULL,
      to_mark INTEGER NOT NULL,
      run_id INTEGER NOT NULL REFERENCES runs (id),
      PRIMARY KEY (job_id, from_mark)
    ) STRICT, WITHOUT ROWID;

    -- Whose run was the last that built what stands there.
    CREATE TABLE target_writers (
      connection_id INTEGER NOT NULL,
      target TEXT NOT NULL,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      run_id INTEGER NOT NULL REFERENCES runs (id),
      PRIMARY KEY (connection_id, target)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE backfills (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      -- As of runs: an environment or model that nothing uses any more may be deleted.
      environment_id INTEGER NOT NULL,
      job_version INTEGER NOT NULL,
      model_id INTEGER,
      version INTEGER,
      tag TEXT,
      -- What all of its runs work on, without their range.
      frozen_id INTEGER NOT NULL REFERENCES documents (id),
      priority INTEGER NOT NULL,
      trigger_kind INTEGER NOT NULL,
      interval TEXT NOT NULL,
      time_zone TEXT NOT NULL,
      from_ms INTEGER NOT NULL,
      to_ms INTEGER NOT NULL,
      -- Intervals for each run, at most.
      chunk INTEGER NOT NULL,
      -- What is built already is built again.
      restate INTEGER NOT NULL,
      state INTEGER NOT NULL,
      actor TEXT NOT NULL,
      cause TEXT NOT NULL,
      reason TEXT,
      created_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER
    ) STRICT;
    CREATE INDEX active_backfills ON backfills (id) WHERE ended_at_ms IS NULL;
    CREATE INDEX backfills_by_job ON backfills (job_id, id);

    CREATE TABLE backfill_chunks (
      backfill_id INTEGER NOT NULL REFERENCES backfills (id),
      position INTEGER NOT NULL,
      from_ms INTEGER NOT NULL,
      to_ms INTEGER NOT NULL,
      count INTEGER NOT NULL,
      state INTEGER NOT NULL,
      run_id INTEGER REFERENCES runs (id),
      reason TEXT,
      PRIMARY KEY (backfill_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX backfill_chunks_by_state ON backfill_chunks (backfill_id, state);
    CREATE UNIQUE INDEX backfill_chunks_by_run ON backfill_chunks (run_id) WHERE run_id IS NOT NULL;
  `,
};
