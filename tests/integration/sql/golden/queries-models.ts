import type { GoldenQueries } from './golden.ts';

export const modelQueries: readonly GoldenQueries[] = [
  {
    title: 'Numbers keep their digits',
    page: 'operators-arithmetic',
    queries: [
      [
        'select origin, sum(delay) / count(*) as mean from flights group by origin order by origin',
        [
          ['ATL', '2.500000'],
          ['LAX', '20.000000'],
        ],
      ],
      [
        'select origin, avg(delay) as a, avg(distance) as b from flights group by 1 order by 1',
        [
          ['ATL', '2.500000', '300.25000000'],
          ['LAX', '40.000000', '6.12500000'],
        ],
      ],
      [
        'select origin, round(100 * sum(delay) / sum(sum(delay)) over (), 2) as share from flights where delay is not null group by origin order by origin',
        [
          ['ATL', '11.11'],
          ['LAX', '88.89'],
        ],
      ],
      ['select max(delay) as m, m / 3 as third from flights', [[40, '13.333333']]],
      [
        'with s as (select origin, count(*) as n, count_if(delay > 0) as late from flights group by origin)\nselect origin, late / n as rate, div0(late, n - n) as none from s order by 1',
        [
          ['ATL', '0.500000', '0.000000'],
          ['LAX', '0.500000', '0.000000'],
        ],
      ],
      ['select sum(delay / 3) from flights', [['14.999999']]],
      ['select (delay / 3)::varchar, (delay / 3)::int from flights where delay = 10', [['3.333333', 3]]],
      [
        'select sum(d) from (select delay::float / 3 as d from flights where delay = 10)',
        [[3.3333333333333335]],
      ],
      ['select avg(v:score::float), avg(v:age::int) from events', [[7.75, '24.000000']]],
      ['select id from events where v:age = 41 and v:score = 12.5', [[1]]],
      [
        'select id from (select 1 as id, parse_json(\'{"k": 9007199254740993}\') as v) where v:k = 9007199254740992',
        [],
      ],
      [
        'select distance * 2, distance + 1, distance % 7 from flights where delay = -5',
        [['200.00', '101.00', '2.00']],
      ],
      [
        'select delay, round(delay / 7, 3) from flights where delay > 0 order by 1',
        [
          [10, '1.429'],
          [40, '5.714'],
        ],
      ],
      [
        'select width_bucket(delay, -10, 50, 3) b, count(*) from flights where delay is not null group by b order by b',
        [
          [1, 1],
          [2, 1],
          [3, 1],
        ],
      ],
    ],
  },
  {
    title: 'Dates',
    page: 'functions-date-time',
    queries: [
      [
        "select dateadd(day, 1, max(date)), date_trunc('month', max(date)), last_day(min(date)) from flights",
        [['2001-03-01', '2001-02-01', '2001-01-31']],
      ],
      [
        'select max(date) over (partition by origin) as m, dateadd(month, -1, m) from flights where delay = 10',
        [['2001-01-01', '2000-12-01']],
      ],
      [
        "with spine as (select dateadd(day, seq4(), '2001-01-01'::date) as day from table(generator(rowcount => 3)))\nselect s.day, count(f.date) as n from spine s left join flights f on f.date = s.day group by s.day order by s.day",
        [
          ['2001-01-01', 1],
          ['2001-01-02', 1],
          ['2001-01-03', 0],
        ],
      ],
      [
        'select date, lag(date) over (order by date) as before, datediff(day, before, date) as days from flights order by date',
        [
          ['2001-01-01', null, null],
          ['2001-01-02', '2001-01-01', 1],
          ['2001-02-01', '2001-01-02', 30],
          ['2001-02-28', '2001-02-01', 27],
        ],
      ],
      [
        "select to_char(date_trunc('month', date), 'YYYY-MM') as month, sum(distance) from flights group by month order by month",
        [
          ['2001-01', '600.50'],
          ['2001-02', '12.25'],
        ],
      ],
      [
        "select date from flights where date between '2001-01-02' and '2001-02-01' order by 1",
        [['2001-01-02'], ['2001-02-01']],
      ],
      [
        "select date from flights where ts >= '2001-01-02 12:00:00' order by 1",
        [['2001-01-02'], ['2001-02-01']],
      ],
      [
        "select ts + interval '1 day', ts::date + 1, ts::time from flights where delay = 10",
        [['2001-01-02 08:15:00', '2001-01-02', '08:15:00']],
      ],
      ['select datediff(hour, min(ts), max(ts)) from flights', [[736]]],
      ['select count(*) from flights where try_to_date(origin) is null', [[4]]],
      [
        "select at::date, hour(at), to_char(at, 'HH24:MI:SS.FF3') from events where id = 2",
        [['2020-06-15', 12, '12:30:45.678']],
      ],
      [
        'select dayname(date) d, count(*) from flights group by d order by d',
        [
          ['Mon', 1],
          ['Thu', 1],
          ['Tue', 1],
          ['Wed', 1],
        ],
      ],
      [
        "select case when date < '2001-02-01'::date then 'before' else 'after' end w, min(date) from flights group by w order by w",
        [
          ['after', '2001-02-01'],
          ['before', '2001-01-01'],
        ],
      ],
    ],
  },
  {
    title: 'Windows',
    page: 'functions-window-syntax',
    queries: [
      [
        'select date, sum(delay) over (order by date rows unbounded preceding) from flights order by date',
        [
          ['2001-01-01', 10],
          ['2001-01-02', 5],
          ['2001-02-01', 45],
          ['2001-02-28', 45],
        ],
      ],
      [
        'select delay, sum(delay) over (order by delay range between 15 preceding and current row) from flights where delay is not null order by delay',
        [
          [-5, -5],
          [10, 5],
          [40, 40],
        ],
      ],
      [
        'select origin, date from flights qualify row_number() over (partition by origin order by date desc) = 1 order by origin',
        [
          ['ATL', '2001-01-02'],
          ['LAX', '2001-02-28'],
        ],
      ],
      [
        'select origin, date from flights qualify max(delay) over (partition by origin) = delay order by 1',
        [
          ['ATL', '2001-01-01'],
          ['LAX', '2001-02-01'],
        ],
      ],
      [
        'select date, sum(iff(gap > 5, 1, 0)) over (order by date) as island from (select date, datediff(day, lag(date) over (order by date), date) as gap from flights) order by date',
        [
          ['2001-01-01', 0],
          ['2001-01-02', 0],
          ['2001-02-01', 1],
          ['2001-02-28', 2],
        ],
      ],
      [
        'select origin, delay, rank() over (order by delay desc) as r from flights order by r',
        [
          ['LAX', null, 1],
          ['LAX', 40, 2],
          ['ATL', 10, 3],
          ['ATL', -5, 4],
        ],
      ],
      ['select count(distinct origin) over () from flights limit 1', [[2]]],
      [
        'select date, last_value(delay) ignore nulls over (order by date rows between unbounded preceding and current row) as filled from flights order by date',
        [
          ['2001-01-01', 10],
          ['2001-01-02', -5],
          ['2001-02-01', 40],
          ['2001-02-28', 40],
        ],
      ],
      [
        'select ntile(2) over (order by date) as half, count(*) over (partition by origin order by date) as n from flights order by date',
        [
          [1, 1],
          [1, 2],
          [2, 1],
          [2, 2],
        ],
      ],
      [
        'select date, conditional_true_event(delay < 0) over (order by date) as e from flights order by date',
        [
          ['2001-01-01', 0],
          ['2001-01-02', 1],
          ['2001-02-01', 1],
          ['2001-02-28', 1],
        ],
      ],
    ],
  },
  {
    title: 'Semi-structured data in queries',
    page: 'functions-semistructured',
    queries: [
      [
        'select e.id, f.index, upper(f.value) from events e, lateral flatten(input => e.v:tags) f where f.index < 2 order by 1, 2',
        [
          [1, 0, 'X'],
          [1, 1, 'Y'],
        ],
      ],
      [
        'select v:home.city::string as city, count(*) from events group by city order by city',
        [
          ['Oslo', 1],
          ['Rome', 1],
          [null, 1],
        ],
      ],
      [
        "select object_construct('id', id, 'city', v:home.city) from events order by id",
        [['{"city":"Rome","id":1}'], ['{"city":"Oslo","id":2}'], ['{"id":3}']],
      ],
      [
        "select listagg(k.key, ',') within group (order by k.key) from events e, lateral flatten(input => e.v:home) k where e.id = 1",
        [['city,zip']],
      ],
      [
        'select id, array_size(v:tags) from events order by id',
        [
          [1, 2],
          [2, 0],
          [3, null],
        ],
      ],
      [
        "select array_agg(object_construct('o', origin)) within group (order by date) from flights where delay > 0",
        [['[{"o":"ATL"},{"o":"LAX"}]']],
      ],
      ["select transform(v:tags, t -> t || '!') from events where id = 1", [['["x!","y!"]']]],
      ["select id from events where array_contains('x'::variant, v:tags)", [[1]]],
      [
        "select id, coalesce(v:home.zip::string, 'none') from events order by id",
        [
          [1, '00100'],
          [2, 'none'],
          [3, 'none'],
        ],
      ],
      [
        'select sum(f.value:q::int * f.value:p::number(10,2)) from (select parse_json(\'[{"q":2,"p":1.25},{"q":1,"p":3}]\') as items), lateral flatten(input => items) f',
        [['5.50']],
      ],
    ],
  },
  {
    title: 'Joins and sets',
    page: 'constructs/join',
    queries: [
      [
        'select a.origin, b.destination from (select distinct origin from flights) a full outer join (select distinct destination from flights) b on a.origin = b.destination order by 1, 2',
        [
          ['ATL', 'ATL'],
          ['LAX', 'LAX'],
          [null, 'JFK'],
          [null, null],
        ],
      ],
      ['select count(*) from flights a right join events e on e.id = 99', [[3]]],
      [
        'select f.origin from flights f where not exists (select 1 from flights g where g.destination = f.origin and g.delay > 20) order by 1',
        [['LAX'], ['LAX']],
      ],
      [
        'select origin from flights where origin not in (select destination from flights where destination is not null) order by 1',
        [],
      ],
      ['select origin from flights intersect select destination from flights order by 1', [['ATL'], ['LAX']]],
      [
        'select origin as place from flights union select destination from flights order by place nulls first',
        [[null], ['ATL'], ['JFK'], ['LAX']],
      ],
      [
        "with recursive days (d) as (select '2001-01-30'::date union all select dateadd(day, 1, d) from days where d < '2001-02-01') select count(*), max(d) from days",
        [[3, '2001-02-01']],
      ],
      [
        'with a as (select 1 x union all select 2), b as (select x * 10 y from a) select sum(x * y) from a cross join b',
        [[90]],
      ],
      [
        "select t.g, sum(t.n) from (values ('a', 1), ('b', 2), ('a', 3)) as t (g, n) group by t.g having sum(t.n) > 1 order by 1",
        [
          ['a', 4],
          ['b', 2],
        ],
      ],
      [
        'select greatest(a.delay, b.delay) from flights a join flights b on a.origin = b.origin and a.date < b.date order by 1',
        [[10], [null]],
      ],
    ],
  },
];
