import type { GoldenQueries } from './golden.ts';

export const aggregateQueries: readonly GoldenQueries[] = [
  {
    title: 'Aggregates and windows',
    page: 'functions-aggregation',
    queries: [
      [
        'select count(*), count(delay), count(distinct origin), count(distinct origin, destination), count(origin, destination) from flights',
        [[4, 3, 2, 3, 3]],
      ],
      [
        'select min(delay), max(delay), sum(delay), avg(delay), median(delay), any_value(origin) is not null, mode(origin) is not null from flights',
        [[-5, 40, 45, '15.000000', 10, true, true]],
      ],
      [
        'select count_if(delay > 0), booland_agg(delay > 0), boolor_agg(delay > 0), boolxor_agg(delay < 0), sum(iff(delay > 0, 1, 0)) from flights',
        [[2, false, true, true, 2]],
      ],
      [
        'select max_by(origin, delay), min_by(origin, delay), max_by(destination, date), max_by(origin, delay, 2) from flights',
        [['LAX', 'ATL', null, '["LAX","ATL"]']],
      ],
      [
        'select percentile_cont(0.5) within group (order by delay), percentile_disc(0.5) within group (order by delay), percentile_cont(0.25) within group (order by delay desc), approx_percentile(delay, 0.5) from flights',
        [[10, 10, 25, 10]],
      ],
      [
        'select round(stddev(delay), 4), round(stddev_pop(delay), 4), round(variance(delay), 2), round(var_pop(delay), 2), stddev_samp(delay) = stddev(delay), skew(delay) > 0 from flights',
        [[22.9129, 18.7083, 525, 350, true, true]],
      ],
      [
        'select approx_count_distinct(origin), hll(origin), bitand_agg(delay), bitor_agg(delay), bitxor_agg(delay) from flights where delay > 0',
        [[2, 2, 8, 42, 34]],
      ],
      [
        'select origin, ratio_to_report(sum(delay)) over () from flights where delay > 0 group by origin order by 1',
        [
          ['ATL', 0.2],
          ['LAX', 0.8],
        ],
      ],
      [
        'select origin, round(ratio_to_report(delay) over (partition by origin), 2) from flights where delay is not null order by delay',
        [
          ['ATL', -1],
          ['ATL', 2],
          ['LAX', 1],
        ],
      ],
      [
        "select origin, destination, sum(delay), grouping(origin), grouping_id(origin, destination) from flights where date < '2001-02-01' group by rollup (origin, destination) order by 4, 5, 2",
        [
          ['ATL', 'JFK', -5, 0, 0],
          ['ATL', 'LAX', 10, 0, 0],
          ['ATL', null, 5, 0, 1],
          [null, null, 5, 1, 3],
        ],
      ],
      [
        'select origin, count(*) from flights group by cube (origin) order by 1 nulls last',
        [
          ['ATL', 2],
          ['LAX', 2],
          [null, 4],
        ],
      ],
      [
        'select origin, destination, count(*) from flights where delay > 0 group by grouping sets ((origin), (destination)) order by 1 nulls last, 2',
        [
          ['ATL', null, 1],
          ['LAX', null, 1],
          [null, 'ATL', 1],
          [null, 'LAX', 1],
        ],
      ],
      [
        'select origin, count(*) c from flights group by all order by all',
        [
          ['ATL', 2],
          ['LAX', 2],
        ],
      ],
      ['select origin o, sum(delay) total from flights group by o having total > 10', [['LAX', 40]]],
      [
        'select date_trunc(month, date) as month, count(*) as n from flights group by month order by month',
        [
          ['2001-01-01', 2],
          ['2001-02-01', 2],
        ],
      ],
      ['select delay from flights order by delay desc', [[null], [40], [10], [-5]]],
      ['select delay from flights order by delay', [[-5], [10], [40], [null]]],
      ['select delay from flights order by 1 desc nulls last limit 2', [[40], [10]]],
      [
        'select date, row_number() over (order by delay desc) as r from flights order by r',
        [
          ['2001-02-28', 1],
          ['2001-02-01', 2],
          ['2001-01-01', 3],
          ['2001-01-02', 4],
        ],
      ],
      [
        'select rank() over (order by origin), dense_rank() over (order by origin), ntile(2) over (order by date), percent_rank() over (order by date), cume_dist() over (order by date) from flights order by date limit 1',
        [[1, 1, 1, 0, 0.25]],
      ],
      [
        'select lag(delay) over (order by date), lead(delay, 1, 0) over (order by date), lag(destination) ignore nulls over (order by date), lead(delay) ignore nulls over (order by date) from flights order by date',
        [
          [null, -5, null, -5],
          [10, 40, 'LAX', 40],
          [-5, null, 'JFK', null],
          [40, 0, 'ATL', null],
        ],
      ],
      [
        'select first_value(delay) over (partition by origin order by date), last_value(delay) over (partition by origin order by date), nth_value(delay, 2) over (partition by origin order by date) from flights order by date',
        [
          [10, -5, -5],
          [10, -5, -5],
          [40, null, null],
          [40, null, null],
        ],
      ],
      [
        'select last_value(delay) ignore nulls over (order by date), last_value(delay) over (order by date rows between unbounded preceding and current row) from flights order by date',
        [
          [40, 10],
          [40, -5],
          [40, 40],
          [40, null],
        ],
      ],
      ['select first_value(delay ignore nulls) over (order by date desc) from flights limit 1', [[40]]],
      [
        'select sum(delay) over (order by date), avg(delay) over (order by date rows between 1 preceding and current row), count(*) over (partition by origin) from flights order by date',
        [
          [10, '10.000000', 2],
          [5, '2.500000', 2],
          [45, '17.500000', 2],
          [45, '40.000000', 2],
        ],
      ],
      [
        'select max(delay) over w m, min(delay) over w from flights window w as (partition by origin) order by date limit 1',
        [[10, -5]],
      ],
      [
        'select origin, delay from flights qualify row_number() over (partition by origin order by delay desc nulls last) = 1 order by 1',
        [
          ['ATL', 10],
          ['LAX', 40],
        ],
      ],
      ['select origin, row_number() over (order by date) as rn from flights qualify rn > 3', [['LAX', 4]]],
      [
        'select origin, count(*) as n from flights group by origin qualify rank() over (order by n desc, origin) = 1',
        [['ATL', 2]],
      ],
      [
        'select conditional_true_event(delay > 0) over (order by date) from flights order by date',
        [[1], [1], [2], [2]],
      ],
      [
        'select median(delay) over (partition by origin), percentile_cont(0.5) within group (order by delay) over (partition by origin) from flights order by date limit 1',
        [[2.5, 2.5]],
      ],
      [
        'select array_agg(delay) within group (order by date) over (partition by origin) from flights order by date',
        [['[10,-5]'], ['[10,-5]'], ['[40]'], ['[40]']],
      ],
      [
        'select sum(sum(delay)) over (order by origin) from flights group by origin order by origin',
        [[5], [45]],
      ],
      [
        'select covar_pop(delay, distance) is not null, corr(delay, distance) < 1, kurtosis(delay) is null, regr_count(delay, distance) from flights',
        [[true, true, true, 3]],
      ],
    ],
  },
];
