import { describe, expect, test } from 'vitest';
import { lineage } from '../../../../src/main/engine/sql/lineage/lineage.ts';
import type { KnownTable, QueryColumn } from '../../../../src/main/engine/sql/types.ts';

const table = (name: string, columns: Record<string, string>): KnownTable => ({
  written: [name],
  columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
});
const known = [
  table('T', { A: 'NUMBER(38,0)', B: 'NUMBER(10,2)', C: 'VARCHAR(10)' }),
  table('U', { A: 'NUMBER(38,0)', D: 'FLOAT', V: 'VARIANT' }),
];

/** `NAME kind: T.A, U.D?`, the question mark for what is merely possible. */
function line({ name, derivation, sources }: QueryColumn): string {
  const from = sources.map(({ database, schema, name: source, column, certain }) => {
    const full = [database, schema, source, column].filter(part => part !== null).join('.');
    return certain ? full : `${full}?`;
  });
  return `${name} ${derivation}${from.length === 0 ? '' : `: ${from.join(', ')}`}`;
}

const lines = (sql: string, tables: KnownTable[] = known): string[] => lineage(sql, tables).columns.map(line);

describe('with the columns of the tables', () => {
  test.for<[string, string[]]>([
    ['select a, b as x from t', ['A identity: T.A', 'X identity: T.B']],
    ['select T.A, t.c from T', ['A identity: T.A', 'C identity: T.C']],
    ['select d.s.w.x from d.s.w', ['X identity: D.S.W.X']],
    // Stars.
    ['select * from t', ['A identity: T.A', 'B identity: T.B', 'C identity: T.C']],
    [
      'select u.*, t.c from t, u',
      ['A identity: U.A', 'D identity: U.D', 'V identity: U.V', 'C identity: T.C'],
    ],
    ['select * exclude (a, c) from t', ['B identity: T.B']],
    ['select * exclude a replace (b + 1 as b) rename c as cc from t', ['B derived: T.B', 'CC identity: T.C']],
    ["select * ilike '%B%' from t", ['B identity: T.B']],
    ["select * ilike 'a_' from t", []],
    ['select * rename (a as b, b as a) from t', ['B identity: T.A', 'A identity: T.B', 'C identity: T.C']],
    // Joins.
    ['select b, d from t join u on t.a = u.a', ['B identity: T.B', 'D identity: U.D']],
    [
      'select * from t join u using (a)',
      ['A identity: T.A', 'B identity: T.B', 'C identity: T.C', 'D identity: U.D', 'V identity: U.V'],
    ],
    ['select a from t right join u using (a)', ['A identity: U.A']],
    ['select a from t full join u using (a)', ['A derived: T.A, U.A']],
    ['select a, d from t natural left join u', ['A identity: T.A', 'D identity: U.D']],
    ['select j.d from (t join u on t.a = u.a) as j', ['D identity: U.D']],
    ['select t.a from t asof join u match_condition (t.a >= u.a)', ['A identity: T.A']],
    // Calculations.
    [
      'select a + b as s, upper(c) as u, 1 as k from t',
      ['S derived: T.A, T.B', 'U derived: T.C', 'K constant'],
    ],
    ['select case when a > 0 then b else 0 end as x from t', ['X derived: T.A, T.B']],
    ['select (((a))) as x, a::varchar as y from t', ['X identity: T.A', 'Y derived: T.A']],
    ['select {{ v }} as v, a + {{ v }} as w from t', ['V constant', 'W derived: T.A']],
    ['select a * 2 as x, x + b as y from t', ['X derived: T.A', 'Y derived: T.A, T.B']],
    // A table's column goes before one of the list.
    ['select b as a, a as x from t', ['A identity: T.B', 'X identity: T.A']],
    ['select reduce(v, 0, (acc, x) -> acc + x + d) as r from u', ['R derived: U.V, U.D']],
    ['select hash(*) as h, {*} as o from t', ['H derived: T.A, T.B, T.C', 'O derived: T.A, T.B, T.C']],
    // Groups and windows.
    [
      'select c, sum(a) + 1 as s, count(*) as n from t group by 1',
      ['C identity: T.C', 'S aggregated: T.A', 'N aggregated'],
    ],
    ['select listagg(c) within group (order by a) as l from t', ['L aggregated: T.C, T.A']],
    ['select row_number() over (partition by a order by b) as r from t', ['R windowed: T.A, T.B']],
    ['select lag(a) over w as l from t window w as (order by b)', ['L windowed: T.A, T.B']],
    ['select sum(sum(a)) over (order by c) as s from t group by c', ['S aggregated: T.A, T.C']],
    // WITH and subqueries.
    [
      'with x as (select a as k, sum(b) as s from t group by 1) select s, k from x',
      ['S aggregated: T.B', 'K identity: T.A'],
    ],
    ['with x (p, q) as (select a, b from t) select q from x', ['Q identity: T.B']],
    ['with t as (select d as a from u) select * from t', ['A identity: U.D']],
    [
      'with x as (select * from t), y as (select * exclude c from x) select * from y',
      ['A identity: T.A', 'B identity: T.B'],
    ],
    ['select x.n from (select c as n from t) x', ['N identity: T.C']],
    ['select (select max(d) from u where u.a = t.a) as m from t', ['M aggregated: U.D']],
    ['select exists (select 1 from u where u.a = t.b) as e from t', ['E derived: U.A, T.B']],
    ['select a in (select a from u) as i from t', ['I derived: T.A, U.A']],
    ['select l.q from t, lateral (select t.a + d as q from u) l', ['Q derived: T.A, U.D']],
    // A subquery sees its own tables first.
    ['select (select min(a) from u) as m from t', ['M aggregated: U.A']],
    // Recursion.
    [
      'with recursive r as (select a, b from t union all select r.b, u.d from r join u on r.a = u.a) select * from r',
      ['A identity: T.A, T.B, U.D', 'B identity: T.B, U.D'],
    ],
    ['with r (n) as (select 1 union all select n + 1 from r) select n from r', ['N constant']],
    [
      'select level as l, connect_by_root b as root from t connect by prior a = b',
      ['L constant', 'ROOT derived: T.B'],
    ],
    // Set operations.
    ['select a, b from t union all select d, a from u', ['A identity: T.A, U.D', 'B identity: T.B, U.A']],
    ['select a from t except select a from u', ['A identity: T.A']],
    ['select a from t intersect select a from u', ['A identity: T.A, U.A']],
    [
      'select a, b from t union by name select d, a from u',
      ['A identity: T.A, U.A', 'B identity: T.B', 'D identity: U.D'],
    ],
    ['select null as a from t union all select a from u', ['A identity: U.A']],
    ['(select a from t) union (select a from u order by 1)', ['A identity: T.A, U.A']],
    // Pivots.
    [
      "select * from t pivot (sum(b) for c in ('x', 'y' as yy)) as p",
      ['A identity: T.A', "'x' aggregated: T.B, T.C", 'YY aggregated: T.B, T.C'],
    ],
    ['select p.k from t pivot (sum(b) for c in (1, 2)) as p (k, l, m)', ['K identity: T.A']],
    [
      'select * from t unpivot (val for label in (a, b))',
      ['C identity: T.C', 'LABEL constant', 'VAL derived: T.A, T.B'],
    ],
    // Functions in FROM, VALUES, places.
    [
      'select f.value:x::string as x, f.index from u, lateral flatten(input => u.v:items) f',
      ['X derived: U.V', 'INDEX derived: U.V'],
    ],
    ['select s.value from t, table(split_to_table(t.c, 1)) s', ['VALUE derived: T.C']],
    ["select * from (values (1, 'a'), (2, 'b')) as v (id, name)", ['ID constant', 'NAME constant']],
    ['select $2, t.$1 from t', ['$2 identity: T.B', '$1 identity: T.A']],
  ])('%s', ([sql, expected]) => {
    expect(lines(sql)).toEqual(expected);
    expect(lineage(sql, known).notes).toEqual([]);
  });
});

describe('from the text alone', () => {
  test.for<[string, string[], string[]]>([
    ['select a, t.b from t', ['A identity: T.A', 'B identity: T.B'], []],
    ['select * from t', ['* identity: T.*'], ['1:8 open: * stands for columns of T that are not known']],
    [
      'select * exclude (a) replace (b + 1 as b) rename (c as cc) from t',
      ['* identity: T.*', 'B derived: T.B', 'CC identity: T.C'],
      ['1:8 open: * stands for columns of T that are not known, without A, B, C'],
    ],
    ['with x as (select * from t) select a, upper(b) as b from x', ['A identity: T.A', 'B derived: T.B'], []],
    [
      'select a from t, u',
      ['A identity: T.A?, U.A?'],
      ['1:8 undecided: A can be of several tables, whose columns are not known'],
    ],
    [
      'select a + 1 as x, x * 2 as y from t',
      ['X derived: T.A', 'Y derived: T.A'],
      [
        "1:20 undecided: X is taken for the column of the list; a table's column of that name would go before it",
      ],
    ],
    [
      'select * from t union all select * from u',
      ['* identity: T.*?, U.*?'],
      [
        '1:8 open: * stands for columns of T and U that are not known',
        '1:17 undecided: Which columns UNION ALL puts together is not known: they go by their places, and a star stands for some',
      ],
    ],
    [
      'with x as (select a from t union all by name select * from u) select a from x',
      ['A identity: T.A, U.A?'],
      ['1:28 undecided: Which columns both sides of UNION ALL BY NAME have is not known'],
    ],
    [
      'select * from t pivot (sum(a) for b in (any)) p',
      ['* identity: T.*', '* unknown'],
      [
        '1:8 open: * stands for columns of PIVOT that are not known',
        '1:8 open: * stands for columns of T that are not known, without A, B',
        '1:17 undecided: The columns of this PIVOT are values, known only when it runs',
      ],
    ],
    [
      'select x from identifier($name)',
      ['X unknown'],
      ['1:15 undecided: The name of this table is computed when the query runs'],
    ],
    [
      'select v.x from table(db.s.udf(1)) v',
      ['X unknown'],
      ['1:23 undecided: The columns of the table function DB.S.UDF are not known'],
    ],
    ['select z.a from t', ['A unknown'], ['1:8 undecided: Z.A is in none of the tables']],
    [
      "select '😀', a from t, u",
      ["'😀' constant", 'A identity: T.A?, U.A?'],
      ['1:14 undecided: A can be of several tables, whose columns are not known'],
    ],
  ])('%s', ([sql, expected, notes]) => {
    expect(lines(sql, [])).toEqual(expected);
    const found = lineage(sql, []);
    expect(
      found.notes
        .map(({ code, message, line: row, column }) => `${row}:${column} ${code}: ${message}`)
        .sort(),
    ).toEqual(notes.toSorted());
    expect(found.complete).toBe(!found.columns.some(({ open }) => open));
  });

  test('with the columns of some tables, an unqualified name is of the one that has it', () => {
    expect(lines('select b, z from t, w', known)).toEqual(['B identity: T.B', 'Z identity: W.Z']);
  });

  test('the tables that are read, each once', () => {
    expect(lineage('select 1 from t, db.s.u, t as x, (select 1 from w)', []).tables).toEqual([
      ['T'],
      ['DB', 'S', 'U'],
      ['W'],
    ]);
  });
});

describe('types', () => {
  test.for<[string, string | null]>([
    ['a', 'NUMBER(38,0)'],
    ['c', 'VARCHAR(10)'],
    ['1', 'NUMBER'],
    ['1e3', 'FLOAT'],
    ["'x'", 'VARCHAR'],
    ['true', 'BOOLEAN'],
    ['a = 1', 'BOOLEAN'],
    ['c::number(10, 2)', 'NUMBER(10,2)'],
    ['c::string', 'VARCHAR'],
    ['c::double', 'FLOAT'],
    ['c::timestamp_tz', 'TIMESTAMP_TZ'],
    ['current_date', 'DATE'],
    ['count(*)', 'NUMBER'],
    ['sum(b)', 'NUMBER'],
    ['d + 1', 'FLOAT'],
    ['v:x', 'VARIANT'],
    ['(select max(c) from t)', 'VARCHAR'],
    // A FLOAT or a NUMBER, as the rules do not tell.
    ['sum(d)', null],
    ['floor(d)', null],
    ['coalesce(sum(d), 0)', null],
    ['avg(a)', null],
    ['nothing(a)', null],
    ['null', null],
  ])('%s: %s', ([expression, type]) => {
    const sql = `select ${expression} as x from (select t.a, t.b, t.c, u.d, u.v from t, u)`;
    expect(lineage(sql, known).columns[0]?.type).toBe(type);
  });

  test('what is not known stays so further up', () => {
    const sql = 'with x as (select sum(d) as s from u) select s + 1 as t from x';
    expect(lineage(sql, known).columns[0]?.type).toBeNull();
  });
});

test.for(['', '-- nothing', 'select 1; select 2', 'drop table t', 'insert into t select 1', 'select (1'])(
  'refused: %j',
  sql => {
    expect(() => lineage(sql, [])).toThrow(expect.objectContaining({ code: 'validation' }));
  },
);
