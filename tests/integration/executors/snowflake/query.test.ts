import { afterEach, describe, expect, test, vi } from 'vitest';
import { wireColumn } from '../../../support/snowflake-server/results.ts';
import { failureOf } from '../support.ts';
import { newId, openAccount, rowsOf, session } from './support.ts';

afterEach(() => vi.unstubAllEnvs());

const request = (sql: string, pageRows = 1_000) => ({ queryId: newId(), session, sql, pageRows });

describe('cells and columns', () => {
  test('of every type', async () => {
    const { executor, server } = await openAccount();
    const columns = [
      wireColumn('I', 'fixed'),
      wireColumn('D', 'fixed', { precision: 10, scale: 2 }),
      wireColumn('F', 'real'),
      wireColumn('S', 'text', { length: 16 }),
      wireColumn('B', 'boolean'),
      wireColumn('DT', 'date'),
      wireColumn('T', 'time'),
      wireColumn('N', 'timestamp_ntz'),
      wireColumn('L', 'timestamp_ltz'),
      wireColumn('Z', 'timestamp_tz'),
      wireColumn('X', 'binary', { length: 4 }),
      wireColumn('V', 'variant'),
    ];
    server.faults.rows(
      columns,
      [
        [
          '12345678901234567890',
          '1.10',
          'NaN',
          'ü',
          '1',
          '19782',
          '45296.000000001',
          '-0.000000001',
          '1709210096.120000000',
          '1709210096.000000000 1560',
          'C0FFEE',
          '{"a": [1, 12345678901234567890]}',
        ],
        columns.map(() => null),
      ],
      { sql: 'everything' },
    );
    const pages = [];
    for await (const page of executor.query(request("SELECT 'everything' AS A"))) pages.push(page);
    expect(pages).toEqual([
      {
        columns: [
          { name: 'I', type: 'NUMBER(38,0)' },
          { name: 'D', type: 'NUMBER(10,2)' },
          { name: 'F', type: 'FLOAT' },
          { name: 'S', type: 'VARCHAR(16)' },
          { name: 'B', type: 'BOOLEAN' },
          { name: 'DT', type: 'DATE' },
          { name: 'T', type: 'TIME(9)' },
          { name: 'N', type: 'TIMESTAMP_NTZ(9)' },
          { name: 'L', type: 'TIMESTAMP_LTZ(9)' },
          { name: 'Z', type: 'TIMESTAMP_TZ(9)' },
          { name: 'X', type: 'BINARY(4)' },
          { name: 'V', type: 'VARIANT' },
        ],
        rows: [
          [
            '12345678901234567890',
            '1.10',
            'NaN',
            'ü',
            true,
            '2024-02-29',
            '12:34:56.000000001',
            '1969-12-31T23:59:59.999999999',
            '2024-02-29T12:34:56.12Z',
            '2024-02-29T14:34:56+02:00',
            'C0FFEE',
            { a: [1, '12345678901234567890'] },
          ],
          columns.map(() => null),
        ],
      },
    ]);
  });

  test('of an empty result', async () => {
    const { executor } = await openAccount();
    const pages = [];
    for await (const page of executor.query(request('SELECT 1 AS A, 2 AS A WHERE 1 = 0'))) pages.push(page);
    expect(pages).toEqual([
      {
        columns: [
          { name: 'A', type: 'NUMBER(38,0)' },
          { name: 'A', type: 'NUMBER(38,0)' },
        ],
        rows: [],
      },
    ]);
  });

  test('are described without being computed', async () => {
    const { executor, server } = await openAccount();
    const columns = await executor.describe({ session, sql: "SELECT 1 AS A, 'x'::VARCHAR(3) AS B" });
    expect(columns.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(server.log.submitted("'x'")).toMatchObject([{ describeOnly: true }]);
    const failure = await failureOf(executor.describe({ session, sql: 'SELECT\n  NOPE' }));
    expect(failure).toMatchObject({ code: 'column_missing' });
  });
});

describe('pages', () => {
  test('are as long as asked for, across chunks', async () => {
    const { executor, server } = await openAccount({ server: { inlineRows: 10, chunkRows: 25 } });
    const sql = 'SELECT SEQ4() AS I FROM TABLE(GENERATOR(ROWCOUNT => 103))';
    const pages = [];
    for await (const { rows } of executor.query(request(sql, 40))) pages.push(rows.length);
    expect(pages).toEqual([40, 40, 23]);
    expect(server.log.violations).toEqual([]);
  });

  test('of a million rows are not kept', async () => {
    // As text alone the rows are 110 MB, and as the driver keeps them several times that: the process would end.
    vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=192');
    const { executor } = await openAccount({ server: { inlineRows: 1_000, chunkRows: 20_000 } });
    const sql = "SELECT SEQ4() AS I, REPEAT('x', 100) AS S FROM TABLE(GENERATOR(ROWCOUNT => 1000000))";
    let rows = 0;
    for await (const page of executor.query(request(sql, 10_000))) rows += page.rows.length;
    expect(rows).toBe(1_000_000);
  });

  test('are not fetched ahead of who reads them', async () => {
    const { executor, server } = await openAccount({ server: { inlineRows: 10, chunkRows: 100 } });
    const sql = 'SELECT SEQ4() AS I FROM TABLE(GENERATOR(ROWCOUNT => 10000))';
    const pages = executor.query(request(sql, 10))[Symbol.asyncIterator]();
    await pages.next();
    await pages.next();
    const fetched = server.log.requests.filter(({ path }) => path.startsWith('/chunks')).length;
    expect(fetched).toBeLessThanOrEqual(4);
    await pages.return?.(undefined);
    expect(server.log.requests.filter(({ path }) => path.startsWith('/chunks')).length).toBeLessThanOrEqual(
      6,
    );
  });
});

describe('leaving early', () => {
  test('before there is a result stops the query in the account', async () => {
    const { executor, server } = await openAccount();
    const hold = server.faults.hold({ sql: 'slow' });
    const stop = new AbortController();
    const reading = (async () => {
      for await (const _ of executor.query(request("SELECT 'slow' AS A"), stop.signal)) break;
    })();
    const statement = await hold.held();
    stop.abort();
    expect(await failureOf(reading)).toMatchObject({ code: 'cancelled', sqlstate: '57014' });
    expect(statement.state).toBe('ABORTED');
  });

  test('between two pages gives the session back', async () => {
    const { executor, server } = await openAccount({ server: { inlineRows: 10, chunkRows: 10 } });
    const sql = 'SELECT SEQ4() AS I FROM TABLE(GENERATOR(ROWCOUNT => 1000))';
    for await (const page of executor.query(request(sql, 5))) if (page.rows.length > 0) break;
    expect(await rowsOf(executor, 'SELECT 2')).toEqual([[2]]);
    expect(server.sessions.all.filter(({ user }) => user === 'ADA')).toHaveLength(1);
  });
});

test.each(['INSERT INTO T SELECT 1', 'PUT file:///etc/passwd @~', 'CALL P()', 'BEGIN'])(
  '%s is no query',
  async sql => {
    const { executor, server } = await openAccount();
    expect(await failureOf(rowsOf(executor, sql))).toMatchObject({ code: 'forbidden' });
    expect(await failureOf(executor.describe({ session, sql }))).toMatchObject({ code: 'forbidden' });
    expect(await failureOf(executor.explain({ session, sql }))).toMatchObject({ code: 'forbidden' });
    expect(server.log.requests).toEqual([]);
  },
);
