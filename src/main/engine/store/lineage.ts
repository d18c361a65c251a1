import { encode, endStateCodes, runStateCodes } from './codes.ts';
import type { Db } from './open.ts';

export interface LineageModelRow {
  id: number;
  name: string;
  description: string;
  owner: string;
  labels_json: string;
  latest_version: number | null;
  /** Its text where drafts were asked for and it was changed; else null. */
  draft_sql: string | null;
}

/** A job of an environment with the sources of the version it runs. */
export interface LineageBuildRow {
  id: number;
  name: string;
  model_id: number;
  /** The live definition, or the draft of a job that was never published. */
  definition_json: string;
  live: number;
  version: number | null;
  hash: string | null;
  sources_json: string | null;
}

export interface LineageRunRow {
  job_id: number;
  id: number;
  state: number;
  ended_at_ms: number | null;
  good_at_ms: number | null;
  good_version: number | null;
}

const completed = encode(runStateCodes, 'completed');
/** One stretch of the index: every column it names is given. */
const ended = (states: string) =>
  `runs INDEXED BY runs_by_job WHERE job_id = j.id AND ${states} AND draft = 0 AND ended_at_ms IS NOT NULL`;

/** Everything of an environment's lineage in as many statements whatever its size. */
export function lineageSql(db: Db) {
  return {
    models: db.prepare<[{ drafts: number }], LineageModelRow>(
      `SELECT m.id, m.name, m.description, m.owner, m.labels_json, m.latest_version,
         CASE WHEN @drafts = 1 AND NOT EXISTS (SELECT 1 FROM model_versions v
           WHERE v.model_id = m.id AND v.number = m.draft_based_on AND v.sql = m.draft_sql) THEN m.draft_sql END AS draft_sql
       FROM models m ORDER BY m.name`,
    ),
    builds: db.prepare<[{ environment: number; drafts: number }], LineageBuildRow>(
      `WITH known AS MATERIALIZED (
         SELECT j.id, j.name, j.model_id, j.live_version IS NOT NULL AS live,
           coalesce(d.definition_json, j.draft_json) AS definition_json
         FROM jobs j LEFT JOIN job_versions d ON d.job_id = j.id AND d.number = j.live_version
         WHERE j.environment_id = @environment AND j.removed_at_ms IS NULL AND j.model_id IS NOT NULL
           AND (j.live_version IS NOT NULL OR (@drafts = 1 AND j.draft_json IS NOT NULL)))
       SELECT k.*, v.number AS version, v.hash, v.sources_json
       FROM known k JOIN models m ON m.id = k.model_id
         LEFT JOIN model_tags t ON t.model_id = k.model_id AND t.name = k.definition_json ->> '$.tag'
         LEFT JOIN model_versions v ON v.model_id = k.model_id AND v.number =
           CASE WHEN k.definition_json ->> '$.tag' IS NULL THEN m.latest_version ELSE t.version END
       ORDER BY k.name`,
    ),
    /** Sources of the latest version of each model: for those that no job builds. */
    latestSources: db.prepare<[], { model_id: number; sources_json: string }>(
      `SELECT v.model_id, v.sources_json FROM models m
         JOIN model_versions v ON v.model_id = m.id AND v.number = m.latest_version`,
    ),
    /**
     * Tables that live jobs of other environments write in the same warehouse: through the same connection, or another
     * one to the same account.
     */
    writersElsewhere: db.prepare<
      [{ environment: number; connection: number }],
      { id: number; name: string; target: string; environment: string; colour: string }
    >(
      `SELECT j.id, j.name, j.target, e.name AS environment, e.colour
       FROM jobs j JOIN environments e ON e.id = j.environment_id JOIN connections c ON c.id = e.connection_id
       WHERE j.environment_id <> @environment AND j.removed_at_ms IS NULL AND j.live_version IS NOT NULL
         AND j.target IS NOT NULL AND (c.id = @connection OR upper(c.config_json ->> '$.account') =
           (SELECT upper(own.config_json ->> '$.account') FROM connections own WHERE own.id = @connection))
       ORDER BY e.position, e.id, j.name`,
    ),
    /** Whether two environments are of the same warehouse: through one connection, or two to the same account. */
    sameWarehouse: db
      .prepare<[{ one: number; other: number }], number>(
        `SELECT a.id = b.id OR coalesce(upper(a.config_json ->> '$.account') = upper(b.config_json ->> '$.account'), 0)
         FROM connections a, connections b WHERE a.id = @one AND b.id = @other`,
      )
      .pluck(),
    /** Newest ended run of each job of an environment, and the newest that completed. */
    endedRuns: db.prepare<[number], LineageRunRow>(
      `WITH newest AS MATERIALIZED (
         SELECT j.id AS job_id, (SELECT max(id) FROM ${ended(`state = ${completed}`)}) AS good_id,
           max(${endStateCodes.map(code => `coalesce((SELECT max(id) FROM ${ended(`state = ${code}`)}), 0)`).join(', ')}) AS last_id
         FROM jobs j WHERE j.environment_id = ? AND j.removed_at_ms IS NULL AND j.model_id IS NOT NULL)
       SELECT n.job_id, last.id, last.state, last.ended_at_ms, good.ended_at_ms AS good_at_ms,
         good.model_version AS good_version
       FROM newest n JOIN runs last ON last.id = n.last_id LEFT JOIN runs good ON good.id = n.good_id`,
    ),
  };
}
