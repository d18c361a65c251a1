import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type Database from 'better-sqlite3';
import { Bus } from '../../../src/main/engine/bus.ts';
import { encode, runStateCodes } from '../../../src/main/engine/store/codes.ts';
import { type RunFilter, runPages } from '../../../src/main/engine/store/run-pages.ts';
import { Store } from '../../../src/main/engine/store/store.ts';
import { silentLog } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';

interface Row {
  id: number;
  job_id: number;
  environment_id: number;
  model_id: number | null;
  state: number;
  trigger_kind: number;
  draft: number;
  cause: string;
  created_at_ms: number;
}

const directory = mkdtempSync(join(tmpdir(), 'slipway-pages-'));
const store = new Store(join(directory, 'slipway.db'), new FakeClock(), new Bus('e'), silentLog);
const rows: Row[] = [];

/** A small generator with a seed: the same rows in every run. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

beforeAll(async () => {
  const db = (store as unknown as { db: Database.Database }).db;
  await store.write(() => {
    db.exec(`
      INSERT INTO connections (id, name, engine, description, created_at_ms, updated_at_ms)
        VALUES (1, 'c', 'duckdb', '', 0, 0);
      INSERT INTO documents VALUES (1, x'00', '{}');
    `);
    for (let id = 1; id <= 3; id++) {
      db.prepare(
        `INSERT INTO environments (id, name, description, position, colour, protected, connection_id, source_mapping_json,
           variables_json, max_concurrent_runs, created_at_ms, updated_at_ms)
         VALUES (?, ?, '', ?, 'gray', 0, 1, '{}', '{}', 4, 0, 0)`,
      ).run(id, `env${id}`, id);
      db.prepare(
        `INSERT INTO models (id, name, description, owner, labels_json, draft_sql, draft_revision, draft_updated_at_ms,
           created_at_ms, updated_at_ms)
         VALUES (?, ?, '', '', '[]', '', 1, 0, 0, 0)`,
      ).run(id, `model${id}`);
    }
    for (let id = 1; id <= 8; id++) {
      db.prepare(`INSERT INTO jobs VALUES (?, ?, 'model', ?, ?, NULL, 1, NULL, NULL, 0, 0, 1, 1)`).run(
        id,
        `job${id}`,
        (id % 3) + 1,
        id === 8 ? null : (id % 2) + 1,
      );
    }
    const next = random(7);
    const insert = db.prepare(
      `INSERT INTO runs (id, job_id, job_version, environment_id, model_id, draft, state, trigger_kind, actor, cause,
         attempt, frozen_id, created_at_ms, ended_at_ms)
       VALUES (@id, @job_id, 1, @environment_id, @model_id, @draft, @state, @trigger_kind, 'a', @cause, 1, 1, @created_at_ms,
         CASE WHEN @state < 3 THEN NULL ELSE @created_at_ms + 1 END)`,
    );
    for (let id = 1; id <= 600; id++) {
      const job = next(8) + 1;
      const row: Row = {
        id,
        job_id: job,
        environment_id: (job % 3) + 1,
        model_id: job === 8 ? null : (job % 2) + 1,
        draft: next(10) === 0 ? 1 : 0,
        state: next(7),
        trigger_kind: next(2),
        cause: ['', 'backfill of 2001', '100% sure'][next(3)] ?? '',
        // The clock went back now and then.
        created_at_ms: 10_000 + id * 10 - (next(20) === 0 ? 500 : 0),
      };
      rows.push(row);
      insert.run(row);
      if (row.state === encode(runStateCodes, 'failed')) {
        db.prepare(`INSERT INTO run_failures VALUES (?, 1, 'build', 'x', ?, NULL, NULL, 0, NULL)`).run(
          id,
          id % 2 === 0 ? 'Missing table' : 'Division by zero',
        );
      }
    }
  });
});

afterAll(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

function expected(filter: RunFilter): number[] {
  const byTime = filter.sinceMs !== undefined || filter.untilMs !== undefined;
  const text = filter.pattern?.slice(1, -1).replaceAll('\\', '').toLowerCase();
  return rows
    .filter(
      row =>
        (filter.jobId === undefined || row.job_id === filter.jobId) &&
        (filter.environmentId === undefined || row.environment_id === filter.environmentId) &&
        (filter.modelId === undefined || row.model_id === filter.modelId) &&
        (filter.states === undefined || filter.states.includes(row.state)) &&
        (filter.triggerKind === undefined || row.trigger_kind === filter.triggerKind) &&
        (row.draft === 1) === filter.draft &&
        (filter.sinceMs === undefined || row.created_at_ms >= filter.sinceMs) &&
        (filter.untilMs === undefined || row.created_at_ms < filter.untilMs) &&
        (text === undefined || searchable(row).includes(text)),
    )
    .sort((a, b) => (byTime ? b.created_at_ms - a.created_at_ms : 0) || b.id - a.id)
    .map(row => row.id);
}

function searchable(row: Row): string {
  const failure =
    row.state === encode(runStateCodes, 'failed')
      ? row.id % 2 === 0
        ? 'Missing table'
        : 'Division by zero'
      : '';
  return [`job${row.job_id}`, row.model_id === null ? '' : `model${row.model_id}`, row.cause, failure]
    .join('\n')
    .toLowerCase();
}

function allPages(filter: RunFilter, limit: number, pages = store.sql.runs.page): number[] {
  const ids: number[] = [];
  let after: string | undefined;
  for (let count = 0; count < 1_000; count++) {
    const page = pages(filter, after, limit);
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    ids.push(...page.rows.map(row => row.id));
    if (page.next === null) return ids;
    after = page.next;
  }
  throw new Error('the pages have no end');
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const filters: fc.Arbitrary<RunFilter> = fc.record({
  jobId: maybe(fc.integer({ min: 1, max: 9 })),
  environmentId: maybe(fc.integer({ min: 1, max: 3 })),
  modelId: maybe(fc.integer({ min: 1, max: 3 })),
  states: maybe(fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 })),
  triggerKind: maybe(fc.integer({ min: 0, max: 1 })),
  draft: fc.boolean(),
  sinceMs: maybe(fc.integer({ min: 9_000, max: 16_500 })),
  untilMs: maybe(fc.integer({ min: 9_000, max: 16_500 })),
  pattern: maybe(fc.constantFrom('%backfill%', '%100\\%%', '%zero%', '%job3%', '%model1%', '%nothing%')),
});

describe('pages of runs', () => {
  test('together are exactly the runs of the filter, newest first, for any filter', () => {
    fc.assert(
      fc.property(filters, fc.integer({ min: 1, max: 200 }), (filter, limit) => {
        expect(allPages(filter, limit)).toEqual(expected(filter));
      }),
      { numRuns: 400 },
    );
  });

  test('are the same when only a few rows are looked at for each', () => {
    const bounded = runPages((store as unknown as { db: Database.Database }).db, 37);
    fc.assert(
      fc.property(filters, filter => {
        expect(allPages(filter, 10, bounded)).toEqual(expected(filter));
      }),
      { numRuns: 200 },
    );
  });

  test('name what a run belongs to, and its last failure', () => {
    const failed = store.sql.runs.page(
      { draft: false, states: [encode(runStateCodes, 'failed')] },
      undefined,
      1,
    ).rows[0];
    expect(failed).toMatchObject({
      job_name: expect.stringMatching(/^job/),
      environment_name: expect.stringMatching(/^env/),
    });
    expect(failed?.failure).toMatch(/Missing table|Division by zero/);
  });

  test('refuse a place that is none', () => {
    expect(() => store.sql.runs.page({ draft: false }, 'soon', 10)).toThrow(
      expect.objectContaining({ code: 'validation', message: '"soon" is no place in this list' }),
    );
  });
});
