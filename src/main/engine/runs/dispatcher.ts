import type { RunRow } from '../store/run-rows.ts';
import type { Sql, Tx } from '../store/store.ts';

/**
 * Decides which pending runs may start. Invariants:
 * 1. A job has at most one run that is claimed and not over.
 * 2. An environment has at most `max_concurrent_runs` of them.
 * 3. Within an environment runs start in the order they were created, but one that must wait for its job holds up no
 *    other.
 * Claims belong to the transaction that made room for them: creating a run and starting it is one commit, and so is
 * ending one and starting the next.
 */
export class Dispatcher {
  private readonly sql: Sql;
  private readonly start: (run: number) => void;
  /** Environment → pending runs in order → their job. */
  private readonly waiting = new Map<number, Map<number, number>>();
  private readonly busyJobs = new Set<number>();
  private readonly busyCount = new Map<number, number>();
  private stopped = false;

  constructor(sql: Sql, start: (run: number) => void) {
    this.sql = sql;
    this.start = start;
  }

  /** Forgets everything and reads it from the store: at the start, and after a transaction that failed. */
  reload(): void {
    this.waiting.clear();
    this.busyJobs.clear();
    this.busyCount.clear();
    for (const run of this.sql.runs.active.all()) {
      if (run.claimed_at_ms === null) this.enqueue(run.id, run);
      else this.occupy(run);
    }
  }

  /** A run was created. */
  enqueue(run: number, of: Pick<RunRow, 'job_id' | 'environment_id'>): void {
    const queue = this.waiting.get(of.environment_id) ?? new Map<number, number>();
    this.waiting.set(of.environment_id, queue.set(run, of.job_id));
  }

  /** A run that was waiting is not to be started any more. */
  drop(run: number, environment: number): void {
    this.waiting.get(environment)?.delete(run);
  }

  /** A claimed run is over. */
  release(of: Pick<RunRow, 'job_id' | 'environment_id'>): void {
    this.busyJobs.delete(of.job_id);
    this.busyCount.set(of.environment_id, (this.busyCount.get(of.environment_id) ?? 1) - 1);
  }

  stop(): void {
    this.stopped = true;
  }

  /** Claims every run there is room for; they start once the transaction is committed. */
  claimReady(tx: Tx): void {
    if (this.stopped) return;
    for (const [environment, queue] of this.waiting) {
      if (queue.size === 0) continue;
      const limit = this.sql.environments.limit.get(environment)?.max_concurrent_runs ?? 1;
      for (const [run, job] of queue) {
        if ((this.busyCount.get(environment) ?? 0) >= limit) break;
        if (this.busyJobs.has(job)) continue;
        queue.delete(run);
        this.occupy({ job_id: job, environment_id: environment });
        this.sql.runs.claim.run({ id: run, now: tx.now });
        tx.changed('run', run);
        tx.afterCommit(() => this.start(run));
      }
    }
  }

  private occupy(of: Pick<RunRow, 'job_id' | 'environment_id'>): void {
    this.busyJobs.add(of.job_id);
    this.busyCount.set(of.environment_id, (this.busyCount.get(of.environment_id) ?? 0) + 1);
  }
}
