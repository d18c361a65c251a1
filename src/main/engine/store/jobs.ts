import { ignoringCase } from '../../../shared/domain/engines.ts';
import type { Db } from './open.ts';

export interface JobRow {
  id: number;
  name: string;
  kind: string;
  environment_id: number;
  model_id: number | null;
  /** Quoted full name of what the live definition writes. */
  target: string | null;
  live_version: number | null;
  draft_json: string | null;
  removed_at_ms: number | null;
  created_at_ms: number;
  updated_at_ms: number;
  revision: number;
  live_json: string | null;
}

export interface JobVersionRow {
  job_id: number;
  number: number;
  definition_json: string;
  message: string;
  author: string;
  created_at_ms: number;
}

interface WritersOf {
  /** Quoted full name. */
  target: string;
  connection: number;
  /** A job's id. */
  except: number;
}

interface LastDeployment {
  name: string;
  removed: number;
  environment: string;
  model_id: number;
  model: string;
  version: number;
}

const selectJob = `SELECT j.*, v.definition_json AS live_json
  FROM jobs j LEFT JOIN job_versions v ON v.job_id = j.id AND v.number = j.live_version`;

const caseBlind = ignoringCase.map(engine => `'${engine}'`).join(', ');
/** Compared as the engine of the connection `c` compares names. */
const sameTarget = (column: string) =>
  `(${column} = @target OR (c.engine IN (${caseBlind}) AND ${column} = @target COLLATE NOCASE))`;

export function jobSql(db: Db) {
  return {
    /** Also finds a removed job: its runs still name it. */
    byId: db.prepare<[number], JobRow>(`${selectJob} WHERE j.id = ?`),
    byName: db.prepare<[string], JobRow>(`${selectJob} WHERE j.name = ? AND j.removed_at_ms IS NULL`),
    /** The number alone: asked for whenever a run of the job is under way. */
    limit: db.prepare<[number], { max_concurrent_runs: number }>(
      'SELECT max_concurrent_runs FROM jobs WHERE id = ?',
    ),
    nameById: db.prepare<[number], { name: string }>('SELECT name FROM jobs WHERE id = ?'),
    names: db.prepare<[], { id: number; name: string }>(
      'SELECT id, name FROM jobs WHERE removed_at_ms IS NULL ORDER BY name',
    ),
    page: db.prepare<
      [
        {
          pattern: string;
          after: string;
          environment: number | null;
          model: number | null;
          limit: number;
        },
      ],
      JobRow
    >(
      `${selectJob}
       WHERE j.removed_at_ms IS NULL AND j.name > @after AND (@pattern = '%' OR j.name LIKE @pattern ESCAPE '\\')
         AND (@environment IS NULL OR j.environment_id = @environment)
         AND (@model IS NULL OR j.model_id = @model)
       ORDER BY j.name LIMIT @limit`,
    ),
    ofModel: db.prepare<[number], JobRow>(
      `${selectJob} WHERE j.model_id = ? AND j.removed_at_ms IS NULL ORDER BY j.name`,
    ),
    ofEnvironment: db.prepare<[number], JobRow>(
      `${selectJob} WHERE j.environment_id = ? AND j.removed_at_ms IS NULL ORDER BY j.name`,
    ),
    /** Live jobs, other than one, that write a relation through a connection. */
    writersOf: db.prepare<[WritersOf], { id: number; name: string }>(
      `SELECT j.id, j.name FROM jobs j JOIN environments e ON e.id = j.environment_id
         JOIN connections c ON c.id = e.connection_id
       WHERE ${sameTarget('j.target')} AND c.id = @connection AND j.id <> @except
         AND j.removed_at_ms IS NULL AND j.live_version IS NOT NULL ORDER BY j.name`,
    ),
    /**
     * The version that went live last, in a protected environment, in a job that writes a relation, or did, deleted
     * or not; one job left out.
     */
    lastProtectedDeployment: db.prepare<[WritersOf], LastDeployment>(
      `SELECT j.name, j.removed_at_ms IS NOT NULL AS removed, e.name AS environment, d.model_id,
         m.name AS model, d.version
       FROM deployments d JOIN jobs j ON j.id = d.job_id JOIN environments e ON e.id = d.environment_id
         JOIN models m ON m.id = d.model_id JOIN connections c ON c.id = e.connection_id
       WHERE (${sameTarget('d.target')} OR (${sameTarget('j.target')} AND j.removed_at_ms IS NULL))
         AND e.protected = 1 AND c.id = @connection AND j.id <> @except
       ORDER BY d.id DESC LIMIT 1`,
    ),
    setTarget: db.prepare<[string | null, number]>('UPDATE jobs SET target = ? WHERE id = ?'),
    insert: db.prepare<
      [{ name: string; kind: string; environment_id: number; model_id: number | null; now: number }]
    >(
      `INSERT INTO jobs (name, kind, environment_id, model_id, created_at_ms, updated_at_ms)
       VALUES (@name, @kind, @environment_id, @model_id, @now, @now)`,
    ),
    saveDraft: db.prepare<[string | null, number, number]>(
      'UPDATE jobs SET draft_json = ?, updated_at_ms = ?, revision = revision + 1 WHERE id = ?',
    ),
    rename: db.prepare<[string, number]>('UPDATE jobs SET name = ?, revision = revision + 1 WHERE id = ?'),
    relate: db.prepare<[number, number | null, number]>(
      'UPDATE jobs SET environment_id = ?, model_id = ? WHERE id = ?',
    ),
    setLive: db.prepare<
      [
        {
          id: number;
          live_version: number;
          environment_id: number;
          model_id: number | null;
          target: string | null;
          max_concurrent_runs: number;
          now: number;
        },
      ]
    >(
      `UPDATE jobs SET live_version = @live_version, environment_id = @environment_id, model_id = @model_id,
         target = @target, max_concurrent_runs = @max_concurrent_runs, updated_at_ms = @now, revision = revision + 1 WHERE id = @id`,
    ),
    /** Deleted jobs of a model or an environment that were never published: nothing ever ran of them. */
    forgetNeverLive: db.prepare<[{ model: number | null; environment: number | null }]>(
      `DELETE FROM jobs WHERE removed_at_ms IS NOT NULL AND (model_id = @model OR environment_id = @environment)
         AND NOT EXISTS (SELECT 1 FROM job_versions v WHERE v.job_id = jobs.id)`,
    ),
    remove: db.prepare<[number, number]>('UPDATE jobs SET removed_at_ms = ? WHERE id = ?'),

    version: db.prepare<[number, number], JobVersionRow>(
      'SELECT * FROM job_versions WHERE job_id = ? AND number = ?',
    ),
    versions: db.prepare<[number], JobVersionRow>(
      'SELECT * FROM job_versions WHERE job_id = ? ORDER BY number DESC',
    ),
    lastVersion: db.prepare<[number], { number: number | null }>(
      'SELECT max(number) AS number FROM job_versions WHERE job_id = ?',
    ),
    insertVersion: db.prepare<[JobVersionRow]>(
      `INSERT INTO job_versions (job_id, number, definition_json, message, author, created_at_ms)
       VALUES (@job_id, @number, @definition_json, @message, @author, @created_at_ms)`,
    ),
  };
}
