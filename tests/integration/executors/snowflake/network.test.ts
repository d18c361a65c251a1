import { describe, expect, test } from 'vitest';
import type { Misanswer } from '../../../support/snowflake-server/faults.ts';
import { failureOf } from '../support.ts';
import { mart, openAccount, rowsOf, script, session } from './support.ts';

const toDelay = { sql: 'CREATE OR REPLACE TABLE T' };
const build = () => script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']);

const misanswers: [string, Misanswer, RegExp][] = [
  ['HTML', { how: 'html' }, /the answer is text\/html, not one of Snowflake's/],
  ['half an answer', { how: 'half' }, /no whole JSON|cut/],
  ['nothing', { how: 'hang' }, /did not answer in time/],
  ['an empty answer', { how: 'status', status: 200, body: '' }, /the answer is empty/],
  ['JSON that is none of its own', { how: 'status', status: 200, body: '{"a":1}' }, /not one of Snowflake's/],
  ['503', { how: 'status', status: 503 }, /HTTP 503/],
  ['429', { how: 'status', status: 429 }, /HTTP 429/],
  ['403', { how: 'status', status: 403 }, /HTTP 403/],
  [
    'a redirect',
    { how: 'redirect', to: 'https://evil.example.com/' },
    /redirects to evil.example.com, which is not followed/,
  ],
  ['an end of the connection', { how: 'cut' }, /the connection was cut/],
];

describe('signing in', () => {
  test('says what it met in the place of Snowflake', async () => {
    const { connect, server } = await openAccount();
    const executor = connect({ network: { sign_in_timeout: '2s' } });
    for (const [what, misanswer, message] of misanswers) {
      const fault = server.faults.request(misanswer);
      const failure = await failureOf(executor.list({ session, what: 'roles' }));
      expect(failure, what).toMatchObject({ code: 'network', sqlstate: '08001', retryable: true });
      expect(failure.message, what).toMatch(message);
      expect(failure.message, what).toContain(new URL(server.url).host);
      fault.clear();
    }
    expect(await executor.list({ session, what: 'roles' })).toContain('TRANSFORMER');
    expect(server.log.violations).toEqual([]);
  });

  test('waits while Snowflake is busy', async () => {
    const { executor, server } = await openAccount();
    server.faults.request({ how: 'status', status: 503 }, { times: 5 });
    expect(await rowsOf(executor, 'SELECT 1')).toEqual([[1]]);
    expect(server.log.violations).toEqual([]);
  });

  test('to an account that is not there says so', async () => {
    const { connect } = await openAccount();
    const failure = await failureOf(connect({ account: 'OTHER-ACCOUNT' }).list({ session, what: 'roles' }));
    expect(failure).toMatchObject({
      code: 'network',
      hint: expect.stringContaining('account identifier') as string,
    });
  });
});

test('a question fails and says what it met, and the next one is answered', async () => {
  const { executor, server } = await openAccount();
  await rowsOf(executor, 'SELECT 1');
  for (const [what, misanswer, message] of misanswers) {
    const fault = server.faults.request(misanswer);
    const failure = await failureOf(executor.describe({ session, sql: 'SELECT 1' }));
    expect(failure, what).toMatchObject({ code: 'network', retryable: true });
    expect(failure.message, what).toMatch(message);
    fault.clear();
    expect(await executor.describe({ session, sql: 'SELECT 1 AS A' }), what).toHaveLength(1);
  }
});

describe('a build', () => {
  test('tells once why it cannot be asked about, and that it can again; of a short gap nothing', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold(toDelay);
    const told: (string | null)[] = [];
    const again = Promise.withResolvers<void>();
    const running = executor.execute(build(), {
      onTrouble: why => {
        told.push(why);
        if (why === null) again.resolve();
      },
    });
    await hold.held();
    const path = { path: /monitoring/ };
    server.faults.request({ how: 'status', status: 503 }, { ...path, times: 2 });
    const asked = () => server.log.requests.filter(each => each.path.includes('monitoring')).length;
    const before = asked();
    await server.log.until(() => asked() > before + 4);
    expect(told).toEqual([]);
    server.faults.request({ how: 'status', status: 503 }, { ...path, times: 8 });
    await again.promise;
    hold.release();
    await running;
    expect(told).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+: it answered with HTTP 503$/), null]);
  });

  test('is not lost whatever is answered in the place of its status', async () => {
    const { executor, server } = await openAccount();
    for (const [index, [what, misanswer]] of misanswers.entries()) {
      const sql = `CREATE OR REPLACE TABLE T${index}`;
      const hold = server.faults.hold({ sql });
      const running = executor.execute(script([`${sql} AS SELECT 1 AS A`]));
      await hold.held();
      const fault = server.faults.request(misanswer);
      const before = server.log.requests.length;
      await server.log.until(log => log.requests.length > before + 2);
      hold.release();
      fault.clear();
      await running;
      expect(server.log.submitted(sql), what).toHaveLength(1);
    }
    expect(server.log.violations).toEqual([]);
  });

  test('is submitted once whatever is answered to its submission', async () => {
    const { executor, server } = await openAccount();
    await rowsOf(executor, 'SELECT 1');
    for (const [index, [what, misanswer]] of misanswers.entries()) {
      const sql = `CREATE OR REPLACE TABLE T${index}`;
      const own = script([`${sql} AS SELECT 1 AS A`]);
      server.faults.request(misanswer, { path: '/queries/v1/query-request', after: true, times: 2 });
      await executor.execute(own);
      const submissions = server.log.submitted(sql);
      expect(submissions, what).toHaveLength(1);
      expect(submissions[0]?.requestId, what).toBe(own.queryId);
    }
    expect(server.log.violations).toEqual([]);
  });

  test('is found by its tag where the answer and then the session were lost', async () => {
    const { executor, server } = await openAccount();
    await rowsOf(executor, 'SELECT 1');
    const hold = server.faults.hold(toDelay);
    const lost = server.faults.request({ how: 'cut' }, { path: '/queries/v1/query-request', after: true });
    const running = executor.execute(build());
    const statement = await hold.held();
    const sent = (sql: string) => server.log.requests.filter(each => each.sql?.includes(sql) === true).length;
    await server.log.until(() => sent('CREATE OR REPLACE TABLE T') > 1);
    for (const each of server.sessions.all) if (each.user === 'ADA') each.ended = true;
    lost.clear();
    await server.log.until(log => log.submitted('QUERY_HISTORY_BY_USER').length > 0);
    hold.release();
    await running;
    expect(statement.state).toBe('SUCCESS');
    expect(server.log.submitted('CREATE OR REPLACE TABLE T AS')).toHaveLength(1);
    expect(server.log.violations).toEqual([]);
  });

  test('is submitted again only where the account has no trace of it', async () => {
    const { executor, server } = await openAccount();
    await rowsOf(executor, 'SELECT 1');
    const own = build();
    // Never arrived, and then the session was gone.
    const lost = server.faults.request({ how: 'cut' }, { path: '/queries/v1/query-request' });
    const running = executor.execute(own);
    const before = server.log.requests.length;
    await server.log.until(log => log.requests.length > before + 2);
    for (const each of server.sessions.all) if (each.user === 'ADA') each.ended = true;
    lost.clear();
    await running;
    const submissions = server.log.submitted('CREATE OR REPLACE TABLE T AS');
    expect(submissions).toHaveLength(1);
    expect(submissions[0]?.requestId).toBe(own.queryId);
    expect(server.log.submitted('QUERY_HISTORY_BY_USER').length).toBeGreaterThan(0);
  });

  test('whose result cannot be fetched for a while has it all the same', async () => {
    const { executor, server } = await openAccount();
    server.faults.request({ how: 'status', status: 503 }, { path: /\/queries\/.*\/result/, times: 4 });
    await executor.execute(build());
    expect(server.log.submitted('CREATE OR REPLACE TABLE T')).toHaveLength(1);
  });
});

describe('a large result', () => {
  const sql = 'SELECT SEQ4() AS I FROM TABLE(GENERATOR(ROWCOUNT => 100))';
  const large = { server: { inlineRows: 10, chunkRows: 20 } };

  test('of which a part fails for a moment is read to its end', async () => {
    const { executor, server } = await openAccount(large);
    server.faults.chunk('failing', { times: 1 });
    expect(await rowsOf(executor, sql)).toHaveLength(100);
  });

  test('of which a part cannot be had fails, and says so', async () => {
    const { executor, server } = await openAccount(large);
    for (const how of ['failing', 'lost', 'corrupt', 'cut'] as const) {
      const fault = server.faults.chunk(how, { index: 2 });
      const failure = await failureOf(rowsOf(executor, sql));
      expect(failure, how).toMatchObject({ code: 'network', retryable: true });
      expect(failure.message, how).toMatch(/^127\.0\.0\.1:\d+: \S/);
      fault.clear();
      expect(await rowsOf(executor, 'SELECT 1'), how).toEqual([[1]]);
    }
  });
});

test('many statements at once go through a bad time unharmed', async () => {
  const { executor, server } = await openAccount();
  server.faults.request({ how: 'cut' }, { path: '/monitoring', times: 10 });
  server.faults.request({ how: 'status', status: 503 }, { path: '/queries', after: true, times: 10 });
  const names = Array.from({ length: 8 }, (_, index) => `MANY_${index}`);
  await Promise.all(
    names.map(name =>
      executor.execute(
        script([`CREATE OR REPLACE TABLE ${name} AS SELECT 1 AS A`], {
          target: { relation: mart(name), type: 'table' },
        }),
      ),
    ),
  );
  for (const name of names) expect(server.log.submitted(`TABLE ${name} AS`)).toHaveLength(1);
  expect(server.log.violations).toEqual([]);
});
