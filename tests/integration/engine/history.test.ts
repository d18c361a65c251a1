import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { withoutValues } from '../../../src/main/engine/sql/history.ts';
import { ada, addModel, addShop, engineOptions, openTestEngine } from '../../support/engine.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const asked = { environment: 'dev', variables: {}, limit: 2 };
const page = { limit: 100 };

async function openShop() {
  const directory = temporaryDirectory();
  const clock = new FakeClock();
  const engine = await openTestEngine({ ...engineOptions(directory), clock, schedules: false }, directory);
  await addShop(engine);
  return { engine, clock };
}

test('a query that was run is in the history, with its text and how it ended', async () => {
  const { engine } = await openShop();
  await addModel(engine, 'orders', 'select id from LAKE_DEV.RAW.ORDERS');
  const done = await engine.history.run(ada, {
    ...asked,
    sql: 'select * from LAKE_DEV.RAW.ORDERS where id > {{ least }}',
    variables: { least: 0 },
    model: 'orders',
  });
  const broken = { ...asked, sql: 'select nothing from LAKE_DEV.RAW.ORDERS', environment: 'prod' };
  await expect(engine.history.run(ada, broken)).rejects.toMatchObject({ code: 'validation' });
  const stopped = engine.history.run(ada, { ...asked, sql: 'select 1 as a' }, AbortSignal.abort());
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });

  const { queries } = engine.history.list(page);
  expect(queries).toMatchObject([
    { environment: 'dev', state: 'cancelled', rows: null, error: null },
    { environment: 'prod', state: 'failed', rows: null, error: expect.stringContaining('NOTHING') },
    {
      environment: 'dev',
      model: 'orders',
      version: null,
      state: 'completed',
      rows: 2,
      truncated: true,
      bytes: Buffer.byteLength(JSON.stringify(done.rows)),
      query_id: done.query_id,
      actor: 'ada via cli',
    },
  ]);
  const id = queries[2]?.id ?? 0;
  expect(engine.history.get(id).sql).toBe('select * from LAKE_DEV.RAW.ORDERS where id > {{ least }}');
  expect(() => engine.history.get(99)).toThrow('There is no query with id 99 in the history');
  expect(engine.history.list({ ...page, environment: 'prod' }).queries).toHaveLength(1);
  expect(engine.history.list({ ...page, search: 'NOTHING' }).queries).toHaveLength(1);
  expect(engine.history.list({ ...page, search: '%' }).queries).toEqual([]);
  expect(engine.history.list({ ...page, model: 'orders', state: 'failed' }).queries).toEqual([]);
  const first = engine.history.list({ limit: 2 });
  expect(engine.history.list({ limit: 2, after: first.next ?? '' }).queries).toMatchObject([{ id }]);

  expect(await engine.history.clear(ada, 'prod')).toBe(1);
  expect(engine.history.list(page).queries).toHaveLength(2);
  await engine.models.remove(ada, 'orders');
  expect(engine.history.list(page).queries[1]).toMatchObject({ id, model: null, model_id: null });
});

test('values of variables are in the text of no query and of no error', async () => {
  const { engine } = await openShop();
  const variables = { token: 'hunter2-hunter2' };
  const sql = 'select cast({{ token }} as number) as n';
  await expect(engine.history.run(ada, { ...asked, sql, variables })).rejects.toThrow('hunter2');
  const { queries } = engine.history.list(page);
  expect(queries[0]).toMatchObject({ excerpt: sql, error: expect.stringContaining('{{ token }}') });
  expect(JSON.stringify(queries)).not.toContain('hunter2');
  expect(withoutValues('No 7 or 1234 or on', { a: 7, b: [1234], c: true })).toBe('No 7 or {{ b }} or on');
});

test('the history keeps the newest thousand of an environment, for 90 days', async () => {
  const { engine, clock } = await openShop();
  const run = (sql: string) => engine.history.run(ada, { ...asked, sql });
  await run('select 0 as a');
  clock.advance(89 * 24 * 3_600_000);
  await run('select 1 as a');
  expect(engine.history.list(page).queries).toHaveLength(2);
  clock.advance(2 * 24 * 3_600_000);
  await run('select 2 as a');
  const list = (search?: string) => engine.history.list({ limit: 1_000, search }).queries;
  expect([list('select 1').length, list('select 0').length]).toEqual([1, 0]);
  const db = new Database(join(engine.directory, 'slipway.db'));
  db.exec(`WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
    INSERT INTO queries (environment_id, sql, sql_characters, state, actor, started_at_ms, elapsed_ms)
      SELECT environment_id, 'select copy', 11, state, actor, started_at_ms, 1 FROM n, (SELECT * FROM queries LIMIT 1)`);
  db.close();
  await run('select 3 as a');
  const { queries, next } = engine.history.list({ limit: 1_000 });
  expect([queries.length, next, queries[0]?.excerpt]).toEqual([1_000, null, 'select 3 as a']);
  expect(queries.at(-1)?.excerpt).toBe('select copy');
});
