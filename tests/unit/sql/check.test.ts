import { expect, test } from 'vitest';
import { check } from '../../../src/main/engine/sql/check.ts';

test.for([
  'select 1',
  'select a, b from t where {{ x }} > 1 and d >= {{ since }} limit {{ n }}',
  'select interval {{ x }}, date {{ y }}, date_trunc({{ part }}, d), identifier({{ name }}) from t',
  'select v:a::string, f.value from t, lateral flatten(input => t.v) f qualify row_number() over (partition by a order by b) = 1',
  'select * exclude (a) rename (b as c) from t; insert into x select 1; create table y (a int)',
  'begin let x := 1; return x; end',
  "select 'a' -- {{ in a comment\n",
  '',
])('nothing is wrong with: %s', async sql => {
  expect(await check(sql)).toEqual([]);
});

test.for([
  ['select a b c from t', 1, 12, 1, 13],
  ['select a\nfrom t\nwhere', 3, 5, 3, 6],
  ["select '😀' x y from t", 1, 15, 1, 16],
  ['select (1', 1, 9, 1, 10],
  ["select 'abc", 1, 8, 1, 12],
  ["select a from t where b = '{{ x }}'", 1, 28, 1, 35],
  ['select {{ 1 }}', 1, 8, 1, 15],
] as const)('%s', async ([sql, line, column, endLine, endColumn]) => {
  expect(await check(sql)).toEqual([
    {
      message: expect.any(String),
      line,
      column,
      end_line: endLine,
      end_column: endColumn,
      severity: 'error',
    },
  ]);
});

test('each statement and each placeholder tells its problem', async () => {
  const problems = await check("select a b c; select 1; select '{{ x }}';\nselect from where");
  expect(problems.map(({ line, column }) => [line, column])).toEqual([
    [1, 12],
    [1, 33],
    [2, 8],
  ]);
});
