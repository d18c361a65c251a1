import { describe, expect, test } from 'vitest';
import type { RecallRequest } from '../../../../src/main/engine/ports.ts';
import { failureOf, isAlive } from '../support.ts';
import { type Account, mart, newId, openAccount, openAt, rowsOf, script, session } from './support.ts';

const target = { relation: mart('T'), type: 'table' as const };
const build = () => script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A UNION ALL SELECT 2'], { target });
const toDelay = { sql: 'CREATE OR REPLACE TABLE T' };
const question = (queryId: string, warehouseQueryId: string | null): RecallRequest => ({
  queryId,
  warehouseQueryId,
  session,
  target,
});

/** A build whose executor is killed while Snowflake is at work on it; what the engine had stored by then. */
async function killedDuring(account: Account) {
  const { executor, server, kill } = account;
  const hold = server.faults.hold(toDelay);
  const lost = build();
  const submitted = Promise.withResolvers<string>();
  const running = failureOf(executor.execute(lost, { onSubmitted: submitted.resolve }));
  const statement = await hold.held();
  const warehouseQueryId = await submitted.promise;
  await kill();
  expect(await running).toMatchObject({ code: 'executor_crashed' });
  return { hold, lost, statement, warehouseQueryId };
}

describe('after kill -9 of the executor, a statement', () => {
  test.each(['its id', 'its tag'])('that still runs is found by %s, and followed to its end', async by => {
    const account = await openAccount();
    const { hold, lost, statement, warehouseQueryId } = await killedDuring(account);
    const again = question(lost.queryId, by === 'its id' ? warehouseQueryId : null);
    const { executor } = openAt(account.server);
    expect(await executor.recall(again)).toEqual({ state: 'running' });
    hold.release();
    await statement.done;
    expect(await executor.recall(again)).toEqual({ state: 'succeeded', rows: 2 });
    expect(account.server.log.submitted('CREATE OR REPLACE TABLE T')).toHaveLength(1);
    expect(account.server.log.violations).toEqual([]);
    expect(account.pids.filter(isAlive)).toEqual([]);
  });

  test.each(['its id', 'its tag'])('that failed is found by %s, with its error', async by => {
    const account = await openAccount();
    const { statement, lost, warehouseQueryId } = await killedDuring(account);
    statement.cancel();
    await statement.done;
    const { executor } = openAt(account.server);
    const recall = await executor.recall(question(lost.queryId, by === 'its id' ? warehouseQueryId : null));
    expect(recall).toMatchObject({
      state: 'failed',
      failure: { code: 'cancelled', query_id: warehouseQueryId },
    });
  });

  test('can be stopped, although nobody there submitted it', async () => {
    const account = await openAccount();
    const { lost, statement, warehouseQueryId } = await killedDuring(account);
    const { executor } = openAt(account.server);
    const again = question(lost.queryId, warehouseQueryId);
    expect(await executor.recall(again)).toEqual({ state: 'running' });
    await executor.cancel(lost.queryId);
    await statement.done;
    expect(statement.state).toBe('ABORTED');
    expect(await executor.recall(again)).toMatchObject({ state: 'failed', failure: { code: 'cancelled' } });
  });

  test('is asked about by the same executor, too: its next process', async () => {
    const account = await openAccount();
    const { hold, lost, warehouseQueryId } = await killedDuring(account);
    hold.release();
    await account.server.log.until(log => log.requests.length > 0);
    const recall = await account.executor.recall(question(lost.queryId, warehouseQueryId));
    expect(recall.state).toMatch(/succeeded|running/);
    expect(account.pids).toHaveLength(2);
  });
});

test('what runs in this process is running', async () => {
  const { executor, server } = await openAccount();
  const hold = server.faults.hold(toDelay);
  const own = build();
  const running = executor.execute(own);
  await hold.held();
  expect(await executor.recall(question(own.queryId, null))).toEqual({ state: 'running' });
  hold.release();
  expect((await running).rows).toBe(2);
});

test('by its tag a script is found whatever database its environment names, if any', async () => {
  const { executor } = await openAccount();
  const own = script(['CREATE SCHEMA IF NOT EXISTS ANALYTICS.FRESH'], {
    session: { ...session, database: null, schema: null },
  });
  await executor.execute(own);
  for (const database of [null, 'DROPPED']) {
    const { queryId } = own;
    const again = { queryId, warehouseQueryId: null, session: { ...session, database, schema: null } };
    expect(await executor.recall(again)).toMatchObject({ state: 'succeeded' });
    expect(await executor.recall({ ...again, queryId: newId() })).toEqual({ state: 'unknown' });
  }
});

test('a script that was never submitted is unknown', async () => {
  const { executor } = await openAccount();
  expect(await executor.recall(question(newId(), null))).toEqual({ state: 'unknown' });
  // An id that the account does not know is no better than none.
  expect(await executor.recall(question(newId(), '01c0ffee-0000-0000-0000-000000000001'))).toEqual({
    state: 'unknown',
  });
});

test('while the account cannot be asked, there is no answer', async () => {
  const { executor, server } = await openAccount();
  await rowsOf(executor, 'SELECT 1');
  server.faults.request({ how: 'cut' });
  expect(await failureOf(executor.recall(question(newId(), null)))).toMatchObject({ code: 'network' });
});

describe('a transaction whose executor was killed', () => {
  const both = () => script(['DELETE FROM T', 'INSERT INTO T SELECT 7 UNION ALL SELECT 8'], { target });

  async function killedAt(account: Account, sql: RegExp, at: 'start' | 'end') {
    await account.executor.execute(build());
    const hold = account.server.faults.hold({ sql, at });
    const lost = both();
    let last: string | null = null;
    const running = failureOf(account.executor.execute(lost, { onSubmitted: id => (last = id) }));
    const statement = await hold.held();
    await account.kill();
    await running;
    hold.release();
    await statement.done;
    return { lost, last: last as string | null };
  }

  test('before its commit took no effect, and holds nothing any more', async () => {
    const account = await openAccount();
    const { lost, last } = await killedAt(account, /^INSERT INTO T/, 'end');
    const { executor } = openAt(account.server);
    expect(await executor.recall(question(lost.queryId, last))).toMatchObject({
      state: 'failed',
      failure: { code: 'lost', retryable: true },
    });
    expect(await rowsOf(executor, 'SELECT A FROM T ORDER BY A')).toEqual([[1], [2]]);
  });

  test('after its commit took effect', async () => {
    const account = await openAccount();
    const { lost, last } = await killedAt(account, /^COMMIT/, 'end');
    const { executor } = openAt(account.server);
    expect(await executor.recall(question(lost.queryId, last))).toEqual({ state: 'succeeded', rows: 4 });
    expect(await rowsOf(executor, 'SELECT A FROM T ORDER BY A')).toEqual([[7], [8]]);
  });

  test('is not taken for done by a question within it, which changes no rows', async () => {
    const account = await openAccount();
    await account.executor.execute(build());
    const hold = account.server.faults.hold({ sql: /^SELECT 1 AS Q/, at: 'end' });
    const lost = script(['DELETE FROM T', 'SELECT 1 AS Q'], { target });
    const running = failureOf(account.executor.execute(lost));
    const asked = await hold.held();
    await account.kill();
    await running;
    hold.release();
    await asked.done;
    const { executor } = openAt(account.server);
    expect(await executor.recall(question(lost.queryId, asked.id))).toMatchObject({
      state: 'failed',
      failure: { code: 'lost' },
    });
  });

  test('is not taken for done by a statement within it', async () => {
    const account = await openAccount();
    const { lost } = await killedAt(account, /^INSERT INTO T/, 'end');
    const [change] = account.server.log.submitted('DELETE FROM T');
    const { executor } = openAt(account.server);
    const recall = await executor.recall(question(lost.queryId, change?.queryId ?? null));
    expect(recall).toMatchObject({ state: 'failed', failure: { code: 'lost' } });
  });
});
