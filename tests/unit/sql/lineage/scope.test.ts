import { describe, expect, test } from 'vitest';
import { scope } from '../../../../src/main/engine/sql/lineage/scope.ts';
import type { SqlScope } from '../../../../src/main/engine/sql/types.ts';

const orders = {
  written: ['ORDERS'],
  columns: [
    { name: 'ID', type: 'NUMBER(38,0)' },
    { name: 'AMOUNT', type: 'NUMBER(10,2)' },
  ],
};

/** The scope at the `|` of a text. */
function at(text: string): SqlScope {
  const offset = text.indexOf('|');
  return scope(text.slice(0, offset) + text.slice(offset + 1), offset, [orders]);
}

/** `O(ID,AMOUNT)`, with `…` for columns that are not known and `^` for what belongs to a query around. */
function relations(text: string): string[] {
  return at(text).relations.map(({ name, columns, complete, outer }) => {
    const names = [...columns.map(column => column.name), ...(complete ? [] : ['…'])];
    return `${outer ? '^' : ''}${name}(${names.join(',')})`;
  });
}

describe('what is in sight', () => {
  test.for<[string, string[]]>([
    ['select | from orders', ['ORDERS(ID,AMOUNT)']],
    ['select o.| from orders o join customers c on c.id = o.id', ['O(ID,AMOUNT)', 'C(…)']],
    ['select * from orders o, (select 1 as x) y where |', ['O(ID,AMOUNT)', 'Y(X)']],
    ['select * from orders o where exists (select 1 from items i where |)', ['I(…)', '^O(ID,AMOUNT)']],
    ['select * from (select id from orders where |) x', ['ORDERS(ID,AMOUNT)']],
    ['select * from t, (select | from orders) x', ['ORDERS(ID,AMOUNT)']],
    ['select * from t, lateral (select | from orders) x', ['ORDERS(ID,AMOUNT)', '^T(…)']],
    ['select id from orders union all select | from items', ['ITEMS(…)']],
    ['select | from items union all select id from orders', ['ITEMS(…)']],
    [
      'select * from orders, lateral flatten(input => |) f',
      ['ORDERS(ID,AMOUNT)', 'F(SEQ,KEY,PATH,INDEX,VALUE,THIS)'],
    ],
    ['select 1 from items; select | from orders; select 2 from t', ['ORDERS(ID,AMOUNT)']],
    ['create table x as select | from orders', ['ORDERS(ID,AMOUNT)']],
    ['insert into x (select | from orders)', ['ORDERS(ID,AMOUNT)']],
    ['select | from db.s.t', ['T(…)']],
    ['select | from (values (1, 2)) as v (a, b)', ['V(A,B)']],
    ['select | from orders pivot (sum(amount) for id in (1, 2 as two)) p', ['P(1,TWO)']],
    ['', []],
    ['|', []],
    ['select |', []],
    ['drop table |orders', []],
  ])('%s', ([text, expected]) => {
    expect(relations(text)).toEqual(expected);
  });

  test('names of WITH: those before it, with their columns and places', () => {
    const text =
      'with a as (select id, sum(amount) as total from orders group by 1), b as (select | from a) select 1';
    const found = at(text);
    expect(found.ctes).toEqual([
      {
        name: 'A',
        columns: [
          { name: 'ID', type: 'NUMBER(38,0)' },
          { name: 'TOTAL', type: 'NUMBER' },
        ],
        complete: true,
        start: 5,
        end: 6,
      },
    ]);
    expect(relations(text)).toEqual(['A(ID,TOTAL)']);
    expect(
      at('with a as (select 1 as x), b as (select * from a) select |').ctes.map(({ name }) => name),
    ).toEqual(['A', 'B']);
  });

  test('a recursive name sees itself', () => {
    expect(relations('with recursive a as (select 1 as n union all select | from a) select 1')).toEqual([
      'A(N)',
    ]);
    expect(relations('with a (m) as (select 1 union all select | from a) select 1')).toEqual(['A(M)']);
  });

  test('columns of the list: in it those before, in clauses all', () => {
    const names = (text: string): string[] => at(text).columns.map(({ name }) => name);
    expect(names('select amount * 2 as twice, |, 3 as three from orders')).toEqual(['TWICE']);
    expect(names('select amount * 2 as twice, 3 as three from orders where |')).toEqual(['TWICE', 'THREE']);
  });
});

describe('a text that is being typed', () => {
  test.for<[string, string[]]>([
    ['select o. | from orders o', ['O(ID,AMOUNT)']],
    ['select sum( | from orders', ['ORDERS(ID,AMOUNT)']],
    ['select case when | from orders', ['ORDERS(ID,AMOUNT)']],
    ['select id,, | from orders', ['ORDERS(ID,AMOUNT)']],
    ['select * from orders o join |', ['O(ID,AMOUNT)']],
    ['select * from orders o join items i on o.id = |', ['O(ID,AMOUNT)', 'I(…)']],
    ['select * from orders o join (select id from items where ) i on |', ['O(ID,AMOUNT)', 'I(ID)']],
    ['select * from (select id from orders where |', ['ORDERS(ID,AMOUNT)']],
    ['select * from orders where id in (1, 2, |', ['ORDERS(ID,AMOUNT)']],
    ['select * from orders group by |', ['ORDERS(ID,AMOUNT)']],
    ['with a as (select id, amount + from orders) select | from a', ['A(ID)']],
    ['with a as (select id, amount + as b from orders) select | from a', ['A(ID,B)']],
    ['with a as (select sum( | from orders), b as (select 1) select * from b', ['ORDERS(ID,AMOUNT)']],
    [
      'with a as (select * from orders), b as (select sum( | from a), c as (select 1) select',
      ['A(ID,AMOUNT)'],
    ],
    ['select * from orders o full join items i using (id) where ( | ', ['O(ID,AMOUNT)', 'I(…)']],
    ['select | from orders order by', ['ORDERS(ID,AMOUNT)']],
    ["select | from orders where name = 'unclosed", ['ORDERS(ID,AMOUNT)']],
    ['select {{ x }}, | from orders where {{', ['ORDERS(ID,AMOUNT)']],
    ['select 😀, o.| from orders o', ['O(ID,AMOUNT)']],
    ['select |\r\n\tfrom orders', ['ORDERS(ID,AMOUNT)']],
  ])('%s', ([text, expected]) => {
    expect(relations(text)).toEqual(expected);
  });

  test('nothing that is typed makes it fail', () => {
    const text = `with recent as (select o.id, sum(o.amount) as total from orders o join items i using (id)
      where o.at > {{ since }} group by all), named (a, b) as (select * from recent)
      select n.*, (select max(x) from t), f.value:a::string as v -- done
      from named n, lateral flatten(input => parse_json('{"a": 1}')) f qualify row_number() over (order by a) = 1`;
    for (let end = 0; end <= text.length; end++) {
      const typed = text.slice(0, end);
      expect(scope(typed, end, [orders]).word.end).toBe(end);
      expect(() => scope(text, end, [orders])).not.toThrow();
      expect(() => scope(text.slice(end), 0, [orders])).not.toThrow();
    }
  });

  test('a place behind the end is refused', () => {
    expect(() => scope('select 1', 9, [])).toThrow('The text ends at 8, before 9');
  });
});

describe('the place', () => {
  test.for<[string, string]>([
    ['|', 'statement'],
    ['sel|', 'statement'],
    ['with |', 'with'],
    ['with a as (select 1), |', 'with'],
    ['select |', 'select'],
    ['select sum(|) from t', 'select'],
    ['select x from |', 'from'],
    ['select x from a, |', 'from'],
    ['select x from a join |', 'from'],
    ['select x from a join b on |', 'on'],
    ['select x from a join b on a.x = b.x join |', 'from'],
    ['select x from a join b on (a.x = |)', 'on'],
    ['select x from table(flatten(|))', 'on'],
    ['select x from (a join |)', 'from'],
    ['select x from a where |', 'where'],
    ['select x from a where x is distinct from |', 'where'],
    ['select x from a group by |', 'group_by'],
    ['select x from a having |', 'having'],
    ['select x from a qualify |', 'qualify'],
    ['select x from a window w as (|)', 'window'],
    ['select x from a order by |', 'order_by'],
    ['select x from a limit |', 'limit'],
    ['select x from a start with |', 'connect_by'],
    ["select 'a|'", 'text'],
    ["select 'a|", 'text'],
    ['select 1 -- a|', 'text'],
    ['select 1 /* | */', 'text'],
    ["select 'a'|", 'select'],
    ['select 1; |', 'statement'],
  ])('%s: %s', ([text, expected]) => {
    expect(at(text).place).toBe(expected);
  });

  test('the name being typed, and what stands before it', () => {
    expect(at('select o.am| from t')).toMatchObject({
      word: { text: 'am', start: 9, end: 11 },
      qualifier: ['O'],
    });
    expect(at('select o.| from t')).toMatchObject({ word: { text: '', start: 9, end: 9 }, qualifier: ['O'] });
    expect(at('select * from "a b".S.|')).toMatchObject({ qualifier: ['a b', 'S'] });
    expect(at('select a|mount from t').word.text).toBe('amount');
    expect(at('select 😀 😀, am|ount').word).toEqual({ text: 'amount', start: 14, end: 20 });
  });
});

describe('what a name stands for', () => {
  test('a column: its type, and where it comes from', () => {
    expect(at('with a as (select sum(amount) as total from orders) select a.to|tal from a').meant).toEqual({
      kind: 'column',
      name: 'TOTAL',
      type: 'NUMBER',
      derivation: 'aggregated',
      sources: [{ database: null, schema: null, name: 'ORDERS', column: 'AMOUNT', certain: true }],
      undecided: [],
    });
    expect(at('select amount as am|t from orders').meant).toMatchObject({ kind: 'column', name: 'AMT' });
  });

  test('a table, by its name or alias', () => {
    const relation = { name: 'O', table: { database: null, schema: null, name: 'ORDERS' } };
    for (const text of ['select |o.id from orders o', 'select 1 from ord|ers o', 'select 1 from orders |o']) {
      expect(at(text).meant).toMatchObject({ kind: 'relation', relation });
    }
  });

  test('a function; nothing for words of the language and unknown names', () => {
    expect(at('select co|unt(*) from orders').meant).toEqual({ kind: 'function', name: 'COUNT' });
    for (const text of [
      'sel|ect 1',
      'select 1 fr|om orders',
      'select nothing| from orders',
      "select 'id|'",
    ]) {
      expect(at(text).meant).toBeNull();
    }
  });
});
