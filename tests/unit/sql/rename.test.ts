import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/main/engine/sql/analyze.ts';
import { rename } from '../../../src/main/engine/sql/rename.ts';
import type { Relation } from '../../../src/shared/domain/relation.ts';

/** Sends every source to a database PROD, schema and name kept unless `name` says otherwise. */
function mapAll(sql: string, name: (old: string) => string = old => old): string {
  const sources = analyze(sql).statements.flatMap(statement => statement.sources);
  return rename(
    sql,
    sources.map(source => ({
      start: source.start,
      end: source.end,
      relation: { database: 'PROD', schema: source.schema ?? 'PUBLIC', name: name(source.name) },
    })),
  );
}

describe('names', () => {
  test.for([
    ['select * from t', 'select * from PROD.PUBLIC.T'],
    ['select * from db.s.t as a -- t\n where a.x = 1', 'select * from PROD.S.T as a -- t\n where a.x = 1'],
    ['select \'😀 t\', /* t */ "t" from "s 1".t t', 'select \'😀 t\', /* t */ "t" from PROD."s 1".T t'],
    ['with t as (select * from s.t) select * from t', 'with t as (select * from PROD.S.T) select * from t'],
    ["select * from identifier('s.t') x, table('u')", 'select * from PROD.S.T x, PROD.PUBLIC.U'],
    ['select * from s."order", s."Mixed Case"', 'select * from PROD.S."order", PROD.S."Mixed Case"'],
    [
      'insert into t select * from s; select 1 from u',
      'insert into t select * from PROD.PUBLIC.S; select 1 from PROD.PUBLIC.U',
    ],
    ['select {{ t }} from t', 'select {{ t }} from PROD.PUBLIC.T'],
  ])('%s', ([sql = '', expected]) => expect(mapAll(sql)).toBe(expected));

  test('reserved words are quoted', () => {
    expect(mapAll('select * from s."ORDER"')).toBe('select * from PROD.S."ORDER"');
    expect(mapAll('select * from t', () => 'SELECT')).toBe(
      'select * from "PROD"."PUBLIC"."SELECT"'.replace('"PROD"."PUBLIC"', 'PROD.PUBLIC'),
    );
  });

  test('only what is asked for is renamed', () => {
    const sql = 'select * from a, b, a c';
    const relation: Relation = { database: 'X', schema: 'Y', name: 'Z' };
    expect(rename(sql, [{ start: 17, end: 18, relation }])).toBe('select * from a, X.Y.Z, a c');
    expect(rename(sql, [])).toBe(sql);
  });

  test('a place without a table is refused', () => {
    expect(() =>
      rename('select a from t', [{ start: 7, end: 8, relation: { database: 'X', schema: 'Y', name: 'Z' } }]),
    ).toThrow(/no table name at 7–8/);
  });
});

describe('columns qualified by the name of their table', () => {
  const other = (old: string): string => `${old}_V2`;

  test.for([
    // The last part stays: its own name still names the table.
    [
      'select t.x, s.t.x, db.s.t.x, t.* from db.s.t',
      false,
      'select t.x, PROD.S.T.x, PROD.S.T.x, t.* from PROD.S.T',
    ],
    // It changes: the table keeps its old name as an alias.
    ['select t.x from s.t', true, 'select t.x from PROD.S.T_V2 AS T'],
    ['select t.x, s.t.y from s.t where t.x > 1', true, 'select t.x, T.y from PROD.S.T_V2 AS T where t.x > 1'],
    ['select s.t.y from s.t', true, 'select PROD.S.T_V2.y from PROD.S.T_V2'],
    ['select x from s.t', true, 'select x from PROD.S.T_V2'],
    ['select a.x from s.t a', true, 'select a.x from PROD.S.T_V2 a'],
    [
      'select t.* from t sample (10) join u on t.i = u.i',
      true,
      'select t.* from PROD.PUBLIC.T_V2 AS T sample (10) join PROD.PUBLIC.U_V2 AS U on t.i = u.i',
    ],
    [
      'select t.a from t at (offset => -60)',
      true,
      'select t.a from PROD.PUBLIC.T_V2 at (offset => -60) AS T',
    ],
    // Qualifiers in subqueries name the outer table, unless an inner one takes the name.
    [
      'select 1 from t where exists (select 1 from u where u.i = t.i)',
      true,
      'select 1 from PROD.PUBLIC.T_V2 AS T where exists (select 1 from PROD.PUBLIC.U_V2 AS U where u.i = t.i)',
    ],
    [
      'select (select max(t.x) from s t) from t',
      true,
      'select (select max(t.x) from PROD.PUBLIC.S_V2 t) from PROD.PUBLIC.T_V2',
    ],
    ['with t as (select 1 x) select t.x from t', true, 'with t as (select 1 x) select t.x from t'],
    ['select "My T".x from "My T"', true, 'select "My T".x from PROD.PUBLIC."My T_V2" AS "My T"'],
    ['select t.x from t order by t.x', true, 'select t.x from PROD.PUBLIC.T_V2 AS T order by t.x'],
    [
      'select sum(t.x) over (partition by t.y) from t qualify t.z',
      true,
      'select sum(t.x) over (partition by t.y) from PROD.PUBLIC.T_V2 AS T qualify t.z',
    ],
    [
      'merge into k using t on k.a = t.a when matched then update set k.b = t.b',
      false,
      'merge into k using PROD.PUBLIC.T on k.a = t.a when matched then update set k.b = t.b',
    ],
  ] as const)('%s', ([sql, renamed, expected]) =>
    expect(mapAll(sql, renamed ? other : undefined)).toBe(expected),
  );
});

test('mapping there and back gives the same sources', () => {
  const table = fc.constantFrom('t', 's.t', 'db.s.t', '"q x".t', 'db.s."T""x"', "identifier('a.b')", 'u');
  const place = fc.constantFrom(
    (name: string) => `select * from ${name}`,
    (name: string) => `select '😀', a.b from ${name} a -- ${name.replaceAll('\n', '')}\n`,
    (name: string) => `with x as (select * from ${name}) select * from x`,
    (name: string) => `select (select 1 from ${name} limit 1) as "from"`,
    (name: string) => `select 1 from ${name} as z, lateral flatten(z.v) where z.a in (select b from ${name})`,
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(place, table), { minLength: 1, maxLength: 4 }), parts => {
      const sql = parts.map(([write, name]) => write(name)).join('\nunion all ');
      fc.pre(!sql.includes('union all with'));
      const read = (text: string) => analyze(text).statements.flatMap(statement => statement.sources);
      const before = read(sql);
      const relations = before.map((source, index) => ({
        database: `D ${index % 3}`,
        schema: 'S',
        name: index % 2 === 0 ? source.name : 'ORDER',
      }));
      const there = rename(
        sql,
        before.map((source, index) => ({
          ...source,
          relation: relations[index] ?? { database: '', schema: '', name: '' },
        })),
      );
      expect(read(there).map(({ database, schema, name }) => ({ database, schema, name }))).toEqual(
        relations,
      );
      // Everything but the names is what it was.
      const rest = (text: string) => {
        let result = text;
        for (const { start, end } of read(text).toReversed())
          result = `${result.slice(0, start)}?${result.slice(end)}`;
        return result;
      };
      expect(rest(there)).toBe(rest(sql));
    }),
    { numRuns: 200 },
  );
});
