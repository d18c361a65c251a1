import type { GoldenQueries } from './golden.ts';

export const syntaxQueries: readonly GoldenQueries[] = [
  {
    title: 'Query syntax',
    page: 'constructs',
    queries: [
      ['select top 2 origin from flights order by date', [['ATL'], ['ATL']]],
      ['select origin from flights order by date fetch first 1 row only', [['ATL']]],
      ['select origin from flights order by date desc limit 1 offset 2', [['ATL']]],
      ['select distinct origin, from flights order by 1', [['ATL'], ['LAX']]],
      ['select delay * 2 as twice, twice + 1 as more from flights where twice > 20', [[80, 81]]],
      [
        'select a.date, b.date from flights a join flights b on a.destination = b.origin order by 1, 2',
        [
          ['2001-01-01', '2001-02-01'],
          ['2001-01-01', '2001-02-28'],
          ['2001-02-01', '2001-01-01'],
          ['2001-02-01', '2001-01-02'],
        ],
      ],
      ['select count(*) from flights a, flights b where a.origin = b.origin', [[8]]],
      ['select count(*) from flights a cross join flights b', [[16]]],
      ['select count(*) from flights a join flights b', [[16]]],
      ['select count(*) from flights a left outer join events e on e.id = a.delay', [[4]]],
      [
        'select origin, a.delay from flights a join flights b using (origin, date) order by date limit 1',
        [['ATL', 10]],
      ],
      [
        'select count(*) from flights natural join (select origin, max(date) as date from flights group by origin)',
        [[2]],
      ],
      [
        'select count(*) from (flights a join flights b on a.date = b.date) left join events e on e.id = 1',
        [[4]],
      ],
      [
        "select t.v, q.price from (select '2020-01-01 10:30'::timestamp v union all select '2020-01-01 09:00'::timestamp) t asof join (select '2020-01-01 10:00'::timestamp at_, 5 as price) q match_condition (t.v >= q.at_) order by 1",
        [
          ['2020-01-01 09:00:00', null],
          ['2020-01-01 10:30:00', 5],
        ],
      ],
      [
        'select t.k, q.price from (select 1 k, 10 v union all select 2, 10) t asof join (select 1 k, 7 w, 5 as price) q match_condition (t.v >= q.w) using (k) order by 1',
        [
          [1, 5],
          [2, null],
        ],
      ],
      [
        'select t.k, q.price from (select 1 k, 10 v) t asof join (select 1 k, 7 w, 5 as price) q match_condition (t.v >= q.w) on t.k = q.k',
        [[1, 5]],
      ],
      [
        'select f.origin, x.n from flights f, lateral (select count(*) n from flights g where g.origin = f.origin) x order by date limit 1',
        [['ATL', 2]],
      ],
      [
        "select * from values (1, 'a'), (2, 'b') order by 1",
        [
          [1, 'a'],
          [2, 'b'],
        ],
      ],
      ["select column1, column2 from (values (1, 'a')) order by 1", [[1, 'a']]],
      ["select $1, $2 || '!' from values (1, 'a')", [[1, 'a!']]],
      ["select v.$1, v.name from (values (1, 'a')) as v (id, name)", [[1, 'a']]],
      [
        "values (1, 'x'), (2, 'y')",
        [
          [1, 'x'],
          [2, 'y'],
        ],
      ],
      ['select $2 from (select origin, delay from flights order by date limit 1)', [[10]]],
      ['with a as (select 1 as x), b (y) as (select x + 1 from a) select x, y from a, b', [[1, 2]]],
      [
        'with recursive t (n) as (select 1 union all select n + 1 from t where n < 4) select sum(n) from t',
        [[10]],
      ],
      ['with t as (select 1 as n union all select n + 1 from t where n < 4) select max(n) from t', [[4]]],
      ['select * from (with x as (select 5 as n) select n from x)', [[5]]],
      [
        'with flights as (select * from flights where delay > 0) select count(*) from (select 1 as one)',
        [[1]],
      ],
      ['select 1 union select 1 union all select 2 order by 1', [[1], [2]]],
      ['select origin from flights minus select destination from flights', []],
      ["select origin from flights except select 'ATL'", [['LAX']]],
      ['select 1 union select 2 intersect select 2 order by 1', [[1], [2]]],
      ['(select 1 as a order by 1 limit 1) union all (select 2) order by a desc', [[2], [1]]],
      [
        'select 1 as a, 2 as b union all by name select 3 as b, 4 as a order by a',
        [
          [1, 2],
          [4, 3],
        ],
      ],
      ['select * exclude (ts, distance) from flights where delay = 10', [['2001-01-01', 'ATL', 'LAX', 10]]],
      [
        'select f.* exclude ts rename (date as day, delay as late) from flights f where delay = 10',
        [['2001-01-01', 'ATL', 'LAX', 10, '500.50']],
      ],
      [
        'select * exclude ts replace (delay * 2 as delay) from flights where delay = 10',
        [['2001-01-01', 'ATL', 'LAX', 20, '500.50']],
      ],
      ["select * ilike '%OR%' from flights where delay = 10", [['ATL']]],
      [
        "select * from (select origin, destination, delay from flights) pivot (sum(delay) for destination in ('LAX', 'ATL')) order by origin",
        [
          ['ATL', 10, null],
          ['LAX', null, 40],
        ],
      ],
      [
        "select origin, \"'LAX'\" as lax from (select origin, destination, delay from flights) pivot (sum(delay) for destination in ('LAX')) order by 1",
        [
          ['ATL', 10],
          ['LAX', null],
        ],
      ],
      [
        "select * from (select origin, destination, delay from flights) pivot (max(delay) for destination in ('LAX' as west, 'JFK' as east)) as p (o, w, e) order by o",
        [
          ['ATL', 10, -5],
          ['LAX', null, null],
        ],
      ],
      [
        "select * from (select origin, destination, delay from flights) pivot (sum(delay) for destination in ('LAX', 'ATL') default on null (0)) order by origin",
        [
          ['ATL', 10, 0],
          ['LAX', 0, 40],
        ],
      ],
      [
        'select * from (select 1 as id, 100 as jan, 200 as feb, null::int as mar) unpivot (sales for month in (jan, feb, mar)) order by sales',
        [
          [1, 'JAN', 100],
          [1, 'FEB', 200],
        ],
      ],
      [
        "select * from (select 1 as id, 100 as jan, null::int as feb) unpivot include nulls (sales for month in (jan as 'January', feb)) order by month desc",
        [
          [1, 'January', 100],
          [1, 'FEB', null],
        ],
      ],
      ['select count(*) from flights sample (2 rows)', [[2]]],
      ['select count(*) from flights tablesample bernoulli (100)', [[4]]],
      ['select count(*) from flights f sample system (100) seed (82)', [[4]]],
      ['select seq4() as s from table(generator(rowcount => 3)) order by s', [[0], [1], [2]]],
      [
        "select dateadd(day, seq4(), '2020-01-01'::date) as d from table(generator(rowcount => 2)) g order by 1",
        [['2020-01-01'], ['2020-01-02']],
      ],
      [
        'select row_number() over (order by seq8()) as n from table(generator(rowcount => 2)) order by n',
        [[1], [2]],
      ],
      ['select origin from flights where delay = (select max(delay) from flights)', [['LAX']]],
      [
        'select count(*) from flights where origin in (select destination from flights) and exists (select 1) and delay > all (select -10)',
        [[3]],
      ],
      [
        "select count(*) from flights where (origin, destination) in (select 'ATL', 'LAX') or delay = any (select 40)",
        [[2]],
      ],
      ['select (select count(*) from events) as n, count(*) from flights', [[3, 4]]],
      [
        'select /* a comment */ origin -- with an end\n, delay // and another\nfrom flights /* here */ where delay = 10 -- and there',
        [['ATL', 10]],
      ],
      [
        "select (select dateadd(day, 1, f.date)) d, (select to_varchar(f.ts) || '!') t, (select to_date(f.date)) from flights f where delay = 10",
        [['2001-01-02', '2001-01-01 08:15:00.000!', '2001-01-01']],
      ],
      [
        "select count(*) from flights f where exists (select 1 from flights g where date_trunc('month', f.date) = date_trunc('month', g.date) and g.delay > f.delay)",
        [[1]],
      ],
      ['select sum(delay) as "Total Delay" from flights as "f f" where "f f".delay > 0', [[50]]],
      [
        "select case when origin = 'ATL' then case when delay > 0 then 1 else 2 end else 3 end x from flights order by date",
        [[1], [2], [3], [3]],
      ],
      ["select origin, delay from identifier('FLIGHTS') where delay = 10", [['ATL', 10]]],
      ["select count(*) from table('FLIGHTS')", [[4]]],
    ],
  },
];
