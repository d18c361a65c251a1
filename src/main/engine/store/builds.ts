import { buildModelStateCodes, encode, runStateCodes } from './codes.ts';
import type { Db } from './open.ts';

export interface NewBuild {
  environment_id: number;
  state: number;
  selection: string;
  options_json: string;
  threads: number | null;
  actor: string;
  cause: string;
  resumes_id: number | null;
  created_at_ms: number;
}

export interface BuildRow extends NewBuild {
  id: number;
  reason: string | null;
  ended_at_ms: number | null;
}

/** A build with its environment. */
export interface BuildListRow extends BuildRow {
  environment_name: string;
  colour: string;
  protected: number;
}

export interface NewBuildModel {
  build_id: number;
  /** In the order of the plan, from 1. */
  position: number;
  level: number;
  job_id: number;
  job_version: number;
  model_id: number;
  version: number | null;
  tag: string | null;
  draft: number;
  /** Full name, as people write it. */
  target: string;
  priority: number;
  /** Of the document its run works on. */
  frozen_id: number;
  deferred_json: string;
  state: number;
  missing: number;
}

export interface BuildModelRow extends NewBuildModel {
  run_id: number | null;
  reason: string | null;
}

/** A model of a build with its names and its run. */
export interface BuildModelListRow extends BuildModelRow {
  job_name: string;
  model_name: string;
  run_state: number | null;
  claimed_at_ms: number | null;
  ended_at_ms: number | null;
  rows_affected: number | null;
  /** Of its run: why it failed, was skipped or cancelled. */
  run_reason: string | null;
}

const [waiting, started, skipped, cancelled] = (['waiting', 'started', 'skipped', 'cancelled'] as const).map(
  state => encode(buildModelStateCodes, state),
);
const failedRun = encode(runStateCodes, 'failed');
const selectBuild = `SELECT b.*, e.name AS environment_name, e.colour, e.protected
  FROM builds b JOIN environments e ON e.id = b.environment_id`;

/** Every change of how far a build is costs as much as the models it concerns, whatever the size of the build. */
export function buildSql(db: Db) {
  return {
    byId: db.prepare<[number], BuildRow>('SELECT * FROM builds WHERE id = ?'),
    listed: db.prepare<[number], BuildListRow>(`${selectBuild} WHERE b.id = ?`),
    page: db.prepare<[{ environment: number; before: number; limit: number }], BuildListRow>(
      `${selectBuild} WHERE b.environment_id = @environment AND b.id < @before ORDER BY b.id DESC LIMIT @limit`,
    ),
    pageOfAll: db.prepare<[{ before: number; limit: number }], BuildListRow>(
      `${selectBuild} WHERE b.id < @before ORDER BY b.id DESC LIMIT @limit`,
    ),
    /** Builds that are not over, oldest first. */
    active: db.prepare<[], BuildRow>(
      'SELECT * FROM builds INDEXED BY active_builds WHERE ended_at_ms IS NULL ORDER BY id',
    ),
    resumedBy: db
      .prepare<[number], number>('SELECT id FROM builds WHERE resumes_id = ? ORDER BY id LIMIT 100')
      .pluck(),
    insert: db.prepare<[NewBuild]>(
      `INSERT INTO builds (environment_id, state, selection, options_json, threads, actor, cause, resumes_id, created_at_ms)
       VALUES (@environment_id, @state, @selection, @options_json, @threads, @actor, @cause, @resumes_id, @created_at_ms)`,
    ),
    insertModel: db.prepare<[NewBuildModel]>(
      `INSERT INTO build_models (build_id, position, level, job_id, job_version, model_id, version, tag, draft, target,
         priority, frozen_id, deferred_json, state, missing)
       VALUES (@build_id, @position, @level, @job_id, @job_version, @model_id, @version, @tag, @draft, @target,
         @priority, @frozen_id, @deferred_json, @state, @missing)`,
    ),
    insertNeed: db.prepare<[build: number, needed: number, position: number]>(
      'INSERT INTO build_needs (build_id, needed, position) VALUES (?, ?, ?)',
    ),
    setState: db.prepare<[state: number, reason: string | null, id: number]>(
      'UPDATE builds SET state = ?, reason = coalesce(?, reason) WHERE id = ?',
    ),
    end: db.prepare<[state: number, now: number, id: number]>(
      'UPDATE builds SET state = ?, ended_at_ms = ? WHERE id = ?',
    ),

    /** How many models are in each state. */
    counts: db.prepare<[number], { state: number; n: number }>(
      `SELECT state, count(*) AS n FROM build_models INDEXED BY build_models_by_state
       WHERE build_id = ? GROUP BY state`,
    ),
    countStarted: db
      .prepare<[number], number>(
        `SELECT count(*) FROM build_models INDEXED BY build_models_by_state
         WHERE build_id = ? AND state = ${started}`,
      )
      .pluck(),
    /** Whether a model waits. */
    waits: db
      .prepare<[number], number>(
        `SELECT EXISTS (SELECT 1 FROM build_models INDEXED BY build_models_by_state
         WHERE build_id = ? AND state = ${waiting})`,
      )
      .pluck(),
    /** Models that wait for nothing but room, in the order of the plan. */
    ready: db.prepare<[build: number, limit: number], BuildModelRow>(
      `SELECT * FROM build_models INDEXED BY build_models_by_state
       WHERE build_id = ? AND state = ${waiting} AND missing = 0 ORDER BY position LIMIT ?`,
    ),
    started: db.prepare<[number], BuildModelRow>(
      `SELECT * FROM build_models INDEXED BY build_models_by_state WHERE build_id = ? AND state = ${started}`,
    ),
    ofRun: db.prepare<[number], BuildModelRow>('SELECT * FROM build_models WHERE run_id = ?'),
    /** Whether a job builds another model in the build that a run belongs to. */
    hasJob: db
      .prepare<[run: number, job: number], number>(
        `SELECT EXISTS (SELECT 1 FROM build_models r JOIN build_models other ON other.build_id = r.build_id
         WHERE r.run_id = ? AND other.job_id = ?)`,
      )
      .pluck(),
    setModel: db.prepare<
      [
        Pick<BuildModelRow, 'build_id' | 'position' | 'state' | 'run_id'> & {
          reason: string | null;
        },
      ]
    >(
      `UPDATE build_models SET state = @state, run_id = @run_id, reason = @reason
       WHERE build_id = @build_id AND position = @position`,
    ),
    /** One that the others need is there. */
    release: db.prepare<[{ build: number; position: number }]>(
      `UPDATE build_models SET missing = missing - 1 WHERE build_id = @build AND position IN
         (SELECT position FROM build_needs WHERE build_id = @build AND needed = @position)`,
    ),
    /** Everything that waits for one, directly or by way of others. What was skipped before is not looked at again. */
    skipBelow: db.prepare<[{ build: number; position: number; reason: string }]>(
      `WITH RECURSIVE below (position) AS (
         SELECT n.position FROM build_needs n WHERE n.build_id = @build AND n.needed = @position
         UNION
         SELECT n.position FROM below b
           JOIN build_models m ON m.build_id = @build AND m.position = b.position AND m.state = ${waiting}
           JOIN build_needs n ON n.build_id = @build AND n.needed = b.position)
       UPDATE build_models SET state = ${skipped}, reason = @reason
       WHERE build_id = @build AND state = ${waiting} AND position IN (SELECT position FROM below)`,
    ),
    cancelWaiting: db.prepare<[{ build: number; reason: string }]>(
      `UPDATE build_models SET state = ${cancelled}, reason = @reason WHERE build_id = @build AND state = ${waiting}`,
    ),

    models: db.prepare<[number], BuildModelListRow>(
      `SELECT bm.*, j.name AS job_name, coalesce(m.name, j.name) AS model_name, r.state AS run_state, r.claimed_at_ms, r.ended_at_ms,
         r.rows_affected, CASE WHEN r.state = ${failedRun} THEN (SELECT f.message FROM run_failures f
           WHERE f.run_id = r.id ORDER BY f.attempt DESC LIMIT 1) ELSE r.reason END AS run_reason
       FROM build_models bm JOIN jobs j ON j.id = bm.job_id LEFT JOIN models m ON m.id = bm.model_id
         LEFT JOIN runs r ON r.id = bm.run_id
       WHERE bm.build_id = ? ORDER BY bm.position`,
    ),
    needs: db.prepare<[number], { needed: number; position: number }>(
      'SELECT needed, position FROM build_needs WHERE build_id = ? ORDER BY position, needed',
    ),
  };
}
