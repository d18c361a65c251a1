/**
 * Macros that every DuckDB instance needs before translated queries run, once an instance: they are permanent in the
 * instance's own in-memory database, schema `sf`, and called by their full names. So every connection sees them, and a
 * view stored in a database file finds them again in a later process.
 *
 * They exist where the type of a value decides and only the binder knows it: DuckDB picks the overload, or folds the
 * CASE over `typeof`, when it plans the query; nothing of that is left when it runs. For a column of an outer query,
 * whose type it does not know yet, it can pick no overload: hence the `_any` macros, which give timestamps for dates.
 */
interface Macro {
  name: string;
  /** Parameters and body of each overload. */
  overloads: [parameters: string, body: string][];
}

const schema = 'memory.sf';

function macro(name: string, ...overloads: Macro['overloads']): string {
  const list = overloads.map(([parameters, body]) => `(${parameters}) AS ${qualified(body)}`);
  return `CREATE OR REPLACE MACRO ${schema}.${name}${list.join(', ')}`;
}

/** The last overload takes anything; it exists by itself too, for where DuckDB cannot pick one. */
function overloaded(name: string, ...overloads: Macro['overloads']): string[] {
  return [macro(name, ...overloads), macro(`${name}_any`, ...overloads.slice(-1))];
}

function tableMacro(name: string, parameters: string, body: string): string {
  return `CREATE OR REPLACE MACRO ${schema}.${name}(${parameters}) AS TABLE ${qualified(body)}`;
}

/** `@name(` is a macro of ours. */
function qualified(body: string): string {
  return body.replaceAll(/@(?=[a-z_]+\()/g, `${schema}.`);
}

/** Formats that Snowflake recognises by itself (AUTO) and DuckDB's casts do not. */
const autoFormats = `['%m/%d/%Y', '%d-%b-%Y', '%m/%d/%Y %H:%M:%S']`;

const text = [
  macro('timestamp_text', [
    's',
    `CASE WHEN contains(s, '.') THEN rpad(left(s, 23), 23, '0') ELSE s || '.000' END`,
  ]),
  macro('to_varchar', [
    'x',
    `CASE typeof(x)
      WHEN 'VARCHAR' THEN CAST(x AS VARCHAR)
      WHEN 'TIMESTAMP' THEN @timestamp_text(CAST(x AS VARCHAR))
      WHEN 'TIMESTAMP WITH TIME ZONE' THEN
        @timestamp_text(regexp_extract(CAST(x AS VARCHAR), '^(.*)[+-]', 1)) || ' ' ||
        rpad(replace(regexp_extract(CAST(x AS VARCHAR), '[+-][0-9:]+$'), ':', ''), 5, '0')
      WHEN 'JSON' THEN json_extract_string(to_json(x), '$')
      WHEN 'DOUBLE' THEN regexp_replace(CAST(x AS VARCHAR), '\\.0$', '')
      WHEN 'FLOAT' THEN regexp_replace(CAST(x AS VARCHAR), '\\.0$', '')
      WHEN 'TIME' THEN left(CAST(x AS VARCHAR), 8)
      WHEN 'TIMESTAMP_NS' THEN @timestamp_text(CAST(x AS VARCHAR))
      WHEN 'TIMESTAMP_MS' THEN @timestamp_text(CAST(x AS VARCHAR))
      WHEN 'TIMESTAMP_S' THEN @timestamp_text(CAST(x AS VARCHAR))
      ELSE CAST(x AS VARCHAR) END`,
  ]),
  macro('charindex', [
    'needle, s, start',
    `CASE WHEN instr(substr(s, greatest(start, 1)), needle) = 0 THEN 0
      ELSE instr(substr(s, greatest(start, 1)), needle) + greatest(start, 1) - 1 END`,
  ]),
  macro('initcap_with', [
    's, delimiters',
    `array_to_string(list_transform(range(1, length(s) + 1), lambda i:
      CASE WHEN i = 1 OR contains(delimiters, s[i - 1]) THEN upper(s[i]) ELSE lower(s[i]) END), '')`,
  ]),
  // What follows one of these characters begins a word.
  macro('initcap', ['s', `@initcap_with(s, ' \t\n\r\f!?@"^#$&~_,.:;+-*%/|\\[](){}<>')`]),
  macro('insert_text', [
    's, position_, length_, t',
    `left(s, position_ - 1) || t || substr(s, position_ + length_)`,
  ]),
  macro('pad_left', [
    's, n, p',
    `CASE WHEN n <= 0 THEN '' WHEN p = '' THEN left(s, n) ELSE lpad(s, CAST(n AS INTEGER), p) END`,
  ]),
  macro('pad_right', [
    's, n, p',
    `CASE WHEN n <= 0 THEN '' WHEN p = '' THEN left(s, n) ELSE rpad(s, CAST(n AS INTEGER), p) END`,
  ]),
  macro('split', [
    's, separator',
    `to_json(CASE WHEN separator = '' THEN [s] ELSE string_split(s, separator) END)`,
  ]),
  macro('tokens', [
    's, delimiters',
    `list_filter(regexp_split_to_array(s, '[' || regexp_replace(delimiters, '([\\]\\[\\\\^-])', '\\\\\\1', 'g') || ']'), lambda t: t <> '')`,
  ]),
  macro('strtok', ['s, delimiters, n', `@tokens(s, delimiters)[n]`]),
  macro('strtok_to_array', ['s, delimiters', `to_json(@tokens(s, delimiters))`]),
  macro('regexp_instr', [
    's, pattern',
    `CASE WHEN NOT regexp_matches(s, pattern) THEN 0
      ELSE length(regexp_extract(s, '(?s)^(.*?)(?:' || pattern || ')', 1)) + 1 END`,
  ]),
];

const numbers = [
  macro('divisor', ['x', `CASE WHEN x = 0 THEN error('Division by zero') ELSE x END`]),
  macro('to_integer', [
    'x',
    `CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(round(TRY_CAST(x AS DOUBLE)) AS BIGINT)
      WHEN typeof(x) = 'JSON' THEN CAST(json_extract_string(to_json(x), '$') AS BIGINT)
      ELSE CAST(x AS BIGINT) END`,
  ]),
  macro('try_to_integer', [
    'x',
    `CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN TRY_CAST(round(TRY_CAST(x AS DOUBLE)) AS BIGINT)
      WHEN typeof(x) = 'JSON' THEN TRY_CAST(json_extract_string(to_json(x), '$') AS BIGINT)
      ELSE TRY_CAST(x AS BIGINT) END`,
  ]),
  macro('to_boolean', [
    's',
    `CASE WHEN s IS NULL THEN NULL
      WHEN lower(s) IN ('true', 't', 'yes', 'y', 'on', '1') THEN TRUE
      WHEN lower(s) IN ('false', 'f', 'no', 'n', 'off', '0') THEN FALSE
      WHEN TRY_CAST(s AS DOUBLE) IS NOT NULL THEN CAST(s AS DOUBLE) <> 0
      ELSE error('Boolean value ''' || s || ''' is not recognized') END`,
  ]),
  macro('try_to_boolean', [
    's',
    `CASE WHEN lower(s) IN ('true', 't', 'yes', 'y', 'on', '1') THEN TRUE
      WHEN lower(s) IN ('false', 'f', 'no', 'n', 'off', '0') THEN FALSE
      WHEN TRY_CAST(s AS DOUBLE) IS NOT NULL THEN TRY_CAST(s AS DOUBLE) <> 0 END`,
  ]),
  macro('ceil_to', ['x, n', 'ceil(x * pow(10, CAST(n AS INTEGER))) / pow(10, CAST(n AS INTEGER))']),
  macro('floor_to', ['x, n', 'floor(x * pow(10, CAST(n AS INTEGER))) / pow(10, CAST(n AS INTEGER))']),
  macro('haversine', [
    'a, b, c, d',
    `2 * 6371 * asin(sqrt(pow(sin(radians(c - a) / 2), 2)
      + cos(radians(a)) * cos(radians(c)) * pow(sin(radians(d - b) / 2), 2)))`,
  ]),
  macro('width_bucket', [
    'x, low, high, n',
    `CASE WHEN x < low THEN 0 WHEN x >= high THEN n + 1
      ELSE CAST(floor((x - low) * n / (high - low)) AS BIGINT) + 1 END`,
  ]),
  macro('digits', [
    'x, decimals, grouped',
    `CASE WHEN grouped THEN format('{:,.' || decimals || 'f}', abs(CAST(round(x, decimals) AS DOUBLE)))
      ELSE format('{:.' || decimals || 'f}', abs(CAST(round(x, decimals) AS DOUBLE))) END`,
  ]),
  macro('lpad_to', [
    's, width',
    `CASE WHEN length(s) >= width THEN s ELSE lpad(s, CAST(width AS INTEGER), ' ') END`,
  ]),
  macro('format_number', [
    'x, decimals, grouped, zeros, dollar, width',
    `@lpad_to(CASE WHEN x < 0 THEN '-' ELSE '' END || dollar ||
      CASE WHEN zeros > 0 AND NOT grouped
          THEN lpad(@digits(x, decimals, false), CAST(zeros + CASE WHEN decimals > 0 THEN decimals + 1 ELSE 0 END AS INTEGER), '0')
        WHEN zeros = 0 AND trunc(abs(x)) = 0 AND decimals > 0 THEN ltrim(@digits(x, decimals, grouped), '0')
        ELSE @digits(x, decimals, grouped) END, width)`,
  ]),
];

const dates = [
  ...overloaded(
    'date_trunc',
    ['part, x DATE', 'CAST(date_trunc(part, x) AS DATE)'],
    ['part, x TIMESTAMP', 'date_trunc(part, x)'],
    ['part, x TIMESTAMPTZ', 'date_trunc(part, x)'],
    ['part, x TIME', "CAST(date_trunc(part, DATE '1970-01-01' + x) AS TIME)"],
    ['part, x', 'date_trunc(part, CAST(x AS TIMESTAMP))'],
  ),
  ...overloaded(
    'add_days',
    ['x DATE, n', 'x + CAST(round(n) AS INTEGER)'],
    ['x TIMESTAMP, n', 'x + to_days(CAST(round(n) AS INTEGER))'],
    ['x TIMESTAMPTZ, n', 'x + to_days(CAST(round(n) AS INTEGER))'],
    ['x, n', 'CAST(x AS TIMESTAMP) + to_days(CAST(round(n) AS INTEGER))'],
  ),
  ...overloaded(
    'add_months',
    ['x DATE, n', 'CAST(x + to_months(CAST(round(n) AS INTEGER)) AS DATE)'],
    ['x TIMESTAMP, n', 'x + to_months(CAST(round(n) AS INTEGER))'],
    ['x TIMESTAMPTZ, n', 'x + to_months(CAST(round(n) AS INTEGER))'],
    ['x, n', 'CAST(x AS TIMESTAMP) + to_months(CAST(round(n) AS INTEGER))'],
  ),
  ...overloaded(
    'add_seconds',
    ['x TIMESTAMP, n', 'x + to_seconds(round(n))'],
    ['x TIMESTAMPTZ, n', 'x + to_seconds(round(n))'],
    ['x TIME, n', 'x + to_seconds(round(n))'],
    ['x, n', 'CAST(x AS TIMESTAMP) + to_seconds(round(n))'],
  ),
  ...overloaded(
    'add_microseconds',
    ['x TIMESTAMP, n', 'x + to_microseconds(CAST(round(n) AS BIGINT))'],
    ['x TIMESTAMPTZ, n', 'x + to_microseconds(CAST(round(n) AS BIGINT))'],
    ['x TIME, n', 'x + to_microseconds(CAST(round(n) AS BIGINT))'],
    ['x, n', 'CAST(x AS TIMESTAMP) + to_microseconds(CAST(round(n) AS BIGINT))'],
  ),
  // A date plus days, months or years is a date, plus hours a timestamp; the interval itself tells.
  ...overloaded(
    'add_interval',
    ['x DATE, i', 'CAST(x + i AS DATE)'],
    ['x TIMESTAMP, i', 'x + i'],
    ['x, i', 'x + i'],
  ),
  macro('add_months_of_date', [
    'x, n',
    `CASE WHEN x = last_day(x) THEN last_day(CAST(x + to_months(CAST(round(n) AS INTEGER)) AS DATE))
      ELSE CAST(x + to_months(CAST(round(n) AS INTEGER)) AS DATE) END`,
  ]),
  // From the last day of a month to the last day of another.
  ...overloaded(
    'add_months_keeping_end',
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
    `list_position(['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'], left(lower(trim(s)), 2)) - 1`,
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
    ['width, x DATE, origin', 'CAST(time_bucket(width, x, origin) AS DATE)'],
    ['width, x TIMESTAMP, origin', 'time_bucket(width, x, CAST(origin AS TIMESTAMP))'],
    ['width, x, origin', 'time_bucket(width, CAST(x AS TIMESTAMP), CAST(origin AS TIMESTAMP))'],
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
      `CASE WHEN regexp_full_match(s, '-?[0-9]+') THEN @${prefix}epoch_to_timestamp(TRY_CAST(s AS BIGINT))
        ELSE coalesce(TRY_CAST(s AS TIMESTAMP), try_strptime(s, ${autoFormats}),
          ${cast}(regexp_replace(s, '(:[0-9]{2}(?:\\.[0-9]+)?) ?[+-][0-9]{2}:?[0-9]{2}$', '\\1') AS TIMESTAMP)) END`,
    ]),
    macro(`${prefix}any_to_timestamp`, [
      'x',
      `CASE WHEN typeof(x) IN ('VARCHAR', '"NULL"') THEN @${prefix}parse_timestamp(CAST(x AS VARCHAR))
          WHEN typeof(x) = 'JSON' THEN @${prefix}parse_timestamp(json_extract_string(to_json(x), '$'))
          WHEN typeof(x) = 'DATE' OR starts_with(typeof(x), 'TIMESTAMP') THEN TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP)
          ELSE make_timestamp(CAST(TRY_CAST(x AS DOUBLE) * 1000000 AS BIGINT)) END`,
    ]),
    ...overloaded(
      `${prefix}to_timestamp`,
      ['x DATE', 'CAST(x AS TIMESTAMP)'],
      ['x TIMESTAMP', 'x'],
      ['x TIMESTAMPTZ', 'CAST(x AS TIMESTAMP)'],
      ['x', `@${prefix}any_to_timestamp(x)`],
    ),
    macro(`${prefix}to_timestamp_scaled`, [
      'x, scale',
      `make_timestamp(CAST(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE) * pow(10, 6 - scale) AS BIGINT))`,
    ]),
    ...overloaded(
      `${prefix}to_timestamp_tz`,
      ['x TIMESTAMPTZ', 'x'],
      ['x DATE', 'CAST(x AS TIMESTAMPTZ)'],
      ['x TIMESTAMP', 'CAST(x AS TIMESTAMPTZ)'],
      [
        'x',
        `CASE WHEN typeof(x) = 'VARCHAR' AND regexp_matches(CAST(x AS VARCHAR), ':[0-9.]+ ?[+-][0-9]{2}:?[0-9]{2}$')
          THEN TRY_CAST(regexp_replace(CAST(x AS VARCHAR), ' ?([+-][0-9]{2}):?([0-9]{2})$', '\\1:\\2') AS TIMESTAMPTZ)
          ELSE timezone('UTC', @${prefix}any_to_timestamp(x)) END`,
      ],
    ),
    macro(`${prefix}to_timestamp_tz_scaled`, [
      'x, scale',
      `timezone('UTC', @${prefix}to_timestamp_scaled(x, scale))`,
    ]),
    ...overloaded(
      `${prefix}to_date`,
      ['x DATE', 'x'],
      ['x TIMESTAMP', 'CAST(x AS DATE)'],
      ['x TIMESTAMPTZ', 'CAST(x AS DATE)'],
      ['x', `CAST(@${prefix}any_to_timestamp(x) AS DATE)`],
    ),
    ...overloaded(
      `${prefix}to_time`,
      ['x TIME', 'x'],
      ['x TIMESTAMP', 'CAST(x AS TIME)'],
      ['x TIMESTAMPTZ', 'CAST(CAST(x AS TIMESTAMP) AS TIME)'],
      [
        'x',
        `CASE WHEN regexp_full_match(CAST(x AS VARCHAR), '[0-9]+')
          THEN TIME '00:00:00' + to_seconds(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
          ELSE ${cast}(CAST(x AS VARCHAR) AS TIME) END`,
      ],
    ),
  ];
}

/** Arrays are JSON; they are lists of JSON only while something is done to them. */
const json = [
  macro('elements', ['a', `from_json(CAST(a AS JSON), '["JSON"]')`]),
  // What variants are calculated with is a float on the way; 2 is 2 again afterwards.
  macro('number_to_json', [
    'x',
    'CASE WHEN x = trunc(x) AND abs(x) < 1e15 THEN to_json(CAST(x AS BIGINT)) ELSE to_json(x) END',
  ]),
  macro('get', [
    'v, i',
    `CASE WHEN typeof(i) = 'VARCHAR' THEN json_extract(v, '$."' || replace(CAST(i AS VARCHAR), '"', '\\"') || '"')
      WHEN TRY_CAST(CAST(i AS VARCHAR) AS BIGINT) >= 0 THEN json_extract(v, '$[' || CAST(i AS VARCHAR) || ']') END`,
  ]),
  macro('get_ignore_case', [
    'v, name',
    `json_extract(v, '$."' || coalesce(list_filter(json_keys(v), lambda k: k = name)[1], list_filter(json_keys(v), lambda k: lower(k) = lower(name))[1]) || '"')`,
  ]),
  macro('parse_json', ['s', `CASE WHEN trim(s) = '' THEN NULL ELSE json(s) END`]),
  macro('try_parse_json', ['s', `CASE WHEN json_valid(s) THEN json(s) END`]),
  macro('to_array', [
    'v',
    `CASE WHEN v IS NULL OR json_type(v) = 'ARRAY' THEN v WHEN json_type(v) = 'NULL' THEN CAST('[]' AS JSON) ELSE json_array(v) END`,
  ]),
  macro('type_name', [
    'v',
    `CASE json_type(v) WHEN 'UBIGINT' THEN 'INTEGER' WHEN 'BIGINT' THEN 'INTEGER' WHEN 'HUGEINT' THEN 'INTEGER'
      WHEN 'DOUBLE' THEN 'DECIMAL' WHEN 'NULL' THEN 'NULL_VALUE' ELSE json_type(v) END`,
  ]),
  macro('array_size', [
    'a',
    `CASE WHEN json_type(a) = 'ARRAY' THEN CAST(json_array_length(a) AS BIGINT) END`,
  ]),
  macro('array_append', ['a, v', "to_json(list_append(@elements(a), coalesce(v, CAST('null' AS JSON))))"]),
  macro('array_prepend', ['a, v', "to_json(list_prepend(coalesce(v, CAST('null' AS JSON)), @elements(a)))"]),
  macro('array_cat', [
    'a, b',
    'CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE to_json(list_concat(@elements(a), @elements(b))) END',
  ]),
  macro('array_compact', [
    'a',
    `to_json(list_filter(@elements(a), lambda e: e IS NOT NULL AND json_type(e) <> 'NULL'))`,
  ]),
  macro('array_contains', ['a, v', 'list_contains(@elements(a), v)']),
  // In the order of the first occurrence.
  macro('array_distinct', [
    'a',
    'to_json(list_filter(@elements(a), lambda e, i: list_position(@elements(a), e) = i))',
  ]),
  // As multisets: each element of the one takes one of the other away.
  macro('array_except', [
    'a, b',
    `to_json(list_filter(@elements(a), lambda e, i:
      len(list_filter(@elements(a)[1:i], lambda o: o = e)) > len(list_filter(@elements(b), lambda o: o = e))))`,
  ]),
  macro('array_intersection', [
    'a, b',
    `to_json(list_filter(@elements(a), lambda e, i:
      len(list_filter(@elements(a)[1:i], lambda o: o = e)) <= len(list_filter(@elements(b), lambda o: o = e))))`,
  ]),
  macro('arrays_overlap', ['a, b', 'list_has_any(@elements(a), @elements(b))']),
  macro('array_flatten', ['a', 'to_json(flatten(list_transform(@elements(a), lambda e: @elements(e))))']),
  macro('array_insert', [
    'a, position_, v',
    'to_json(list_concat(list_append(@elements(a)[1:position_], v), @elements(a)[position_ + 1:len(@elements(a))]))',
  ]),
  macro('array_remove', ['a, v', 'to_json(list_filter(@elements(a), lambda e: e <> v))']),
  macro('array_slice', [
    'a, from_, to_',
    `to_json(@elements(a)[(CASE WHEN from_ < 0 THEN greatest(json_array_length(a) + from_, 0) ELSE from_ END) + 1 :
      CASE WHEN to_ < 0 THEN CAST(json_array_length(a) AS BIGINT) + to_ ELSE to_ END])`,
  ]),
  macro('sortable', [
    'a',
    `list_transform(@elements(a), lambda e: {n: TRY_CAST(json_extract_string(e, '$') AS DOUBLE), t: json_extract_string(e, '$'), v: e})`,
  ]),
  macro('array_sort', [
    'a, ascending',
    `CASE WHEN ascending THEN to_json(list_transform(list_sort(@sortable(a), 'ASC', 'NULLS LAST'), lambda e: e.v))
      ELSE to_json(list_transform(list_sort(@sortable(a), 'DESC', 'NULLS FIRST'), lambda e: e.v)) END`,
  ]),
  macro('array_max', ['a', `list_sort(list_filter(@sortable(a), lambda e: e.t IS NOT NULL), 'DESC')[1].v`]),
  macro('array_min', ['a', `list_sort(list_filter(@sortable(a), lambda e: e.t IS NOT NULL), 'ASC')[1].v`]),
  macro('array_to_string', [
    'a, separator',
    `array_to_string(list_transform(@elements(a), lambda e: coalesce(json_extract_string(e, '$'), '')), separator)`,
  ]),
  macro('object_of', ['entries', 'to_json(map_from_entries(entries))']),
  macro('entries', [
    'o',
    `list_transform(json_keys(o), lambda k: {k: k, v: json_extract(o, '$."' || replace(k, '"', '\\"') || '"')})`,
  ]),
  macro('object_delete', [
    'o, keys',
    '@object_of(list_filter(@entries(o), lambda e: NOT list_contains(keys, e.k)))',
  ]),
  macro('object_pick', [
    'o, keys',
    '@object_of(list_filter(@entries(o), lambda e: list_contains(keys, e.k)))',
  ]),
  macro('object_insert', [
    'o, key, v',
    `@object_of(list_sort(list_filter(list_append(list_filter(@entries(o), lambda e: e.k <> key), {k: key, v: v}), lambda e: e.v IS NOT NULL)))`,
  ]),
];

const tables = [
  tableMacro(
    'flatten',
    'input, outer_, mode, prefix',
    `SELECT CAST(hash(input) >> 1 AS BIGINT) AS "SEQ", row_.k AS "KEY",
      CASE WHEN row_.i IS NOT NULL THEN prefix || '[' || row_.i || ']'
        WHEN row_.k IS NOT NULL THEN prefix || CASE WHEN prefix = '' THEN '' ELSE '.' END || row_.k
        ELSE nullif(prefix, '') END AS "PATH",
      row_.i AS "INDEX", row_.v AS "VALUE", CAST(input AS JSON) AS "THIS"
    FROM (SELECT unnest(CASE WHEN outer_ AND len(coalesce(@rows_of(input, mode), [])) = 0
      THEN [{k: CAST(NULL AS VARCHAR), i: CAST(NULL AS BIGINT), v: CAST(NULL AS JSON)}]
      ELSE @rows_of(input, mode) END) AS row_)`,
  ),
  tableMacro(
    'flatten_recursive',
    'input, outer_, mode, prefix',
    `SELECT CAST(hash(input) >> 1 AS BIGINT) AS "SEQ",
      CASE WHEN fullkey LIKE '%]' THEN NULL ELSE key END AS "KEY",
      prefix || CASE WHEN prefix <> '' AND fullkey LIKE '$.%' THEN substr(fullkey, 2) ELSE ltrim(substr(fullkey, 2), '.') END AS "PATH",
      CASE WHEN fullkey LIKE '%]' THEN CAST(key AS BIGINT) END AS "INDEX",
      CAST(value AS JSON) AS "VALUE", json_extract(input, path) AS "THIS"
    FROM json_tree(input) WHERE fullkey <> '$' ORDER BY id`,
  ),
  tableMacro(
    'split_to_table',
    's, separator',
    `SELECT CAST(hash(s) >> 1 AS BIGINT) AS "SEQ", i AS "INDEX", parts[i] AS "VALUE"
    FROM (SELECT parts, unnest(range(1, len(parts) + 1)) AS i
      FROM (SELECT CASE WHEN separator = '' THEN [s] ELSE string_split(s, separator) END AS parts))`,
  ),
  tableMacro(
    'strtok_to_table',
    's, delimiters',
    `SELECT CAST(hash(s) >> 1 AS BIGINT) AS "SEQ", i AS "INDEX", parts[i] AS "VALUE"
    FROM (SELECT parts, unnest(range(1, len(parts) + 1)) AS i FROM (SELECT @tokens(s, delimiters) AS parts))`,
  ),
];

const rows = [
  macro('rows_of', [
    'input, mode',
    `CASE
      WHEN json_type(input) = 'ARRAY' AND mode <> 'OBJECT' THEN
        list_transform(@elements(input), lambda e, i: {k: CAST(NULL AS VARCHAR), i: CAST(i - 1 AS BIGINT), v: coalesce(e, CAST('null' AS JSON))})
      WHEN json_type(input) = 'OBJECT' AND mode <> 'ARRAY' THEN
        list_transform(list_sort(json_keys(input)), lambda k: {k: k, i: CAST(NULL AS BIGINT), v: json_extract(input, '$."' || replace(k, '"', '\\"') || '"')})
      END`,
  ]),
];

/** Statements to run once in every DuckDB instance, in this order. They may be run again. */
export const duckdbPrelude: string[] = [
  `CREATE SCHEMA IF NOT EXISTS ${schema}`,
  ...text,
  ...numbers,
  ...dates,
  ...json,
  ...rows,
  ...tables,
];
