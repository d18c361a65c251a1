import { expect, test } from 'vitest';
import { Dispatcher, type DispatchSql } from '../../../src/main/engine/runs/dispatcher.ts';
import type { Tx } from '../../../src/main/engine/store/store.ts';

interface Waiting {
  id: number;
  job_id: number;
  environment_id: number;
  claimed_at_ms: number | null;
}

/** What the dispatcher reads and writes, kept in memory. */
class Runs {
  readonly rows = new Map<number, Waiting>();
  readonly limits = new Map<number, number>();
  claimed: number[] = [];

  readonly sql: DispatchSql = {
    runs: {
      active: { all: () => [...this.rows.values()] },
      claim: {
        run: ({ id, now }) => {
          this.get(id).claimed_at_ms = now;
          this.claimed.push(id);
        },
      },
    },
    environments: {
      limit: { get: id => ({ max_concurrent_runs: this.limits.get(id) ?? 1 }) },
    },
  };

  get(id: number): Waiting {
    const row = this.rows.get(id);
    if (!row) throw new Error(`There is no run ${id}`);
    return row;
  }

  add(id: number, job_id: number, environment_id: number): Waiting {
    const row: Waiting = { id, job_id, environment_id, claimed_at_ms: null };
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

/** What the invariants say, by walking all there is, environment by environment. Claims nothing. */
function naive(runs: Runs, environments: Iterable<number>): number[] {
  const busy = [...runs.rows.values()].filter(row => row.claimed_at_ms !== null);
  const jobs = new Set(busy.map(row => row.job_id));
  const counts = new Map<number, number>();
  const count = (environment: number) => counts.get(environment) ?? 0;
  for (const row of busy) counts.set(row.environment_id, count(row.environment_id) + 1);
  const claims: number[] = [];
  for (const environment of environments) {
    for (const row of runs.rows.values()) {
      if (row.environment_id !== environment || row.claimed_at_ms !== null) continue;
      if (jobs.has(row.job_id) || count(environment) >= (runs.limits.get(environment) ?? 1)) continue;
      jobs.add(row.job_id);
      counts.set(environment, count(environment) + 1);
      claims.push(row.id);
    }
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
    /** In the order in which runs first waited there: it decides between two for a job that waits in both. */
    const environments = new Set<number>();
    let next = 1;
    const pick = (claimed: boolean) => {
      const rows = [...runs.rows.values()].filter(row => (row.claimed_at_ms !== null) === claimed);
      return rows[below(Math.max(1, rows.length))];
    };
    for (let turn = 0; turn < 400; turn++) {
      const choice = below(20);
      if (choice < 9) {
        const job = below(homes.length);
        const row = runs.add(next++, job, homes[job] ?? 0);
        environments.add(row.environment_id);
        dispatcher.enqueue(row.id, row);
      } else if (choice < 15) {
        const row = pick(true);
        if (!row) continue;
        runs.rows.delete(row.id);
        dispatcher.release(row);
      } else if (choice < 17) {
        const row = pick(false);
        if (!row) continue;
        runs.rows.delete(row.id);
        dispatcher.drop(row.id, row);
      } else if (choice === 17) runs.limits.set(below(3), 1 + below(4));
      else if (choice === 18) homes[below(homes.length)] = below(3);
      else {
        dispatcher.reload();
        environments.clear();
        for (const row of runs.rows.values()) {
          if (row.claimed_at_ms === null) environments.add(row.environment_id);
        }
      }
      const wanted = naive(runs, environments);
      dispatcher.claimReady(transaction());
      expect(runs.takeClaimed()).toEqual(wanted);
    }
    expect(started.length).toBeGreaterThan(50);
  },
);

test('claims cost what can start, not what waits', () => {
  const runs = new Runs();
  const dispatcher = new Dispatcher(runs.sql, () => {});
  runs.limits.set(1, 2);
  const queued = 30_000;
  for (let id = 1; id <= queued; id++) dispatcher.enqueue(id, runs.add(id, 1, 1));
  const began = performance.now();
  for (let id = 1; id <= queued; id++) {
    dispatcher.claimReady(transaction());
    dispatcher.release(runs.get(id));
  }
  expect(runs.claimed).toHaveLength(queued);
  // Here it takes 0.1 s; walking what waits at each claim took 10 s.
  expect(performance.now() - began).toBeLessThan(1_000);
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
