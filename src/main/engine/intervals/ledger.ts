import type { RunResult } from '../runs/endings.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Sql } from '../store/store.ts';

/**
 * A run completed: notes which intervals it built, in the transaction that ends it. What it replaced as a whole was forgotten before
 * it did (`forgetIntervals`). So a crash in between leaves an interval built and not noted, never the other way round: it is built
 * again. What was tried out with a draft is to be built again, too.
 */
export function noteIntervals({ intervals }: Sql, run: RunRow, { intervals: built }: RunResult): void {
  if (!built) return;
  intervals.cut(run.job_id, built);
  if (run.draft === 1) return;
  intervals.insert.run({ job_id: run.job_id, from_ms: built.from, to_ms: built.to, run_id: run.id });
}
