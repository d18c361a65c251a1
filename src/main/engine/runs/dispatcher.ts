import type { RunRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';

/** What it needs of the store. */
export interface DispatchSql {
  runs: {
    /** Runs that wait or are under way, oldest first. */
    active: { all(): Pick<RunRow, 'id' | 'job_id' | 'environment_id' | 'claimed_at_ms'>[] };
    claim: { run(of: { id: number; now: number }): unknown };
  };
  environments: { limit: { get(id: number): { max_concurrent_runs: number } | undefined } };
}

type Place = Pick<RunRow, 'job_id' | 'environment_id'>;

/** The pending runs of an environment. */
interface Queue {
  /** Job → its runs, oldest first; a job without any is not in it. */
  jobs: Map<number, number[]>;
  /** The oldest run of each job that is free, oldest first: all that could start, were there room. */
  heads: { run: number; job: number }[];
}

/**
 * Decides which pending runs may start. Invariants:
 * 1. A job has at most one run that is claimed and not over.
 * 2. An environment has at most `max_concurrent_runs` of them.
 * 3. Within an environment runs start in the order they were created, but one that must wait for its job holds up no
 *    other.
 * Claims belong to the transaction that made room for them: creating a run and starting it is one commit, and so is
 * ending one and starting the next. That happens at every end of a run: what waits behind its own job is not looked at.
 */
export class Dispatcher {
  private readonly sql: DispatchSql;
  private readonly start: (run: number) => void;
  /** By environment. */
  private readonly waiting = new Map<number, Queue>();
  private readonly busyJobs = new Set<number>();
  private readonly busyCount = new Map<number, number>();
  private stopped = false;

  constructor(sql: DispatchSql, start: (run: number) => void) {
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

  /** A run was created: the newest there is. */
  enqueue(run: number, { job_id: job, environment_id: environment }: Place): void {
    let queue = this.waiting.get(environment);
    if (!queue) this.waiting.set(environment, (queue = { jobs: new Map(), heads: [] }));
    const runs = queue.jobs.get(job);
    if (runs) runs.push(run);
    else {
      queue.jobs.set(job, [run]);
      if (!this.busyJobs.has(job)) queue.heads.push({ run, job });
    }
  }

  /** A run that was waiting is not to be started any more. */
  drop(run: number, { job_id: job, environment_id: environment }: Place): void {
    const queue = this.waiting.get(environment);
    const runs = queue?.jobs.get(job);
    const index = runs?.indexOf(run) ?? -1;
    if (!queue || !runs || index < 0) return;
    if (index === 0) removeHead(queue, job);
    runs.splice(index, 1);
    if (runs.length === 0) queue.jobs.delete(job);
    if (index === 0 && !this.busyJobs.has(job)) addHead(queue, job);
  }

  /** A claimed run is over. */
  release({ job_id: job, environment_id: environment }: Place): void {
    this.busyCount.set(environment, (this.busyCount.get(environment) ?? 1) - 1);
    // Its runs may wait in several environments, when the job was moved meanwhile.
    if (this.busyJobs.delete(job)) for (const queue of this.waiting.values()) addHead(queue, job);
  }

  stop(): void {
    this.stopped = true;
  }

  /** Claims every run there is room for; they start once the transaction is committed. */
  claimReady(tx: Tx): void {
    if (this.stopped) return;
    for (const [environment, queue] of this.waiting) {
      if (queue.heads.length === 0) continue;
      const limit = this.sql.environments.limit.get(environment)?.max_concurrent_runs ?? 1;
      while ((this.busyCount.get(environment) ?? 0) < limit) {
        const [head] = queue.heads;
        if (!head) break;
        const { run, job } = head;
        // First, while the heads are still those of the runs that wait.
        this.occupy({ job_id: job, environment_id: environment });
        const runs = queue.jobs.get(job);
        runs?.shift();
        if (runs?.length === 0) queue.jobs.delete(job);
        this.sql.runs.claim.run({ id: run, now: tx.now });
        tx.changed('run', run);
        tx.afterCommit(() => this.start(run));
      }
    }
  }

  private occupy({ job_id: job, environment_id: environment }: Place): void {
    for (const queue of this.waiting.values()) removeHead(queue, job);
    this.busyJobs.add(job);
    this.busyCount.set(environment, (this.busyCount.get(environment) ?? 0) + 1);
  }
}

function addHead(queue: Queue, job: number): void {
  const run = queue.jobs.get(job)?.[0];
  if (run !== undefined) queue.heads.splice(placeOf(queue, run), 0, { run, job });
}

function removeHead(queue: Queue, job: number): void {
  const run = queue.jobs.get(job)?.[0];
  if (run === undefined) return;
  const index = placeOf(queue, run);
  if (queue.heads[index]?.run === run) queue.heads.splice(index, 1);
}

/** Where a run is, or belongs, among the heads: ids grow with time. */
function placeOf({ heads }: Queue, run: number): number {
  let [low, high] = [0, heads.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((heads[middle]?.run ?? run) < run) low = middle + 1;
    else high = middle;
  }
  return low;
}
