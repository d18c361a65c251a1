import { describe, expect, test } from 'vitest';
import { failureOf } from '../support.ts';
import { openAccount, rowsOf, script } from './support.ts';

const slow = () => script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']);
const toDelay = { sql: 'CREATE OR REPLACE TABLE T' };

describe('a statement that runs', () => {
  test('is stopped by its query id, and says so when it has stopped', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold(toDelay);
    const build = slow();
    const running = failureOf(executor.execute(build));
    const statement = await hold.held();
    await executor.cancel(build.queryId);
    expect(await running).toMatchObject({ code: 'cancelled', sqlstate: '57014', query_id: statement.id });
    expect(statement.state).toBe('ABORTED');
    expect(server.log.cancellations[0]).toMatchObject({ queryId: statement.id, found: 'running' });
    expect(server.log.violations).toEqual([]);
    expect(await failureOf(rowsOf(executor, 'SELECT * FROM T'))).toMatchObject({ code: 'source_missing' });
  });

  test('is stopped before its query id is known', async () => {
    const { executor, server } = await openAccount();
    await rowsOf(executor, 'SELECT 1');
    // The statement is there; the answer with its id is not.
    server.faults.request({ how: 'hang' }, { path: '/queries/v1/query-request', after: true, times: 1 });
    const hold = server.faults.hold(toDelay);
    const build = slow();
    const told: string[] = [];
    const running = failureOf(executor.execute(build, { onSubmitted: id => told.push(id) }));
    await hold.held();
    await executor.cancel(build.queryId);
    await server.log.until(log => log.cancellations.length > 0);
    expect(server.log.cancellations[0]).toMatchObject({
      requestId: build.queryId,
      via: 'request id',
      found: 'running',
    });
    expect(await running).toMatchObject({ code: 'cancelled' });
    expect(server.log.submitted('CREATE OR REPLACE TABLE T')).toHaveLength(1);
    expect(server.log.violations).toEqual([]);
  });

  test('is stopped while the network is away, as soon as it is back', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold(toDelay);
    const build = slow();
    const running = failureOf(executor.execute(build));
    const statement = await hold.held();
    const gone = server.faults.request({ how: 'cut' });
    await executor.cancel(build.queryId);
    const before = server.log.requests.length;
    await server.log.until(log => log.requests.length > before + 10);
    expect(statement.state).toBe('RUNNING');
    gone.clear();
    expect(await running).toMatchObject({ code: 'cancelled' });
    expect(statement.state).toBe('ABORTED');
  });

  test('is stopped by SQL where the account does not take the request', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold(toDelay);
    const build = slow();
    const running = failureOf(executor.execute(build));
    const statement = await hold.held();
    server.faults.request({ how: 'status', status: 500 }, { path: 'abort-request' });
    await executor.cancel(build.queryId);
    expect(await running).toMatchObject({ code: 'cancelled' });
    expect(server.log.cancellations).toMatchObject([{ queryId: statement.id, via: 'SYSTEM$CANCEL_QUERY' }]);
  });

  test('ends as it really did when the cancellation comes too late', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold({ ...toDelay, at: 'end' });
    const build = slow();
    const running = executor.execute(build);
    const statement = await hold.held();
    await executor.cancel(build.queryId);
    await server.log.until(log => log.cancellations.length > 0);
    hold.release();
    expect(await running).toEqual({ rows: null, bytes: null });
    expect(statement.state).toBe('SUCCESS');
    expect(await rowsOf(executor, 'SELECT * FROM T')).toEqual([[1]]);
  });

  test('may be stopped by somebody else', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold(toDelay);
    const running = failureOf(executor.execute(slow()));
    const statement = await hold.held();
    statement.cancel();
    expect(await running).toMatchObject({ code: 'cancelled', query_id: statement.id });
  });
});

test('what was not sent yet is not sent any more', async () => {
  const { executor, server } = await openAccount();
  server.faults.request({ how: 'wait', ms: 300 }, { path: 'login-request' });
  const build = slow();
  const running = failureOf(executor.execute(build));
  await server.log.until(log => log.requests.length > 0);
  await executor.cancel(build.queryId);
  expect(await running).toMatchObject({ code: 'cancelled' });
  expect(server.log.submitted('CREATE OR REPLACE TABLE T')).toEqual([]);
});

test('of several statements, none has taken effect', async () => {
  const { executor, server } = await openAccount();
  await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']));
  const hold = server.faults.hold({ sql: 'INSERT INTO T' });
  const both = script(['DELETE FROM T', 'INSERT INTO T SELECT 2']);
  const running = failureOf(executor.execute(both));
  await hold.held();
  await executor.cancel(both.queryId);
  expect(await running).toMatchObject({ code: 'cancelled' });
  expect(await rowsOf(executor, 'SELECT A FROM T')).toEqual([[1]]);
  expect(server.log.submitted(/^ROLLBACK/)).toHaveLength(1);
  expect(server.log.submitted(/^COMMIT/)).toEqual([]);
});

test('a commit under way is not stopped', async () => {
  const { executor, server } = await openAccount();
  await executor.execute(script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']));
  const hold = server.faults.hold({ sql: /^COMMIT/ });
  const both = script(['DELETE FROM T', 'INSERT INTO T SELECT 2']);
  const running = executor.execute(both);
  await hold.held();
  await executor.cancel(both.queryId);
  hold.release();
  expect((await running).rows).toBe(2);
  expect(server.log.cancellations).toEqual([]);
  expect(await rowsOf(executor, 'SELECT A FROM T')).toEqual([[2]]);
});

test('what waits for its sign-in ends at once, and never begins', async () => {
  const { executor, server } = await openAccount();
  const busy = server.faults.request({ how: 'status', status: 503 });
  const own = script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']);
  const running = failureOf(executor.execute(own));
  await server.log.until(log => log.requests.length > 0);
  await executor.cancel(own.queryId);
  expect(await running).toMatchObject({ code: 'cancelled' });
  busy.clear();
  await server.log.until(log => log.submitted('USE SECONDARY ROLES').length > 0);
  expect(await rowsOf(executor, 'SELECT 1')).toEqual([[1]]);
  expect(server.log.submitted('CREATE OR REPLACE TABLE T')).toEqual([]);
});
