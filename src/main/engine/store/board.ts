import { encode, endStateCodes, runStateCodes } from './codes.ts';
import type { Db } from './open.ts';

export interface BoardModelRow {
  id: number;
  name: string;
  latest_version: number | null;
  draft_modified: number;
}

/** A live job with its promotions; versions are those the tags name now. */
export interface BoardJobRow {
  id: number;
  name: string;
  model_id: number;
  environment_id: number;
  tag: string | null;
  track: string | null;
  version: number | null;
  pending_id: number | null;
  pending_state: string | null;
  pending_tag: string | null;
  pending_version: number | null;
  applied_id: number | null;
  applied_from_tag: string | null;
  applied_from_version: number | null;
  applied_to_tag: string | null;
  applied_to_version: number | null;
  /** What the tag that was promoted from names now; null for none and for "latest". */
  from_tag_version: number | null;
}

/** The newest runs of a job that ended: of any kind, and of those that completed. */
export interface BoardRunRow {
  job_id: number;
  id: number;
  state: number;
  model_version: number | null;
  ended_at_ms: number;
  good_version: number | null;
}

const completed = encode(runStateCodes, 'completed');
const liveJobs = 'j.removed_at_ms IS NULL AND j.live_version IS NOT NULL AND j.model_id IS NOT NULL';
/** One stretch of the index: every column it names is given. */
const ended = (states: string) =>
  `runs INDEXED BY runs_by_job WHERE job_id = j.id AND ${states} AND draft = 0 AND ended_at_ms IS NOT NULL`;

/**
 * Everything of the board in as many statements whatever its size, each a walk over the jobs with a few index look-ups:
 * a history of millions of runs and the texts of the versions are not touched.
 */
export function boardSql(db: Db) {
  return {
    models: db.prepare<[], BoardModelRow>(
      `SELECT m.id, m.name, m.latest_version, NOT EXISTS (SELECT 1 FROM model_versions v
         WHERE v.model_id = m.id AND v.number = m.draft_based_on AND v.sql = m.draft_sql
           AND v.docs_json = m.draft_docs_json) AS draft_modified
       FROM models m ORDER BY m.name`,
    ),
    tags: db.prepare<[], { model_id: number; name: string; version: number }>(
      `SELECT model_id, name, version FROM model_tags
       ORDER BY model_id, version DESC, created_at_ms DESC, name`,
    ),
    jobs: db.prepare<[], BoardJobRow>(
      `WITH live AS MATERIALIZED (
         SELECT j.id, j.name, j.model_id, j.environment_id, d.definition_json ->> '$.tag' AS tag,
           d.definition_json ->> '$.track' AS track,
           (SELECT max(p.id) FROM promotions p
            WHERE p.job_id = j.id AND p.state IN ('awaiting_approval', 'approved')) AS pending_id,
           (SELECT p.id FROM promotions p WHERE p.job_id = j.id AND p.environment_id = j.environment_id
              AND p.model_id = j.model_id AND p.state = 'applied' AND p.kind = 'promotion'
            ORDER BY p.id DESC LIMIT 1) AS applied_id
         FROM jobs j JOIN job_versions d ON d.job_id = j.id AND d.number = j.live_version
         WHERE ${liveJobs})
       SELECT l.*,
         CASE WHEN l.tag IS NULL THEN (SELECT max(v.number) FROM model_versions v WHERE v.model_id = l.model_id)
           ELSE t.version END AS version,
         pending.state AS pending_state, pending.to_tag AS pending_tag, pending.to_version AS pending_version,
         applied.from_tag AS applied_from_tag, applied.from_version AS applied_from_version,
         applied.to_tag AS applied_to_tag, applied.to_version AS applied_to_version, f.version AS from_tag_version
       FROM live l
         LEFT JOIN model_tags t ON t.model_id = l.model_id AND t.name = l.tag
         LEFT JOIN promotions pending ON pending.id = l.pending_id
         LEFT JOIN promotions applied ON applied.id = l.applied_id
         LEFT JOIN model_tags f ON f.model_id = l.model_id AND f.name = applied.from_tag
       ORDER BY l.name`,
    ),
    endedRuns: db.prepare<[], BoardRunRow>(
      `WITH newest AS MATERIALIZED (
         SELECT j.id AS job_id, (SELECT max(id) FROM ${ended(`state = ${completed}`)}) AS good_id,
           max(${endStateCodes.map(code => `coalesce((SELECT max(id) FROM ${ended(`state = ${code}`)}), 0)`).join(', ')}) AS last_id
         FROM jobs j WHERE ${liveJobs})
       SELECT j.job_id, last.id, last.state, last.model_version, last.ended_at_ms, good.model_version AS good_version
       FROM newest j JOIN runs last ON last.id = j.last_id LEFT JOIN runs good ON good.id = j.good_id`,
    ),
    /** Runs that wait or are under way, newest first. */
    activeRuns: db.prepare<
      [],
      { job_id: number; id: number; state: number; model_version: number | null; ended_at_ms: null }
    >(
      `SELECT job_id, id, state, model_version, ended_at_ms FROM runs INDEXED BY active_runs
       WHERE ended_at_ms IS NULL AND draft = 0 ORDER BY id DESC`,
    ),
  };
}
