import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { Bus } from '../../../src/main/engine/bus.ts';
import { Store } from '../../../src/main/engine/store/store.ts';
import { silentLog } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** A new store, and how SQLite would go about a statement in it: one line a step. */
function opened() {
  const file = join(temporaryDirectory(), 'slipway.db');
  const store = new Store(file, new FakeClock(), new Bus('epoch'), silentLog);
  const db = new Database(file, { readonly: true });
  onTestFinished(() => {
    db.close();
    store.close();
  });
  const planOf = (source: string, values: unknown[] | object): string[] =>
    db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${source}`)
      .all(...(Array.isArray(values) ? values : [values]))
      .map(step => step.detail);
  return { store, planOf };
}

test('pauses are found by index, however many there have been', () => {
  const { store, planOf } = opened();
  const { nextDue, pauseOf, pausesSince } = store.sql.triggers;
  const byJob = /^SEARCH (p|pauses) USING INDEX open_pauses \(<expr>=\?\)/;
  const due = planOf(nextDue.source, []).filter(step => / p\b/.test(step));
  expect(due).toEqual([expect.stringMatching(byJob)]);
  expect(planOf(pauseOf.source, [1])).toEqual([expect.stringMatching(byJob)]);
  expect(planOf(pausesSince.source, [1]).filter(step => /^SCAN pauses\b/.test(step))).toEqual([]);
});

test('what an absence started is found in one walk over its index, job by job and run by run', () => {
  const { store, planOf } = opened();
  const steps = planOf(store.sql.fires.runsOfWake.source, [1]);
  expect(steps).toContain('SEARCH fires USING COVERING INDEX fires_by_wake (wake_id=?)');
  expect(steps).not.toContainEqual(expect.stringMatching(/TEMP B-TREE|^SCAN (fires|f|runs|r)\b/));
});

test('the newest run of a job is found without looking at what is under way of others', () => {
  const { store, planOf } = opened();
  const steps = planOf(store.sql.runs.lastOfJob.source, { job: 1, limit: 1 });
  expect(steps).toContain('SEARCH runs USING INDEX active_runs_of_job (job_id=?)');
  expect(steps.filter(step => / runs /.test(step) && !step.includes('job_id=?'))).toEqual([]);
  expect(steps).not.toContainEqual(expect.stringContaining('TEMP B-TREE'));
});
