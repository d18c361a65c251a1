import type { CheckHistory } from '../../../shared/contract/checks.ts';
import { iso } from '../context.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Sql } from '../store/store.ts';

/** How the checks of a job went in its last runs: those of the newest run first, then those that earlier ones had. */
export function checkHistory(sql: Sql, job: JobRow, runs: number): CheckHistory[] {
  const histories = new Map<string, CheckHistory>();
  for (const row of sql.checks.ofJob.all({ job: job.id, runs })) {
    const { name, source, words } = row;
    const key = JSON.stringify([source, name]);
    let history = histories.get(key);
    // The newest says what must hold now.
    if (!history) histories.set(key, (history = { name, check: row.kind, words, source, results: [] }));
    history.results.push({
      run: row.run_id,
      at: iso(row.at_ms),
      outcome: row.outcome,
      bad_rows: row.bad_rows,
      measured: row.measured_rows,
      message: row.message,
    });
  }
  return [...histories.values()];
}
