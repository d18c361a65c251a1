import { macro } from './macro.ts';

export const numberMacros = [
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
