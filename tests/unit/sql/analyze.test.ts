import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/main/engine/sql/analyze.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';

/** `DB.S.T as ALIAS`, in the order of the text. */
function sources(sql: string): string[] {
  return analyze(sql).statements.flatMap(statement =>
    statement.sources.map(({ database, schema, name, alias }) => {
      const full = [database, schema, name].filter(part => part !== null).join('.');
      return alias === null ? full : `${full} as ${alias}`;
    }),
  );
}

describe('sources', () => {
  test.for<[string, string[]]>([
    ['select 1', []],
    ['select * from t', ['T']],
    ['select * from Db.s.T a, "s".t b', ['DB.S.T as A', 's.T as B']],
    ['select * from db..t', ['DB.PUBLIC.T']],
    ['select * from t as "x y" join s using (a) left join db.s.u on true', ['T as x y', 'S', 'DB.S.U']],
    ['select * from t natural join s cross join u full outer join v on 1 = 1', ['T', 'S', 'U', 'V']],
    ['select * from a asof join b match_condition (a.t >= b.t) on a.k = b.k', ['A', 'B']],
    ['select * from (a join b on a.x = b.x) join c on true', ['A', 'B', 'C']],
    // Common table expressions are none.
    ['with a as (select * from t) select * from a', ['T']],
    ['with a as (select * from t), b as (select * from a join u on true) select * from b, A', ['T', 'U']],
    ['with a as (select 1) select * from db.a', ['DB.A']],
    ['with "a" as (select 1) select * from a', ['A']],
    ['with a as (select * from b), b as (select 1) select * from a, b', ['B']],
    ['with recursive a as (select 1 n union all select n from a join t on true) select * from a', ['T']],
    ['with a as (select 1 n union all select n + 1 from a) select * from a', []],
    ['with a as (select * from a where x) select * from a', ['A']],
    ['with a (x, y) as (select 1, 2) select * from a', []],
    ['select * from (with a as (select * from t) select * from a), a', ['T', 'A']],
    ['with a as (with b as (select * from t) select * from b) select * from a, b', ['T', 'B']],
    // Subqueries anywhere.
    ['select (select max(x) from s), exists (select 1 from u where u.i = t.i) from t', ['S', 'U', 'T']],
    [
      'select * from t where a in (select b from s) and c > all (select d from u) order by (select 1 from v) limit 1',
      ['T', 'S', 'U', 'V'],
    ],
    [
      'select a from t union all select a from s minus (select a from u order by a) intersect select 1',
      ['T', 'S', 'U'],
    ],
    [
      'select case when x in (select y from s) then 1 end, iff(a, (select 1 from u), 2) from t qualify row_number() over (order by (select 1 from v)) = 1',
      ['S', 'U', 'T', 'V'],
    ],
    ['select * from t, lateral (select * from s where s.a = t.a) l', ['T', 'S']],
    ['select * from t group by (select 1 from s) having count(*) > (select 2 from u)', ['T', 'S', 'U']],
    ['values ((select 1 from t))', ['T']],
    // What stands in FROM and is no table.
    ['select * from t, lateral flatten(input => t.v:a) f, table(flatten(f.value)) g', ['T']],
    ['select * from table(generator(rowcount => 3)), table(result_scan(last_query_id()))', []],
    ['select * from table(db.s.my_function(1, (select max(x) from t))) f', ['T']],
    ['select * from values (1, 2) as v (a, b), (values (3)) w', []],
    ["select $1 from @db.s.stage/x.csv (file_format => 'f', pattern => '.*') s, '@~/y'", []],
    [
      "select * from identifier('db.s.\"t x\"') a, table('u.v'), table(identifier('w'))",
      ['DB.S.t x as A', 'U.V', 'W'],
    ],
    ['select * from identifier($name), table($other), $third', []],
    ['select * from identifier({{ name }})', []],
    // With clauses behind the table.
    [
      "select * from t at (timestamp => (select max(x) from s)) as old, u before (statement => 'q') v",
      ['T as OLD', 'S', 'U as V'],
    ],
    ['select * from t changes (information => default) at (offset => -60) c', ['T as C']],
    ["select * from t pivot (sum(a) for m in ('x', 'y')) as p join s on true", ['T as P', 'S']],
    ['select * from t pivot (sum(a) for m in (select distinct m from s)) p', ['T as P', 'S']],
    ['select * from t unpivot include nulls (v for m in (a, b as "B b")) u', ['T as U']],
    [
      'select * from t match_recognize (partition by a order by b measures first(c) as d pattern (x y+) define x as c > 1) m, s',
      ['T as M', 'S'],
    ],
    ['select * from t sample (10) a, s tablesample bernoulli (5 rows) seed (3)', ['T as A', 'S']],
    ['select * from t start with a = 1 connect by prior id = parent', ['T']],
    // Qualifiers of columns are none.
    ['select db.s.t.c, s.t.c, t.c, t.* from db.s.t', ['DB.S.T']],
    ['select a.b.c:d.e[0]::string, t.v:x.y from t', ['T']],
    [
      'select sum(x) over (partition by u.y order by z), array_agg(distinct w.x) within group (order by w.y) from u, w',
      ['U', 'W'],
    ],
    ['select {{ a }} from t where x in ({{ list }}) limit {{ n }}', ['T']],
    ['select \'from x\', $$ join y $$, "from z" from t -- , u\n /* , v */', ['T']],
    // Words that are names too.
    [
      'select date, at, before, sample_ from changes c join offset o on true',
      ['CHANGES as C', 'OFFSET as O'],
    ],
    ['select value, key, index, left(a, 1) as left_ from t left join s on true', ['T', 'S']],
  ])('%s', ([sql, expected]) => expect(sources(sql)).toEqual(expected));

  test('a place is the whole name and nothing else', () => {
    const sql = "select '😀' from Db.\"s 1\".t /* x */ as a, identifier('u.v') b, table('w')";
    const places = analyze(sql).statements[0]?.sources.map(({ start, end }) => sql.slice(start, end));
    expect(places).toEqual(['Db."s 1".t', "identifier('u.v')", "table('w')"]);
  });
});

describe('statements', () => {
  test.for<[string, string, string[]]>([
    ['select 1', 'select', []],
    ['with a as (select 1) select * from a', 'select', []],
    ['(select 1) union (select 2)', 'select', []],
    ['values (1)', 'select', []],
    ['select a into :x from t', 'select_into', ['T']],
    ['with a as (select 1) (select b into :x from a)', 'select_into', []],
    ['insert into t (a) select a from s', 'insert', ['S']],
    ['insert overwrite into t with x as (select * from s) select * from x', 'insert', ['S']],
    ['insert into t values (1), ((select max(a) from s))', 'insert', ['S']],
    ['insert all when a > 1 then into t into u select a from s', 'insert', ['S']],
    ['update t set a = s.a, b = (select 1 from u) from s, v where t.i = s.i', 'update', ['U', 'S', 'V']],
    ['delete from t using s where t.a = s.a and exists (select 1 from u)', 'delete', ['S', 'U']],
    [
      'merge into t using s on t.a = s.a when matched then update set t.b = s.b when not matched then insert (a) values (s.a)',
      'merge',
      ['S'],
    ],
    [
      'merge into t using (select * from s join u on true) x on t.a = x.a when matched then delete',
      'merge',
      ['S', 'U'],
    ],
    ['create or replace table t as select * from s', 'create_table', ['S']],
    [
      'create transient table t (a int) cluster by (a) as (with x as (select * from s) select * from x)',
      'create_table',
      ['S'],
    ],
    ['create table t clone s', 'create_table', ['S']],
    ['create table t like db.s', 'create_table', ['DB.S']],
    ['create or replace secure view v (a) as select * from s', 'create_view', ['S']],
    [
      "create dynamic table d target_lag = '1 minute' warehouse = w as select * from s",
      'create_dynamic_table',
      ['S'],
    ],
    ['create materialized view v as select * from s', 'create_materialized_view', ['S']],
    ["create table t (a int, b varchar(10) default 'x', primary key (a))", 'create_table', []],
    ['alter table t add column c int', 'alter_table', []],
    ['drop table if exists t', 'drop_table', []],
    ['truncate table t', 'truncate_table', []],
    ['call my.procedure((select max(a) from s))', 'call', ['S']],
    ['copy into t from @stage/x file_format = (type = csv)', 'copy', []],
    ['copy into t from (select $1, $2 from @stage s)', 'copy', []],
    ['copy into @stage from s', 'copy', ['S']],
    ['begin let x := (select max(a) from t); insert into u select * from s; end', 'block', ['T', 'S']],
    ['begin', 'begin', []],
    ['commit', 'commit', []],
    ['set x = (select 1 from t)', 'set', ['T']],
    ['use warehouse w', 'use', []],
    ['show tables in schema db.s', 'show', []],
    ['describe table t', 'describe', []],
    ['create view v with row access policy p on (a) as select * from s', 'create_view', ['S']],
    ["create table a with tag (k = 1) as select identifier('f')(x) from s", 'create_table', ['S']],
    ['grant select on table t to role r with grant option', 'grant', []],
    ["create task t schedule = '1 minute' as insert into u select * from s", 'create_task', ['S']],
    ['explain select * from t', 'explain', ['T']],
  ])('%s', ([sql, kind, expected]) => {
    expect(analyze(sql).statements.map(statement => statement.kind)).toEqual([kind]);
    expect(sources(sql)).toEqual(expected);
  });

  test('each has its place, without the semicolon', () => {
    const sql = ' select 1 ; -- x\n insert into t select 2;';
    expect(analyze(sql).statements.map(({ start, end }) => sql.slice(start, end))).toEqual([
      'select 1',
      'insert into t select 2',
    ]);
    expect(analyze('-- nothing')).toEqual({ statements: [] });
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('errors', () => {
  test.for<[string, string, number, number]>([
    ['select', 'A value is expected, but the text ends here', 1, 6],
    ['select a from', 'A table is expected, but the text ends here', 1, 13],
    ['select a from where x', 'A table is expected, found where', 1, 15],
    ['select a b c from t', 'The end of the statement is expected, found c', 1, 12],
    ['select a,\n  from t, , s', 'A table is expected, found ,', 2, 11],
    ['select (a from t', '")" is expected to close the parenthesis, found from', 1, 11],
    ['select * from t where a = ', 'A value is expected, but the text ends here', 1, 25],
    ['select case a then b end', 'WHEN is expected in CASE, found then', 1, 15],
    ['select case when a then b from t', 'END is expected to close CASE, found from', 1, 27],
    ['select * from t join s on', 'A value is expected', 1, 25],
    ['with a as select 1 select * from a', '"(" is expected before the query of WITH, found select', 1, 11],
    ["select 'abc", 'This string is not closed', 1, 8],
    ["select '😀', 'b from t", 'This string is not closed', 1, 14],
    [
      'select * from {{ t }}',
      'A variable is a value, no table; IDENTIFIER({{ t }}) makes a name of it',
      1,
      15,
    ],
    ['select a between 1', 'AND is expected between the bounds of BETWEEN', 1, 18],
    ['select a is 5', 'NULL, TRUE, FALSE or DISTINCT FROM is expected behind IS, found 5', 1, 13],
    ['select a from t group a', 'The end of the statement is expected, found group', 1, 17],
    ['with a as (select 1) insert into t select * from a', 'WITH before a change', 1, 22],
  ])('%s', ([sql, message, line, column]) => {
    const error = errorOf(() => analyze(sql));
    expect(error).toBeInstanceOf(SlipwayError);
    expect(error).toMatchObject({ code: 'validation' });
    const [problem] = error instanceof SlipwayError ? (error.details.problems ?? []) : [];
    expect(problem).toMatchObject({ message: expect.stringContaining(message), line, column });
  });

  test('every statement tells its first problem', () => {
    expect(errorOf(() => analyze('select from; select 1; select a b c'))).toMatchObject({
      details: { problems: [{ column: 8 }, { column: 35 }] },
    });
  });
});
