import { describe, expect, test } from 'vitest';
import type { Executors } from '../../../src/main/engine/ports.ts';
import { ada, addShop, engineOptions, openTestEngine, rowsOf, slowQuery } from '../../support/engine.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** An engine on a clock of ours; `onQuery` is called when the warehouse has begun with a query. */
async function openShop(statementTimeout?: string) {
  const directory = temporaryDirectory();
  const options = engineOptions(directory);
  const clock = new FakeClock();
  const watch = { onQuery: () => {} };
  const executors: Executors = {
    close: () => options.executors.close(),
    for(connection) {
      const executor = options.executors.for(connection);
      return {
        ...executor,
        async *query(request, signal) {
          const pages = executor.query(request, signal)[Symbol.asyncIterator]();
          const first = pages.next();
          // The executor reads its messages in order: once it answers this, it has the query.
          await executor.catalog({ session: request.session, relations: [] });
          watch.onQuery();
          for (let page = await first; !page.done; page = await pages.next()) yield page.value;
        },
      };
    },
  };
  const engine = await openTestEngine({ ...options, clock, executors, schedules: false }, directory);
  await addShop(engine);
  if (statementTimeout !== undefined) {
    await engine.environments.apply(ada, {
      name: 'dev',
      connection: 'embedded',
      database: 'SHOP_DEV',
      schema: 'MARTS',
      limits: { statement_timeout: statementTimeout },
    });
  }
  return { engine, clock, watch };
}

const slow = { sql: slowQuery, environment: 'dev', variables: {}, limit: 10 };

test('a query that takes longer than its environment allows is stopped in the warehouse and fails', async () => {
  const { engine, clock, watch } = await openShop('90s');
  watch.onQuery = () => clock.advance(90_000);
  await expect(engine.queries.run(slow)).rejects.toMatchObject({
    code: 'external',
    message: 'Stopped after 1 min 30 s, the limit of a statement in environment "dev"',
    details: { hint: expect.stringContaining('environment'), related: { failure: 'timeout' } },
  });
  watch.onQuery = () => {};
  expect(await rowsOf(engine, 'dev', 'select 1 as a')).toEqual([[1]]);
  expect(clock.pending, 'timers left').toBe(0);
});

test('a query within the limit of its environment has its rows', async () => {
  const { engine, clock, watch } = await openShop('90s');
  watch.onQuery = () => clock.advance(89_000);
  expect(await rowsOf(engine, 'dev', 'select 1 as a')).toEqual([[1]]);
  expect(clock.pending).toBe(0);
});

test('a query that somebody stops was cancelled, also where there is a limit', async () => {
  const { engine, clock, watch } = await openShop('90s');
  const stop = new AbortController();
  watch.onQuery = () => {
    clock.advance(1_000);
    stop.abort();
  };
  await expect(engine.queries.run(slow, stop.signal)).rejects.toMatchObject({
    code: 'cancelled',
    message: 'The query was cancelled',
  });
});

describe('checking a text as a model', () => {
  const checked = async (sql: string) => {
    const { engine } = await openShop();
    const problems = await engine.queries.check({ sql, model: true, environment: 'dev' });
    return problems.map(({ severity, line, column, message }) => `${severity} ${line}:${column} ${message}`);
  };

  test.for([
    ['select 1', []],
    ['delete from x', ['error 1:1 DELETE is not a query']],
    ['selec 1', ['error 1:1 SELEC is not a query; did you mean SELECT?']],
    [
      'select 1 a;\nselect 2 b',
      ['error 2:1 The text holds 2 statements: a model is one query; the second starts here'],
    ],
    ['-- nothing', ['error 1:1 The text holds only comments: a model is one query (SELECT …)']],
    [
      'select {{ nope }} as a',
      ['warning 1:8 The environment "dev" and the workspace have no variable "nope"; a job can bring it'],
    ],
  ] as const)('says what publishing would refuse: %s', async ([sql, problems]) => {
    expect(await checked(sql)).toEqual(problems);
  });

  test('is not asked for when it is a script', async () => {
    const { engine } = await openShop();
    expect(await engine.queries.check({ sql: 'delete from x; select {{ nope }}', model: false })).toEqual([]);
  });
});
