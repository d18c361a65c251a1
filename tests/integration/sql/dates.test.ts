import { describe } from 'vitest';
import { type Golden, goldenTests } from './duckdb.ts';

/** Rows are those of Snowflake's documentation ("Date & time functions") or follow from its words. */
const cases: Golden[] = [
  // Adding to a date gives a date for days and longer, a timestamp for hours and shorter.
  [
    "select dateadd(day, 1, date), dateadd(month, -1, date), dateadd('year', 2, date), dateadd(hour, 2, date) from flights where delay = 10",
    [['2001-01-02', '2000-12-01', '2003-01-01', '2001-01-01 02:00:00']],
  ],
  [
    'select dateadd(day, -3, ts), dateadd(minute, 90, ts), dateadd(ms, 500, ts), timestampadd(week, 1, ts) from flights where delay = 10',
    [['2000-12-29 08:15:00', '2001-01-01 09:45:00', '2001-01-01 08:15:00.5', '2001-01-08 08:15:00']],
  ],
  [
    "select dateadd(month, 1, '2023-01-31'::date), dateadd(month, 1, '2023-02-28'::date), dateadd(quarter, 1, '2023-11-30'::date)",
    [['2023-02-28', '2023-03-28', '2024-02-29']],
  ],
  [
    "select dateadd(day, 1, '2013-05-08'), dateadd(hour, 1, '2013-05-08'), timeadd(hour, 2, '10:30:00'::time)",
    [['2013-05-09 00:00:00', '2013-05-08 01:00:00', '12:30:00']],
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
  // Boundaries count, not whole units.
  [
    "select datediff(year, '2012-12-31', '2013-01-01'), datediff(month, '2021-01-31'::date, '2021-02-01'::date), datediff(quarter, '2020-12-31', '2021-01-01')",
    [[1, 1, 1]],
  ],
  [
    "select datediff(hour, '2013-05-08T23:39:20.123'::timestamp, dateadd(year, 2, '2013-05-08T23:39:20.123'::timestamp)), datediff(hour, '10:59'::time, '11:01'::time), datediff('hour', '2020-01-01 10:59', '2020-01-01 11:01')",
    [[17520, 1, 1]],
  ],
  [
    "select datediff(minute, ts, dateadd(second, 59, ts)), datediff(second, '2020-01-01', '2020-01-02'), datediff(millisecond, '2020-01-01 00:00:00.5', '2020-01-01 00:00:01'), datediff(ns, '2020-01-01', '2020-01-01 00:00:00.000001') from flights where delay = 10",
    [[0, 86400, 500, 1000]],
  ],
  // Weeks begin on Monday: from a Sunday to the Monday after it is one.
  [
    "select datediff(week, '2020-01-05', '2020-01-06'), datediff(week, '2020-01-06', '2020-01-12'), datediff(week, '2017-12-31'::date, '2018-01-15'::date), timestampdiff(day, '2020-01-01', '2019-12-31'), timediff(d, '2020-01-01', '2020-01-03')",
    [[1, 0, 3, -1, 2]],
  ],
  // DATE_TRUNC keeps the type of its argument.
  [
    "select date_trunc('month', date), date_trunc(quarter, date), date_trunc('week', date), date_trunc('year', ts), date_trunc('hour', ts) from flights where delay = 40",
    [['2001-02-01', '2001-01-01', '2001-01-29', '2001-01-01 00:00:00', '2001-02-01 00:00:00']],
  ],
  [
    "select date_trunc('minute', ts), trunc(date, 'month'), date_trunc('mm', '2015-05-08 23:39:20'::timestamp) from flights where delay = 10",
    [['2001-01-01 08:15:00', '2001-01-01', '2015-05-01 00:00:00']],
  ],
  [
    "select date_trunc('month', to_date('2015-05-08')), date_trunc('day', '2015-05-08T23:39:20.123'), date_trunc('second', '10:11:12.5'::time) is null",
    [['2015-05-01', '2015-05-08 00:00:00', false]],
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
    "select date_part(quarter, '2024-04-08'::date), date_part('epoch_second', '2024-04-08T23:39:20'::timestamp), date_part(epoch_millisecond, '2024-04-08T23:39:20.123'::timestamp), date_part(weekday, '2024-04-08'::date)",
    [[2, 1712619560, 1712619560123, 1]],
  ],
  [
    "select extract(year from date), extract(month from ts), extract('day' from ts), extract(epoch from '1970-01-02'::timestamp), date_part(dow from date) from flights where delay = 10",
    [[2001, 1, 1, 86400, 1]],
  ],
  [
    "select date_part(nanosecond, '2020-01-01 00:00:01.123456'::timestamp), date_part(second, '2020-01-01 00:00:01.9'::timestamp)",
    [[123456000, 1]],
  ],
  [
    "select dayname('2015-04-03 10:00'::timestamp), monthname(to_date('2015-05-01')), dayname(date), monthname(ts) from flights where delay = 40",
    [['Fri', 'May', 'Thu', 'Feb']],
  ],
  [
    "select last_day('2015-05-08T23:39:20.123'::timestamp), last_day('2015-05-08'::date, 'year'), last_day('2015-05-08'::date, 'week'), last_day('2015-05-08'::date, quarter)",
    [['2015-05-31', '2015-12-31', '2015-05-10', '2015-06-30']],
  ],
  [
    "select next_day('2015-05-08'::date, 'Friday '), next_day('2015-05-08'::date, 'mo'), previous_day('2015-05-08'::date, 'Friday '), previous_day('2015-05-08'::date, 'th')",
    [['2015-05-15', '2015-05-11', '2015-05-01', '2015-05-07']],
  ],
  [
    "select add_months('2016-05-15'::date, 2), add_months('2016-02-29'::date, 1), add_months('2016-05-31'::date, -1), add_months('2016-05-15 10:00:00'::timestamp, 1)",
    [['2016-07-15', '2016-03-31', '2016-04-30', '2016-06-15 10:00:00']],
  ],
  [
    "select round(months_between('2019-03-15'::date, '2019-02-15'::date), 2), months_between('2019-03-31'::date, '2019-02-28'::date), round(months_between('2019-03-01'::date, '2019-02-15'::date), 6), months_between('2019-02-15', '2019-03-15')",
    [[1, 1, 0.548387, -1]],
  ],
  [
    'select date_from_parts(2004, 2, 1), date_from_parts(2004, 0, 1), date_from_parts(2004, 1, 0), date_from_parts(2004, 13, 32), datefromparts(2020, 2, 30)',
    [['2004-02-01', '2003-12-01', '2003-12-31', '2005-02-01', '2020-03-01']],
  ],
  [
    "select timestamp_from_parts(2013, 4, 5, 12, 0, 0), timestamp_ntz_from_parts(2013, 4, 5, 12, 0, 0, 987654321), timestamp_from_parts('2013-04-05'::date, '12:30:00'::time), time_from_parts(12, 34, 56)",
    [['2013-04-05 12:00:00', '2013-04-05 12:00:00.987654', '2013-04-05 12:30:00', '12:34:56']],
  ],
  [
    "select time_slice('2019-02-28'::date, 4, 'MONTH', 'START'), time_slice('2019-02-28'::date, 4, 'MONTH', 'END'), time_slice('2020-01-01 10:17:00'::timestamp, 15, 'minute'), time_slice('2019-02-28'::date, 1, 'week')",
    [['2019-01-01', '2019-05-01', '2020-01-01 10:15:00', '2019-02-25']],
  ],
  // Text to dates.
  [
    "select to_date('2024-05-10'), to_date('2024.05.10', 'YYYY.MM.DD'), to_date('02/14/2014', 'MM/DD/YYYY'), to_date('20240229', 'YYYYMMDD'), date('2013-05-17'), to_date('05/17/2013')",
    [['2024-05-10', '2024-05-10', '2014-02-14', '2024-02-29', '2013-05-17', '2013-05-17']],
  ],
  [
    "select to_date('31536000'), to_date('31536000000'), to_date('31536000000000'), to_date('31536000000000000'), to_date(ts) from flights where delay = 10",
    [['1971-01-01', '1971-01-01', '1971-01-01', '1971-01-01', '2001-01-01']],
  ],
  [
    "select try_to_date('2018-05-15'), try_to_date('2018-13-15'), try_to_date('x', 'YYYY'), try_to_date('15 Jan 2018', 'DD MON YYYY')",
    [['2018-05-15', null, null, '2018-01-15']],
  ],
  [
    "select to_timestamp('2013-04-05 01:02:03'), to_timestamp_ntz('04/05/2013 01:02:03', 'mm/dd/yyyy hh24:mi:ss'), to_timestamp('2024-01-02T03:04:05'), try_to_timestamp('bad'), to_timestamp('2018-09-15 12:30:00')::date",
    [['2013-04-05 01:02:03', '2013-04-05 01:02:03', '2024-01-02 03:04:05', null, '2018-09-15']],
  ],
  [
    "select to_timestamp(31000000), to_timestamp('31000000'), to_timestamp(1567345678123, 3), to_timestamp(1487654321), to_timestamp('1487654321000')",
    [
      [
        '1970-12-25 19:06:40',
        '1970-12-25 19:06:40',
        '2019-09-01 13:47:58.123',
        '2017-02-21 05:18:41',
        '2017-02-21 05:18:41',
      ],
    ],
  ],
  [
    "select to_timestamp(date), to_timestamp_ltz('2020-01-01 10:00:00'), to_timestamp_tz('2020-01-01 10:00:00 +0200') from flights where delay = 10",
    [['2001-01-01 00:00:00', '2020-01-01 10:00:00+00', '2020-01-01 08:00:00+00']],
  ],
  [
    "select to_time('13:30:00'), try_to_time('12:30:00'), try_to_time('x'), to_time('11.15.00', 'HH24.MI.SS'), to_time(ts) from flights where delay = 10",
    [['13:30:00', '12:30:00', null, '11:15:00', '08:15:00']],
  ],
  // Dates to text.
  [
    "select to_varchar('2013-04-05 01:02:03'::timestamp, 'mm/dd/yyyy, hh24:mi hours')",
    [['04/05/2013, 01:02 hours']],
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
    "select to_char('2020-01-01'::timestamp_tz), '2020-01-01 10:00'::timestamp_ltz::string",
    [['2020-01-01 00:00:00.000 +0000', '2020-01-01 10:00:00.000 +0000']],
  ],
  // Arithmetic and intervals.
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
    "select date '2020-02-29', timestamp '2020-01-01 10:00:00', time '10:00:00', '2020-01-01'::datetime, cast('2020-01-01' as timestamp_ntz(9))",
    [['2020-02-29', '2020-01-01 10:00:00', '10:00:00', '2020-01-01 00:00:00', '2020-01-01 00:00:00']],
  ],
  [
    "select convert_timezone('America/Los_Angeles', 'America/New_York', '2024-01-01 14:00:00'::timestamp_ntz), convert_timezone('UTC', 'Europe/Warsaw', '2024-07-01 00:00:00')",
    [['2024-01-01 17:00:00', '2024-07-01 02:00:00']],
  ],
  [
    'select current_date = current_date(), current_timestamp() is not null, getdate() is not null, sysdate() is not null, datediff(day, current_date, current_timestamp)',
    [[true, true, true, true, 0]],
  ],
  [
    "select date_trunc('month', ts)::date m, count(*) from flights where ts is not null group by 1 order by 1",
    [
      ['2001-01-01', 2],
      ['2001-02-01', 1],
    ],
  ],
  ["select max(date) - min(date), datediff('day', min(date), max(date)) from flights", [[58, 58]]],
];

describe('dates', () => {
  goldenTests(cases);
});
