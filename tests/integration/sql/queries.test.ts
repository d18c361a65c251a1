import { describe, expect, test } from 'vitest';
import { type Golden, goldenTests, openDuckdb, runSnowflake, setup, warningsOf } from './duckdb.ts';

/** "Query syntax" of Snowflake's documentation: FROM with all that stands in it, names, set operators. */
const cases: Golden[] = [
  ['select top 2 origin from flights order by date', [['ATL'], ['ATL']]],
  ['select origin from flights order by date fetch first 1 row only', [['ATL']]],
  ['select origin from flights order by date desc limit 1 offset 2', [['ATL']]],
  ['select distinct origin, from flights order by 1', [['ATL'], ['LAX']]],
  ['select delay * 2 as twice, twice + 1 as more from flights where twice > 20', [[80, 81]]],
  // Joins.
  [
    'select a.date, b.date from flights a join flights b on a.destination = b.origin order by 1, 2',
    [
      ['2001-01-01', '2001-02-01'],
      ['2001-01-01', '2001-02-28'],
      ['2001-02-01', '2001-01-01'],
      ['2001-02-01', '2001-01-02'],
    ],
  ],
  ['select count(*) from flights a, flights b where a.origin = b.origin', [[8]]],
  ['select count(*) from flights a cross join flights b', [[16]]],
  ['select count(*) from flights a join flights b', [[16]]],
  ['select count(*) from flights a left outer join events e on e.id = a.delay', [[4]]],
  [
    'select origin, a.delay from flights a join flights b using (origin, date) order by date limit 1',
    [['ATL', 10]],
  ],
  [
    'select count(*) from flights natural join (select origin, max(date) as date from flights group by origin)',
    [[2]],
  ],
  [
    'select count(*) from (flights a join flights b on a.date = b.date) left join events e on e.id = 1',
    [[4]],
  ],
  [
    "select t.v, q.price from (select '2020-01-01 10:30'::timestamp v union all select '2020-01-01 09:00'::timestamp) t asof join (select '2020-01-01 10:00'::timestamp at_, 5 as price) q match_condition (t.v >= q.at_) order by 1",
    [
      ['2020-01-01 09:00:00', null],
      ['2020-01-01 10:30:00', 5],
    ],
  ],
  [
    'select t.k, q.price from (select 1 k, 10 v union all select 2, 10) t asof join (select 1 k, 7 w, 5 as price) q match_condition (t.v >= q.w) using (k) order by 1',
    [
      [1, 5],
      [2, null],
    ],
  ],
  [
    'select t.k, q.price from (select 1 k, 10 v) t asof join (select 1 k, 7 w, 5 as price) q match_condition (t.v >= q.w) on t.k = q.k',
    [[1, 5]],
  ],
  [
    'select f.origin, x.n from flights f, lateral (select count(*) n from flights g where g.origin = f.origin) x order by date limit 1',
    [['ATL', 2]],
  ],
  // VALUES and positions.
  [
    "select * from values (1, 'a'), (2, 'b') order by 1",
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  ["select column1, column2 from (values (1, 'a')) order by 1", [[1, 'a']]],
  ["select $1, $2 || '!' from values (1, 'a')", [[1, 'a!']]],
  ["select v.$1, v.name from (values (1, 'a')) as v (id, name)", [[1, 'a']]],
  [
    "values (1, 'x'), (2, 'y')",
    [
      [1, 'x'],
      [2, 'y'],
    ],
  ],
  ['select $2 from (select origin, delay from flights order by date limit 1)', [[10]]],
  // WITH.
  ['with a as (select 1 as x), b (y) as (select x + 1 from a) select x, y from a, b', [[1, 2]]],
  [
    'with recursive t (n) as (select 1 union all select n + 1 from t where n < 4) select sum(n) from t',
    [[10]],
  ],
  ['with t as (select 1 as n union all select n + 1 from t where n < 4) select max(n) from t', [[4]]],
  ['select * from (with x as (select 5 as n) select n from x)', [[5]]],
  ['with flights as (select * from flights where delay > 0) select count(*) from (select 1 as one)', [[1]]],
  // Set operators.
  ['select 1 union select 1 union all select 2 order by 1', [[1], [2]]],
  ['select origin from flights minus select destination from flights', []],
  ["select origin from flights except select 'ATL'", [['LAX']]],
  ['select 1 union select 2 intersect select 2 order by 1', [[1], [2]]],
  ['(select 1 as a order by 1 limit 1) union all (select 2) order by a desc', [[2], [1]]],
  [
    'select 1 as a, 2 as b union all by name select 3 as b, 4 as a order by a',
    [
      [1, 2],
      [4, 3],
    ],
  ],
  // Stars.
  ['select * exclude (ts, distance) from flights where delay = 10', [['2001-01-01', 'ATL', 'LAX', 10]]],
  [
    'select f.* exclude ts rename (date as day, delay as late) from flights f where delay = 10',
    [['2001-01-01', 'ATL', 'LAX', 10, '500.50']],
  ],
  [
    'select * exclude ts replace (delay * 2 as delay) from flights where delay = 10',
    [['2001-01-01', 'ATL', 'LAX', 20, '500.50']],
  ],
  ["select * ilike '%OR%' from flights where delay = 10", [['ATL']]],
  // PIVOT and UNPIVOT.
  [
    "select * from (select origin, destination, delay from flights) pivot (sum(delay) for destination in ('LAX', 'ATL')) order by origin",
    [
      ['ATL', 10, null],
      ['LAX', null, 40],
    ],
  ],
  [
    "select origin, \"'LAX'\" as lax from (select origin, destination, delay from flights) pivot (sum(delay) for destination in ('LAX')) order by 1",
    [
      ['ATL', 10],
      ['LAX', null],
    ],
  ],
  [
    "select * from (select origin, destination, delay from flights) pivot (max(delay) for destination in ('LAX' as west, 'JFK' as east)) as p (o, w, e) order by o",
    [
      ['ATL', 10, -5],
      ['LAX', null, null],
    ],
  ],
  [
    "select * from (select origin, destination, delay from flights) pivot (sum(delay) for destination in ('LAX', 'ATL') default on null (0)) order by origin",
    [
      ['ATL', 10, 0],
      ['LAX', 0, 40],
    ],
  ],
  [
    'select * from (select 1 as id, 100 as jan, 200 as feb, null::int as mar) unpivot (sales for month in (jan, feb, mar)) order by sales',
    [
      [1, 'JAN', 100],
      [1, 'FEB', 200],
    ],
  ],
  [
    "select * from (select 1 as id, 100 as jan, null::int as feb) unpivot include nulls (sales for month in (jan as 'January', feb)) order by month desc",
    [
      [1, 'January', 100],
      [1, 'FEB', null],
    ],
  ],
  // Samples and generators.
  ['select count(*) from flights sample (2 rows)', [[2]]],
  ['select count(*) from flights tablesample bernoulli (100)', [[4]]],
  ['select count(*) from flights f sample system (100) seed (82)', [[4]]],
  ['select seq4() as s from table(generator(rowcount => 3)) order by s', [[0], [1], [2]]],
  [
    "select dateadd(day, seq4(), '2020-01-01'::date) as d from table(generator(rowcount => 2)) g order by 1",
    [['2020-01-01'], ['2020-01-02']],
  ],
  [
    'select row_number() over (order by seq8()) as n from table(generator(rowcount => 2)) order by n',
    [[1], [2]],
  ],
  // Subqueries.
  ['select origin from flights where delay = (select max(delay) from flights)', [['LAX']]],
  [
    'select count(*) from flights where origin in (select destination from flights) and exists (select 1) and delay > all (select -10)',
    [[3]],
  ],
  [
    "select count(*) from flights where (origin, destination) in (select 'ATL', 'LAX') or delay = any (select 40)",
    [[2]],
  ],
  ['select (select count(*) from events) as n, count(*) from flights', [[3, 4]]],
  [
    'select /* a comment */ origin -- with an end\n, delay // and another\nfrom flights /* here */ where delay = 10 -- and there',
    [['ATL', 10]],
  ],
  // A column of the outer query has no type yet where DuckDB picks a macro.
  [
    "select (select dateadd(day, 1, f.date)) d, (select to_varchar(f.ts) || '!') t, (select to_date(f.date)) from flights f where delay = 10",
    [['2001-01-02 00:00:00', '2001-01-01 08:15:00.000!', '2001-01-01']],
  ],
  [
    "select count(*) from flights f where exists (select 1 from flights g where date_trunc('month', f.date) = date_trunc('month', g.date) and g.delay > f.delay)",
    [[1]],
  ],
  ['select sum(delay) as "Total Delay" from flights as "f f" where "f f".delay > 0', [[50]]],
  [
    "select case when origin = 'ATL' then case when delay > 0 then 1 else 2 end else 3 end x from flights order by date",
    [[1], [2], [3], [3]],
  ],
  ["select origin, delay from identifier('FLIGHTS') where delay = 10", [['ATL', 10]]],
  ["select count(*) from table('FLIGHTS')", [[4]]],
];

describe('queries', () => {
  goldenTests(cases);
});

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
  const { connection } = await openDuckdb();
  await connection.run(`CREATE TABLE "LOWER" (day VARCHAR, "Mixed" INTEGER)`);
  const { columns: found } = await runSnowflake(connection, sql);
  expect(found).toEqual(columns);
});

test('dividing by zero is an error, as on Snowflake', async () => {
  const { connection } = await openDuckdb();
  for (const statement of setup) await connection.run(statement);
  await expect(runSnowflake(connection, 'select delay / distance from flights')).rejects.toThrow(
    'Division by zero',
  );
  await expect(runSnowflake(connection, 'select 5 % (delay - delay) from flights')).rejects.toThrow(
    'Division by zero',
  );
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
  ['select my_own(a) from t', 'MY_OWN'],
  ["select a collate 'en-ci' from t", 'Collations'],
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
