import { expect, test } from 'vitest';
import { connect, driver, raw, run, start } from './support.ts';

/** What a statement answers over the wire, past the driver's reading of it. */
async function wire(sql: string) {
  const server = await start();
  await connect(server);
  const { body } = await raw(server, '/queries/v1/query-request', {
    token: server.sessions.all.at(-1)?.sessionToken ?? '',
    params: { requestId: crypto.randomUUID() },
    body: { sqlText: sql },
  });
  return body.data ?? {};
}

test.each<[sql: string, type: string, cell: string | null]>([
  ["'a'::VARCHAR", 'text', 'a'],
  ["''", 'text', ''],
  ['NULL::VARCHAR', 'text', null],
  ['42', 'fixed(38,0)', '42'],
  ['9007199254740993', 'fixed(38,0)', '9007199254740993'],
  ['-12345678901234567890123456789012345678', 'fixed(38,0)', '-12345678901234567890123456789012345678'],
  ['1.50::NUMBER(10, 2)', 'fixed(10,2)', '1.50'],
  ['-0.05::NUMBER(3, 2)', 'fixed(3,2)', '-0.05'],
  ['1.5::FLOAT', 'real', '1.5'],
  ['TRUE', 'boolean', '1'],
  ['FALSE', 'boolean', '0'],
  ["'2024-02-29'::DATE", 'date', '19782'],
  ["'1969-12-31'::DATE", 'date', '-1'],
  ["'12:34:56.789'::TIME", 'time(9)', '45296.789000000'],
  ["'2024-02-29 12:34:56.123456'::TIMESTAMP_NTZ", 'timestamp_ntz(9)', '1709210096.123456000'],
  ["'1969-12-31 23:59:59.5'::TIMESTAMP_NTZ", 'timestamp_ntz(9)', '-0.500000000'],
  ["'2024-02-29 12:00:00+00:00'::TIMESTAMP_LTZ", 'timestamp_ltz(9)', '1709208000.000000000'],
  ["'2024-02-29 12:00:00+02:00'::TIMESTAMP_TZ", 'timestamp_tz(9)', '1709200800.000000000 1560'],
  ["'2024-02-29 12:00:00-05:30'::TIMESTAMP_TZ", 'timestamp_tz(9)', '1709227800.000000000 1110'],
  ["X'00FFA0'", 'binary', '00FFA0'],
  ['PARSE_JSON(\'{"a":[1,null,"ü"]}\')', 'variant', '{"a":[1,null,"ü"]}'],
  ['ARRAY_CONSTRUCT(1, 2)', 'array', '[1,2]'],
  ["OBJECT_CONSTRUCT('a', 1)", 'object', '{"a":1}'],
])('%s goes over the wire as %s', async (sql, type, cell) => {
  const data = await wire(`SELECT ${sql} AS X`);
  const [column] = data['rowtype'] as { name: string; type: string; precision: number; scale: number }[];
  const detail = { fixed: `(${column?.precision},${column?.scale})`, time: `(${column?.scale})` };
  const timed = column?.type.startsWith('time') ? detail.time : '';
  expect(`${column?.type}${column?.type === 'fixed' ? detail.fixed : timed}`).toBe(type);
  expect(data).toMatchObject({
    rowset: [[cell]],
    returned: 1,
    total: 1,
    version: 1,
    statementTypeId: 0x1000,
    queryResultFormat: 'json',
    finalRoleName: 'TRANSFORMER',
    finalWarehouseName: 'COMPUTE_WH',
    finalDatabaseName: 'ANALYTICS',
    finalSchemaName: 'MARTS',
  });
});

test('the driver reads all of it', async () => {
  const server = await start();
  const connection = await connect(server);
  const sql = `SELECT 9007199254740993 AS BIG, 1.50::NUMBER(10, 2) AS PRICE, TRUE AS YES, '2024-02-29'::DATE AS DAY,
    '2024-02-29 12:34:56.5'::TIMESTAMP_NTZ AS AT, '2024-02-29 12:00:00+02:00'::TIMESTAMP_TZ AS ZONED,
    PARSE_JSON('{"a":1}') AS V, X'00FF' AS B, NULL AS NOTHING`;
  const { rows, columns } = await run(connection, sql);
  expect(rows).toEqual([
    [
      '9007199254740993',
      '1.50',
      'TRUE',
      '2024-02-29',
      '2024-02-29 12:34:56.500',
      '2024-02-29 12:00:00.000 +0200',
      '{"a":1}',
      '00FF',
      'NULL',
    ],
  ]);
  expect(columns.map(({ name }) => name)).toEqual('BIG PRICE YES DAY AT ZONED V B NOTHING'.split(' '));
});

test('columns without a name are called as they are written', async () => {
  const server = await start();
  const { columns } = await run(
    await connect(server),
    'select count(*), 1+1, current_role(), \'x\' as "lower", a.b from (select 2 as b) a group by a.b',
  );
  expect(columns.map(({ name }) => name)).toEqual(['COUNT(*)', '1+1', 'CURRENT_ROLE()', 'lower', 'B']);
});

test('an empty result has its columns, no rows, and a count of none', async () => {
  expect(await wire('SELECT 1 AS N WHERE FALSE')).toMatchObject({
    rowtype: [{ name: 'N', type: 'fixed' }],
    rowset: [],
    returned: 0,
    total: 0,
  });
});

test.each<[string, string[], string[], number]>([
  ['INSERT INTO T VALUES (3, 30), (4, 40)', ['number of rows inserted'], ['2'], 0x3100],
  [
    'UPDATE T SET N = N + 1 WHERE ID > 1',
    ['number of rows updated', 'number of multi-joined rows updated'],
    ['1', '0'],
    0x3200,
  ],
  ['DELETE FROM T WHERE ID = 99', ['number of rows deleted'], ['0'], 0x3300],
  [
    'MERGE INTO T USING (SELECT 2 AS ID, 0 AS N UNION ALL SELECT 5, 50) S ON T.ID = S.ID WHEN MATCHED THEN UPDATE SET N = S.N WHEN NOT MATCHED THEN INSERT (ID, N) VALUES (S.ID, S.N)',
    ['number of rows inserted', 'number of rows updated'],
    ['1', '1'],
    0x3400,
  ],
])('%s tells what it changed', async (sql, names, counts, typeId) => {
  const server = await start();
  const connection = await connect(server);
  await run(connection, 'CREATE TABLE T AS SELECT 1 AS ID, 10 AS N UNION ALL SELECT 2, 20');
  const { columns, rows, updated } = await run(connection, sql);
  expect(columns.map(({ name }) => name)).toEqual(names);
  expect(rows).toEqual([counts]);
  expect(updated).toBe(counts.reduce((sum, count) => sum + Number(count), 0));
  expect(server.statements.all.at(-1)?.answer?.typeId).toBe(typeId);
});

test('what is more than fits into the answer comes in chunks, in its order', async () => {
  const server = await start({ inlineRows: 10, chunkRows: 100 });
  const connection = await connect(server);
  const { rows } = await run(
    connection,
    'SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 1234)) ORDER BY N',
  );
  expect(rows.map(([n]) => Number(n))).toEqual(Array.from({ length: 1_234 }, (_, n) => n));
  const chunks = server.log.requests.filter(({ path }) => path.startsWith('/chunks/'));
  expect(chunks).toHaveLength(13);
  expect(chunks.every(({ status }) => status === 200)).toBe(true);
});

test('a chunk is given to nobody who does not know its key', async () => {
  const server = await start({ inlineRows: 1, chunkRows: 10 });
  await run(await connect(server), 'SELECT SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 5))');
  const id = server.statements.all.at(-1)?.id;
  expect((await fetch(`${server.url}/chunks/${id}/0`)).status).toBe(403);
  expect((await fetch(`${server.url}/chunks/${id}/7`)).status).toBe(404);
});

test('a million rows go through the driver', async () => {
  const server = await start();
  const connection = await connect(server);
  await driver();
  const { promise, resolve, reject } = Promise.withResolvers<{ rows: number; sum: bigint }>();
  connection.execute({
    sqlText: "SELECT SEQ8() AS N, 'row ' || N AS T FROM TABLE(GENERATOR(ROWCOUNT => 1000000))",
    streamResult: true,
    rowMode: 'array',
    complete(error, statement) {
      if (error) return reject(error);
      const read = { rows: 0, sum: 0n };
      statement
        .streamRows()
        .on('data', (row: [number, string]) => {
          read.rows++;
          read.sum += BigInt(row[0]);
        })
        .on('end', () => resolve(read))
        .on('error', reject);
    },
  });
  expect(await promise).toEqual({ rows: 1_000_000, sum: 499_999_500_000n });
});

test('a result is read again by RESULT_SCAN, and described', async () => {
  const server = await start();
  const connection = await connect(server);
  const { id } = await run(connection, 'SHOW SCHEMAS IN DATABASE ANALYTICS');
  const scan = 'SELECT "name" FROM TABLE(RESULT_SCAN(LAST_QUERY_ID())) ORDER BY 1';
  const names = [['INFORMATION_SCHEMA'], ['MARTS'], ['PUBLIC'], ['STAGING']];
  expect((await run(connection, scan)).rows).toEqual(names);
  expect((await run(connection, scan.replace('LAST_QUERY_ID()', `'${id}'`))).rows).toEqual(names);
  const described = await run(connection, `DESCRIBE RESULT '${id}'`);
  expect(described.rows.slice(0, 2).map(row => row.slice(0, 2))).toEqual([
    ['created_on', 'TIMESTAMP_LTZ(9)'],
    ['name', 'VARCHAR(16777216)'],
  ]);
});

test('a result has no more rows than its parameter allows', async () => {
  const server = await start();
  const connection = await connect(server);
  const { rows } = await run(connection, 'SELECT SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 100000))', {
    parameters: { ROWS_PER_RESULTSET: 7 },
  });
  expect(rows).toHaveLength(7);
});
