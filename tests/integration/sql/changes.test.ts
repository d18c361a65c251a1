import { expect, test } from 'vitest';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';
import { openDuckdb, run, warningsOf } from './duckdb.ts';
import type { Expected } from './expected.ts';

/** Snowflake statements run one after the other; then what the table T holds. */
const cases: [name: string, statements: string[], rows: Expected[][]][] = [
  [
    'insert',
    ['insert into t (a, b) values (5, default)', "insert into t select 6, 'x', null"],
    [
      [1, 'one'],
      [2, 'two'],
      [5, null],
      [6, 'x'],
    ],
  ],
  [
    'insert with a query of WITH',
    ['insert into t (a) with x as (select 7 as n) select n from x'],
    [
      [1, 'one'],
      [2, 'two'],
      [7, null],
    ],
  ],
  [
    'insert overwrite',
    ['insert overwrite into t (a, b) select a + 10, b from s'],
    [
      [11, 'uno'],
      [13, 'tres'],
    ],
  ],
  [
    'update',
    ['update t set b = upper(b), t.a = a * 2 where a > 1'],
    [
      [1, 'one'],
      [4, 'TWO'],
    ],
  ],
  [
    'update from',
    ['update t set t.b = s.b from s where t.a = s.a'],
    [
      [1, 'uno'],
      [2, 'two'],
    ],
  ],
  [
    'update with an alias',
    ["update t x set x.b = x.b || '!' from s y where x.a = y.a"],
    [
      [1, 'one!'],
      [2, 'two'],
    ],
  ],
  ['delete', ['delete from t where a = 1'], [[2, 'two']]],
  ['delete using', ['delete from t using s where t.a = s.a'], [[2, 'two']]],
  [
    'merge with qualified SET',
    [
      "merge into t using s on t.a = s.a when matched and s.b like 'u%' then update set t.b = s.b, t.a = t.a + 100 when not matched then insert (a, b) values (s.a, s.b)",
    ],
    [
      [2, 'two'],
      [3, 'tres'],
      [101, 'uno'],
    ],
  ],
  [
    'merge with delete and a query',
    ['merge into t as x using (select a from s) y on x.a = y.a when matched then delete'],
    [[2, 'two']],
  ],
  [
    'create or replace table as',
    ['create or replace transient table t as select a + 1 as a, b from t where a = 1'],
    [[2, 'one']],
  ],
  [
    'create table with columns, then insert',
    [
      "create or replace table t (a number(10, 2) not null, b varchar(5) default 'd', primary key (a)) cluster by (a) comment = 'x'",
      'insert into t (a) values (1.5)',
    ],
    [['1.50', 'd']],
  ],
  [
    'variant and array columns',
    [
      'create or replace table t (a variant, b array)',
      "insert into t select parse_json('{\"k\": [1]}'), array_construct(1, 'x')",
    ],
    [['{"k":[1]}', '[1,"x"]']],
  ],
  [
    'create view',
    [
      'create or replace table u as select a, b from t',
      'drop table t',
      'create or replace secure view t (a, b) as select a, upper(b) from u',
    ],
    [
      [1, 'ONE'],
      [2, 'TWO'],
    ],
  ],
  [
    'create table clone',
    ['create table u clone t', 'create or replace table t clone u'],
    [
      [1, 'one'],
      [2, 'two'],
    ],
  ],
  ['create table like', ['create table u like t', 'create or replace table t like u'], []],
];

test.for(cases)('%s', async ([, statements, rows]) => {
  const { connection } = await openDuckdb();
  await connection.run(`CREATE TABLE "T" ("A" INTEGER, "B" VARCHAR, "C" INTEGER)`);
  await connection.run(`INSERT INTO "T" VALUES (1, 'one', NULL), (2, 'two', NULL)`);
  await connection.run(`CREATE TABLE "S" AS SELECT * FROM (VALUES (1, 'uno'), (3, 'tres')) AS s("A", "B")`);
  for (const statement of statements) {
    await connection.run(statement.startsWith('drop') ? 'DROP TABLE "T"' : translate(statement).sql);
  }
  const found = await run(connection, 'SELECT "A", "B" FROM "T" ORDER BY 1');
  expect(found.rows).toEqual(rows.map(row => row.map(value => (value === null ? null : String(value)))));
});

test.for([
  ['insert overwrite into t select a, b, c from t', 'overwrites'],
  ['insert all into t into u select 1', 'INSERT'],
  ['create table t (a int autoincrement)', 'numbers its rows'],
  ['create table t (a geography)', 'GEOGRAPHY'],
  ['copy into t from @stage', 'COPY'],
  ['create external table t (a int)', 'External tables'],
])('runs on Snowflake only: %s', ([sql = '', words = '']) => {
  expect(warningsOf(sql)).toEqual([
    expect.objectContaining({ code: 'snowflake_only', message: expect.stringContaining(words) }),
  ]);
});

test.for([
  ['drop table a', 'DROP TABLE is not a query'],
  ['truncate table t', 'TRUNCATE TABLE is not a query'],
  ['  grant select on t to role r', 'GRANT is not a query'],
])('is called no query: %s', ([sql = '', words = '']) => {
  expect(() => translate(sql)).toThrow(
    expect.objectContaining({
      code: 'validation',
      details: {
        problems: [
          expect.objectContaining({
            message: expect.stringContaining(words),
            line: 1,
            column: sql.search(/\S/) + 1,
          }),
        ],
      },
    }),
  );
});

test('two columns of a name are told', () => {
  expect(warningsOf('select a.id, b.id from a join b on a.x = b.x')).toEqual([
    expect.objectContaining({
      code: 'approximated',
      message: expect.stringContaining('Two columns have the name ID'),
    }),
  ]);
});
