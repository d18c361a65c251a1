import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bus } from '../../../src/main/engine/bus.ts';
import { type FireFilter, firePageSql } from '../../../src/main/engine/store/fire-pages.ts';
import { Store } from '../../../src/main/engine/store/store.ts';
import { silentLog } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';

interface Row {
  id: number;
  job_id: number;
  nominal_at_ms: number;
  last_at_ms: number;
  count: number;
  outcome: number;
}

const directory = mkdtempSync(join(tmpdir(), 'slipway-ledger-'));
const store = new Store(join(directory, 'slipway.db'), new FakeClock(), new Bus('e'), silentLog);
const db = (store as unknown as { db: Database.Database }).db;
const rows: Row[] = [];
const jobs = 5;

/** A small generator with a seed: the same rows in every run. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state >> 8) % below;
  };
}

beforeAll(() => {
  db.exec(`
    INSERT INTO connections (id, name, engine, description, created_at_ms, updated_at_ms)
      VALUES (1, 'c', 'duckdb', '', 0, 0);
    INSERT INTO environments (id, name, description, position, colour, protected, connection_id, source_mapping_json,
      variables_json, max_concurrent_runs, created_at_ms, updated_at_ms)
      VALUES (1, 'dev', '', 1, 'gray', 0, 1, '{}', '{}', 4, 0, 0);
  `);
  const next = random(11);
  const insert = db.prepare<[Row]>(
    `INSERT INTO fires (id, job_id, trigger_id, cause_id, nominal_at_ms, last_at_ms, count, due_at_ms, decided_at_ms, outcome,
       reason) VALUES (@id, @job_id, @job_id, @id, @nominal_at_ms, @last_at_ms, @count, 0, 0, @outcome, 'on_time')`,
  );
  for (let id = 1; id <= jobs; id++) {
    db.prepare(
      `INSERT INTO jobs (id, name, kind, environment_id, created_at_ms, updated_at_ms) VALUES (?, ?, 'model', 1, 0, 0)`,
    ).run(id, `job${id}`);
    db.prepare(`INSERT INTO triggers (id, job_id, kind, spec_json) VALUES (?, ?, 'schedule', '{}')`).run(
      id,
      id,
    );
  }
  for (let id = 1; id <= 500; id++) {
    const isSpan = next(6) === 0;
    // Many share a moment, and what is decided later may be of an earlier time.
    const nominal = 1_000 + next(150) * 10;
    const row: Row = {
      id,
      job_id: next(jobs) + 1,
      nominal_at_ms: nominal,
      last_at_ms: isSpan ? nominal + 10 + next(40) * 10 : nominal,
      count: isSpan ? 2 + next(40) : 1,
      outcome: next(4),
    };
    rows.push(row);
    insert.run(row);
  }
});

afterAll(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

function expected({ job, outcomes, since, until }: FireFilter): number[] {
  return rows
    .filter(
      row =>
        (job === null || row.job_id === job) &&
        (outcomes === null || outcomes.includes(row.outcome)) &&
        (since === null || row.last_at_ms >= since) &&
        (until === null || row.nominal_at_ms < until),
    )
    .sort((a, b) => b.nominal_at_ms - a.nominal_at_ms || b.id - a.id)
    .map(row => row.id);
}

function allPages(filter: FireFilter, limit: number): number[] {
  const ids: number[] = [];
  let [at, id] = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  for (;;) {
    const page = store.sql.fires.page({ ...filter, at, id, limit });
    expect(page.length).toBeLessThanOrEqual(limit);
    ids.push(...page.map(row => row.id));
    const last = page.at(-1);
    if (!last || page.length < limit) return ids;
    [at, id] = [last.nominal_at_ms, last.id];
  }
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const moment = maybe(fc.integer({ min: 98, max: 300 }).map(tens => tens * 10));
const filters: fc.Arbitrary<FireFilter> = fc.record({
  job: maybe(fc.integer({ min: 1, max: jobs + 1 })),
  outcomes: maybe(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 }).filter(list => list.length > 0)),
  since: moment,
  until: moment,
});

describe('pages of the ledger', () => {
  test('together are exactly the rows of the filter, newest first, for any filter', () => {
    fc.assert(
      fc.property(filters, fc.integer({ min: 1, max: 120 }), (filter, limit) => {
        expect(allPages(filter, limit)).toEqual(expected(filter));
      }),
      { numRuns: 400 },
    );
  });

  test('are found by index, whatever the filter, and taken from it in their order', () => {
    const codes = [0, 1, 2, 3];
    const sets = Array.from({ length: 15 }, (_, bits) => codes.filter(code => (bits + 1) & (1 << code)));
    const values = { job: 1, since: 1, at: 1, id: 1, limit: 1 };
    const planOf = (source: string) =>
      db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${source}`)
        .all(values)
        .map(step => step.detail);
    const wrong = [null, 1].flatMap(job =>
      [null, ...sets].flatMap(outcomes =>
        [null, 1].flatMap(since => {
          const { page, spans } = firePageSql({ job, outcomes, since, until: null });
          const pageSteps = planOf(page);
          const walks = pageSteps.filter(step => step.includes('COVERING INDEX fires_by_'));
          const spanSteps = spans === null ? [] : planOf(spans);
          const end = spanSteps.filter(step =>
            /^SEARCH fires USING INDEX spans_by_\w+ \(.*last_at_ms>\?/.test(step),
          );
          return [
            ...[...pageSteps, ...spanSteps].filter(step => /^SCAN (fires|f|jobs|j|triggers|t)\b/.test(step)),
            // Sorting what has the moment in it is little; the walk comes sorted.
            ...pageSteps.filter(step => step.includes('TEMP B-TREE')),
            ...(walks.length === (outcomes?.length ?? 4) ? [] : [`${walks.length} walks`]),
            ...walks.filter(step => !/outcome=\? AND \(?nominal_at_ms/.test(step)),
            ...(spans === null || end.length === 1 ? [] : ['spans not by their end']),
          ].map(step => `${job} ${outcomes?.join()} ${since}: ${step}`);
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });
});
