import type { Db } from './open.ts';

/** What the stretches of a job are told by. */
export interface LedgerRow {
  job_id: number;
  /** What was built, in quotes. */
  target: string;
  environment_id: number;
  /** The column, as the catalogue stores its name. */
  watermark: string;
  /** Marks are what clocks show, in ms as if it were UTC; else moments in UTC ms. */
  local: number;
  /** Something may have replaced the target since: nothing of it holds. */
  doubted: number;
}

/** A stretch of intervals of a job that are built, with the run that built it last. Those of a job do not overlap. */
export interface IntervalRow {
  job_id: number;
  from_mark: number;
  to_mark: number;
  run_id: number;
}

/** The same with what is known of the run. */
export interface IntervalListRow extends IntervalRow {
  /** Of the model; null for none. */
  version: number | null;
  ended_at_ms: number;
}

interface Marks {
  from: number;
  to: number;
}

const ofRuns = 'FROM intervals i JOIN runs r ON r.id = i.run_id WHERE i.job_id = @job';
/** By a run that ended then, or before: what clocks that were ahead had taken for over is not to be believed. */
const believed = 'r.ended_at_ms <= @now';

export function intervalSql(db: Db) {
  const insert = db.prepare<[IntervalRow]>(
    'INSERT INTO intervals (job_id, from_mark, to_mark, run_id) VALUES (@job_id, @from_mark, @to_mark, @run_id)',
  );
  /** They do not overlap: of those that begin before it, only the last may reach into a stretch. */
  const within = `to_mark > @from AND from_mark < @to AND from_mark >= coalesce(
    (SELECT max(from_mark) FROM intervals WHERE job_id = @job AND from_mark <= @from), @from)`;
  const touching = db.prepare<[Marks & { job: number }], IntervalRow>(
    `SELECT * FROM intervals WHERE job_id = @job AND ${within} ORDER BY from_mark`,
  );
  const remove = db.prepare<[job: number, from: number]>(
    'DELETE FROM intervals WHERE job_id = ? AND from_mark = ?',
  );
  return {
    ledger: db.prepare<[job: number], LedgerRow>('SELECT * FROM interval_ledgers WHERE job_id = ?'),
    setLedger: db.prepare<[LedgerRow]>(
      `INSERT OR REPLACE INTO interval_ledgers (job_id, target, environment_id, watermark, local, doubted)
       VALUES (@job_id, @target, @environment_id, @watermark, @local, @doubted)`,
    ),
    doubt: db.prepare<[doubted: number, job: number]>(
      'UPDATE interval_ledgers SET doubted = ? WHERE job_id = ?',
    ),
    clear: db.prepare<[job: number]>('DELETE FROM intervals WHERE job_id = ?'),
    insert,
    /** Those of a job, in order. */
    ofJob: db.prepare<[{ job: number; now: number }], IntervalListRow>(
      `SELECT i.*, r.model_version AS version, r.ended_at_ms ${ofRuns} AND ${believed} ORDER BY i.from_mark`,
    ),
    /** Those that a stretch has something of, in order. */
    touching: db.prepare<[Marks & { job: number; now: number }], IntervalRow>(
      `SELECT i.* ${ofRuns} AND ${within} AND ${believed} ORDER BY i.from_mark`,
    ),
    /** The end of the last one; undefined where there is none. */
    lastEnd: db
      .prepare<[{ job: number; now: number }], number>(
        `SELECT i.to_mark ${ofRuns} AND ${believed} ORDER BY i.from_mark DESC LIMIT 1`,
      )
      .pluck(),
    /** Takes out what is not to be believed. */
    dropLater: db.prepare<[{ job: number; now: number }]>(
      'DELETE FROM intervals WHERE job_id = @job AND run_id IN (SELECT id FROM runs WHERE ended_at_ms > @now)',
    ),
    /** Takes a stretch out; what of others reaches beyond it stays. In a transaction. */
    cut(job: number, { from, to }: Marks): void {
      for (const row of touching.all({ job, from, to })) {
        remove.run(job, row.from_mark);
        if (row.from_mark < from) insert.run({ ...row, to_mark: from });
        if (row.to_mark > to) insert.run({ ...row, from_mark: to });
      }
    },
  };
}

/** Who built last what stands somewhere. */
export function writerSql(db: Db) {
  return {
    of: db.prepare<[connection: number, target: string], { job_id: number; run_id: number }>(
      'SELECT job_id, run_id FROM target_writers WHERE connection_id = ? AND target = ?',
    ),
    set: db.prepare<[{ connection: number; target: string; job: number; run: number }]>(
      `INSERT INTO target_writers (connection_id, target, job_id, run_id) VALUES (@connection, @target, @job, @run)
       ON CONFLICT (connection_id, target) DO UPDATE SET job_id = @job, run_id = @run`,
    ),
  };
}
