import { expect, test } from 'vitest';
import { openDuckdb, runSnowflake, setup, warningsOf } from './duckdb.ts';

const shared = openDuckdb();

/** Output names: unquoted ones in upper case, however the table spells its columns. */
const names: [string, string[]][] = [
  ['select day, count(*) n from lower group by day', ['DAY', 'N']],
  ['select day as "Day", Mixed, t.day d from lower t', ['Day', 'MIXED', 'D']],
  [
    "select count(*), 1 + 1, upper( day ), 'abc', day::date, sum(mixed) over () from lower group by day, mixed",
    ['COUNT(*)', '1 + 1', 'UPPER( DAY )', "'ABC'", 'DAY::DATE', 'SUM(MIXED) OVER ()'],
  ],
  ['select * from lower', ['day', 'Mixed']],
  ['select * from (select day, mixed as m from lower)', ['DAY', 'M']],
  ['with x as (select day from lower) select * from x', ['DAY']],
  ['with x as (select day from lower) select day, x.day as other from x', ['DAY', 'OTHER']],
  ['select day from lower union all select null', ['DAY']],
  ['select "day" from lower', ['day']],
  ['select parse_json(day):a.b, $1 from (select day from lower)', ['PARSE_JSON(DAY):A.B', '$1']],
  ['select /* c */ day /* d */ , -- e\n day   + 1 from (select 1 as day)', ['DAY', 'DAY + 1']],
  ['values (1, 2)', ['COLUMN1', 'COLUMN2']],
  ['select * rename (day as d) from lower', ['D', 'Mixed']],
];

test.for(names)('names of the columns: %s', async ([sql, columns]) => {
  const { connection } = await shared;
  await connection.run(`CREATE OR REPLACE TABLE "LOWER" (day VARCHAR, "Mixed" INTEGER)`);
  const { columns: found } = await runSnowflake(connection, sql);
  expect(found).toEqual(columns);
});

test('dividing by zero is an error, as on Snowflake', async () => {
  const { connection } = await shared;
  for (const statement of setup) await connection.run(statement);
  await expect(runSnowflake(connection, 'select delay / distance from flights')).rejects.toThrow(
    'Division by zero',
  );
  await expect(runSnowflake(connection, 'select 5 % (delay - delay) from flights')).rejects.toThrow(
    'Division by zero',
  );
});

/** What Snowflake refuses or shows another way is an error when it runs, never a value. */
test.for([
  ["select editdistance('ö', 'o')", 'outside of ASCII'],
  ["select to_char(1234, '999')", 'more digits than its format'],
  ["select try_to_number('1234', '9,999')", 'another shape'],
  ["select '0x1F'::int", 'is not recognized'],
  ["select to_boolean('2')", 'is not recognized'],
  ["select '2024/05/10'::date", 'is not recognized'],
  ["select next_day('2024-01-01'::date, 'xx')", 'no day of the week'],
  ["select object_insert({'a': 1}, 'a', 2)", 'already'],
  ['select array_insert([1], 5, 2)', 'outside of the array'],
  ["select split_part('abc', '', 1)", 'splitting by an empty text'],
  ["select strtok('a.b', '.', 0)", 'counts parts from 1'],
  ['select 12345::varchar(3)', 'longer than VARCHAR(3)'],
  ["select 'abc'::binary", 'a digit is missing'],
  ["select hex_decode_string('536')", 'a digit is missing'],
  ["select to_object(parse_json('[1]'))", 'to OBJECT'],
  ["select parse_json('[1]')::object", 'to OBJECT'],
  ["select insert('abc', 10, 1, 'z')", 'outside of the text'],
  ["select insert('abc', 0, 1, 'z')", 'outside of the text'],
  ["select 'abc' = 1", 'is not recognized'],
  ["select x = 1 from values ('abc') t(x)", 'is not recognized'],
  ["select x = 'maybe' from values (true) t(x)", 'is not recognized'],
  ['select parse_json(\'"x"\') + 1', 'Could not convert'],
  ['select ratio_to_report(x) over () from values (1), (-1) t(x)', 'Division by zero'],
])('an error, not a value: %s', async ([sql = '', words]) => {
  const { connection } = await shared;
  await expect(runSnowflake(connection, sql)).rejects.toThrow(words);
});

/** What only Snowflake can do is told with its place; what may differ too. */
const only: [string, string, number, number][] = [
  ["select * from t at (timestamp => '2024-01-01'::timestamp)", 'Time travel', 1, 17],
  ["select *\nfrom t before (statement => 'x')", 'Time travel', 2, 8],
  ['select * from t changes (information => default) at (offset => -60)', 'CHANGES', 1, 17],
  [
    'select * from t match_recognize (order by a measures first(a) as x pattern (s+) define s as a > 1)',
    'MATCH_RECOGNIZE',
    1,
    17,
  ],
  ["select $1 from @my_stage/file.csv (file_format => 'csv')", 'stage', 1, 16],
  ["select * from '@st/x.csv'", 'stage', 1, 15],
  ['select * from table(result_scan(last_query_id()))', 'RESULT_SCAN', 1, 21],
  ['select * from table(information_schema.task_history())', 'TASK_HISTORY', 1, 21],
  ['call my_procedure(1)', 'procedure', 1, 1],
  ['begin\n  select 1;\nend', 'Scripting', 1, 1],
  ["create dynamic table d target_lag = '1 minute' warehouse = w as select 1", 'Dynamic tables', 1, 1],
  ['select $x', 'session variable', 1, 8],
  ['select db.s.my_function(1)', 'function of the account', 1, 8],
  ['select system$typeof(1)', 'SYSTEM$TYPEOF', 1, 8],
  ['select my_seq.nextval', 'sequence', 1, 8],
  ['select * from t pivot (sum(a) for m in (any))', 'PIVOT', 1, 17],
  ['select level from t start with a is null connect by prior id = parent', 'CONNECT BY', 1, 53],
  ['select a.x from a, b where a.id = b.id (+)', 'outer join', 1, 35],
  ['select to_char(d, f) from t', 'TO_CHAR', 1, 8],
  ['select x::geography from t', 'GEOGRAPHY', 1, 8],
  ['select my_own(a) from t', 'MY_OWN runs on Snowflake only: Slipway knows no such function', 1, 8],
  ["select soundex('x')", 'SOUNDEX runs on Snowflake only: DuckDB has no function like it', 1, 8],
  ["select sha2('x', 512)", 'SHA2 with these arguments runs on Snowflake only', 1, 8],
  ['select count(t.*) from t', 'COUNT(t.*)', 1, 8],
  ["select to_char(d, 'Month') from t", 'The format "Month"', 1, 8],
  ["select to_char(ts, 'SS.FF2') from t", 'FF2', 1, 8],
  ["select '2020-01-01'::timestamp - '2020-01-01'::timestamp", 'use DATEDIFF', 1, 8],
  ['select * from table(flatten(v, recursive => true, outer => true))', 'RECURSIVE', 1, 21],
];

test.for(only)('runs on Snowflake only: %s', ([sql, words, line, column]) => {
  expect(warningsOf(sql)).toContainEqual({
    code: 'snowflake_only',
    message: expect.stringContaining(words),
    line,
    column,
  });
});

test.for([
  ['select current_user()', 'CURRENT_USER'],
  ['select hash(a) from t', 'HASH'],
  ["select a collate 'en-ci' from t", 'Collations'],
  ["select '2020-01-01 10:00:00 +0200'::timestamp_tz", 'keeps no zone'],
  ['select f.seq from t, lateral flatten(v) f', 'SEQ of FLATTEN'],
  ['select f.* from t, lateral flatten(v) f', 'SEQ of FLATTEN'],
  ["select seq, value from table(split_to_table('a.b', '.'))", 'SEQ of SPLIT_TO_TABLE'],
  ["select * from table(split_to_table('a.b', '.'))", 'SEQ of SPLIT_TO_TABLE'],
  ['select s.* exclude value from t, lateral strtok_split_to_table(t.x) s', 'SEQ of STRTOK_SPLIT_TO_TABLE'],
])('may differ: %s', ([sql = '', words = '']) => {
  expect(warningsOf(sql)).toEqual([
    expect.objectContaining({ code: 'approximated', message: expect.stringContaining(words) }),
  ]);
});

test('what is the same on both has no warning', () => {
  expect(
    warningsOf("select a, sum(b) over (partition by c order by d desc) from t where e like 'x%'"),
  ).toEqual([]);
  expect(warningsOf("select s.index, s.value from t, lateral split_to_table(t.x, '.') s")).toEqual([]);
  expect(warningsOf("select * exclude seq from table(split_to_table('a.b', '.'))")).toEqual([]);
  expect(warningsOf('select count(*) from t, lateral flatten(v)')).toEqual([]);
});
