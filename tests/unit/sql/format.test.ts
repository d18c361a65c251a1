import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { format } from '../../../src/main/engine/sql/format.ts';
import { lex } from '../../../src/main/engine/sql/tokens.ts';

test('changes the layout', async () => {
  expect(await format('select a,count(*) n from t where b>{{ min }} group by 1')).toBe(
    `select
  a,
  count(*) n
from
  t
where
  b > {{ min }}
group by
  1`,
  );
});

test('keeps comments, case, placeholders and the line end at the end', async () => {
  const formatted = await format('Select /* a */ {{ x }} From T -- b\n');
  expect(formatted).toContain('/* a */');
  expect(formatted).toContain('{{ x }}');
  expect(formatted).toContain('-- b');
  expect(formatted).toMatch(/^Select/);
  expect(formatted.endsWith('\n')).toBe(true);
});

test.for([
  ['what cannot be read', 'select ((( from'],
  ['strings that are not closed', "select 'abc"],
  ['Snowflake Scripting', 'begin let x := 1; return x; end'],
  ['a badly written placeholder', 'select {{ a b }}'],
])('leaves alone: %s', async ([, sql = '']) => {
  expect(await format(sql)).toBe(sql);
});

test.for([
  'select v:a.b[0]::string, $1, @st/x, \'it\'\'s\', "q""x", $$ raw $$ from t',
  'select * from a asof join b match_condition (a.t >= b.t) on a.k = b.k',
  'with a as (select 1) select * exclude (x) rename (y as z) from a qualify row_number() over (order by 1) = 1',
  "select f.value from t, lateral flatten(input => t.v:x, outer => true) f where f.value ilike any ('a%', 'b')",
  "select transform([1, 2], x -> x + 1), {{a}}, interval '1 day' from table(generator(rowcount => 10))",
  'select 1; select 2',
])('changes no token: %s', async sql => {
  const words = (text: string): string[] => lex(text).tokens.map(({ start, end }) => text.slice(start, end));
  expect(words(await format(sql))).toEqual(words(sql));
});

test('formatting what is formatted changes nothing', async () => {
  const piece = fc.constantFrom(
    'a',
    'count(*)',
    "'x  y'",
    '{{ v }}',
    'b + 1',
    'case when a then 1 end',
    'x::int',
    'sum(a) over (partition by b)',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 5 }), async items => {
      const once = await format(`select ${items.join(' , ')} from t where ${items[0]} = 1`);
      expect(await format(once)).toBe(once);
    }),
    { numRuns: 30 },
  );
});
