import { encode, runStateCodes } from './codes.ts';
import type { Db } from './open.ts';

/** What a job knows of a source. */
export interface SourceMark {
  /** Full name in quotes. */
  source: string;
  /** Empty for what the warehouse noted. */
  column_name: string;
  connection_id: number;
  value: string | null;
  built: string;
}

export interface EvidenceRow {
  run_id: number;
  ordinal: number;
  evidence_json: string;
  /** A `SourceMark`; null for none. */
  mark_json: string | null;
}

export function conditionSql(db: Db) {
  return {
    clear: db.prepare<[run: number]>('DELETE FROM condition_evidence WHERE run_id = ?'),
    insert: db.prepare<[EvidenceRow]>(
      `INSERT INTO condition_evidence (run_id, ordinal, evidence_json, mark_json)
       VALUES (@run_id, @ordinal, @evidence_json, @mark_json)`,
    ),
    ofRun: db.prepare<[number], EvidenceRow>(
      'SELECT * FROM condition_evidence WHERE run_id = ? ORDER BY ordinal',
    ),
    /** What the job of a run knows of a source. */
    mark: db.prepare<
      [{ run: number } & Omit<SourceMark, 'value' | 'built'>],
      Pick<SourceMark, 'value' | 'built'> & { run_id: number; at_ms: number }
    >(
      `SELECT value, built, run_id, at_ms FROM source_marks
       WHERE job_id = (SELECT job_id FROM runs WHERE id = @run) AND source = @source AND column_name = @column_name
         AND connection_id = @connection_id`,
    ),
    setMark: db.prepare<[SourceMark & { job: number; run: number; now: number }]>(
      `INSERT INTO source_marks (job_id, source, column_name, connection_id, value, built, run_id, at_ms)
       VALUES (@job, @source, @column_name, @connection_id, @value, @built, @run, @now)
       ON CONFLICT DO UPDATE SET value = excluded.value, built = excluded.built, run_id = excluded.run_id,
         at_ms = excluded.at_ms WHERE excluded.run_id >= source_marks.run_id`,
    ),
    countMarks: db
      .prepare<[job: number], number>('SELECT count(*) FROM source_marks WHERE job_id = ?')
      .pluck(),
    forget: db.prepare<[job: number]>('DELETE FROM source_marks WHERE job_id = ?'),
    /** What runs that are under way have found is not to be known of once they complete. */
    disown: db.prepare<[job: number]>(
      `UPDATE condition_evidence SET mark_json = NULL WHERE run_id IN
         (SELECT id FROM runs INDEXED BY active_runs_of_job WHERE job_id = ? AND ended_at_ms IS NULL
            AND state <> ${encode(runStateCodes, 'pending')})`,
    ),
  };
}
