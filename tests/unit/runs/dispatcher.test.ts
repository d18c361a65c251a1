import { expect, test } from 'vitest';
import { Dispatcher, type DispatchSql } from '../../../src/main/engine/runs/dispatcher.ts';
import { backfillPriority, isOfBackfill } from '../../../src/main/engine/runs/priorities.ts';
import type { Tx } from '../../../src/main/engine/store/store.ts';

interface Row {
  id: number;
  job_id: number;
  environment_id: number;
  priority: number;
  trigger_kind: number;
  claimed_at_ms: number | null;
  retry_at_ms: number | null;
}

/** What the dispatcher reads and writes, kept in memory. */
class Runs {
  readonly rows = new Map<number, Row>();
  readonly limits = new Map<number, number>();
  readonly jobLimits = new Map<number, number>();
  workspaceLimit = Number.POSITIVE_INFINITY;
  backfillLimit = 1;
  claimed: number[] = [];

  readonly sql: DispatchSql = {
    runs: {
      active: { all: () => [...this.rows.values()] },
      claim: {
        run: ({ id, now }) => {
          const row = this.get(id);
          row.claimed_at_ms = now;
          row.retry_at_ms = null;
          this.claimed.push(id);
        },
      },
    },
    environments: {
      limit: { get: id => ({ max_concurrent_runs: this.limits.get(id) ?? 1 }) },
    },
    jobs: { limit: { get: id => ({ max_concurrent_runs: this.jobLimits.get(id) ?? 1 }) } },
    workspaceLimit: () => this.workspaceLimit,
    backfillLimit: () => this.backfillLimit,
  };

  get(id: number): Row {
    const row = this.rows.get(id);
    if (!row) throw new Error(`There is no run ${id}`);
    return row;
  }

  add(id: number, job_id: number, environment_id: number, priority = 0): Row {
    const row: Row = {
      id,
      job_id,
      environment_id,
      priority,
      trigger_kind: 0,
      claimed_at_ms: null,
      retry_at_ms: null,
    };
    this.rows.set(id, row);
    return row;
  }

  takeClaimed(): number[] {
    const claimed = this.claimed;
    this.claimed = [];
    return claimed;
  }
}

function transaction(): Tx {
  return { now: 1, audit: () => {}, changed: () => {}, afterCommit: callback => callback() };
}

/** What the invariants say, by walking all there is, best first. Claims nothing. `resumed`: parked runs that may go on. */
function naive(runs: Runs, resumed: ReadonlySet<number>): number[] {
  const counts = {
    job: new Map<number, number>(),
    environment: new Map<number, number>(),
    all: 0,
    backfills: 0,
  };
  const add = (row: Row, job: boolean, place: boolean) => {
    if (job) counts.job.set(row.job_id, (counts.job.get(row.job_id) ?? 0) + 1);
    if (!place) return;
    counts.environment.set(row.environment_id, (counts.environment.get(row.environment_id) ?? 0) + 1);
    counts.all += 1;
    if (isOfBackfill(row)) counts.backfills += 1;
  };
  const rows = [...runs.rows.values()];
  for (const row of rows) if (row.claimed_at_ms !== null) add(row, true, row.retry_at_ms === null);
  const queue = rows
    .filter(row => row.claimed_at_ms === null || resumed.has(row.id))
    .sort((a, b) => b.priority - a.priority || a.id - b.id);
  const claims: number[] = [];
  for (const row of queue) {
    const goesOn = row.claimed_at_ms !== null;
    if (!goesOn && (counts.job.get(row.job_id) ?? 0) >= (runs.jobLimits.get(row.job_id) ?? 1)) continue;
    if ((counts.environment.get(row.environment_id) ?? 0) >= (runs.limits.get(row.environment_id) ?? 1))
      continue;
    if (counts.all >= runs.workspaceLimit) break;
    if (isOfBackfill(row) && counts.backfills >= runs.backfillLimit) continue;
    add(row, !goesOn, true);
    claims.push(row.id);
  }
  return claims;
}

/** Numbers below `n` that are the same for the same seed (mulberry32). */
function random(seed: number): (n: number) => number {
  let state = seed;
  return n => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'starts what a walk of the whole queue would start (seed %i)',
  seed => {
    const below = random(seed);
    const runs = new Runs();
    const started: number[] = [];
    const dispatcher = new Dispatcher(runs.sql, run => void started.push(run));
    // A job belongs to one environment at a time, and may be moved while runs of it wait in the one before.
    const homes = Array.from({ length: 1 + below(12) }, () => below(3));
    for (const job of homes.keys()) if (below(3) === 0) runs.jobLimits.set(job, 1 + below(3));
    const resumed = new Set<number>();
    let next = 1;
    const pick = (fits: (row: Row) => boolean) => {
      const rows = [...runs.rows.values()].filter(fits);
      return rows[below(Math.max(1, rows.length))];
    };
    const isParked = (row: Row) => row.retry_at_ms !== null;
    const isUnderWay = (row: Row) => row.claimed_at_ms !== null && !isParked(row);
    for (let turn = 0; turn < 400; turn++) {
      const choice = below(26);
      if (choice < 9) {
        const job = below(homes.length);
        const priority = below(4) === 0 ? (below(3) === 0 ? backfillPriority : below(3) - 1) : 0;
        const row = runs.add(next++, job, homes[job] ?? 0, priority);
        dispatcher.enqueue(row.id, row);
      } else if (choice < 15) {
        const row = pick(isUnderWay);
        if (!row) continue;
        runs.rows.delete(row.id);
        dispatcher.release(row);
      } else if (choice < 17) {
        const row = pick(({ claimed_at_ms }) => claimed_at_ms === null);
        if (!row) continue;
        runs.rows.delete(row.id);
        dispatcher.drop(row.id, row);
      } else if (choice < 20) {
        const row = pick(isUnderWay);
        if (!row) continue;
        row.retry_at_ms = 1;
        dispatcher.park(row);
      } else if (choice < 22) {
        const row = pick(isParked);
        if (!row) continue;
        resumed.add(row.id);
        dispatcher.resume(row.id, row);
      } else if (choice === 22) {
        const row = pick(isParked);
        if (!row) continue;
        runs.rows.delete(row.id);
        dispatcher.releaseParked(row.id, row);
      } else if (choice === 23) runs.limits.set(below(3), 1 + below(4));
      else if (choice === 24) {
        homes[below(homes.length)] = below(3);
        runs.workspaceLimit = below(2) === 0 ? 1 + below(6) : Number.POSITIVE_INFINITY;
        runs.backfillLimit = 1 + below(3);
      } else {
        dispatcher.reload();
        resumed.clear();
      }
      for (const id of resumed) if (!runs.rows.has(id)) resumed.delete(id);
      const wanted = naive(runs, resumed);
      dispatcher.claimReady(transaction());
      for (const id of wanted) resumed.delete(id);
      expect(runs.takeClaimed()).toEqual(wanted);
    }
    expect(started.length).toBeGreaterThan(50);
  },
);

test('a job with tens of thousands of runs that wait starts them one after the other', () => {
  const runs = new Runs();
  const dispatcher = new Dispatcher(runs.sql, () => {});
  runs.limits.set(1, 2);
  const queued = 30_000;
  for (let id = 1; id <= queued; id++) dispatcher.enqueue(id, runs.add(id, 1, 1));
  for (let id = 1; id <= queued; id++) {
    dispatcher.claimReady(transaction());
    dispatcher.release(runs.get(id));
  }
  expect(runs.claimed).toHaveLength(queued);
});

test('a run that waits for its job holds up no other, and order is kept', () => {
  const runs = new Runs();
  const started: number[] = [];
  const dispatcher = new Dispatcher(runs.sql, run => void started.push(run));
  runs.limits.set(1, 2);
  for (const [id, job] of [
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 3],
  ] as const) {
    dispatcher.enqueue(id, runs.add(id, job, 1));
  }
  dispatcher.claimReady(transaction());
  expect(started).toEqual([1, 3]);
  dispatcher.release(runs.get(1));
  dispatcher.claimReady(transaction());
  expect(started).toEqual([1, 3, 2]);
  dispatcher.stop();
  dispatcher.release(runs.get(3));
  dispatcher.claimReady(transaction());
  expect(started).toEqual([1, 3, 2]);
});
