import type { Db } from './open.ts';

/** A stretch of intervals of a job that are built, with the run that built it last. Those of a job do not overlap. */
export interface IntervalRow {
  job_id: number;
  from_ms: number;
  to_ms: number;
  run_id: number;
}

/** The same with what is known of the run. */
export interface IntervalListRow extends IntervalRow {
  /** Of the model; null for none. */
  version: number | null;
  ended_at_ms: number | null;
}

export function intervalSql(db: Db) {
  const insert = db.prepare<[IntervalRow]>(
    'INSERT INTO intervals (job_id, from_ms, to_ms, run_id) VALUES (@job_id, @from_ms, @to_ms, @run_id)',
  );
  /** They do not overlap: of those that begin before it, only the last may reach into a stretch. */
  const touching = db.prepare<[{ job: number; from: number; to: number }], IntervalRow>(
    `SELECT * FROM intervals WHERE job_id = @job AND to_ms > @from AND from_ms < @to AND from_ms >= coalesce(
       (SELECT max(from_ms) FROM intervals WHERE job_id = @job AND from_ms <= @from), @from)
     ORDER BY from_ms`,
  );
  const remove = db.prepare<[job: number, from: number]>(
    'DELETE FROM intervals WHERE job_id = ? AND from_ms = ?',
  );
  return {
    insert,
    touching,
    /** Those of a job, in order. */
    ofJob: db.prepare<[job: number], IntervalRow>(
      'SELECT * FROM intervals WHERE job_id = ? ORDER BY from_ms',
    ),
    listed: db.prepare<[job: number], IntervalListRow>(
      `SELECT i.*, r.model_version AS version, r.ended_at_ms FROM intervals i JOIN runs r ON r.id = i.run_id
       WHERE i.job_id = ? ORDER BY i.from_ms`,
    ),
    /** The end of the last one; undefined where there is none. */
    lastEnd: db
      .prepare<[job: number], number>(
        'SELECT to_ms FROM intervals WHERE job_id = ? ORDER BY from_ms DESC LIMIT 1',
      )
      .pluck(),
    any: db
      .prepare<[job: number], number>('SELECT EXISTS (SELECT 1 FROM intervals WHERE job_id = ?)')
      .pluck(),
    clear: db.prepare<[job: number]>('DELETE FROM intervals WHERE job_id = ?'),
    /** Takes a stretch out; what of others reaches beyond it stays. In a transaction. */
    cut(job: number, { from, to }: { from: number; to: number }): void {
      for (const row of touching.all({ job, from, to })) {
        remove.run(job, row.from_ms);
        if (row.from_ms < from) insert.run({ ...row, to_ms: from });
        if (row.to_ms > to) insert.run({ ...row, from_ms: to });
      }
    },
  };
}
