import type { GoldenFamily } from './golden.ts';

export const dates: GoldenFamily = {
  title: 'Date & time functions',
  page: 'functions-date-time',
  functions: {
    ADD_MONTHS: {
      golden: [
        ["add_months('2016-05-15'::date, 2)", '2016-07-15'],
        ["add_months('2016-02-29'::date, 1)", '2016-03-31'],
        ["add_months('2016-05-31'::date, -1)", '2016-04-30'],
        ["add_months('2016-05-15 10:00:00'::timestamp, 1)", '2016-06-15 10:00:00'],
        ["add_months('2016-05-31'::date, 1)", '2016-06-30'],
      ],
    },
    CONVERT_TIMEZONE: {
      note: 'With two arguments the zone is not kept, and a warning says so.',
      golden: [
        [
          "convert_timezone('America/Los_Angeles', 'America/New_York', '2024-01-01 14:00:00'::timestamp_ntz)",
          '2024-01-01 17:00:00',
        ],
        ["convert_timezone('UTC', 'Europe/Warsaw', '2024-07-01 00:00:00')", '2024-07-01 02:00:00'],
        [
          "convert_timezone('Europe/Warsaw', 'UTC', '2019-01-01 00:00:00'::timestamp_ntz)",
          '2018-12-31 23:00:00',
        ],
      ],
    },
    CURRENT_DATE: { note: 'In UTC.', golden: [['current_date() = current_date', true]] },
    CURRENT_TIME: { note: 'In UTC.', golden: [['current_time() is not null', true]] },
    CURRENT_TIMESTAMP: { note: 'In UTC.', golden: [['current_timestamp() is not null', true]] },
    DATEADD: {
      note: 'To the microsecond.',
      golden: [
        ["dateadd(month, 1, '2023-01-31'::date)", '2023-02-28'],
        ["dateadd(month, 1, '2023-02-28'::date)", '2023-03-28'],
        ["dateadd(quarter, 1, '2023-11-30'::date)", '2024-02-29'],
        ["dateadd(day, 1, '2013-05-08')", '2013-05-09 00:00:00'],
        ["dateadd(hour, 1, '2013-05-08')", '2013-05-08 01:00:00'],
        ["dateadd(day, 1.6, '2020-01-01'::date)", '2020-01-03'],
        ["dateadd(nanosecond, 5000, '2020-01-01'::timestamp)", '2020-01-01 00:00:00.000005'],
        ["dateadd(year, 1, '2024-02-29'::date)", '2025-02-28'],
        ["dateadd(day, null, '2020-01-01'::date)", null],
        ["dateadd(minute, -1, '2020-01-01'::date)", '2019-12-31 23:59:00'],
      ],
    },
    DATEDIFF: {
      note: 'To the microsecond. Weeks begin on Monday.',
      golden: [
        ["datediff(year, '2012-12-31', '2013-01-01')", 1],
        ["datediff(month, '2021-01-31'::date, '2021-02-01'::date)", 1],
        ["datediff(quarter, '2020-12-31', '2021-01-01')", 1],
        [
          "datediff(hour, '2013-05-08T23:39:20.123'::timestamp, dateadd(year, 2, '2013-05-08T23:39:20.123'::timestamp))",
          17520,
        ],
        ["datediff(hour, '10:59'::time, '11:01'::time)", 1],
        ["datediff('hour', '2020-01-01 10:59', '2020-01-01 11:01')", 1],
        ["datediff(week, '2020-01-05', '2020-01-06')", 1],
        ["datediff(week, '2020-01-06', '2020-01-12')", 0],
        ["datediff(week, '2017-12-31'::date, '2018-01-15'::date)", 3],
        ['datediff(day, current_date, current_timestamp)', 0],
        ["datediff(day, '2024-01-01 23:59:00'::timestamp, '2024-01-02 00:01:00'::timestamp)", 1],
        ["datediff(minute, '10:00:59'::time, '10:01:00'::time)", 1],
        ["datediff(microsecond, '2020-01-01', '2020-01-01 00:00:01')", 1000000],
        ["datediff(day, null, '2020-01-01'::date)", null],
      ],
    },
    DATEFROMPARTS: { page: 'date_from_parts', golden: [['datefromparts(2020, 2, 30)', '2020-03-01']] },
    DATE_FROM_PARTS: {
      page: 'date_from_parts',
      golden: [
        ['date_from_parts(2004, 2, 1)', '2004-02-01'],
        ['date_from_parts(2004, 0, 1)', '2003-12-01'],
        ['date_from_parts(2004, 1, 0)', '2003-12-31'],
        ['date_from_parts(2004, 13, 32)', '2005-02-01'],
      ],
    },
    DATE_PART: {
      golden: [
        ["date_part(quarter, '2024-04-08'::date)", 2],
        ["date_part('epoch_second', '2024-04-08T23:39:20'::timestamp)", 1712619560],
        ["date_part(epoch_millisecond, '2024-04-08T23:39:20.123'::timestamp)", 1712619560123],
        ["date_part(weekday, '2024-04-08'::date)", 1],
        ["date_part(nanosecond, '2020-01-01 00:00:01.123456'::timestamp)", 123456000],
        ["date_part(second, '2020-01-01 00:00:01.9'::timestamp)", 1],
        ["date_part(week, '2017-01-01'::date)", 52],
        ["date_part(yearofweek, '2017-01-01'::date)", 2016],
        ["date_part('dayofyear', '2016-12-31'::date)", 366],
      ],
    },
    DATE_TRUNC: {
      note: 'Weeks begin on Monday.',
      golden: [
        ["date_trunc('month', to_date('2015-05-08'))", '2015-05-01'],
        ["date_trunc('day', '2015-05-08T23:39:20.123')", '2015-05-08 00:00:00'],
        ["date_trunc('second', '10:11:12.5'::time) is null", false],
        ["date_trunc('quarter', '2015-05-08'::date)", '2015-04-01'],
        ["date_trunc('week', '2020-01-05'::date)", '2019-12-30'],
        ["date_trunc('hour', '2015-05-08 23:39:20'::timestamp)", '2015-05-08 23:00:00'],
      ],
    },
    DAY: { page: 'year', golden: [["day('2013-05-08'::date)", 8]] },
    DAYNAME: { golden: [["dayname('2015-05-02'::date)", 'Sat']] },
    DAYOFMONTH: { page: 'year', golden: [["dayofmonth('2013-05-08'::date)", 8]] },
    DAYOFWEEK: {
      page: 'year',
      note: '0 is Sunday, as with the default of WEEK_START.',
      golden: [
        ["dayofweek('2024-06-02'::date)", 0],
        ["dayofweek('2024-06-08'::date)", 6],
      ],
    },
    DAYOFWEEKISO: { page: 'year', golden: [["dayofweekiso('2024-06-02'::date)", 7]] },
    DAYOFWEEK_ISO: { page: 'year', golden: [["dayofweek_iso('2024-06-03'::date)", 1]] },
    DAYOFYEAR: { page: 'year', golden: [["dayofyear('2024-12-31'::date)", 366]] },
    EXTRACT: {
      golden: [
        ["extract(year from '2013-05-08T23:39:20.123'::timestamp)", 2013],
        ["extract(second from '2013-05-08 23:39:20.123'::timestamp)", 20],
      ],
    },
    GETDATE: { note: 'In UTC.', golden: [['getdate() is not null', true]] },
    HOUR: { page: 'hour-minute-second', golden: [["hour('2013-05-08 23:39:20'::timestamp)", 23]] },
    LAST_DAY: {
      golden: [
        ["last_day('2015-05-08T23:39:20.123'::timestamp)", '2015-05-31'],
        ["last_day('2015-05-08'::date, 'year')", '2015-12-31'],
        ["last_day('2015-05-08'::date, 'week')", '2015-05-10'],
        ["last_day('2015-05-08'::date, quarter)", '2015-06-30'],
      ],
    },
    LOCALTIME: { note: 'In UTC.', golden: [['localtime() is not null', true]] },
    LOCALTIMESTAMP: { note: 'In UTC.', golden: [['localtimestamp() is not null', true]] },
    MINUTE: { page: 'hour-minute-second', golden: [["minute('10:20:30'::time)", 20]] },
    MONTH: { page: 'year', golden: [["month('2013-05-08'::date)", 5]] },
    MONTHNAME: { golden: [["monthname('2015-05-01'::date)", 'May']] },
    MONTHS_BETWEEN: {
      golden: [
        ["months_between('2019-03-31'::date, '2019-02-28'::date)", 1],
        ["months_between('2019-02-15', '2019-03-15')", -1],
        ["months_between('2019-02-28'::date, '2019-01-31'::date)", 1],
      ],
    },
    NEXT_DAY: {
      golden: [
        ["next_day('2015-05-08'::date, 'Friday ')", '2015-05-15'],
        ["next_day('2015-05-08'::date, 'mo')", '2015-05-11'],
        ["next_day('2024-01-05'::date, 'fri')", '2024-01-12'],
        ["next_day(null, 'fri')", null],
      ],
    },
    PREVIOUS_DAY: {
      golden: [
        ["previous_day('2015-05-08'::date, 'Friday ')", '2015-05-01'],
        ["previous_day('2015-05-08'::date, 'th')", '2015-05-07'],
      ],
    },
    QUARTER: { page: 'year', golden: [["quarter('2013-05-08'::date)", 2]] },
    SECOND: { page: 'hour-minute-second', golden: [["second('10:20:30'::time)", 30]] },
    SYSDATE: { golden: [['sysdate() is not null', true]] },
    SYSTIMESTAMP: { note: 'In UTC.', golden: [['systimestamp() is not null', true]] },
    TIMEADD: { golden: [["timeadd(hour, 2, '10:30:00'::time)", '12:30:00']] },
    TIMEDIFF: { golden: [["timediff(d, '2020-01-01', '2020-01-03')", 2]] },
    TIMEFROMPARTS: { page: 'time_from_parts', golden: [['timefromparts(12, 34, 56)', '12:34:56']] },
    TIMESTAMPADD: {
      golden: [["timestampadd(second, 30, '2020-01-01 00:00:00'::timestamp)", '2020-01-01 00:00:30']],
    },
    TIMESTAMPDIFF: { golden: [["timestampdiff(day, '2020-01-01', '2019-12-31')", -1]] },
    TIMESTAMPFROMPARTS: {
      page: 'timestamp_from_parts',
      golden: [['timestampfromparts(2020, 1, 2, 3, 4, 5)', '2020-01-02 03:04:05']],
    },
    TIMESTAMP_FROM_PARTS: {
      page: 'timestamp_from_parts',
      golden: [
        ['timestamp_from_parts(2013, 4, 5, 12, 0, 0)', '2013-04-05 12:00:00'],
        ["timestamp_from_parts('2013-04-05'::date, '12:30:00'::time)", '2013-04-05 12:30:00'],
      ],
    },
    TIMESTAMP_LTZ_FROM_PARTS: {
      page: 'timestamp_from_parts',
      note: 'In UTC.',
      golden: [['timestamp_ltz_from_parts(2013, 4, 5, 12, 0, 0)', '2013-04-05 12:00:00+00']],
    },
    TIMESTAMP_NTZ_FROM_PARTS: {
      page: 'timestamp_from_parts',
      golden: [['timestamp_ntz_from_parts(2013, 4, 5, 12, 0, 0, 987654321)', '2013-04-05 12:00:00.987654']],
    },
    TIMESTAMP_TZ_FROM_PARTS: {
      page: 'timestamp_from_parts',
      note: 'The moment is kept, not the zone.',
      golden: [['timestamp_tz_from_parts(2013, 4, 5, 12, 0, 0)', '2013-04-05 12:00:00+00']],
    },
    TIME_FROM_PARTS: {
      page: 'time_from_parts',
      golden: [
        ['time_from_parts(12, 34, 56)', '12:34:56'],
        ['time_from_parts(0, 100, 0)', '01:40:00'],
      ],
    },
    TIME_SLICE: {
      note: 'Weeks begin on Monday.',
      golden: [
        ["time_slice('2019-02-28'::date, 4, 'MONTH', 'START')", '2019-01-01'],
        ["time_slice('2019-02-28'::date, 4, 'MONTH', 'END')", '2019-05-01'],
        ["time_slice('2020-01-01 10:17:00'::timestamp, 15, 'minute')", '2020-01-01 10:15:00'],
        ["time_slice('2019-02-28'::date, 1, 'week')", '2019-02-25'],
        ["time_slice('2019-02-28'::date, 3, 'month', 'end')", '2019-04-01'],
      ],
    },
    TRUNC: {
      golden: [
        ['trunc(135.79)', 135],
        ['trunc(-975.975, 1)', -975.9],
        ['trunc(1.999::number(10,3), 2)', '1.99'],
        ['trunc(123.45, -1)', 120],
        ["trunc('2015-05-08'::date, 'year')", '2015-01-01'],
      ],
    },
    TRUNCATE: {
      page: 'trunc',
      golden: [
        ['truncate(12.99)', 12],
        ['truncate(-1.15, 1)', '-1.1'],
      ],
    },
    WEEK: {
      page: 'year',
      note: 'ISO weeks, as with the default of WEEK_OF_YEAR_POLICY.',
      golden: [["week('2016-01-02'::date)", 53]],
    },
    WEEKISO: { page: 'year', golden: [["weekiso('2016-01-04'::date)", 1]] },
    WEEKOFYEAR: {
      page: 'year',
      note: 'ISO weeks, as with the default of WEEK_OF_YEAR_POLICY.',
      golden: [["weekofyear('2016-01-02'::date)", 53]],
    },
    YEAR: { page: 'year', golden: [["year('2013-05-08'::date)", 2013]] },
    YEAROFWEEK: {
      page: 'year',
      note: 'ISO weeks, as with the default of WEEK_OF_YEAR_POLICY.',
      golden: [["yearofweek('2016-01-02'::date)", 2015]],
    },
    YEAROFWEEKISO: { page: 'year', golden: [["yearofweekiso('2016-01-04'::date)", 2016]] },
  },
};
