import Database from 'better-sqlite3';

/** One thing that the engine committed, in the order in which it did. */
export interface Noted {
  seq: number;
  what:
    | 'run'
    | 'state'
    | 'attempt'
    | 'parked'
    | 'limit'
    | 'trigger'
    | 'mark'
    | 'fire'
    | 'paused'
    | 'resumed'
    | 'reset';
  id: number;
  a: number | null;
  b: number | null;
  c: number | null;
}

/**
 * Lets the database itself note what is committed: the engine knows nothing of it, and a kill undoes note and deed
 * together.
 */
export function watchDatabase(file: string): void {
  const note = (name: string, when: string, values: string) =>
    `CREATE TRIGGER chaos_${name} AFTER ${when} BEGIN INSERT INTO chaos_journal (what, id, a, b, c) VALUES (${values}); END;`;
  const db = new Database(file);
  db.exec(`
    CREATE TABLE chaos_journal (seq INTEGER PRIMARY KEY, what TEXT, id INTEGER, a INTEGER, b INTEGER, c INTEGER);
    ${note('run', 'INSERT ON runs', "'run', new.id, new.job_id, new.trigger_id, new.nominal_at_ms")}
    ${note('state', 'UPDATE OF state ON runs WHEN new.state <> old.state', "'state', new.id, old.state, new.state, new.job_id")}
    ${note('attempt', 'UPDATE OF attempt ON runs WHEN new.attempt <> old.attempt', "'attempt', new.id, old.attempt, new.attempt, new.job_id")}
    ${note('parked', 'UPDATE OF retry_at_ms ON runs WHEN new.retry_at_ms IS NOT NULL', "'parked', new.id, new.retry_at_ms, NULL, NULL")}
    ${note('job', 'INSERT ON jobs', "'limit', new.id, new.max_concurrent_runs, NULL, NULL")}
    ${note('limit', 'UPDATE OF max_concurrent_runs ON jobs', "'limit', new.id, new.max_concurrent_runs, NULL, NULL")}
    ${note('trigger', 'INSERT ON triggers', "'trigger', new.id, new.mark_at_ms, NULL, NULL")}
    ${note('mark', 'UPDATE OF mark_at_ms ON triggers', "'mark', new.id, old.mark_at_ms, new.mark_at_ms, NULL")}
    ${note('fire', 'INSERT ON fires', "'fire', new.id, new.trigger_id, new.cause_id, NULL")}
    ${note('paused', 'INSERT ON pauses', "'paused', ifnull(new.job_id, 0), NULL, NULL, NULL")}
    ${note('reset', "INSERT ON audit WHEN new.action = 'job.reset_schedule'", "'reset', new.object_id, NULL, NULL, NULL")}
    ${note('resumed', 'UPDATE OF until_ms ON pauses', "'resumed', ifnull(new.job_id, 0), NULL, NULL, NULL")}
  `);
  db.close();
}
