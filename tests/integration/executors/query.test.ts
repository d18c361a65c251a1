import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  build,
  endless,
  failureOf,
  newId,
  openWarehouse,
  rowsOf,
  script,
  session,
  sharedWarehouse,
  table,
} from './support.ts';

describe('a query', () => {
  it('comes in pages with its columns', async () => {
    const { executor } = openWarehouse();
    const pages = [];
    for await (const page of executor.query({
      queryId: newId(),
      session,
      sql: "SELECT range AS I, 'r' || range AS S FROM range(2500)",
      pageRows: 1000,
    })) {
      pages.push(page);
    }
    expect(pages.map(page => page.rows.length)).toEqual([1000, 1000, 500]);
    expect(pages[2]?.columns).toEqual([
      { name: 'I', type: 'BIGINT' },
      { name: 'S', type: 'VARCHAR' },
    ]);
    expect(pages[2]?.rows.at(-1)).toEqual([2499, 'r2499']);
  });

  it('has one page with columns when it has no rows', async () => {
    const { executor } = openWarehouse();
    const pages = [];
    for await (const page of executor.query({
      queryId: newId(),
      session,
      sql: 'SELECT 1 AS A WHERE FALSE',
      pageRows: 5,
    })) {
      pages.push(page);
    }
    expect(pages).toEqual([{ columns: [{ name: 'A', type: 'INTEGER' }], rows: [] }]);
  });

  it('keeps pages small when rows are big', async () => {
    const { executor } = openWarehouse();
    const sizes: number[] = [];
    for await (const page of executor.query({
      queryId: newId(),
      session,
      sql: "SELECT repeat('x', 1000000) AS S FROM range(20)",
      pageRows: 1000,
    })) {
      sizes.push(page.rows.length);
    }
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20);
  });

  it('is stopped when the reader leaves', async () => {
    const { executor } = openWarehouse({ threads: 2 });
    // More readers than cursors: were one not closed, the last would wait for ever.
    for (let n = 0; n < 60; n++) {
      for await (const page of executor.query({
        queryId: newId(),
        session,
        sql: 'SELECT a.range + b.range AS I FROM range(1000000) a, range(1000000) b',
        pageRows: 10,
      })) {
        expect(page.rows).toHaveLength(10);
        break;
      }
    }
  });

  it('is stopped by its signal while it computes', async () => {
    const { executor } = openWarehouse();
    await executor.test(session);
    const stop = new AbortController();
    const reading = failureOf(
      (async () => {
        for await (const _ of executor.query(
          { queryId: newId(), session, sql: `SELECT count(DISTINCT H) FROM (${endless})`, pageRows: 10 },
          stop.signal,
        )) {
          // Nothing comes.
        }
      })(),
    );
    // Requests are answered in any order, but begun in theirs: the query is under way once this has an answer.
    await rowsOf(executor, 'SELECT 1');
    stop.abort();
    expect(await reading).toMatchObject({ code: 'cancelled', sqlstate: '57014' });
  });

  it('is stopped by its signal between two pages, and before it began', async () => {
    const { executor } = openWarehouse();
    const stop = new AbortController();
    let pages = 0;
    const reading = async () => {
      for await (const _ of executor.query(
        { queryId: newId(), session, sql: 'SELECT range FROM range(100000000)', pageRows: 10 },
        stop.signal,
      )) {
        pages += 1;
        stop.abort();
      }
    };
    expect(await failureOf(reading())).toMatchObject({ code: 'cancelled' });
    expect(pages).toBe(1);
    expect(await failureOf(reading())).toMatchObject({ code: 'cancelled' });
    expect(pages).toBe(1);
  });

  it('sees one state of the data from its first page to its last', async () => {
    const { executor } = openWarehouse();
    await executor.execute(build(table('T'), 'SELECT range AS I FROM range(10000)'));
    const rows: unknown[] = [];
    for await (const page of executor.query({
      queryId: newId(),
      session,
      sql: 'SELECT I FROM T ORDER BY I',
      pageRows: 2000,
    })) {
      if (rows.length === 0) await executor.execute(build(table('T'), 'SELECT -1 AS I'));
      rows.push(...page.rows);
    }
    expect(rows).toHaveLength(10000);
    expect(await rowsOf(executor, 'SELECT * FROM T')).toEqual([[-1]]);
  });

  it('is given the values of every type as JSON', async () => {
    const { executor } = openWarehouse();
    const [cells] = await rowsOf(
      executor,
      `SELECT 5::BIGINT, 9007199254740993::BIGINT, -9007199254740993::BIGINT, 18446744073709551615::UBIGINT,
         1.50::DECIMAL(10,2), 5::HUGEINT, 170141183460469231731687303715884105727::HUGEINT, 12345678901234567890123::BIGNUM,
         1.1::FLOAT, 0.1::DOUBLE, 'nan'::DOUBLE, '-inf'::FLOAT, TRUE, NULL,
         DATE '2024-02-29', '-infinity'::DATE, DATE '0044-03-15 (BC)', TIME '12:34:56.789', TIMETZ '10:00:00+02',
         TIMESTAMP '2024-01-01 00:00:00.5', 'infinity'::TIMESTAMP, TIMESTAMPTZ '2024-01-01 00:00:00+02',
         TIMESTAMP_NS '2024-01-01 00:00:00.123456789', INTERVAL '1 year 3 days 04:05:06.7',
         '\\xAA\\x00'::BLOB, '{"a": 1.00}'::JSON, '101'::BIT, 'b'::ENUM('a','b'),
         '167eb279-552c-4a92-b716-aded56ee59be'::UUID`,
    );
    expect(cells).toEqual([
      5,
      '9007199254740993',
      '-9007199254740993',
      '18446744073709551615',
      '1.50',
      '5',
      '170141183460469231731687303715884105727',
      '12345678901234567890123',
      1.1,
      0.1,
      'NaN',
      '-Infinity',
      true,
      null,
      '2024-02-29',
      '-infinity',
      '0044-03-15 (BC)',
      '12:34:56.789',
      '10:00:00+02:00',
      '2024-01-01T00:00:00.5',
      'infinity',
      '2023-12-31T22:00:00Z',
      '2024-01-01T00:00:00.123456789',
      '1 year 3 days 04:05:06.7',
      'AA00',
      '{"a": 1.00}',
      '101',
      'b',
      '167eb279-552c-4a92-b716-aded56ee59be',
    ]);
  });

  it('is given nested values as arrays and objects of cells', async () => {
    const { executor } = openWarehouse();
    const [cells] = await rowsOf(
      executor,
      `SELECT [1, NULL, 9007199254740993], [1.5, 2.5]::DECIMAL(3,1)[2], {'a': 1, 'b': [DATE '2024-01-01']},
         MAP {'k': 1::HUGEINT, 'z': NULL}, MAP {1: 'one', 2: NULL}, MAP {'__proto__': 2}, union_value(n := 5), {'x': {'y': [1.50]}}::VARIANT, []`,
    );
    expect(JSON.parse(JSON.stringify(cells))).toEqual(
      JSON.parse(
        '[[1,null,"9007199254740993"],["1.5","2.5"],{"a":1,"b":["2024-01-01"]},{"k":"1","z":null},{"1":"one","2":null},{"__proto__":2},{"n":5},{"x":{"y":["1.50"]}},[]]',
      ),
    );
  });

  it('may not change anything through a function', async () => {
    const { executor } = openWarehouse();
    await executor.execute(
      script(['CREATE SCHEMA "DEV"."PUBLIC"', 'CREATE SEQUENCE "DEV"."PUBLIC"."SEQ"'], { writes: ['DEV'] }),
    );
    expect(await failureOf(rowsOf(executor, "SELECT nextval('SEQ')"))).toMatchObject({ code: 'read_only' });
  });

  it('is one statement', async () => {
    const { executor } = openWarehouse();
    for (const sql of ['SELECT 1; SELECT 2', '', ';', '-- nothing']) {
      expect(await failureOf(rowsOf(executor, sql))).toMatchObject({ code: 'syntax_error' });
      expect(await failureOf(executor.describe({ session, sql }))).toMatchObject({ code: 'syntax_error' });
    }
    expect(await rowsOf(executor, 'SELECT 1;  -- done\n')).toEqual([[1]]);
  });
});

describe('a query that is none', () => {
  const warehouse = sharedWarehouse(({ executor }) => executor.execute(build(table('T'), 'SELECT 1 AS I')));

  it.each([
    ['INSERT INTO T VALUES (1)', 'INSERT'],
    ['WITH a AS (SELECT 1 AS I) INSERT INTO T SELECT * FROM a', 'INSERT'],
    ['DELETE FROM T', 'DELETE'],
    ['CREATE TABLE X AS SELECT 1 AS A', 'CREATE'],
    ["ATTACH '/tmp/x.duckdb' AS X", 'ATTACH'],
    ["COPY T TO '/tmp/x.csv'", 'COPY'],
    ['PRAGMA database_list', 'PRAGMA'],
    ['PRAGMA threads = 1', 'PRAGMA'],
    ['SET threads = 1', 'SET'],
    ['CALL pragma_version()', 'CALL'],
    ['EXPLAIN ANALYZE INSERT INTO T VALUES (1)', 'EXPLAIN'],
    ['CHECKPOINT', 'CHECKPOINT'],
    ['-- x\n/* y */ DROP TABLE T', 'DROP'],
  ])('%j is refused', async (sql, word) => {
    const { executor } = warehouse();
    const expected = { code: 'forbidden', message: expect.stringContaining(word) };
    expect(await failureOf(rowsOf(executor, sql))).toMatchObject(expected);
    expect(await failureOf(executor.describe({ session, sql }))).toMatchObject(expected);
    expect(await rowsOf(executor, 'FROM T')).toEqual([[1]]);
  });
});

describe('a query that is wrong', () => {
  const warehouse = sharedWarehouse(({ executor }) =>
    executor.execute(build(table('ORDERS'), 'SELECT 1 AS ID, 2 AS AMOUNT')),
  );

  it.each([
    ['SELECT * FROM NOPE.X.Y', 'source_missing', /^Database NOPE does not exist$/, /created by/],
    ['SELECT * FROM DEV.NOPE.Y', 'source_missing', /NOPE\.Y does not exist/, /^$/],
    [
      'SELECT * FROM "DEV"."PUBLIC".ORDER_',
      'source_missing',
      /"DEV"\."PUBLIC"\.ORDER_/,
      /^Did you mean ORDERS\?$/,
    ],
    ['SELECT AMUONT FROM ORDERS', 'column_missing', /AMUONT/, /AMOUNT/],
    ['SELECT o.AMUONT FROM ORDERS o', 'column_missing', /AMUONT/, /AMOUNT/],
    ['SELECT * EXCLUDE (NOPE) FROM ORDERS', 'column_missing', /NOPE/, /^$/],
    ['SELECT AMUONT AS AMUONT FROM ORDERS', 'column_missing', /AMUONT/, /^$/],
    ['SELEC 1', 'syntax_error', /at or near "SELEC"/, /^$/],
    ['SELECT ROUNND(1)', 'syntax_error', /rounnd/i, /round/],
    ['SELECT ?', 'syntax_error', /parameter/, /^$/],
    ["SELECT 'a'::INTEGER", 'conversion_error', /'a'/, /^$/],
    ['SELECT 200::TINYINT', 'conversion_error', /200/, /^$/],
  ])('fails with what helps: %s', async (sql, code, message, hint) => {
    const failure = await failureOf(rowsOf(warehouse().executor, sql));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
    expect(failure.hint ?? '').toMatch(hint);
    expect(failure.message).not.toMatch(/LINE 1|\^|exception_type/);
    expect(failure.retryable).toBe(false);
  });
});

describe('memory', () => {
  it('that runs out fails the query and nothing else', async () => {
    const { executor, pids } = openWarehouse({ memoryLimit: '60MB' });
    const failure = await failureOf(rowsOf(executor, 'SELECT list(range::VARCHAR) FROM range(50000000)'));
    expect(failure).toMatchObject({ code: 'out_of_memory', sqlstate: '53200', retryable: false });
    expect(failure.message).not.toMatch(/SET memory_limit/);
    expect(await rowsOf(executor, 'SELECT 42')).toEqual([[42]]);
    expect(pids).toHaveLength(1);
  });

  it('is limited as the environment says, and a wrong limit is named', async () => {
    vi.stubEnv('SLIPWAY_DUCKDB_MEMORY_LIMIT', 'plenty');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { executor } = openWarehouse();
    expect(await failureOf(executor.test(session))).toMatchObject({
      code: 'executor_unavailable',
      message: expect.stringContaining('plenty'),
    });
  });
});
