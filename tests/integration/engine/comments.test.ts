import { describe, expect, test } from 'vitest';
import { textOf } from '../../../src/main/engine/catalog/records.ts';
import { ExecutionError } from '../../../src/main/engine/ports.ts';
import type { Docs } from '../../../src/shared/contract/docs.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { ada, ended, runJob } from '../../support/engine.ts';
import { type Events, keep, openEvents } from '../../support/events.ts';
import { embedded } from '../../support/executors.ts';

const merge: Materialization = {
  type: 'incremental',
  strategy: 'merge',
  unique_key: ['ID'],
  watermark: 'AT',
  on_schema_change: 'append_columns',
};
const row = (id: number, day: number) =>
  `${id}, DATE '2013-01-0${day}', TIMESTAMP '2013-01-0${day} 10:00:00', 'x'`;
const docs: Docs = {
  description: 'All events',
  columns: [
    { name: 'id', description: 'Nobody\'s "number" \\ 1;\nfrom 1' },
    { name: 'DAY', description: 'Day, in UTC' },
    { name: 'gone', description: 'Not there' },
  ],
};
const refused = new ExecutionError({
  code: 'forbidden',
  message: 'Not now',
  sqlstate: '42501',
  query_id: null,
  retryable: false,
  hint: null,
});
const described = { ID: docs.columns[0]?.description, DAY: 'Day, in UTC' };

async function ask({ options }: Events, sql: string): Promise<[string, string][]> {
  const executor = options.executors.for(embedded());
  const session = { role: null, warehouse: null, database: null, schema: null };
  const found: [string, string][] = [];
  for await (const { rows } of executor.query({ queryId: options.ids.uuid(), session, sql, pageRows: 100 })) {
    for (const [name, comment] of rows) found.push([textOf(name) ?? '', textOf(comment) ?? '']);
  }
  return found;
}

const isTarget = (name: string) =>
  `WHERE database_name = 'SHOP' AND ${name} = 'EVENTS' AND comment IS NOT NULL`;

/** The comments that DuckDB has on the columns of the target, those without one left out. */
async function comments(events: Events): Promise<Record<string, string>> {
  return Object.fromEntries(
    await ask(
      events,
      `SELECT column_name, comment FROM duckdb_columns() ${isTarget('table_name')} ORDER BY column_index`,
    ),
  );
}

/** The comment on the target itself. */
async function mark(events: Events): Promise<string[]> {
  const found = await ask(
    events,
    `SELECT table_name, comment FROM duckdb_tables() ${isTarget('table_name')}
    UNION ALL SELECT view_name, comment FROM duckdb_views() ${isTarget('view_name')}`,
  );
  return found.map(([, comment]) => comment);
}

/** Publishes another version of the model. */
async function publish({ engine }: Events, tag: string, draft: { docs?: Docs; sql?: string }): Promise<void> {
  await engine.models.saveDraft({ model: 'events', ...draft });
  await engine.versions.publish(ada, { model: 'events', message: tag, tag });
}

/** An engine with rows to build of, and version `v2` of its model that says what its columns are. */
async function documented(): Promise<Events> {
  const events = await openEvents();
  await events.fill(row(1, 1), row(2, 2));
  await publish(events, 'v2', { docs });
  return events;
}

async function built(events: Events) {
  const run = await runJob(events.engine, 'events');
  expect([run.state, run.failure]).toEqual(['completed', null]);
  return run;
}

describe('what the docs say of columns, in DuckDB', () => {
  test.each<[string, Materialization, boolean]>([
    ['a table', { type: 'table' }, false],
    ['a view', { type: 'view' }, false],
    ['a table that is looked at first', { type: 'table' }, true],
    ['a view that is looked at first', { type: 'view' }, true],
    ['an incremental target', merge, false],
  ])('is there after %s was built, and built again', async (_, materialization, audited) => {
    const events = await documented();
    const checks = [{ check: 'not_null' as const, column: 'ID' }];
    await keep(events.engine, materialization, 'v2', audited ? { checks } : {});
    const first = await built(events);
    expect(await comments(events)).toEqual(described);
    const { lines } = events.engine.runs.logs({ run: first.id, level: 'info', limit: 100 });
    expect(lines.map(({ message }) => message)).toContain(
      'Documented, but no columns of the result: gone. What is written about them stays here',
    );
    await events.add(row(3, 3));
    await built(events);
    expect(await comments(events)).toEqual(described);
    // By what is said of the target itself, a script is found again after a crash.
    expect(await mark(events)).toEqual([expect.stringContaining('{"slipway":{"query_id":')]);
  });

  test('is what the plan says beforehand, statement by statement', async () => {
    const events = await documented();
    await keep(events.engine, { type: 'table' }, 'v2');
    const plan = await events.engine.runs.plans.ofJob('events', { variables: {}, full_refresh: false });
    expect(plan.notes).toEqual([
      'Documented, but no columns of the result: gone. What is written about them stays here',
    ]);
    const run = await built(events);
    expect(plan.steps.flatMap(({ statements }) => statements)).toEqual(run.frozen.statements);
    expect(run.frozen.statements.slice(2)).toEqual([
      `COMMENT ON COLUMN "SHOP"."MARTS"."EVENTS"."ID" IS 'Nobody''s "number" \\ 1;\nfrom 1'`,
      `COMMENT ON COLUMN "SHOP"."MARTS"."EVENTS"."DAY" IS 'Day, in UTC'`,
    ]);
  });

  test('is what the plan of a promotion says', async () => {
    const events = await documented();
    await keep(events.engine, { type: 'table' });
    const plan = await events.engine.promotions.plan(ada, { model: 'events', environment: 'dev', tag: 'v2' });
    expect(plan.statements.slice(2)).toEqual([
      expect.stringContaining('COMMENT ON COLUMN "SHOP"."MARTS"."EVENTS"."ID"'),
      `COMMENT ON COLUMN "SHOP"."MARTS"."EVENTS"."DAY" IS 'Day, in UTC'`,
    ]);
  });

  test('is written again where nobody can tell what a target says', async () => {
    let isBlind = false;
    const events = await openEvents(undefined, real => ({
      query: (request, signal) => {
        if (isBlind && request.sql.includes('duckdb_constraints()')) throw refused;
        return real.query(request, signal);
      },
    }));
    await events.fill(row(1, 1));
    await publish(events, 'v2', { docs });
    await keep(events.engine, merge, 'v2');
    await built(events);
    isBlind = true;
    await events.add(row(2, 2));
    const run = await built(events);
    expect(run.frozen.statements.filter(sql => sql.startsWith('COMMENT'))).toHaveLength(2);
    const { lines } = events.engine.runs.logs({ run: run.id, level: 'warn', limit: 100 });
    expect(lines.map(({ message }) => message)).toEqual([
      'The comments on the columns could not be looked at: Not now',
    ]);
  });

  test('changes with the next run; what a target says already is not written again', async () => {
    const events = await documented();
    await keep(events.engine, merge);
    const undocumented = await built(events);
    expect(undocumented.frozen.statements.join()).not.toContain('COMMENT');
    await keep(events.engine, merge, 'v2');
    expect(await comments(events)).toEqual({});
    await events.add(row(3, 3));
    const second = await built(events);
    expect(await comments(events)).toEqual(described);
    expect(second.frozen.statements.filter(sql => sql.startsWith('COMMENT'))).toHaveLength(2);
    await events.add(row(4, 4));
    expect((await built(events)).frozen.statements.join()).not.toContain('COMMENT');

    // One text is another, one is gone; and somebody has written what the docs do not say.
    await events.write(`COMMENT ON COLUMN "SHOP"."MARTS"."EVENTS"."VALUE" IS 'By hand'`);
    await publish(events, 'v3', {
      docs: { description: '', columns: [{ name: 'ID', description: 'Number' }] },
    });
    await keep(events.engine, merge, 'v3');
    await events.add(row(5, 5));
    const third = await built(events);
    expect(third.frozen.statements.filter(sql => sql.startsWith('COMMENT'))).toHaveLength(2);
    expect(await comments(events)).toEqual({ ID: 'Number', VALUE: 'By hand' });

    // A new column arrives with what is said of it, a full refresh with all that is said and nothing else.
    const sql = 'select id, day, at, value, id + 1 as next_id from LAKE.RAW.EVENTS';
    const next = { name: 'next_id', description: 'The one behind it' };
    await publish(events, 'v4', { sql, docs: { description: '', columns: [...docs.columns, next] } });
    await keep(events.engine, merge, 'v4');
    await events.add(row(6, 6));
    await built(events);
    const all = { ...described, NEXT_ID: 'The one behind it' };
    expect(await comments(events)).toEqual({ ...all, VALUE: 'By hand' });
    const { id } = await events.engine.runs.dispatch(ada, {
      job: 'events',
      cause: '',
      variables: {},
      full_refresh: true,
    });
    expect(await ended(events.engine, id)).toBe('completed');
    expect(await comments(events)).toEqual(all);
  });

  test('is what it was when a run is done exactly again', async () => {
    const events = await documented();
    const { engine } = events;
    await keep(engine, { type: 'table' });
    const { id } = await runJob(engine, 'events', { version: 'draft' });
    expect(await comments(events)).toEqual(described);
    await engine.models.saveDraft({
      model: 'events',
      docs: { description: '', columns: [{ name: 'ID', description: 'Another' }] },
    });
    await built(events);
    expect(await comments(events)).toEqual({});
    const again = await engine.runs.retry(ada, id, 'exactly', '');
    expect(await ended(engine, again.id)).toBe('completed');
    expect(await comments(events)).toEqual(described);
  });

  test('is decided anew by a run that goes on from where another failed: columns may be others by then', async () => {
    let isDown = true;
    const events = await openEvents('select * from LAKE.RAW.EVENTS', real => ({
      execute: (script, hooks) =>
        isDown && script.tag?.step === 'build' ? Promise.reject(refused) : real.execute(script, hooks),
    }));
    await events.fill(row(1, 1));
    await publish(events, 'v2', { docs });
    await keep(events.engine, { type: 'view' }, 'v2');
    const failed = await runJob(events.engine, 'events');
    expect(failed.state).toBe('failed');
    isDown = false;
    await events.write('ALTER TABLE LAKE.RAW.EVENTS RENAME COLUMN "DAY" TO "DATE"');
    const again = await events.engine.runs.retry(ada, failed.id, 'from_failure', '');
    expect(await ended(events.engine, again.id)).toBe('completed');
    expect(await comments(events)).toEqual({ ID: described.ID });
  });

  test('of columns that DuckDB names anew is left out, and the target is built', async () => {
    const events = await documented();
    await publish(events, 'v3', { sql: 'select id, id + 1 as ID, day from LAKE.RAW.EVENTS', docs });
    for (const type of ['table', 'view'] as const) {
      await keep(events.engine, { type }, 'v3');
      await built(events);
      expect(await comments(events)).toEqual({ DAY: 'Day, in UTC' });
    }
  });
});
