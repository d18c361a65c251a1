import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { Bus } from '../../../src/main/engine/bus.ts';
import { Store } from '../../../src/main/engine/store/store.ts';
import { silentLog } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** What tables that grow with every run or promotion are called in the statements. */
const histories = /^SCAN (runs|r|last|good|promotions|p|pending|applied)\b/;

test('what is asked of every job finds its runs and promotions by index, however many there are', () => {
  const file = join(temporaryDirectory(), 'slipway.db');
  const store = new Store(file, new FakeClock(), new Bus('epoch'), silentLog);
  const db = new Database(file, { readonly: true });
  onTestFinished(() => {
    db.close();
    store.close();
  });
  const scansOf = ({ source }: { source: string }) =>
    db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${source}`)
      .all({ bound: 1, job: 1, limit: 1 })
      .map(step => step.detail)
      .filter(step => histories.test(step));
  const { activeRuns, ...board } = store.sql.board;
  const asked = Object.entries({ ...board, lastOfJob: store.sql.runs.lastOfJob });
  const scans = asked.flatMap(([name, statement]) => scansOf(statement).map(step => `${name}: ${step}`));
  expect(scans).toEqual([]);
  // Those under way are few, and have an index of their own.
  expect(scansOf(activeRuns)).toEqual([]);
});
