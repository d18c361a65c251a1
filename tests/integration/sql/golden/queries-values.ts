import type { GoldenQueries } from './golden.ts';

export const valueQueries: readonly GoldenQueries[] = [
  {
    title: 'Strings in queries',
    page: 'functions-string',
    queries: [
      ["select 'at ' || ts from flights where delay = 10", [['at 2001-01-01 08:15:00.000']]],
      ["select 'on ' || date from flights where delay = 10", [['on 2001-01-01']]],
      [
        'select ts::varchar, to_varchar(ts), to_char(ts) from flights where delay = -5',
        [['2001-01-02 23:59:59.500', '2001-01-02 23:59:59.500', '2001-01-02 23:59:59.500']],
      ],
      [
        "select to_varchar(1.0::float), to_char(0.1::float), 100::varchar, true::varchar, date::varchar, to_varchar('x') from flights where delay = 10",
        [['1', '0.1', '100', 'true', '2001-01-01', 'x']],
      ],
      [
        "select listagg(origin, ', ') within group (order by origin desc) from flights",
        [['LAX, LAX, ATL, ATL']],
      ],
      [
        "select listagg(distinct origin, '|') within group (order by origin), listagg(destination) within group (order by destination) from flights",
        [['ATL|LAX', 'ATLJFKLAX']],
      ],
      ["select listagg(origin, ',') from flights where false", [['']]],
      [
        "select origin, listagg(delay, ',') within group (order by delay) as l from flights group by origin order by origin",
        [
          ['ATL', '-5,10'],
          ['LAX', '40'],
        ],
      ],
      [
        "select distinct origin, listagg(coalesce(destination, '-'), ',') within group (order by date) over (partition by origin) l from flights order by 1",
        [
          ['ATL', 'LAX,JFK'],
          ['LAX', 'ATL,-'],
        ],
      ],
    ],
  },
  {
    title: 'Numbers and conditions in queries',
    page: 'functions-numeric',
    queries: [
      [
        'select delay / 4, distance / delay, delay % 3 from flights where delay = 10',
        [['2.500000', '50.05000000', 1]],
      ],
      [
        'select div0(1, 0), div0(6, 2), div0null(1, null), div0(1, null), div0(delay, distance) from flights where delay = 40',
        [['0.000000', '3.000000', '0.000000', null, '0.000000']],
      ],
      [
        'select avg(delay), sum(delay), sum(delay) / count(*), round(avg(delay / nullif(distance, 0)), 6) from flights',
        [['15.000000', 45, '11.250000', '-0.015010']],
      ],
      [
        "select greatest(1, 3, 0), least(1, 3, 0), greatest(1, null), least(null, 2), greatest('a', 'b'), greatest_ignore_nulls(1, null, 2), greatest(delay, 5) from flights where date = '2001-02-28'",
        [[3, 0, null, null, 'b', 2, null]],
      ],
      ['select greatest(delay, 0) from flights order by date', [[10], [0], [40], [null]]],
      [
        "select case when delay > 0 then 'late' when delay <= 0 then 'early' else 'unknown' end as how from flights order by date",
        [['late'], ['early'], ['late'], ['unknown']],
      ],
      [
        "select case origin when 'ATL' then 1 else 2 end x, count(*) from flights group by x order by x",
        [
          [1, 2],
          [2, 2],
        ],
      ],
      [
        'select regr_valx(1, 2), regr_valy(1, null), regr_slope(y, x), corr(x, y) from values (1, 2), (2, 4), (3, 6) as t(x, y)',
        [[2, null, 2, 1]],
      ],
    ],
  },
  {
    title: 'Dates and times of a table',
    page: 'functions-date-time',
    queries: [
      [
        "select dateadd(day, 1, date), dateadd(month, -1, date), dateadd('year', 2, date), dateadd(hour, 2, date) from flights where delay = 10",
        [['2001-01-02', '2000-12-01', '2003-01-01', '2001-01-01 02:00:00']],
      ],
      [
        'select dateadd(day, -3, ts), dateadd(minute, 90, ts), dateadd(ms, 500, ts), timestampadd(week, 1, ts) from flights where delay = 10',
        [['2000-12-29 08:15:00', '2001-01-01 09:45:00', '2001-01-01 08:15:00.5', '2001-01-08 08:15:00']],
      ],
      [
        "select dateadd(yy, 1, d), dateadd(mm, 1, d), dateadd(d, 1, d), dateadd(qtr, 1, d), dateadd(wk, 1, d) from (select '2024-02-29'::date d)",
        [['2025-02-28', '2024-03-29', '2024-03-01', '2024-05-29', '2024-03-07']],
      ],
      [
        'select typeof(v) from (select to_variant(dateadd(day, delay, date)) v from flights where delay = 40)',
        [['VARCHAR']],
      ],
      [
        'select dateadd(day, delay, date) from flights order by date',
        [['2001-01-11'], ['2000-12-28'], ['2001-03-13'], [null]],
      ],
      [
        "select datediff(minute, ts, dateadd(second, 59, ts)), datediff(second, '2020-01-01', '2020-01-02'), datediff(millisecond, '2020-01-01 00:00:00.5', '2020-01-01 00:00:01'), datediff(ns, '2020-01-01', '2020-01-01 00:00:00.000001') from flights where delay = 10",
        [[0, 86400, 500, 1000]],
      ],
      [
        "select date_trunc('month', date), date_trunc(quarter, date), date_trunc('week', date), date_trunc('year', ts), date_trunc('hour', ts) from flights where delay = 40",
        [['2001-02-01', '2001-01-01', '2001-01-29', '2001-01-01 00:00:00', '2001-02-01 00:00:00']],
      ],
      [
        "select date_trunc('minute', ts), trunc(date, 'month'), date_trunc('mm', '2015-05-08 23:39:20'::timestamp) from flights where delay = 10",
        [['2001-01-01 08:15:00', '2001-01-01', '2015-05-01 00:00:00']],
      ],
      [
        "select year(d), quarter(d), month(d), day(d), dayofmonth(d), dayofyear(d), week(d), weekiso(d), dayofweek(d), dayofweekiso(d), yearofweek(d), yearofweekiso(d) from (select '2016-01-02T23:39:20.123'::timestamp d)",
        [[2016, 1, 1, 2, 2, 2, 53, 53, 6, 6, 2015, 2015]],
      ],
      [
        "select hour(t), minute(t), second(t), dayofweek('2015-05-10'::date), dayofweekiso('2015-05-10'::date), hour('08:50:57'::time) from (select '2013-05-08T23:39:20.123'::timestamp t)",
        [[23, 39, 20, 0, 7, 8]],
      ],
      [
        "select extract(year from date), extract(month from ts), extract('day' from ts), extract(epoch from '1970-01-02'::timestamp), date_part(dow from date) from flights where delay = 10",
        [[2001, 1, 1, 86400, 1]],
      ],
      [
        "select dayname('2015-04-03 10:00'::timestamp), monthname(to_date('2015-05-01')), dayname(date), monthname(ts) from flights where delay = 40",
        [['Fri', 'May', 'Thu', 'Feb']],
      ],
      [
        "select to_date('31536000'), to_date('31536000000'), to_date('31536000000000'), to_date('31536000000000000'), to_date(ts) from flights where delay = 10",
        [['1971-01-01', '1971-01-01', '1971-01-01', '1971-01-01', '2001-01-01']],
      ],
      [
        "select to_timestamp(date), to_timestamp_ltz('2020-01-01 10:00:00'), to_timestamp_tz('2020-01-01 10:00:00 +0200') from flights where delay = 10",
        [['2001-01-01 00:00:00', '2020-01-01 10:00:00+00', '2020-01-01 08:00:00+00']],
      ],
      [
        "select to_time('13:30:00'), try_to_time('12:30:00'), try_to_time('x'), to_time('11.15.00', 'HH24.MI.SS'), to_time(ts) from flights where delay = 10",
        [['13:30:00', '12:30:00', null, '11:15:00', '08:15:00']],
      ],
      [
        "select to_char(d, 'YYYY-MM'), to_char(d, 'DD-MON-YY'), to_varchar(d, 'dy, mmmm dd'), to_char(d, 'HH12:MI AM'), to_char(d, 'YYYYMMDDHH24MISS'), to_char(d, 'YYYY-MM-DD\"T\"HH24:MI:SS.FF3') from (select '2024-07-04 15:06:07.089'::timestamp d)",
        [['2024-07', '04-Jul-24', 'Thu, July 04', '03:06 PM', '20240704150607', '2024-07-04T15:06:07.089']],
      ],
      [
        "select to_char(date, 'YYYY'), to_char(ts, 'HH24:MI'), to_varchar(date, 'MM/DD/YYYY') from flights where delay = 10",
        [['2001', '08:15', '01/01/2001']],
      ],
      [
        "select date + 1, date - 1, date - '2000-12-31'::date, date + delay from flights where delay = 10",
        [['2001-01-02', '2000-12-31', 1, '2001-01-11']],
      ],
      [
        "select '2019-02-28'::date + interval '1 day, 1 year', ts + interval '1 hour 30 minutes', date - interval '1 mm', ts - interval '2 d', date + interval '3' day from flights where delay = 10",
        [['2020-02-29', '2001-01-01 09:45:00', '2000-12-01', '2000-12-30 08:15:00', '2001-01-04']],
      ],
      [
        "select '2020-01-01'::timestamp + 1, current_date + 1 - current_date, date >= '2001-02-01', ts between '2001-01-01' and '2001-01-01 12:00:00' from flights where delay = 10",
        [['2020-01-02 00:00:00', 1, false, true]],
      ],
      [
        "select date_trunc('month', ts)::date m, count(*) from flights where ts is not null group by 1 order by 1",
        [
          ['2001-01-01', 2],
          ['2001-02-01', 1],
        ],
      ],
      ["select max(date) - min(date), datediff('day', min(date), max(date)) from flights", [[58, 58]]],
    ],
  },
];
