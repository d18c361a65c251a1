import type { DuckDBConnection } from '@duckdb/node-api';
import type { Job } from '../job.ts';

const everyMs = 100;

/**
 * How far a script is that is still at work; null where that is not known. DuckDB cannot tell for every plan: -1 then; and
 * it says 100 for what it has read, also while there is much to be done with it.
 */
export function fractionOf(percentage: number): number | null {
  return percentage < 0 || percentage >= 100 ? null : percentage / 100;
}

/**
 * Asks DuckDB how far the running scripts are, ten times a second, and tells those who listen what is new. The rows are
 * those read from tables so far.
 */
export class ProgressReports {
  private readonly watched = new Set<{ job: Job; duckdb: DuckDBConnection; last: string }>();
  private timer: NodeJS.Timeout | undefined;

  /** Reports on a script until the function it returns is called. */
  watch(job: Job, duckdb: DuckDBConnection): () => void {
    if (!job.onProgress) return () => {};
    const entry = { job, duckdb, last: '' };
    this.watched.add(entry);
    this.timer ??= setInterval(() => this.report(), everyMs);
    return () => {
      this.watched.delete(entry);
      if (this.watched.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  private report(): void {
    for (const entry of this.watched) {
      const { percentage, rows_processed, total_rows_to_process } = entry.duckdb.progress;
      const fraction = fractionOf(percentage);
      const rows = percentage >= 0 && total_rows_to_process > 0n ? Number(rows_processed) : null;
      const news = `${fraction} ${rows}`;
      if (news === entry.last) continue;
      entry.last = news;
      entry.job.onProgress?.({ fraction, rows });
    }
  }
}
