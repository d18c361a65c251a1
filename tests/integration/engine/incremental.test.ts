import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/shared/contract/checks.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { ada, ended, rowsOf, runJob } from '../../support/engine.ts';
import { type Events, keep, openEvents } from '../../support/events.ts';
import { crashed } from '../../support/executors.ts';

const row = (id: number, day: number, value: string) =>
  `${id}, DATE '2013-01-${String(day).padStart(2, '0')}', TIMESTAMP '2013-01-${String(day).padStart(2, '0')} 10:00:00', '${value}'`;
const kept = ({ engine }: Events) => rowsOf(engine, 'dev', 'select id, value from events order by id, value');

const append: Materialization = { type: 'incremental', strategy: 'append', watermark: 'AT' };
const merge: Materialization = {
  type: 'incremental',
  strategy: 'merge',
  unique_key: ['ID'],
  watermark: 'AT',
  look_back: '2 days',
};
const byKey: Materialization = {
  type: 'incremental',
  strategy: 'delete_insert',
  unique_key: ['DAY'],
  watermark: 'DAY',
};
const byTime: Materialization = {
  type: 'incremental',
  strategy: 'delete_insert',
  watermark: 'DAY',
  look_back: '1 day',
};

async function fails(events: Events, code: string) {
  const before = await kept(events).catch(() => 'nothing there');
  const run = await runJob(events.engine, 'events');
  expect(
    run.failures.map(failure => failure.code),
    run.failure ?? '',
  ).toEqual([code]);
  // The target is as it was, and nothing is left beside it.
  expect(await kept(events).catch(() => 'nothing there')).toEqual(before);
  const { relations } = await listed(events);
  expect(relations).toEqual([
    'LAKE.RAW.EVENTS',
    ...(before === 'nothing there' ? [] : ['SHOP.MARTS.EVENTS']),
  ]);
  return run.failure;
}

async function listed({ engine }: Events) {
  const relations = await engine.catalog.relations({ environment: 'dev', search: 'EVENTS' });
  return { relations: relations.map(({ database, schema, name }) => `${database}.${schema}.${name}`).sort() };
}

describe('an incremental job', () => {
  test.each([
    ['append', append, 1],
    // The row that changed is within the look-back.
    ['merge', merge, 3],
    ['delete_insert by key', byKey, 3],
    ['delete_insert by time', byTime, 3],
  ])('%s: builds all once, then what is new', async (_, materialization, written) => {
    const events = await openEvents();
    await events.fill(row(1, 1, 'a'), row(2, 2, 'b'), row(3, 2, 'c'));
    await keep(events.engine, materialization);
    const first = await runJob(events.engine, 'events');
    expect([first.state, first.failure]).toEqual(['completed', null]);
    expect(first.steps.map(({ name }) => name)).toEqual([
      'compile',
      'sources',
      'shadow',
      'inspect',
      'publish',
      'cleanup',
      'describe',
    ]);
    expect(await kept(events)).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    await events.fill(row(1, 1, 'a'), row(2, 2, 'b'), row(3, 2, 'c'), row(4, 3, 'd'));
    const second = await runJob(events.engine, 'events');
    expect([second.state, second.failure]).toEqual(['completed', null]);
    expect(await kept(events)).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
    ]);
    expect((await listed(events)).relations).toEqual(['LAKE.RAW.EVENTS', 'SHOP.MARTS.EVENTS']);
    // Nothing new: nothing is doubled.
    expect((await runJob(events.engine, 'events')).state).toBe('completed');
    expect(await kept(events)).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
    ]);
    expect(second.rows_affected).toBeGreaterThanOrEqual(written);
  });

  test('takes what changed and what came late, as far as its strategy says', async () => {
    const events = await openEvents();
    const before = [row(1, 1, 'a'), row(2, 4, 'b'), row(3, 5, 'c')];
    const after = [row(1, 1, 'A'), row(2, 4, 'B'), row(3, 5, 'c'), row(4, 4, 'late'), row(5, 6, 'new')];
    for (const [materialization, expected] of [
      [
        append,
        [
          [1, 'a'],
          [2, 'b'],
          [3, 'c'],
          [5, 'new'],
        ],
      ],
      [
        merge,
        [
          [1, 'a'],
          [2, 'B'],
          [3, 'c'],
          [4, 'late'],
          [5, 'new'],
        ],
      ],
      [
        byTime,
        [
          [1, 'a'],
          [2, 'B'],
          [3, 'c'],
          [4, 'late'],
          [5, 'new'],
        ],
      ],
      // The days that have a row from the highest day on: the fifth and the sixth.
      [
        byKey,
        [
          [1, 'a'],
          [2, 'b'],
          [3, 'c'],
          [5, 'new'],
        ],
      ],
    ] as const) {
      await keep(events.engine, materialization);
      await events.fill(...before);
      await events.engine.runs
        .dispatch(ada, { job: 'events', cause: '', variables: {}, full_refresh: true })
        .then(({ id }) => ended(events.engine, id));
      expect(await kept(events)).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]);
      await events.fill(...after);
      await runJob(events.engine, 'events');
      expect(await kept(events), materialization.strategy).toEqual(expected);
    }
  });

  test('tells its text from when rows are asked for', async () => {
    const events = await openEvents(
      'select id, day, at, value, {{ is_incremental }} as inc, {{ start_ts }} as since, {{ end_ts }} as until from LAKE.RAW.EVENTS where at >= {{ start_ts }} and at < dateadd(day, 1, {{ end_ts }})',
    );
    await keep(events.engine, { ...merge, look_back: '1 day' });
    await events.fill(row(1, 1, 'a'), row(2, 2, 'b'));
    expect((await runJob(events.engine, 'events')).failure).toBeNull();
    await events.add(row(3, 3, 'c'));
    const run = await runJob(events.engine, 'events');
    expect(run.failure).toBeNull();
    expect(await rowsOf(events.engine, 'dev', 'select id, inc, since from events order by id')).toEqual([
      [1, true, '2013-01-01T10:00:00'],
      [2, true, '2013-01-01T10:00:00'],
      [3, true, '2013-01-01T10:00:00'],
    ]);
    expect(
      await rowsOf(
        events.engine,
        'dev',
        `select {{ is_incremental }} as a, {{ start_ts }} < '1900-01-01' as b`,
      ),
    ).toEqual([[false, true]]);
    // Elsewhere the name is anybody's.
    await events.engine.workspace.setVariables(ada, { start_ts: 'mine' });
    expect(await rowsOf(events.engine, 'dev', 'select {{ start_ts }} as a')).toEqual([['mine']]);
    expect((await runJob(events.engine, 'events')).failure).toBeNull();
  });

  test('refuses before any write what would lose or double rows', async () => {
    const events = await openEvents();
    await events.fill(row(1, 1, 'a'), row(1, 1, 'b'), row(2, 1, 'c'), row(2, 2, 'd'), row(3, 1, 'e'));
    // Told at once, not by the run that would need it.
    await keep(events.engine, { ...append, watermark: 'VALUE' });
    expect(await fails(events, 'watermark_type')).toContain('The watermark VALUE is a VARCHAR');
    await keep(events.engine, merge);
    expect(await fails(events, 'duplicate_key')).toBe(
      'The key is not unique: ID = 1 (2 rows); ID = 2 (2 rows). Nothing was written',
    );
    await events.fill(row(1, 1, 'a'), row(2, 2, 'b'));
    expect((await runJob(events.engine, 'events')).state).toBe('completed');
    await events.add(row(2, 2, 'again'));
    expect(await fails(events, 'duplicate_key')).toContain('ID = 2 (2 rows)');
    await events.fill(row(1, 1, 'a'), row(2, 2, 'b'), "3, DATE '2013-01-03', NULL, 'c'");
    expect(await fails(events, 'watermark_null')).toContain('1 row of the result has no AT');
    await events.fill(row(1, 1, 'a'), "NULL, DATE '2013-01-03', TIMESTAMP '2013-01-03', 'c'");
    expect(await fails(events, 'key_null')).toContain('has no ID');
    await events.write(`UPDATE SHOP.MARTS.EVENTS SET "AT" = 'infinity' WHERE "ID" = 2`);
    expect(await fails(events, 'watermark_infinite')).toContain('The highest AT in the target is infinity');
    await events.write(`UPDATE SHOP.MARTS.EVENTS SET "AT" = '2013-01-02' WHERE "ID" = 2`);
    await keep(events.engine, { ...merge, watermark: 'WHEN' });
    expect(await fails(events, 'watermark_missing')).toContain('SHOP.MARTS.EVENTS has no column WHEN');
    await keep(events.engine, { ...append, watermark: 'VALUE' });
    expect(await fails(events, 'watermark_type')).toBe(
      'The watermark VALUE is a VARCHAR, and which of two is later cannot be told of that',
    );
    await keep(events.engine, { ...merge, watermark: 'ID' });
    expect(await fails(events, 'watermark_type')).toContain('2 days is no distance between numbers');
  });

  test('adds to nothing that it has not built', async () => {
    const events = await openEvents();
    await events.fill(row(1, 1, 'a'));
    await events.write(
      'CREATE SCHEMA IF NOT EXISTS SHOP.MARTS',
      'CREATE TABLE SHOP.MARTS.EVENTS AS SELECT * FROM LAKE.RAW.EVENTS',
    );
    await keep(events.engine, append);
    expect(await fails(events, 'target_not_built')).toBe(
      'SHOP.MARTS.EVENTS is there, and this job has not built it',
    );
    await events.write(
      'DROP TABLE SHOP.MARTS.EVENTS',
      'CREATE VIEW SHOP.MARTS.EVENTS AS SELECT * FROM LAKE.RAW.EVENTS',
    );
    expect(await fails(events, 'target_is_view')).toContain('is a view');
    const { id } = await events.engine.runs.dispatch(ada, {
      job: 'events',
      cause: '',
      variables: {},
      full_refresh: true,
    });
    expect(await ended(events.engine, id)).toBe('completed');
    await events.add(row(2, 2, 'b'));
    expect((await runJob(events.engine, 'events')).state).toBe('completed');
    expect(await kept(events)).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  test('meets changed columns as the job says', async () => {
    const events = await openEvents();
    const { engine } = events;
    await events.fill(row(1, 1, 'a'), row(3, 4, 'c'));
    await keep(engine, merge);
    expect((await runJob(engine, 'events')).state).toBe('completed');
    await engine.models.saveDraft({
      model: 'events',
      sql: 'select id, day, at, value, 7 as more from LAKE.RAW.EVENTS',
    });
    await engine.versions.publish(ada, { model: 'events', message: '', tag: 'v2' });
    await keep(engine, merge, 'v2');
    expect(await fails(events, 'schema_changed')).toBe(
      'The columns have changed: the target lacks MORE INTEGER. Nothing was written',
    );
    await events.add(row(2, 5, 'b'));
    await keep(engine, { ...merge, on_schema_change: 'append_columns' }, 'v2');
    expect((await runJob(engine, 'events')).failure).toBeNull();
    expect(await rowsOf(engine, 'dev', 'select id, more from events order by id')).toEqual([
      [1, null],
      [2, 7],
      [3, 7],
    ]);
    await events.write('ALTER TABLE LAKE.RAW.EVENTS ALTER "VALUE" TYPE INTEGER USING 1');
    expect(await fails(events, 'schema_changed')).toContain(
      'VALUE is VARCHAR in the target and INTEGER in the query',
    );
    await keep(engine, { ...merge, on_schema_change: 'full_refresh' }, 'v2');
    expect((await runJob(engine, 'events')).failure).toBeNull();
    expect(await rowsOf(engine, 'dev', 'select id, value, more from events order by id')).toEqual([
      [1, 1, 7],
      [2, 1, 7],
      [3, 1, 7],
    ]);
  });

  test('tells what its conditions and checks would ask, of what stands beside the target', async () => {
    const events = await openEvents();
    const { engine } = events;
    await events.fill(row(1, 1, 'a'));
    await keep(engine, merge, 'v1', {
      conditions: [
        { freshness: { source: 'LAKE.RAW.EVENTS', column: 'at', within: '366 days' } },
        { quality: { source: 'LAKE.RAW.EVENTS', check: 'not_null', column: 'ID' } },
      ],
      checks: [
        { check: 'unique', columns: ['ID'] },
        { check: 'row_count', min: 1 },
        { check: 'sql', sql: 'select * from {{ this }} where id < 0', name: 'no negatives' },
        { check: 'relationship', column: 'DAY', to: 'LAKE.RAW.EVENTS', to_column: 'DAY' },
      ],
    });
    const plan = await engine.runs.plans.ofJob('events', { variables: {} });
    expect(plan.problem).toBeNull();
    const [gate] = plan.steps;
    expect([gate?.name, gate?.purpose]).toEqual(['gate', 'gate']);
    expect(gate?.statements).toHaveLength(2);
    expect(gate?.statements[0]).toContain('MAX("AT")');
    expect(gate?.statements[1]).toContain('"ID" IS NULL');
    const audit = plan.steps.find(({ purpose }) => purpose === 'audit');
    const beside = '"SHOP"."MARTS"."EVENTS__SLIPWAY_<run>"';
    expect(audit?.statements.slice(0, 3)).toEqual([
      expect.stringContaining(beside),
      `SELECT COUNT(*) AS "ROWS" FROM ${beside}`,
      expect.stringContaining(beside),
    ]);
    expect(audit?.statements).toHaveLength(4);
    expect(plan.warnings).toEqual([]);
  });

  test('tells what a run would do, and writes nothing', async () => {
    const events = await openEvents();
    const { engine } = events;
    await events.fill(row(1, 1, 'a'));
    await keep(engine, merge);
    const plan = (full = false) => engine.runs.plans.ofJob('events', { variables: {}, full_refresh: full });
    const first = await plan();
    expect(first).toMatchObject({
      window: { mode: 'full', reason: 'the target is not there yet' },
      problem: null,
    });
    expect(first.steps.map(({ purpose }) => purpose)).toEqual(['shadow', 'inspect', 'publish', 'cleanup']);
    expect((await listed(events)).relations).toEqual(['LAKE.RAW.EVENTS']);
    expect((await runJob(engine, 'events')).frozen.window?.mode).toBe('full');
    const next = await plan();
    expect(next.window).toEqual({
      mode: 'new',
      reason: 'the highest AT in the target is 2013-01-01 10:00:00, and 2 days before',
      watermark: 'AT',
      start: '2012-12-30 10:00:00',
      end: null,
      intervals: null,
    });
    const run = await runJob(engine, 'events');
    // What was planned is what was sent.
    const named = (steps: typeof next.steps) =>
      JSON.stringify(steps).replaceAll(/__SLIPWAY_[0-9A-F]{8}_\d+|__SLIPWAY_<run>/g, '…');
    expect(named(run.frozen.plan)).toBe(named(next.steps));
    expect((await plan(true)).window).toMatchObject({ mode: 'full', reason: 'a full refresh was asked for' });
    await engine.versions.tag(ada, { model: 'events', version: '1', tag: 'again', note: '', move: false });
    const promotion = await engine.promotions.plan(ada, {
      model: 'events',
      environment: 'dev',
      tag: 'again',
    });
    expect([promotion.window?.mode, promotion.warnings]).toEqual(['new', []]);
    await events.write('DROP TABLE LAKE.RAW.EVENTS');
    expect(await plan()).toMatchObject({ steps: [], problem: { code: 'source_missing' } });
  });

  test('is looked at as what it will be: checks that fail keep the new rows out', async () => {
    const events = await openEvents();
    await events.fill(row(1, 1, 'a'), row(2, 2, 'b'));
    const checks: Check[] = [
      { check: 'row_count', max: 3 },
      { check: 'unique', columns: ['VALUE'] },
    ];
    for (const materialization of [append, merge, byKey, byTime]) {
      await keep(events.engine, materialization, 'v1', { checks });
      await events.fill(row(1, 1, 'a'), row(2, 2, 'b'));
      const { id } = await events.engine.runs.dispatch(ada, {
        job: 'events',
        cause: '',
        variables: {},
        full_refresh: true,
      });
      expect(await ended(events.engine, id)).toBe('completed');
      // Each of the rows would do by itself, but not beside those that are there.
      await events.add(row(3, 3, 'a'));
      expect(await fails(events, 'check_failed')).toContain('SHOP.MARTS.EVENTS is as it was');
      await events.fill(row(1, 1, 'a'), row(2, 2, 'b'), row(3, 3, 'c'));
      const run = await runJob(events.engine, 'events');
      expect(run.failure).toBeNull();
      expect(run.steps.map(({ name }) => name)).toEqual([
        'compile',
        'sources',
        'shadow',
        'inspect',
        'result',
        'audit',
        'publish',
        'cleanup',
        'describe',
      ]);
      expect(run.checks.map(({ outcome, measured }) => [outcome, measured])).toEqual([
        ['passed', 3],
        ['passed', null],
      ]);
      expect(await kept(events)).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]);
      expect((await listed(events)).relations).toEqual(['LAKE.RAW.EVENTS', 'SHOP.MARTS.EVENTS']);
    }
  });

  test('compares the rows there are with the rows there were, not with those that the last run changed', async () => {
    const events = await openEvents();
    await events.fill(row(1, 1, 'a'), row(2, 1, 'b'), row(3, 1, 'c'), row(4, 1, 'd'));
    await keep(events.engine, append);
    await runJob(events.engine, 'events');
    await events.add(row(5, 2, 'e'));
    expect((await runJob(events.engine, 'events')).rows_affected).toBe(1);
    await keep(events.engine, append, 'v1', { checks: [{ check: 'row_change', max_increase: 25 }] });
    await events.add(row(6, 3, 'f'));
    expect((await runJob(events.engine, 'events')).failure).toBeNull();
    await events.add(row(7, 4, 'g'), row(8, 4, 'h'));
    expect(await fails(events, 'check_failed')).toContain('it has 8 rows');
  });

  test('does not let rows be lost by what only one run has of its own, by another writer, or by a cut key', async () => {
    const events = await openEvents(
      'select id, day, at, value from LAKE.RAW.EVENTS where value <> {{ without }} or value is null',
    );
    const { engine } = events;
    await engine.workspace.setVariables(ada, { without: 'x' });
    await events.fill(row(1, 1, 'a'));
    await keep(engine, append);
    await runJob(engine, 'events');
    const own = await runJob(engine, 'events', { variables: { without: 'b' } });
    expect(own.failures).toMatchObject([{ code: 'run_override' }]);
    await engine.workspace.setVariables(ada, { without: 'y' });
    const changed = await runJob(engine, 'events');
    expect(changed.state).toBe('completed');
    expect(JSON.stringify(engine.runs.logs({ run: changed.id, level: 'warn', limit: 10 }).lines)).toContain(
      'Other than in the last run: variables',
    );

    // Another job builds the same table meanwhile.
    await engine.jobs.apply(ada, {
      definition: {
        name: 'other',
        kind: 'model',
        environment: 'dev',
        model: 'events',
        tag: 'v1',
        target: { table: 'EVENTS' },
        materialization: { type: 'table' },
      },
      message: '',
      publish: true,
      confirm_shared_target: true,
    });
    const other = await runJob(engine, 'other');
    expect((await runJob(engine, 'events')).failure).toBe(
      `SHOP.MARTS.EVENTS was built last by other (run #${other.id})`,
    );
    await engine.jobs.remove(ada, 'other');

    await engine.models.saveDraft({
      model: 'events',
      sql: 'select id, day, at, value from LAKE.RAW.EVENTS where at >= {{ start_ts }}',
    });
    await engine.versions.publish(ada, { model: 'events', message: '', tag: 'v2' });
    await keep(engine, byKey, 'v2');
    expect((await runJob(engine, 'events')).failures).toMatchObject([{ code: 'key_cut' }]);
  });

  test('a full refresh that failed is asked for again, and one is not skipped for sources that are as they were', async () => {
    const events = await openEvents();
    const { engine } = events;
    await events.fill(row(1, 1, 'a'));
    const conditions = [
      { freshness: { source: 'LAKE.RAW.EVENTS', column: 'AT', changed_since_last_success: true as const } },
    ];
    await keep(engine, merge, 'v1', { conditions });
    expect((await runJob(engine, 'events')).state).toBe('completed');
    expect((await runJob(engine, 'events')).state).toBe('skipped');
    const refresh = async () => {
      const { id } = await engine.runs.dispatch(ada, {
        job: 'events',
        cause: '',
        variables: {},
        full_refresh: true,
      });
      return { id, state: await ended(engine, id) };
    };
    expect((await refresh()).state).toBe('completed');
    await events.fill(row(1, 1, 'a'), row(1, 1, 'twin'));
    const failed = await refresh();
    expect(failed.state).toBe('failed');
    await events.fill(row(1, 1, 'A'));
    const again = await engine.runs.retry(ada, failed.id, 'today', '');
    expect(await ended(engine, again.id)).toBe('completed');
    expect(engine.runs.get(again.id).frozen).toMatchObject({ full_refresh: true, window: { mode: 'full' } });
    expect(await kept(events)).toEqual([[1, 'A']]);
    await events.write('DROP TABLE SHOP.MARTS.EVENTS');
    expect((await runJob(engine, 'events')).state).toBe('completed');
  });

  test('asks once more where the executor dies while it looks', async () => {
    const lost = new Set<string>();
    const events = await openEvents(undefined, real => ({
      async *query(request, signal) {
        const step = request.tag?.step ?? '';
        if (['compile', 'inspect'].includes(step) && !lost.has(step)) {
          lost.add(step);
          throw crashed();
        }
        yield* real.query(request, signal);
      },
    }));
    await keep(events.engine, merge);
    await events.fill(row(1, 1, 'a'));
    expect((await runJob(events.engine, 'events')).failure).toBeNull();
    await events.add(row(2, 2, 'b'));
    expect((await runJob(events.engine, 'events')).failure).toBeNull();
    expect([...lost].sort()).toEqual(['compile', 'inspect']);
    expect(await kept(events)).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });
});
