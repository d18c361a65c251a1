import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cteAt, ctePreviews } from '../../../src/renderer/ui/sql/ctes.ts';
import { outlineOf } from '../../../src/renderer/ui/sql/query-outline.ts';
import { scopeAt } from '../../../src/renderer/ui/sql/scope.ts';

const tables: Record<string, { name: string; type: string }[]> = {
  T: [
    { name: 'ID', type: 'NUMBER' },
    { name: 'V', type: 'VARIANT' },
  ],
  'A.B.c d': [{ name: 'DAY', type: 'DATE' }],
};

/** What is in scope where the text has a `|`: `alias(columns)`, outer ones with a `^`. */
function scope(marked: string) {
  const offset = marked.indexOf('|');
  return scopeAt(marked.replace('|', ''), offset, name => tables[name.join('.')]);
}
function shown(marked: string): string[] {
  return scope(marked).tables.map(
    ({ alias, columns, outer }) =>
      `${outer ? '^' : ''}${alias}(${columns?.map(({ name, type }) => `${name}${type && `:${type}`}`).join(' ') ?? '?'})`,
  );
}

describe('scope', () => {
  test.each([
    ['select | from t', ['T(ID:NUMBER V:VARIANT)']],
    [
      'select | from A.B."c d" x, t as "Y" left join u on 1 = 1',
      ['X(DAY:DATE)', 'Y(ID:NUMBER V:VARIANT)', 'U(?)'],
    ],
    ['with a as (select id, v:x as x, count(*) n, 1 from t) select | from a', ['A(ID:NUMBER X N)']],
    [
      'with a as (select * from t), b as (select a.*, 1 as one from a) select | from b',
      ['B(ID:NUMBER V:VARIANT ONE)'],
    ],
    ['with a as (select | from t) select * from a', ['T(ID:NUMBER V:VARIANT)']],
    ['with a (x, y) as (select 1, 2) select | from a z', ['Z(X Y)']],
    ['select * from (select id as k from t) q where |', ['Q(K:NUMBER)']],
    ['select * from (select | from t) q join u', ['T(ID:NUMBER V:VARIANT)']],
    [
      'select (select max(x.day) from A.B."c d" x where |) from t',
      ['X(DAY:DATE)', '^T(ID:NUMBER V:VARIANT)'],
    ],
    ['select * from t where id in (select | from u)', ['U(?)', '^T(ID:NUMBER V:VARIANT)']],
    [
      'select f.| from t, lateral flatten(input => t.v) f',
      [
        'T(ID:NUMBER V:VARIANT)',
        'F(SEQ:NUMBER KEY:VARCHAR PATH:VARCHAR INDEX:NUMBER VALUE:VARIANT THIS:VARIANT)',
      ],
    ],
    ['select 1 from t union all select | from A.B."c d"', ['c d(DAY:DATE)']],
    ['select | from (t join u on true)', ['T(ID:NUMBER V:VARIANT)', 'U(?)']],
    ['select | from t at (offset => -60) old', ['OLD(ID:NUMBER V:VARIANT)']],
    ['select sum(| from t', ['T(ID:NUMBER V:VARIANT)']],
    ['select a. from t where (|', ['T(ID:NUMBER V:VARIANT)']],
    ['with a as (select | from t', ['T(ID:NUMBER V:VARIANT)']],
    ['select * from |', []],
  ])('%s', (marked, expected) => {
    expect(shown(marked)).toEqual(expected);
  });

  test('the clause, the CTEs and the names of the list', () => {
    expect(scope('select id as k, v as w from t where |')).toMatchObject({
      clause: 'WHERE',
      items: ['K', 'W'],
    });
    expect(scope('with a as (select 1), b as (select | 2) select 3').ctes.map(({ name }) => name)).toEqual([
      'A',
    ]);
    expect(scope('select coalesce(a, |').clause).toBe('SELECT');
    expect(scope('|').clause).toBe('');
  });

  test('takes any text', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 60 }), noise => {
        const text = `with a as (select ${noise} from t) select ( ${noise} from a join (`;
        expect(() => outlineOf(text)).not.toThrow();
        expect(() => scopeAt(text, 20, () => undefined)).not.toThrow();
        expect(() => ctePreviews(text)).not.toThrow();
      }),
    );
  });
});

describe('up to a CTE', () => {
  const sql =
    'with a as (select 1 as n),\n  b as (with x as (select * from a), y as (select * from x) select * from y)\nselect * from b';

  test('the statement up to it, and all of what it holds', () => {
    const [a, b, x, y] = ctePreviews(sql);
    expect(a?.sql).toBe('with a as (select 1 as n)\nselect * from a');
    expect(b?.sql).toBe(`${sql.slice(0, sql.lastIndexOf('\n'))}\nselect * from b`);
    expect(x?.sql.replaceAll(/ +/g, ' ')).toBe(
      'with a as (select 1 as n),\n x as (select * from a)\nselect * from x',
    );
    expect(y?.sql.replaceAll(/ +/g, ' ')).toBe(
      'with a as (select 1 as n),\n x as (select * from a), y as (select * from x)\nselect * from y',
    );
    // Everything kept stands where it stood.
    for (const preview of [a, b, x, y]) {
      const at = sql.indexOf(`${preview?.name.toLowerCase()} as (`);
      expect(preview?.sql.indexOf(`${preview.name.toLowerCase()} as (`)).toBe(at);
    }
  });

  test('what hides another name is meant, and RECURSIVE stays', () => {
    const hidden = 'with recursive a as (select 1), b as (with a as (select 2) select * from a) select 1';
    const inner = ctePreviews(hidden).find(({ start }) => start > 40);
    expect(inner?.sql.replaceAll(/ +/g, ' ')).toBe(' with a as (select 2)\nselect * from a');
    expect(ctePreviews(hidden)[0]?.sql).toBe('with recursive a as (select 1)\nselect * from a');
  });

  test('the innermost one at the caret, in its statement', () => {
    const text = `select 1; ${sql}`;
    expect(cteAt(text, text.indexOf('from x'))).toMatchObject({ name: 'Y', from: 10 });
    expect(cteAt(text, text.indexOf('select * from y'))).toMatchObject({ name: 'B' });
    expect(cteAt(text, 3)).toBeUndefined();
    expect(ctePreviews('with a as (select 1')).toEqual([]);
  });
});
