import type { RunState } from '../../../shared/domain/run-state.ts';
import { encode, endStateCodes, runStateCodes } from './codes.ts';
import type { Db } from './open.ts';
import { type RunFilter, runPages } from './run-pages.ts';
import {
  type FailureRow,
  type LogRow,
  type NewRun,
  type RunListRow,
  type RunRow,
  runListColumns,
  runListJoins,
  type StepRow,
} from './run-rows.ts';

const code = (state: RunState) => encode(runStateCodes, state);

/** Merged from the stretches of the index: a scan of a history of millions would stop the engine. */
const endedRunsOfJob = (condition = '') =>
  endStateCodes
    .map(
      end => `SELECT id, state, ended_at_ms FROM runs INDEXED BY runs_by_job
      WHERE job_id = @job AND state = ${end} AND draft = 0 AND ended_at_ms IS NOT NULL ${condition}`,
    )
    .join(' UNION ALL ');
const newestOfJob = `${[
  endedRunsOfJob(),
  `SELECT id, state, ended_at_ms FROM runs INDEXED BY active_runs_of_job WHERE job_id = @job AND draft = 0 AND ended_at_ms IS NULL`,
].join(' UNION ALL ')} ORDER BY id DESC LIMIT @limit`;

export function runSql(db: Db) {
  const pages = runPages(db);
  return {
    page: (filter: RunFilter, after: string | undefined, limit: number) => pages(filter, after, limit),
    byId: db.prepare<[number], RunRow>('SELECT * FROM runs WHERE id = ?'),
    /** The state's code alone: asked for more often than anything else of a run. */
    stateOf: db.prepare<[number], number>('SELECT state FROM runs WHERE id = ?').pluck(),
    /** The job of a run that is in its first attempt. */
    jobOfFirstAttempt: db
      .prepare<[number], number>('SELECT job_id FROM runs WHERE id = ? AND attempt = 1 AND draft = 0')
      .pluck(),
    listed: db.prepare<[number], RunListRow>(
      `SELECT ${runListColumns} FROM runs r ${runListJoins} WHERE r.id = ?`,
    ),
    insert: db.prepare<[NewRun]>(
      `INSERT INTO runs (job_id, job_version, environment_id, model_id, model_version, tag, draft, state,
         trigger_kind, actor, cause, attempt, frozen_id, created_at_ms, priority, trigger_id, nominal_at_ms, due_at_ms,
         upstream_run_id, chain_id, depth, original_run_id)
       VALUES (@job_id, @job_version, @environment_id, @model_id, @model_version, @tag, @draft, @state,
         @trigger_kind, @actor, @cause, 0, @frozen_id, @created_at_ms, @priority, @trigger_id, @nominal_at_ms, @due_at_ms,
         @upstream_run_id, @chain_id, @depth, @original_run_id)`,
    ),
    /** Runs that wait or are under way, oldest first. */
    active: db.prepare<[], RunRow>(
      'SELECT * FROM runs INDEXED BY active_runs WHERE ended_at_ms IS NULL ORDER BY id',
    ),
    /** Runs that are under way through a connection, whatever their environment uses by now; oldest first. */
    underWayThrough: db
      .prepare<[connection: number], number>(
        `SELECT r.id FROM runs r INDEXED BY active_runs JOIN documents d ON d.id = r.frozen_id
         WHERE r.ended_at_ms IS NULL AND r.state <> ${code('pending')}
           AND json_extract(d.body_json, '$.environment.connection_id') = ? ORDER BY r.id`,
      )
      .pluck(),
    countActive: db.prepare<[], { n: number }>(
      'SELECT count(*) AS n FROM runs INDEXED BY active_runs WHERE ended_at_ms IS NULL',
    ),
    claim: db.prepare<[{ id: number; now: number }]>(
      `UPDATE runs SET state = ${code('running')}, attempt = attempt + 1, claimed_at_ms = coalesce(claimed_at_ms, @now),
         retry_at_ms = NULL WHERE id = @id`,
    ),
    /** Its next attempt begins then. */
    park: db.prepare<[number, number]>('UPDATE runs SET retry_at_ms = ? WHERE id = ?'),
    /** Runs whose next attempt is due by a moment, the longest due first. */
    dueRetries: db.prepare<[number], RunRow>(
      'SELECT * FROM runs INDEXED BY runs_by_retry WHERE retry_at_ms <= ? ORDER BY retry_at_ms, id',
    ),
    /** Runs whose next attempt is due after a moment. */
    farRetries: db.prepare<[number], RunRow>(
      'SELECT * FROM runs INDEXED BY runs_by_retry WHERE retry_at_ms > ? ORDER BY id',
    ),
    /** When the first of those attempts begins that are not due. */
    nextRetryAt: db
      .prepare<[number], number | null>(
        'SELECT min(retry_at_ms) FROM runs INDEXED BY runs_by_retry WHERE retry_at_ms > ?',
      )
      .pluck(),
    countRetries: db
      .prepare<[], number>('SELECT count(*) FROM runs INDEXED BY runs_by_retry WHERE retry_at_ms IS NOT NULL')
      .pluck(),
    /** Runs of a job that wait or are under way, oldest first. */
    activeOfJob: db.prepare<[number], RunRow>(
      'SELECT * FROM runs INDEXED BY active_runs_of_job WHERE job_id = ? AND ended_at_ms IS NULL ORDER BY id',
    ),
    /** Runs that a run started by its end, and runs that do it again. */
    startedBy: db.prepare<[number], { id: number; state: number; job_name: string }>(
      `SELECT r.id, r.state, j.name AS job_name FROM runs r INDEXED BY runs_by_upstream JOIN jobs j ON j.id = r.job_id
       WHERE r.upstream_run_id = ? ORDER BY r.id LIMIT 100`,
    ),
    again: db.prepare<[number], { id: number; state: number; job_name: string }>(
      `SELECT r.id, r.state, j.name AS job_name FROM runs r INDEXED BY runs_by_original JOIN jobs j ON j.id = r.job_id
       WHERE r.original_run_id = ? ORDER BY r.id LIMIT 100`,
    ),
    /** The newest run of a job that ended well, a draft's too: what it was dispatched with. */
    lastCompletedOfJob: db.prepare<[{ job: number }], { id: number; frozen_id: number }>(
      `${[0, 1]
        .map(
          draft => `SELECT id, frozen_id FROM runs INDEXED BY runs_by_job
            WHERE job_id = @job AND state = ${code('completed')} AND draft = ${draft} AND ended_at_ms IS NOT NULL`,
        )
        .join(' UNION ALL ')} ORDER BY id DESC LIMIT 1`,
    ),
    setState: db.prepare<[number, string | null, number]>(
      'UPDATE runs SET state = ?, reason = coalesce(?, reason) WHERE id = ?',
    ),
    end: db.prepare<
      [
        {
          id: number;
          state: number;
          reason: string | null;
          now: number;
          rows_affected: number | null;
          bytes: number | null;
        },
      ]
    >(
      `UPDATE runs SET state = @state, reason = coalesce(@reason, reason), ended_at_ms = @now, retry_at_ms = NULL,
         rows_affected = coalesce(@rows_affected, rows_affected), bytes = coalesce(@bytes, bytes) WHERE id = @id`,
    ),
    setCompiled: db.prepare<[number, number]>('UPDATE runs SET compiled_id = ? WHERE id = ?'),
    setColumns: db.prepare<[number, number]>('UPDATE runs SET columns_id = ? WHERE id = ?'),
    setSubmitted: db.prepare<[number, number]>('UPDATE runs SET submitted_at_ms = ? WHERE id = ?'),

    insertStep: db.prepare<
      [
        Pick<StepRow, 'run_id' | 'attempt' | 'ordinal' | 'name' | 'state' | 'started_at_ms' | 'query_id'> & {
          statement_id: number | null;
        },
      ]
    >(
      `INSERT INTO run_steps (run_id, attempt, ordinal, name, state, started_at_ms, query_id, statement_id)
       VALUES (@run_id, @attempt, @ordinal, @name, @state, @started_at_ms, @query_id, @statement_id)`,
    ),
    setStepIntent: db.prepare<
      [{ run_id: number; attempt: number; ordinal: number; query_id: string; statement_id: number }]
    >(
      `UPDATE run_steps SET query_id = @query_id, warehouse_query_id = NULL, statement_id = @statement_id
       WHERE run_id = @run_id AND attempt = @attempt AND ordinal = @ordinal`,
    ),
    setStepQuery: db.prepare<[string, number, number, number]>(
      'UPDATE run_steps SET warehouse_query_id = ? WHERE run_id = ? AND attempt = ? AND ordinal = ?',
    ),
    endStep: db.prepare<
      [
        Pick<
          StepRow,
          'run_id' | 'attempt' | 'ordinal' | 'state' | 'rows' | 'bytes' | 'message' | 'statement_id'
        > & { now: number },
      ]
    >(
      `UPDATE run_steps SET state = @state, ended_at_ms = @now, rows = @rows, bytes = @bytes,
         message = @message, statement_id = coalesce(@statement_id, statement_id)
       WHERE run_id = @run_id AND attempt = @attempt AND ordinal = @ordinal`,
    ),
    steps: db.prepare<[number], StepRow>(
      'SELECT * FROM run_steps WHERE run_id = ? ORDER BY attempt, ordinal',
    ),

    insertFailure: db.prepare<[FailureRow]>(
      `INSERT INTO run_failures (run_id, attempt, step, code, message, sqlstate, query_id, retryable, hint)
       VALUES (@run_id, @attempt, @step, @code, @message, @sqlstate, @query_id, @retryable, @hint)`,
    ),
    failures: db.prepare<[number], FailureRow>(
      'SELECT * FROM run_failures WHERE run_id = ? ORDER BY attempt',
    ),

    insertLog: db.prepare<[number, number, number, number, string | null, string]>(
      'INSERT INTO run_log (run_id, seq, at_ms, level, step, message) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    lastLogSeq: db.prepare<[number], { seq: number | null }>(
      'SELECT max(seq) AS seq FROM run_log WHERE run_id = ?',
    ),
    /** All lines after one, for who follows a run. */
    logAfter: db.prepare<[number, number, number], LogRow>(
      'SELECT seq, at_ms, level, step, message FROM run_log WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?',
    ),
    log: db.prepare<[{ run: number; after: number; level: number; pattern: string; limit: number }], LogRow>(
      `SELECT seq, at_ms, level, step, message FROM run_log
       WHERE run_id = @run AND seq > @after AND level >= @level
         AND (@pattern = '%' OR message LIKE @pattern ESCAPE '\\')
       ORDER BY seq LIMIT @limit`,
    ),

    /** The newest runs of a job that have ended and are no draft runs, of those above a priority. */
    endedOfJob: db.prepare<
      [{ job: number; above: number; limit: number }],
      { id: number; state: number; ended_at_ms: number }
    >(`${endedRunsOfJob('AND priority > @above')} ORDER BY id DESC LIMIT @limit`),
    /** How long the newest runs of a job took that completed and are no draft runs, ms. */
    durationsOfJob: db.prepare<[{ job: number; limit: number }], { ms: number }>(
      `SELECT ended_at_ms - claimed_at_ms AS ms FROM runs INDEXED BY runs_by_job
       WHERE job_id = @job AND state = ${code('completed')} AND draft = 0 AND ended_at_ms IS NOT NULL
       ORDER BY id DESC LIMIT @limit`,
    ),
    /** The newest runs of a job that are no draft runs. */
    lastOfJob: db.prepare<[{ job: number; limit: number }], RunRow>(
      `SELECT r.* FROM (${newestOfJob}) AS newest CROSS JOIN runs r ON r.id = newest.id`,
    ),
  };
}
