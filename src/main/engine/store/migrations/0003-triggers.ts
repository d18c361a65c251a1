import type { Migration } from './migration.ts';

/**
 * What starts jobs by itself, and the ledger of what became of it. Columns of runs: null where a person started the run;
 * a null costs a byte.
 */
export const triggers: Migration = {
  number: 3,
  name: 'triggers',
  sql: `
    -- While it lasts a pause has no end. No job stands for all of them.
    CREATE TABLE pauses (
      id INTEGER PRIMARY KEY,
      job_id INTEGER REFERENCES jobs (id),
      from_ms INTEGER NOT NULL,
      until_ms INTEGER,
      paused_by TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX open_pauses ON pauses (ifnull(job_id, 0)) WHERE until_ms IS NULL;
    CREATE INDEX pauses_by_end ON pauses (until_ms);
    CREATE INDEX pauses_of_job ON pauses (job_id, until_ms);

    -- How many runs of a job may be under way at once; follows the live definition.
    ALTER TABLE jobs ADD COLUMN max_concurrent_runs INTEGER NOT NULL DEFAULT 1;

    ALTER TABLE runs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN trigger_id INTEGER;
    ALTER TABLE runs ADD COLUMN nominal_at_ms INTEGER;
    ALTER TABLE runs ADD COLUMN due_at_ms INTEGER;
    ALTER TABLE runs ADD COLUMN upstream_run_id INTEGER;
    ALTER TABLE runs ADD COLUMN chain_id INTEGER;
    ALTER TABLE runs ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN original_run_id INTEGER;
    -- The next attempt begins then; the run holds its job, but no place in its environment.
    ALTER TABLE runs ADD COLUMN retry_at_ms INTEGER;
    CREATE INDEX active_runs_of_job ON runs (job_id) WHERE ended_at_ms IS NULL;
    CREATE INDEX runs_by_retry ON runs (retry_at_ms) WHERE retry_at_ms IS NOT NULL;
    CREATE INDEX runs_by_upstream ON runs (upstream_run_id) WHERE upstream_run_id IS NOT NULL;
    CREATE INDEX runs_by_original ON runs (original_run_id) WHERE original_run_id IS NOT NULL;

    -- The triggers of live definitions, and those of earlier ones, which the ledger still names. A schedule whose times
    -- are edited is a new one.
    CREATE TABLE triggers (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      kind TEXT NOT NULL CHECK (kind IN ('schedule', 'job', 'deployment')),
      spec_json TEXT NOT NULL,
      -- Of a schedule: every fire up to the mark is accounted for, and the one after it is due then.
      mark_at_ms INTEGER,
      next_at_ms INTEGER,
      due_at_ms INTEGER,
      -- Of a deployment trigger; no model stands for any.
      environment_id INTEGER,
      model_id INTEGER,
      -- The deployments up to this one were there before it.
      since_deployment_id INTEGER,
      retired_at_ms INTEGER
    ) STRICT;
    CREATE INDEX due_triggers ON triggers (due_at_ms) WHERE due_at_ms IS NOT NULL;
    CREATE INDEX triggers_by_job ON triggers (job_id);
    CREATE INDEX deployment_triggers ON triggers (environment_id) WHERE kind = 'deployment' AND retired_at_ms IS NULL;
    CREATE TRIGGER marks_move_forward BEFORE UPDATE OF mark_at_ms ON triggers WHEN new.mark_at_ms < old.mark_at_ms
      BEGIN SELECT raise(ABORT, 'the mark of a schedule only moves forward'); END;

    -- Which jobs a job trigger waits for, and which of them ended as it wants since it last started something.
    CREATE TABLE upstreams (
      job_id INTEGER NOT NULL,
      trigger_id INTEGER NOT NULL REFERENCES triggers (id),
      ended_run_id INTEGER,
      PRIMARY KEY (job_id, trigger_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX upstreams_by_trigger ON upstreams (trigger_id);

    -- The ledger. cause_id: the upstream run or deployment that called for the start; 0 for schedules.
    CREATE TABLE fires (
      id INTEGER PRIMARY KEY,
      job_id INTEGER NOT NULL,
      trigger_id INTEGER NOT NULL REFERENCES triggers (id),
      cause_id INTEGER NOT NULL,
      nominal_at_ms INTEGER NOT NULL,
      last_at_ms INTEGER NOT NULL,
      count INTEGER NOT NULL,
      due_at_ms INTEGER NOT NULL,
      decided_at_ms INTEGER NOT NULL,
      outcome INTEGER NOT NULL,
      reason TEXT NOT NULL,
      away TEXT,
      detail TEXT,
      run_id INTEGER,
      wake_id INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX fires_by_trigger ON fires (trigger_id, nominal_at_ms, cause_id);
    -- Pages of the ledger: each outcome has its own stretch, in order of time and, as in every index, id.
    CREATE INDEX fires_by_outcome ON fires (outcome, nominal_at_ms);
    CREATE INDEX fires_by_job ON fires (job_id, outcome, nominal_at_ms);
    -- Rows that stand for several fires: few, and the only ones that reach beyond their nominal time.
    CREATE INDEX spans_by_end ON fires (last_at_ms, nominal_at_ms) WHERE count > 1;
    CREATE INDEX spans_by_job ON fires (job_id, last_at_ms, nominal_at_ms) WHERE count > 1;
    CREATE INDEX fires_by_wake ON fires (wake_id, job_id, run_id) WHERE wake_id IS NOT NULL;
    CREATE TRIGGER fires_are_final BEFORE UPDATE OF trigger_id, cause_id, nominal_at_ms, outcome ON fires
      BEGIN SELECT raise(ABORT, 'the outcome of a fire is final'); END;
    CREATE TRIGGER fires_are_kept BEFORE DELETE ON fires
      BEGIN SELECT raise(ABORT, 'fires are never deleted'); END;

    -- Deployments up to this one have started what waits for them.
    CREATE TABLE deployments_seen (id INTEGER PRIMARY KEY CHECK (id = 1), last_id INTEGER NOT NULL) STRICT;
    INSERT INTO deployments_seen SELECT 1, coalesce(max(id), 0) FROM deployments;

    -- Absences after which fires had been missed.
    CREATE TABLE wakes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      away TEXT NOT NULL,
      since_ms INTEGER NOT NULL,
      woke_at_ms INTEGER NOT NULL,
      dismissed_at_ms INTEGER
    ) STRICT;
  `,
};
