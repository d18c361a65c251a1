import type { RunRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';
import { comesBefore, EnvironmentQueue, type Waiting } from './environment-queue.ts';
import { isOfBackfill } from './priorities.ts';

/** What the dispatcher knows a run by. */
export type Place = Pick<RunRow, 'job_id' | 'environment_id' | 'priority' | 'trigger_kind'>;

/** What it needs of the store. */
export interface DispatchSql {
  runs: {
    /** Runs that wait or are under way, oldest first. */
    active: { all(): (Place & Pick<RunRow, 'id' | 'claimed_at_ms' | 'retry_at_ms'>)[] };
    claim: { run(of: { id: number; now: number }): unknown };
  };
  environments: { limit: { get(id: number): { max_concurrent_runs: number } | undefined } };
  jobs: { limit: { get(id: number): { max_concurrent_runs: number } | undefined } };
  /** How many runs may be under way at once in the whole workspace. */
  workspaceLimit(): number;
  /** How many of these may be of backfills. */
  backfillLimit(): number;
}

/**
 * Decides which pending runs may start. Invariants:
 * 1. A job has at most `max_concurrent_runs` runs that are claimed and not over: one, unless it allows overlap.
 * 2. An environment has at most its `max_concurrent_runs` of them, and so has the workspace; of runs of backfills, the
 *    workspace has at most `max_concurrent_backfills`. A run that waits for its next attempt holds its job, but no place in
 *    these.
 * 3. Runs start by priority, then in the order they were created; one that must wait for its job or its environment
 *    holds up no other.
 * Claims belong to the transaction that made room for them: creating a run and starting it is one commit, and so is
 * ending one and starting the next. That happens at every end of a run: what waits behind its own job is not looked at.
 */
export class Dispatcher {
  private readonly sql: DispatchSql;
  private readonly start: (run: number) => void;
  private readonly mayStart: (run: number, place: Place) => boolean;
  private readonly queues = new Map<number, EnvironmentQueue>();
  /** Runs of each job that are claimed and not over, those that wait for another attempt included. */
  private readonly ofJob = new Map<number, number>();
  /** Runs that take a place in each environment. */
  private readonly ofEnvironment = new Map<number, number>();
  private places = 0;
  /** Those of them that runs of backfills take. */
  private backfillPlaces = 0;
  private stopped = false;

  /** `mayStart`: whether a run that waits is for this engine to carry out. */
  constructor(
    sql: DispatchSql,
    start: (run: number) => void,
    mayStart: (run: number, place: Place) => boolean = () => true,
  ) {
    this.sql = sql;
    this.start = start;
    this.mayStart = mayStart;
  }

  /** Forgets everything and reads it from the store: at the start, and after a transaction that failed. */
  reload(): void {
    this.queues.clear();
    this.ofJob.clear();
    this.ofEnvironment.clear();
    this.places = 0;
    this.backfillPlaces = 0;
    const runs = this.sql.runs.active.all();
    for (const run of runs) {
      if (run.claimed_at_ms === null) continue;
      count(this.ofJob, run.job_id, 1);
      if (run.retry_at_ms === null) this.takePlace(run.environment_id, run);
    }
    for (const run of runs) if (run.claimed_at_ms === null) this.enqueue(run.id, run);
  }

  /** A run was created. */
  enqueue(run: number, place: Place): void {
    if (!this.mayStart(run, place)) return;
    this.queueOf(place.environment_id).add(waiting(run, place), this.hasRoom(place.job_id));
  }

  /** A run that was waiting is not to be started any more. */
  drop(run: number, place: Place): void {
    this.queues.get(place.environment_id)?.remove(waiting(run, place), this.hasRoom(place.job_id));
  }

  /** A claimed run is over. */
  release(place: Place): void {
    this.leavePlace(place);
    this.leaveJob(place.job_id);
  }

  /** A claimed run waits for its next attempt. */
  park(place: Place): void {
    this.leavePlace(place);
  }

  /** The next attempt of a parked run may begin as soon as there is a place. */
  resume(run: number, place: Place): void {
    this.queueOf(place.environment_id).add({ ...waiting(run, place), resumed: true }, true);
  }

  /** A parked run is over: it will have no further attempt. */
  releaseParked(run: number, place: Place): void {
    this.queues.get(place.environment_id)?.remove({ ...waiting(run, place), resumed: true }, true);
    this.leaveJob(place.job_id);
  }

  stop(): void {
    this.stopped = true;
  }

  /** Whether a run waits that there is room for. */
  get canStart(): boolean {
    return !this.stopped && this.places < this.sql.workspaceLimit() && this.best() !== null;
  }

  /** Claims every run there is room for; they start once the transaction is committed. */
  claimReady(tx: Tx): void {
    if (this.stopped) return;
    const limit = this.sql.workspaceLimit();
    while (this.places < limit) {
      const found = this.best();
      if (!found) return;
      const { queue, head, environment } = found;
      // While it is still among those that wait.
      queue.remove(head, true);
      if (!head.resumed) {
        count(this.ofJob, head.job, 1);
        if (!this.hasRoom(head.job)) for (const other of this.queues.values()) other.shut(head.job);
      }
      this.takePlace(environment, head);
      this.sql.runs.claim.run({ id: head.run, now: tx.now });
      tx.changed('run', head.run);
      tx.afterCommit(() => this.start(head.run));
    }
  }

  /** Of the environments that have a place left, the one whose first run comes first. */
  private best() {
    let best: { queue: EnvironmentQueue; head: Waiting; environment: number } | null = null;
    for (const [environment, queue] of this.queues) {
      const head = queue.best;
      if (!head || (best && !comesBefore(head, best.head))) continue;
      // Nothing else has a priority as low: behind it there are only others of backfills.
      if (isOfBackfill(head) && this.backfillPlaces >= this.sql.backfillLimit()) continue;
      const taken = this.ofEnvironment.get(environment) ?? 0;
      if (taken < (this.sql.environments.limit.get(environment)?.max_concurrent_runs ?? 1)) {
        best = { queue, head, environment };
      }
    }
    return best;
  }

  private hasRoom(job: number): boolean {
    const claimed = this.ofJob.get(job) ?? 0;
    return claimed === 0 || claimed < (this.sql.jobs.limit.get(job)?.max_concurrent_runs ?? 1);
  }

  private leaveJob(job: number): void {
    count(this.ofJob, job, -1);
    // Its runs may wait in several environments, when the job was moved meanwhile.
    if (this.hasRoom(job)) for (const queue of this.queues.values()) queue.open(job);
  }

  private takePlace(environment: number, run: Pick<Place, 'priority'>): void {
    count(this.ofEnvironment, environment, 1);
    this.places += 1;
    if (isOfBackfill(run)) this.backfillPlaces += 1;
  }

  private leavePlace(place: Place): void {
    count(this.ofEnvironment, place.environment_id, -1);
    this.places -= 1;
    if (isOfBackfill(place)) this.backfillPlaces -= 1;
  }

  private queueOf(environment: number): EnvironmentQueue {
    let queue = this.queues.get(environment);
    if (!queue) this.queues.set(environment, (queue = new EnvironmentQueue()));
    return queue;
  }
}

function waiting(run: number, { job_id, priority }: Place): Waiting {
  return { run, job: job_id, priority, resumed: false };
}

function count(counts: Map<number, number>, key: number, by: 1 | -1): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now > 0) counts.set(key, now);
  else counts.delete(key);
}
