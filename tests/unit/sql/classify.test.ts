import { describe, expect, test } from 'vitest';
import { classify } from '../../../src/main/engine/sql/classify/classify.ts';

const base = `
with daily as (
  select date_trunc('day', f.date) as day, f.origin, count(*) as flights, avg(f.delay) as delay
  from raw.flights f
  where f.delay is not null
  group by 1, 2
)
select day, origin, flights, round(delay, 2) as delay
from daily
where flights > {{ minimum }}
order by day`;

const changed = (from: string | RegExp, to: string): string => {
  const after = base.replace(from, to);
  expect(after).not.toBe(base);
  return after;
};

describe('of a model', () => {
  test('nothing changed', () => {
    expect(classify(base, base)).toMatchObject({ change: 'none', reasons: [] });
  });

  test.for([
    ['layout', base.replaceAll('\n', '   \n\n')],
    ['comments', changed('from daily', '-- the days\nfrom daily /* all of them */')],
    ['case', changed('select day', 'SELECT DAY')],
    ['the name of a query of WITH', base.replaceAll('daily', 'per_day')],
    ['the alias of a table', base.replaceAll('f.', 'fl.').replace('flights f', 'flights fl')],
    ['quotes that change nothing', changed('as day,', 'as "DAY",')],
    ['parentheses that change nothing', changed('flights > {{', '(flights) > {{')],
    [
      '<> and !=',
      [changed('f.delay is not null', 'f.delay <> 0'), changed('f.delay is not null', 'f.delay != 0')],
    ],
    [
      'another spelling of a cast',
      [changed('round(delay, 2)', 'delay::int'), changed('round(delay, 2)', 'cast(delay as int)')],
    ],
    [
      'an ordinal instead of the column',
      changed('group by 1, 2', "group by date_trunc('day', f.date), f.origin"),
    ],
  ] as const)('cosmetic: %s', ([, texts]) => {
    const [before, after] = typeof texts === 'string' ? [base, texts] : texts;
    expect(classify(before ?? '', after ?? '')).toMatchObject({
      change: 'cosmetic',
      reasons: [expect.any(String)],
    });
  });

  test.for([
    [
      'a column at the end',
      changed('as delay\nfrom daily', 'as delay, upper(origin) as name\nfrom daily'),
      ['column NAME added'],
    ],
    [
      'a column in between',
      changed('origin, flights, round', 'origin, 1 as one, flights, round'),
      ['column ONE added'],
    ],
    [
      'a column through WITH',
      changed('avg(f.delay) as delay', 'avg(f.delay) as delay, max(f.delay) as worst').replace(
        'as delay\nfrom daily',
        'as delay, worst\nfrom daily',
      ),
      ['column WORST added'],
    ],
  ] as const)('non-breaking: %s', ([, after, reasons]) => {
    expect(classify(base, after)).toMatchObject({ change: 'non_breaking', reasons });
  });

  test('tables that were added or removed are more than one', () => {
    expect(classify('select 1 as a from t', 'select 1 as a').reasons).toEqual([
      'the tables and joins were removed',
    ]);
    expect(classify('select 1 as a', 'select 1 as a from t').reasons).toEqual([
      'the tables and joins were added',
    ]);
  });

  test('a column in WITH that nobody uses is cosmetic', () => {
    expect(classify(base, changed('as flights,', 'as flights, 1 as unused,')).change).toBe('cosmetic');
  });

  test.for([
    ['a column removed', changed('origin, flights, round', 'origin, round'), ['column FLIGHTS removed']],
    [
      'a column renamed',
      changed('select day, origin, flights', 'select day, origin, flights as number_of_flights'),
      ['column FLIGHTS renamed to NUMBER_OF_FLIGHTS'],
    ],
    [
      'a column calculated differently',
      changed('round(delay, 2)', 'round(delay, 3)'),
      ['column DELAY is calculated differently'],
    ],
    ['a column retyped', changed('select day,', 'select day::date as day,'), ['column DAY has another type']],
    [
      'the order of the columns',
      changed('select day, origin, flights', 'select origin, day, flights'),
      ['the columns are in another order'],
    ],
    [
      'DISTINCT',
      changed('select day, origin, flights', 'select distinct day, origin, flights'),
      ['DISTINCT was added'],
    ],
    [
      'the filter',
      changed('where flights > {{ minimum }}', 'where flights >= {{ minimum }}'),
      ['the filter changed'],
    ],
    ['another variable in the filter', changed('{{ minimum }}', '{{ minimal }}'), ['the filter changed']],
    ['no filter', changed('where flights > {{ minimum }}\n', ''), ['the filter was removed']],
    [
      'the filter in WITH',
      changed('where f.delay is not null', 'where f.delay > 0'),
      ['in DAILY: the filter changed'],
    ],
    ['the table', changed('raw.flights f', 'raw.flights_2001 f'), ['in DAILY: the tables and joins changed']],
    [
      'a join',
      changed('from daily\n', 'from daily join ref.airports a on a.code = origin\n'),
      ['the tables and joins changed'],
    ],
    [
      'the order of the rows',
      changed('order by day', 'order by day desc'),
      ['the order of the rows changed'],
    ],
    ['a limit', `${base} limit 10`, ['the number of rows kept was added']],
    [
      'QUALIFY',
      changed(
        'order by day',
        'qualify row_number() over (partition by day order by flights) = 1\norder by day',
      ),
      ['the condition of QUALIFY was added'],
    ],
    [
      'an aggregate deep below',
      changed('avg(f.delay)', 'median(f.delay)'),
      ['column DELAY is calculated differently'],
    ],
  ] as const)('breaking: %s', ([, after, reasons]) => {
    expect(classify(base, after)).toMatchObject({ change: 'breaking', reasons });
  });

  test('all reasons are given', () => {
    const after = changed('round(delay, 2) as delay', 'delay as late').replace(
      'order by day',
      'order by origin',
    );
    expect(classify(base, after).reasons).toEqual(['column DELAY removed', 'the order of the rows changed']);
  });
});

test.for([
  ['a column added to DISTINCT', 'select distinct a from t', 'select distinct a, b from t'],
  [
    'a column added to UNION',
    'select a from t union select a from s',
    'select a, b from t union select a, b from s',
  ],
  [
    'a column added to GROUP BY ALL',
    'select a, count(*) n from t group by all',
    'select a, b, count(*) n from t group by all',
  ],
  ['an aggregate added to rows', 'select 1 as one from t', 'select 1 as one, count(*) as n from t'],
  [
    'UNION instead of UNION ALL',
    'select a from t union all select a from s',
    'select a from t union select a from s',
  ],
  ['a star became columns', 'select * from t', 'select a, b from t'],
  ['the source of a star', 'select * from t', 'select * from s'],
  ['EXCLUDE', 'select * from t', 'select * exclude a from t'],
  [
    'the frame of a window',
    'select sum(a) over (order by b) s from t',
    'select sum(a) over (order by b rows 1 preceding) s from t',
  ],
  ['the kind of a join', 'select a from t join s on t.x = s.x', 'select a from t left join s on t.x = s.x'],
  [
    'the pattern of MATCH_RECOGNIZE',
    'select a from t match_recognize (pattern (a b) define a as x > 1)',
    'select a from t match_recognize (pattern (a b+) define a as x > 1)',
  ],
  ['the keys of an object', "select {'a': x} o from t", "select {'b': x} o from t"],
  ['a path', 'select v:a[i] x from t', 'select v:b[i] x from t'],
  [
    'the shape of CASE',
    'select case a when b then c end x from t',
    'select case when a then b else c end x from t',
  ],
  [
    'the names of PIVOT',
    "select * from t pivot (sum(a) for b in ('x' as y))",
    "select * from t pivot (sum(a) for b in ('x' as z))",
  ],
  ['a sample', 'select a from t sample (10)', 'select a from t sample (20)'],
  ['the table of a column', 'select t.a from t, s', 'select s.a from t, s'],
  ['an unreadable text', 'select a from t', 'select a from'],
  ['no query', 'select a from t', 'insert into t select a from s'],
  [
    'a column of WITH that takes the place of another',
    'with x as (select a, id from t) select b from x join s on x.id = s.id',
    'with x as (select a, b, id from t) select b from x join s on x.id = s.id',
  ],
])('breaking: %s', ([, before = '', after = '']) => {
  const report = classify(before, after);
  expect(report.change).toBe('breaking');
  expect(report.reasons.length).toBeGreaterThan(0);
});

test.for([
  [
    'UNION ALL',
    'select a from t union all select a from s',
    'select a, b from t union all select a, c from s',
  ],
  [
    'an aggregate to aggregates',
    'select a, count(*) n from t group by a',
    'select a, count(*) n, max(b) m from t group by a',
  ],
  ['behind a star', 'select * from t', 'select *, a + 1 as b from t'],
])('non-breaking: a column added to %s', ([, before = '', after = '']) => {
  expect(classify(before, after).change).toBe('non_breaking');
});

test('fifty queries of WITH, each read twice by the next, end in time', () => {
  const steps = Array.from(
    { length: 50 },
    (_, i) => `c${i + 1} as (select a.x + b.x as x from c${i} a join c${i} b on a.x = b.x)`,
  );
  const sql = (filter: string): string =>
    `with c0 as (select x from t where ${filter}), ${steps.join(', ')} select x from c50`;
  expect(classify(sql('x > 1'), sql('x > 2')).reasons).toEqual(['in C0: the filter changed']);
});

describe('changes of the output columns', () => {
  const columnsOf = (before: string, after: string) => classify(before, after).columns;
  const one = (name: string, change: string, renamed_to: string | null = null) => ({
    name,
    change,
    renamed_to,
  });

  test('are told one by one, those that were added last', () => {
    const before = 'select a, b, c::int as c, d + 1 as d, e from t';
    const after = 'select f, a, b as x, c::text as c, d + 2 as d, 1 as g from t';
    expect(columnsOf(before, after)).toEqual([
      one('B', 'renamed', 'X'),
      one('C', 'retyped'),
      one('D', 'changed'),
      one('E', 'removed'),
      one('F', 'added'),
      one('G', 'added'),
    ]);
  });

  test('a column that came is not what two others were renamed to', () => {
    expect(columnsOf('select a as x, a as y from t', 'select a as z from t')).toEqual([
      one('X', 'renamed', 'Z'),
      one('Y', 'removed'),
    ]);
  });

  test('none, where only the rest changed; null, where one is no query', () => {
    expect(columnsOf('select a from t', 'select a from t where b')).toEqual([]);
    expect(columnsOf('select a from t', '-- more\nselect a from t')).toEqual([]);
    expect(columnsOf('select a from t', 'select a from from')).toBeNull();
  });
});

test('a query of many columns is classified before anybody loses patience', () => {
  const columns = (name: string) => Array.from({ length: 30_000 }, (_, n) => `${name}${n}`).join(', ');
  const query = (name: string) => `select ${columns(name)} from t`;
  expect(classify(query('a'), query('b')).reasons).toHaveLength(30_000);
});
