import type { CheckKind, CheckOutcome, Severity } from '../../../shared/contract/checks.ts';
import { encode, runStateCodes } from './codes.ts';
import type { Db } from './open.ts';

/** The step that looked: at the sources, or at what was built. */
export type CheckStep = 'gate' | 'audit';

export interface CheckRow {
  run_id: number;
  step: CheckStep;
  ordinal: number;
  job_id: number;
  name: string;
  kind: CheckKind;
  words: string;
  severity: Severity;
  source: string | null;
  outcome: CheckOutcome;
  message: string;
  bad_rows: number | null;
  measured_rows: number | null;
  sample_json: string | null;
  looked_at: string;
  statement_id: number | null;
  at_ms: number;
}

export function checkSql(db: Db) {
  return {
    /** A step that is done again takes the place of what it had found. */
    clear: db.prepare<[run: number, step: CheckStep]>(
      'DELETE FROM check_results WHERE run_id = ? AND step = ?',
    ),
    insert: db.prepare<[Omit<CheckRow, 'job_id'>]>(
      `INSERT INTO check_results (run_id, step, ordinal, job_id, name, kind, words, severity, source, outcome, message,
         bad_rows, measured_rows, sample_json, looked_at, statement_id, at_ms)
       VALUES (@run_id, @step, @ordinal, (SELECT job_id FROM runs WHERE id = @run_id), @name, @kind, @words, @severity,
         @source, @outcome, @message, @bad_rows, @measured_rows, @sample_json, @looked_at, @statement_id, @at_ms)`,
    ),
    /** Of the sources first. */
    ofRun: db.prepare<[number], CheckRow>(
      `SELECT * FROM check_results WHERE run_id = ? ORDER BY step = 'audit', ordinal`,
    ),
    /** Of the newest runs of a job that looked at any, newest first; draft runs left out. */
    ofJob: db.prepare<[{ job: number; runs: number }], Omit<CheckRow, 'sample_json' | 'statement_id'>>(
      `WITH newest AS MATERIALIZED (
         SELECT DISTINCT c.run_id FROM check_results c INDEXED BY check_results_by_job JOIN runs r ON r.id = c.run_id
         WHERE c.job_id = @job AND r.draft = 0 ORDER BY c.run_id DESC LIMIT @runs)
       SELECT c.run_id, c.step, c.ordinal, c.job_id, c.name, c.kind, c.words, c.severity, c.source, c.outcome, c.message,
         c.bad_rows, c.measured_rows, c.looked_at, c.at_ms
       FROM newest CROSS JOIN check_results c ON c.run_id = newest.run_id
       ORDER BY c.run_id DESC, c.step = 'audit', c.ordinal`,
    ),
    /**
     * The last run of the job of a run that completed before it, and the rows it had: of the source as a check counted
     * them; of what it built as a check counted them, else as the run itself did, where it builds its target `whole` (1).
     */
    baseline: db.prepare<
      [{ run: number; source: string | null; whole: 0 | 1 }],
      { run: number; rows: number | null }
    >(
      `SELECT r.id AS run, coalesce(
         (SELECT c.measured_rows FROM check_results c WHERE c.run_id = r.id AND c.source IS @source
            AND c.measured_rows IS NOT NULL ORDER BY c.ordinal LIMIT 1),
         CASE WHEN @source IS NULL AND @whole = 1 THEN r.rows_affected END) AS rows
       FROM runs r INDEXED BY runs_by_job
       WHERE r.job_id = (SELECT job_id FROM runs WHERE id = @run) AND r.state = ${encode(runStateCodes, 'completed')}
         AND r.draft = 0 AND r.ended_at_ms IS NOT NULL AND r.id < @run
       ORDER BY r.id DESC LIMIT 1`,
    ),
  };
}
