import type { Absence } from '../../../shared/domain/fires.ts';
import { firePages } from './fire-pages.ts';
import type { FireRow, NewFire } from './fire-rows.ts';
import type { Db } from './open.ts';

export interface WakeRow {
  id: number;
  away: Absence;
  since_ms: number;
  woke_at_ms: number;
  dismissed_at_ms: number | null;
}

export interface WakeCount {
  job_id: number;
  job_name: string;
  environment_name: string;
  outcome: number;
  fires: number;
  first_ms: number;
  last_ms: number;
}

export function fireSql(db: Db) {
  return {
    insert: db.prepare<[NewFire]>(
      `INSERT INTO fires (job_id, trigger_id, cause_id, nominal_at_ms, last_at_ms, count, due_at_ms, decided_at_ms,
         outcome, reason, away, detail, run_id, wake_id)
       VALUES (@job_id, @trigger_id, @cause_id, @nominal_at_ms, @last_at_ms, @count, @due_at_ms, @decided_at_ms,
         @outcome, @reason, @away, @detail, @run_id, @wake_id)`,
    ),
    byId: db.prepare<[number], FireRow>(
      `SELECT f.*, j.name AS job_name, t.kind FROM fires f
       JOIN jobs j ON j.id = f.job_id JOIN triggers t ON t.id = f.trigger_id WHERE f.id = ?`,
    ),
    page: firePages(db),

    insertWake: db.prepare<[{ away: Absence; since: number; now: number }]>(
      'INSERT INTO wakes (away, since_ms, woke_at_ms) VALUES (@away, @since, @now)',
    ),
    /** Fires even earlier belong to it. */
    extendWake: db.prepare<[number, number]>('UPDATE wakes SET since_ms = min(since_ms, ?) WHERE id = ?'),
    lastWake: db.prepare<[], WakeRow>('SELECT * FROM wakes ORDER BY id DESC LIMIT 1'),
    dismissWake: db.prepare<[number, number]>(
      'UPDATE wakes SET dismissed_at_ms = ? WHERE id = ? AND dismissed_at_ms IS NULL',
    ),
    /** What an absence did, by job and outcome. */
    ofWake: db.prepare<[number], WakeCount>(
      `SELECT f.job_id, j.name AS job_name, e.name AS environment_name, f.outcome, sum(f.count) AS fires,
         min(f.nominal_at_ms) AS first_ms, max(f.last_at_ms) AS last_ms
       FROM fires f JOIN jobs j ON j.id = f.job_id JOIN environments e ON e.id = j.environment_id
       WHERE f.wake_id = ? GROUP BY f.job_id, f.outcome ORDER BY j.name`,
    ),
    /**
     * What an absence started, by job, oldest first, at most 100 of each; `active` is 0 for what is over. All jobs at
     * once: their fires are one stretch of the index.
     */
    runsOfWake: db.prepare<[number], { job_id: number; run_id: number; active: number }>(
      `SELECT w.job_id, w.run_id, r.ended_at_ms IS NULL AS active
       FROM (SELECT job_id, run_id, row_number() OVER (PARTITION BY job_id ORDER BY run_id) AS place
         FROM fires WHERE wake_id = ? AND run_id IS NOT NULL GROUP BY job_id, run_id) AS w
       CROSS JOIN runs r ON r.id = w.run_id WHERE w.place <= 100`,
    ),
  };
}
