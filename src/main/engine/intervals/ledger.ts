import type { RunResult } from '../runs/endings.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Sql } from '../store/store.ts';

/**
 * A run completed: notes which intervals its target has now, in the transaction that ends it. A crash before that leaves an
 * interval built and not noted, never the other way round; it is built again. What was tried out with a draft is to be built again, too.
 */
export function noteIntervals({ intervals }: Sql, run: RunRow, { intervals: built }: RunResult): void {
  const job = run.job_id;
  if (!built || built.mode === 'full') {
    if (intervals.any.get(job) === 1) intervals.clear.run(job);
  }
  if (!built) return;
  intervals.cut(job, built);
  if (run.draft === 1) return;
  intervals.insert.run({ job_id: job, from_ms: built.from, to_ms: built.to, run_id: run.id });
}
