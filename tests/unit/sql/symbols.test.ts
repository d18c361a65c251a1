import { describe, expect, test } from 'vitest';
import { applyEdits, renameSymbol, symbolAt } from '../../../src/main/engine/sql/symbols.ts';

/** The text with what stands at `|` renamed. */
function renamed(marked: string, name: string): string {
  const offset = marked.indexOf('|');
  const sql = marked.replace('|', '');
  return applyEdits(sql, renameSymbol(sql, offset, name));
}

describe('renaming', () => {
  test.each([
    [
      'select |o.id, o.v:a from orders o where o.id > 1 order by o.id',
      'x',
      'select x.id, x.v:a from orders x where x.id > 1 order by x.id',
    ],
    [
      'select o.*, (select max(o.id) from t o) from orders |o',
      'x',
      'select x.*, (select max(o.id) from t o) from orders x',
    ],
    [
      'select 1 from orders |o where exists (select 1 from t where t.id = o.id)',
      'x',
      'select 1 from orders x where exists (select 1 from t where t.id = x.id)',
    ],
    [
      'with |a as (select 1 as n), b as (select a.n from a) select A.n from a join b on a.n = b.n',
      'base',
      'with base as (select 1 as n), b as (select base.n from base) select base.n from base join b on base.n = b.n',
    ],
    ['with a as (select * from a) select * from |a', 'b', 'with b as (select * from a) select * from b'],
    [
      'with |a as (select 1 as n) select * from s.a, a',
      'b',
      'with b as (select 1 as n) select * from s.a, b',
    ],
    [
      'with recursive |t as (select 1 as n union all select n + 1 from t where t.n < 3) select * from t',
      'u',
      'with recursive u as (select 1 as n union all select n + 1 from u where u.n < 3) select * from u',
    ],
    [
      'select |f.value from t, lateral flatten(input => t.v) f',
      '"Flat"',
      'select "Flat".value from t, lateral flatten(input => t.v) "Flat"',
    ],
    ["select '😀', |o.id -- o.id\nfrom orders o", 'x', "select '😀', x.id -- o.id\nfrom orders x"],
    [
      'select {{ n }}, |o.id from orders o; selec broken',
      'x',
      'select {{ n }}, x.id from orders x; selec broken',
    ],
    ['select |o.id from orders o', 'O', 'select o.id from orders o'],
  ])('%s to %s', (marked, name, expected) => {
    expect(renamed(marked, name)).toBe(expected);
  });

  test.each([
    ['select a.id from orders |a join items b on a.id = b.id', 'b', 'conflict'],
    ['select 1 from orders |a, items b', 'b', 'conflict'],
    ['select 1 from orders |a, items', 'items', 'conflict'],
    ['with |a as (select 1), b as (select 2) select * from a', 'B', 'conflict'],
    // Inside, `x` is another table already.
    ['select (select max(x.id) from items x where x.id = o.id) from orders |o', 'x', 'conflict'],
    // A table of that name would be taken for it.
    ['with |a as (select 1 as n) select * from a, orders', 'orders', 'conflict'],
    ['select |o.id from orders o', 'from', 'validation'],
    ['select |o.id from orders o', 'a b', 'validation'],
    ['select |o.id from orders o', 'a.b', 'validation'],
    ['select o.i|d from orders o', 'x', 'validation'],
    ['select orders.id from |orders', 'x', 'validation'],
    ['select |o.id from', 'x', 'validation'],
  ])('%s to %s is refused', (marked, name, code) => {
    expect(() => renamed(marked, name)).toThrow(expect.objectContaining({ code }));
  });
});

test('what stands at a place, with every use of it', () => {
  const sql = 'with a as (select 1 as n) select x.n from a x';
  expect(symbolAt(sql, 5)).toEqual({
    kind: 'cte',
    name: 'A',
    spans: [
      { start: 5, end: 6 },
      { start: 42, end: 43 },
    ],
  });
  expect(symbolAt(sql, 34)).toMatchObject({
    kind: 'alias',
    name: 'X',
    spans: [{ start: 44 }, { start: 33 }],
  });
  expect(symbolAt(sql, 0)).toBeNull();
});
