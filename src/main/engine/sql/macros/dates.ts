import { macro, overloaded } from './macro.ts';

/** Formats that Snowflake recognises by itself (AUTO) and DuckDB's casts do not. */
const autoFormats = `['%m/%d/%Y', '%d-%b-%Y', '%m/%d/%Y %H:%M:%S']`;

const weekdays = "'su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'";

export const dateMacros = [
  ...overloaded(
    'date_trunc',
    [
      ['part, x DATE', 'CAST(date_trunc(part, x) AS DATE)'],
      ['part, x TIMESTAMP', 'date_trunc(part, x)'],
      ['part, x TIMESTAMPTZ', 'date_trunc(part, x)'],
      ['part, x TIME', "CAST(date_trunc(part, DATE '1970-01-01' + x) AS TIME)"],
      ['part, x', 'date_trunc(part, CAST(x AS TIMESTAMP))'],
    ],
    'cast_to_type(date_trunc(part, CAST(x AS TIMESTAMP)), x)',
  ),
  ...overloaded(
    'add_days',
    [
      ['x DATE, n', 'x + CAST(round(n) AS INTEGER)'],
      ['x TIMESTAMP, n', 'x + to_days(CAST(round(n) AS INTEGER))'],
      ['x TIMESTAMPTZ, n', 'x + to_days(CAST(round(n) AS INTEGER))'],
      ['x, n', 'CAST(x AS TIMESTAMP) + to_days(CAST(round(n) AS INTEGER))'],
    ],
    'cast_to_type(CAST(x AS TIMESTAMP) + to_days(CAST(round(n) AS INTEGER)), x)',
  ),
  ...overloaded(
    'add_months',
    [
      ['x DATE, n', 'CAST(x + to_months(CAST(round(n) AS INTEGER)) AS DATE)'],
      ['x TIMESTAMP, n', 'x + to_months(CAST(round(n) AS INTEGER))'],
      ['x TIMESTAMPTZ, n', 'x + to_months(CAST(round(n) AS INTEGER))'],
      ['x, n', 'CAST(x AS TIMESTAMP) + to_months(CAST(round(n) AS INTEGER))'],
    ],
    'cast_to_type(CAST(x AS TIMESTAMP) + to_months(CAST(round(n) AS INTEGER)), x)',
  ),
  ...overloaded('add_seconds', [
    ['x TIMESTAMP, n', 'x + to_seconds(round(n))'],
    ['x TIMESTAMPTZ, n', 'x + to_seconds(round(n))'],
    ['x TIME, n', 'x + to_seconds(round(n))'],
    ['x, n', 'CAST(x AS TIMESTAMP) + to_seconds(round(n))'],
  ]),
  ...overloaded('add_microseconds', [
    ['x TIMESTAMP, n', 'x + to_microseconds(CAST(round(n) AS BIGINT))'],
    ['x TIMESTAMPTZ, n', 'x + to_microseconds(CAST(round(n) AS BIGINT))'],
    ['x TIME, n', 'x + to_microseconds(CAST(round(n) AS BIGINT))'],
    ['x, n', 'CAST(x AS TIMESTAMP) + to_microseconds(CAST(round(n) AS BIGINT))'],
  ]),
  // A date plus days, months or years is a date, plus hours a timestamp; the interval itself tells.
  ...overloaded(
    'add_interval',
    [
      ['x DATE, i', 'CAST(x + i AS DATE)'],
      ['x TIMESTAMP, i', 'x + i'],
      ['x, i', 'CAST(x AS TIMESTAMP) + i'],
    ],
    'cast_to_type(CAST(x AS TIMESTAMP) + i, x)',
  ),
  macro('add_months_of_date', [
    'x, n',
    `CASE WHEN x = last_day(x) THEN last_day(CAST(x + to_months(CAST(round(n) AS INTEGER)) AS DATE))
      ELSE CAST(x + to_months(CAST(round(n) AS INTEGER)) AS DATE) END`,
  ]),
  // From the last day of a month to the last day of another.
  ...overloaded(
    'add_months_keeping_end',
    [
      ['x DATE, n', '@add_months_of_date(x, n)'],
      ['x TIMESTAMP, n', "@add_months_of_date(CAST(x AS DATE), n) + (x - date_trunc('day', x))"],
      [
        'x TIMESTAMPTZ, n',
        "CAST(@add_months_of_date(CAST(x AS DATE), n) AS TIMESTAMPTZ) + (x - date_trunc('day', x))",
      ],
      [
        'x, n',
        "@add_months_of_date(CAST(x AS DATE), n) + (CAST(x AS TIMESTAMP) - date_trunc('day', CAST(x AS TIMESTAMP)))",
      ],
    ],
    "cast_to_type(@add_months_of_date(CAST(x AS DATE), n) + (CAST(x AS TIMESTAMP) - date_trunc('day', CAST(x AS TIMESTAMP))), x)",
  ),
  macro('months_between', [
    'a, b',
    `CASE WHEN day(a) = day(b) OR (CAST(a AS DATE) = last_day(a) AND CAST(b AS DATE) = last_day(b))
      THEN CAST((year(a) - year(b)) * 12 + month(a) - month(b) AS DOUBLE)
      ELSE round((year(a) - year(b)) * 12 + month(a) - month(b)
        + (epoch(a - date_trunc('month', a)) - epoch(b - date_trunc('month', b))) / 86400 / 31, 6) END`,
  ]),
  macro('weekday_number', [
    's',
    `CASE WHEN s IS NULL THEN NULL WHEN left(lower(trim(s)), 2) IN (${weekdays}) THEN list_position([${weekdays}], left(lower(trim(s)), 2)) - 1
      ELSE error('"' || s || '" is no day of the week') END`,
  ]),
  macro('next_day', ['d, s', `d + CAST((@weekday_number(s) - dayofweek(d) + 6) % 7 + 1 AS INTEGER)`]),
  macro('previous_day', ['d, s', `d - CAST((dayofweek(d) - @weekday_number(s) + 6) % 7 + 1 AS INTEGER)`]),
  // Months and days outside of their range count on from the year's beginning.
  macro('date_from_parts', [
    'y, m, d',
    `CAST(make_date(CAST(y AS BIGINT), 1, 1) + to_months(CAST(m - 1 AS INTEGER)) + to_days(CAST(d - 1 AS INTEGER)) AS DATE)`,
  ]),
  macro('timestamp_from_parts', [
    'y, m, d, h, mi, s, ns',
    `CAST(@date_from_parts(y, m, d) AS TIMESTAMP) + to_hours(CAST(h AS BIGINT)) + to_minutes(CAST(mi AS BIGINT))
      + to_seconds(s) + to_microseconds(CAST(ns // 1000 AS BIGINT))`,
  ]),
  macro('time_from_parts', [
    'h, m, s, ns',
    "TIME '00:00:00' + to_hours(CAST(h AS BIGINT)) + to_minutes(CAST(m AS BIGINT)) + to_seconds(s) + to_microseconds(CAST(ns // 1000 AS BIGINT))",
  ]),
  ...overloaded(
    'time_slice',
    [
      ['width, x DATE, origin', 'CAST(time_bucket(width, x, origin) AS DATE)'],
      ['width, x TIMESTAMP, origin', 'time_bucket(width, x, CAST(origin AS TIMESTAMP))'],
      ['width, x, origin', 'time_bucket(width, CAST(x AS TIMESTAMP), CAST(origin AS TIMESTAMP))'],
    ],
    'cast_to_type(time_bucket(width, CAST(x AS TIMESTAMP), CAST(origin AS TIMESTAMP)), x)',
  ),
  ...['', 'try_'].flatMap(prefix => conversions(prefix, prefix === '' ? 'CAST' : 'TRY_CAST')),
];

/** Conversions of anything to dates and times, with Snowflake's way of reading numbers and texts of numbers. */
function conversions(prefix: string, cast: string): string[] {
  return [
    macro(`${prefix}epoch_to_timestamp`, [
      'n',
      `CASE WHEN abs(n) < 31536000000 THEN make_timestamp(n * 1000000)
        WHEN abs(n) < 31536000000000 THEN make_timestamp(n * 1000)
        WHEN abs(n) < 31536000000000000 THEN make_timestamp(n)
        ELSE make_timestamp(n // 1000) END`,
    ]),
    // A zone behind a text is dropped where the result has none.
    macro(`${prefix}parse_timestamp`, [
      's',
      `CASE WHEN s IS NULL THEN NULL WHEN regexp_full_match(s, '-?[0-9]+') THEN @${prefix}epoch_to_timestamp(TRY_CAST(s AS BIGINT))
        WHEN regexp_matches(s, '^\\s*[0-9]+-[0-9]')
          THEN ${cast}(regexp_replace(s, '(:[0-9]{2}(?:\\.[0-9]+)?) ?(?:[+-][0-9]{2}:?[0-9]{2}|Z)$', '\\1') AS TIMESTAMP)
        ELSE ${prefix === '' ? `coalesce(try_strptime(s, ${autoFormats}), error('Date or time ''' || s || ''' is not recognized'))` : `try_strptime(s, ${autoFormats})`} END`,
    ]),
    macro(`${prefix}any_to_timestamp`, [
      'x',
      `CASE WHEN typeof(x) IN ('VARCHAR', '"NULL"') THEN @${prefix}parse_timestamp(CAST(x AS VARCHAR))
          WHEN typeof(x) = 'JSON' THEN @${prefix}parse_timestamp(json_extract_string(to_json(x), '$'))
          WHEN typeof(x) = 'DATE' OR starts_with(typeof(x), 'TIMESTAMP') THEN TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP)
          ELSE make_timestamp(CAST(TRY_CAST(x AS DOUBLE) * 1000000 AS BIGINT)) END`,
    ]),
    ...overloaded(`${prefix}to_timestamp`, [
      ['x DATE', 'CAST(x AS TIMESTAMP)'],
      ['x TIMESTAMP', 'x'],
      ['x TIMESTAMPTZ', 'CAST(x AS TIMESTAMP)'],
      ['x', `@${prefix}any_to_timestamp(x)`],
    ]),
    macro(`${prefix}to_timestamp_scaled`, [
      'x, scale',
      `make_timestamp(CAST(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE) * pow(10, 6 - scale) AS BIGINT))`,
    ]),
    ...overloaded(`${prefix}to_timestamp_tz`, [
      ['x TIMESTAMPTZ', 'x'],
      ['x DATE', 'CAST(x AS TIMESTAMPTZ)'],
      ['x TIMESTAMP', 'CAST(x AS TIMESTAMPTZ)'],
      [
        'x',
        `CASE WHEN typeof(x) = 'VARCHAR' AND regexp_matches(CAST(x AS VARCHAR), ':[0-9.]+ ?[+-][0-9]{2}:?[0-9]{2}$')
          THEN TRY_CAST(regexp_replace(CAST(x AS VARCHAR), ' ?([+-][0-9]{2}):?([0-9]{2})$', '\\1:\\2') AS TIMESTAMPTZ)
          ELSE timezone('UTC', @${prefix}any_to_timestamp(x)) END`,
      ],
    ]),
    macro(`${prefix}to_timestamp_tz_scaled`, [
      'x, scale',
      `timezone('UTC', @${prefix}to_timestamp_scaled(x, scale))`,
    ]),
    ...overloaded(`${prefix}to_date`, [
      ['x DATE', 'x'],
      ['x TIMESTAMP', 'CAST(x AS DATE)'],
      ['x TIMESTAMPTZ', 'CAST(x AS DATE)'],
      ['x', `CAST(@${prefix}any_to_timestamp(x) AS DATE)`],
    ]),
    ...overloaded(`${prefix}to_time`, [
      ['x TIME', 'x'],
      ['x TIMESTAMP', 'CAST(x AS TIME)'],
      ['x TIMESTAMPTZ', 'CAST(CAST(x AS TIMESTAMP) AS TIME)'],
      [
        'x',
        `CASE WHEN regexp_full_match(CAST(x AS VARCHAR), '[0-9]+')
          THEN TIME '00:00:00' + to_seconds(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
          ELSE ${cast}(CAST(x AS VARCHAR) AS TIME) END`,
      ],
    ]),
  ];
}
