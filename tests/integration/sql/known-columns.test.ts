import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';
import type { KnownTable } from '../../../src/main/engine/sql/types.ts';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';
import { openDuckdb, run, setup, tablesOf } from './duckdb.ts';

let connection: DuckDBConnection;
let tables: KnownTable[];
beforeAll(async () => {
  ({ connection } = await openDuckdb());
  for (const statement of setup) await connection.run(statement);
  await connection.run(`CREATE TABLE "LOOSE" AS SELECT '"Bob"'::JSON AS "NAME", '41'::JSON AS "AGE", 'true'::JSON AS "OK",
    '"2020-01-01"'::JSON AS "DAY", '1.5' AS "CODE", 2 AS "NUMBER", true AS "FLAG", 7 AS "lower"`);
  tables = await tablesOf(connection);
});

/** What the text alone does not tell: the types of a table's columns. */
const queries: [sql: string, rows: (string | number | boolean | null)[][]][] = [
  ["select count(*) from loose where name = 'Bob'", [[1]]],
  ["select count(*) from loose where name in ('Bob') and name like 'B%'", [[1]]],
  [
    "select upper(name), length(name), substr(name, 1, 2), replace(name, 'B', 'C') from loose",
    [['BOB', 3, 'Bo', 'Cob']],
  ],
  [
    "select split_part(name, 'o', 1), md5(name) = md5('Bob'), regexp_like(name, 'Bob') from loose",
    [['B', true, true]],
  ],
  [
    'select age + 1, age * 2, sum(age), age > 5, round(age) from loose group by age',
    [[42, 82, 41, true, 41]],
  ],
  ['select iff(ok, 1, 0), ok = true, not ok from loose where ok', [[1, true, false]]],
  ["select datediff(day, day, '2020-01-03'), year(day), day::date from loose", [[2, 2020, '2020-01-01']]],
  ['select loose.name = e.v:name from loose, events e where e.id = 1', [[true]]],
  ["select decode(name, 'Bob', 1, 2), iff(name = 'Bob', 1, 2), nvl(name, 'x') from loose", [[1, 1, '"Bob"']]],
  [
    "select code = 2, code > 1, code in (2), number = '1.5', number = code from loose",
    [[false, true, false, false, false]],
  ],
  ["select flag = 'yes', flag = 2 from loose", [[true, true]]],
  ['select upper(l.name) from (select * from loose) l', [['BOB']]],
  ['with l as (select name n from loose) select upper(n) from l', [['BOB']]],
  [
    'select sum(distance) / count(*), avg(distance), delay * distance from flights where delay = 10 group by all',
    [['500.50000000', '500.50000000', '5005.00']],
  ],
  ['select upper(name) from (select t.* from (select 1 as name) xt, loose t)', [['BOB']]],
  ['select $1, $6 from loose', [['"Bob"', 2]]],
  ['select lower + 1 from loose', [[8]]],
  ['select upper(name) from loose where exists (select 1 from events where v:name = loose.name)', [['BOB']]],
];

test.for(queries)('%s', async ([sql, rows]) => {
  const { sql: duck, warnings } = translate(sql, tables);
  expect(warnings).toEqual([]);
  const expected = rows.map(row => row.map(value => (value === null ? null : String(value))));
  expect((await run(connection, duck)).rows).toEqual(expected);
});

test.for([
  [
    'select ts - date from flights',
    'A timestamp minus a timestamp gives an interval on DuckDB: use DATEDIFF',
  ],
  ['select coalesce(code, 0) from loose', 'Text and numbers are mixed: cast them to one type'],
  [
    'select code from loose union all select 1',
    'Column CODE is text in one part and a number in another: cast it',
  ],
  [
    'select name from loose union select name from loose order by 1',
    'Variants are sorted by the number of their column: cast them to a type',
  ],
  [
    'select name from loose union select name from loose order by name',
    'Variants of a set of queries are sorted: cast them to a type',
  ],
  [
    'select number from loose join (select code as number from loose) using (number)',
    'NUMBER is text in one table and a number in another: join them ON equal values, with a cast',
  ],
])('%s is refused', ([sql = '', message]) => {
  expect(translate(sql, tables).warnings).toMatchObject([{ code: 'snowflake_only', message }]);
});

test.for([
  ['select * from flights join (select origin, 1 as n from flights) using (origin)', []],
  ['select * from flights natural join (select origin, 1 as n from flights)', []],
  [
    'select * from flights f join (select origin, 1 as n from flights) g on f.origin = g.origin',
    ['approximated'],
  ],
  [
    'select f.*, g.* from flights f join (select origin, 1 as n from flights) g using (origin)',
    ['approximated'],
  ],
] as const)('%s has two columns of one name: %s', ([sql, codes]) => {
  expect(translate(sql, tables).warnings.map(({ code }) => code)).toEqual(codes);
});

test('names other than those of the tables mean others', () => {
  const [loose] = tables.filter(({ written }) => written[0] === 'LOOSE');
  const elsewhere = [{ written: ['DB', 'S', 'LOOSE'], columns: loose?.columns ?? [] }];
  expect(translate('select code = 2 from loose', elsewhere)).toEqual(translate('select code = 2 from loose'));
  expect(translate('select code = 2 from db.s.loose', elsewhere).sql).toContain('DECIMAL(38, 10)');
});
