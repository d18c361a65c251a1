import type { Db } from './open.ts';

export type TriggerKind = 'schedule' | 'job' | 'deployment';

export interface TriggerRow {
  id: number;
  job_id: number;
  kind: TriggerKind;
  /** What the definition says of it, with ids for names. */
  spec_json: string;
  mark_at_ms: number | null;
  next_at_ms: number | null;
  due_at_ms: number | null;
  environment_id: number | null;
  model_id: number | null;
  since_deployment_id: number | null;
  retired_at_ms: number | null;
}

/** A stretch of time in which a job, or everything (no job), starts nothing by itself. */
export interface PauseRow {
  id: number;
  job_id: number | null;
  from_ms: number;
  /** Null while it lasts. */
  until_ms: number | null;
  paused_by: string;
  reason: string;
}

type NewTrigger = Omit<TriggerRow, 'id' | 'retired_at_ms'>;

export function triggerSql(db: Db) {
  return {
    byId: db.prepare<[number], TriggerRow>('SELECT * FROM triggers WHERE id = ?'),
    /** Those of its live definition, in their order. */
    ofJob: db.prepare<[number], TriggerRow>(
      'SELECT * FROM triggers WHERE job_id = ? AND retired_at_ms IS NULL ORDER BY id',
    ),
    insert: db.prepare<[NewTrigger]>(
      `INSERT INTO triggers (job_id, kind, spec_json, mark_at_ms, next_at_ms, due_at_ms, environment_id, model_id,
         since_deployment_id)
       VALUES (@job_id, @kind, @spec_json, @mark_at_ms, @next_at_ms, @due_at_ms, @environment_id, @model_id,
         @since_deployment_id)`,
    ),
    /** A schedule stays due until its fires up to this moment are accounted for. */
    retire: db.prepare<[number, number]>('UPDATE triggers SET retired_at_ms = ? WHERE id = ?'),
    /** Schedules that are due by a moment, the longest due first. */
    due: db.prepare<[number, number], TriggerRow>(
      'SELECT * FROM triggers WHERE due_at_ms <= ? ORDER BY due_at_ms, id LIMIT ?',
    ),
    /**
     * When the first schedule is due. Its lasting pause is one entry of `open_pauses`: the plus takes the affinity from
     * the column, which the indexed expression does not have.
     */
    nextDue: db.prepare<[], { id: number; job_id: number; due_at_ms: number; name: string }>(
      `SELECT t.id, t.job_id, t.due_at_ms, j.name FROM triggers t INDEXED BY due_triggers JOIN jobs j ON j.id = t.job_id
       WHERE t.due_at_ms IS NOT NULL AND t.retired_at_ms IS NULL
         AND NOT EXISTS (SELECT 1 FROM pauses p INDEXED BY open_pauses
           WHERE p.until_ms IS NULL AND ifnull(p.job_id, 0) = +t.job_id)
       ORDER BY t.due_at_ms LIMIT 1`,
    ),
    firstDueAt: db
      .prepare<[], number>('SELECT min(due_at_ms) FROM triggers WHERE due_at_ms IS NOT NULL')
      .pluck(),
    /** When the first schedule of a job is due. */
    nextDueOfJob: db
      .prepare<[number], number | null>(
        'SELECT min(due_at_ms) FROM triggers WHERE job_id = ? AND retired_at_ms IS NULL',
      )
      .pluck(),
    countSchedules: db
      .prepare<[], number>(
        'SELECT count(*) FROM triggers WHERE due_at_ms IS NOT NULL AND retired_at_ms IS NULL',
      )
      .pluck(),
    mark: db.prepare<[{ id: number; mark: number; next: number | null; due: number | null }]>(
      'UPDATE triggers SET mark_at_ms = @mark, next_at_ms = @next, due_at_ms = @due WHERE id = @id',
    ),
    /** Jobs whose schedules are accounted for beyond a moment. */
    aheadOf: db.prepare<[number], { name: string }>(
      `SELECT DISTINCT j.name FROM triggers t JOIN jobs j ON j.id = t.job_id
       WHERE t.mark_at_ms > ? AND t.retired_at_ms IS NULL ORDER BY j.name`,
    ),
    postpone: db.prepare<[number, number]>('UPDATE triggers SET due_at_ms = ? WHERE id = ?'),
    /** All triggers of one kind that are in force, for the graph of chains and for simulations. */
    ofKind: db.prepare<[TriggerKind], TriggerRow>(
      'SELECT * FROM triggers WHERE kind = ? AND retired_at_ms IS NULL ORDER BY id',
    ),

    insertPause: db.prepare<[{ job: number | null; now: number; by: string; reason: string }]>(
      'INSERT INTO pauses (job_id, from_ms, paused_by, reason) VALUES (@job, @now, @by, @reason)',
    ),
    endPause: db.prepare<[number, number]>('UPDATE pauses SET until_ms = ? WHERE id = ?'),
    /** The pause of a job that lasts; of everything for null. */
    pauseOf: db.prepare<[number | null], PauseRow>(
      'SELECT * FROM pauses INDEXED BY open_pauses WHERE until_ms IS NULL AND ifnull(job_id, 0) = ifnull(?, 0)',
    ),
    /** When the last pause of a job ended; null where there was none. */
    lastPauseEnd: db
      .prepare<[number], number | null>('SELECT max(until_ms) FROM pauses WHERE job_id = ?')
      .pluck(),
    /** All pauses that last. */
    lastingPauses: db.prepare<[], PauseRow>('SELECT * FROM pauses WHERE until_ms IS NULL'),
    /** Pauses that had not ended at a moment. The plus keeps the order from deciding the index. */
    pausesSince: db.prepare<[number], PauseRow>(
      'SELECT * FROM pauses WHERE until_ms IS NULL OR until_ms > ? ORDER BY +id',
    ),

    insertUpstream: db.prepare<[number, number]>(
      'INSERT OR IGNORE INTO upstreams (job_id, trigger_id) VALUES (?, ?)',
    ),
    /** Upstream jobs of a trigger that ended as wanted since it last started something. */
    endedUpstreams: db.prepare<[number], { job_id: number; ended_run_id: number }>(
      'SELECT job_id, ended_run_id FROM upstreams WHERE trigger_id = ? AND ended_run_id IS NOT NULL',
    ),
    removeUpstreams: db.prepare<[number]>('DELETE FROM upstreams WHERE trigger_id = ?'),
    /** Job triggers that wait for a job. */
    listeningTo: db.prepare<[number], TriggerRow>(
      `SELECT t.* FROM upstreams u JOIN triggers t ON t.id = u.trigger_id WHERE u.job_id = ? ORDER BY t.id`,
    ),
    setEnded: db.prepare<[number, number, number]>(
      'UPDATE upstreams SET ended_run_id = ? WHERE job_id = ? AND trigger_id = ?',
    ),
    /** How many upstream jobs have not ended as wanted. */
    stillToEnd: db
      .prepare<[number], number>(
        'SELECT count(*) FROM upstreams WHERE trigger_id = ? AND ended_run_id IS NULL',
      )
      .pluck(),
    forgetEnded: db.prepare<[number]>('UPDATE upstreams SET ended_run_id = NULL WHERE trigger_id = ?'),
    /** The job started: what its upstream jobs did before does not count any more. */
    forgetEndedOfJob: db.prepare<[number]>(
      `UPDATE upstreams SET ended_run_id = NULL WHERE ended_run_id IS NOT NULL AND trigger_id IN
         (SELECT id FROM triggers WHERE job_id = ? AND kind = 'job' AND retired_at_ms IS NULL)`,
    ),
    /** Those that were there before the deployment. */
    ofDeployment: db.prepare<[{ id: number; environment_id: number; model_id: number }], TriggerRow>(
      `SELECT * FROM triggers WHERE environment_id = @environment_id AND kind = 'deployment' AND retired_at_ms IS NULL
         AND (model_id IS NULL OR model_id = @model_id) AND ifnull(since_deployment_id, 0) < @id ORDER BY id`,
    ),
  };
}
