import { quotientScale } from '../digits.ts';
import { macro } from './macro.ts';

/** Names of DuckDB's types of whole numbers and decimals; NULL alone counts as one. */
const fixedPoint = 'U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL[(][0-9]+,([0-9]+)[)]|"NULL"';
const scales = Array.from({ length: 39 }, (_, scale) => scale);

export const numberMacros = [
  macro('divisor', ['x', `CASE WHEN x = 0 THEN error('Division by zero') ELSE x END`]),
  // Whole numbers and decimals are fixed-point in Snowflake: a quotient has six digits more than the dividend, up to 12.
  // Of the names of both types, with a slash between: what a macro repeats doubles with every division within another.
  macro('quotient_key', [
    'names',
    `regexp_replace(regexp_replace(names, '^(?:${fixedPoint})/(?:${fixedPoint})$', 's\\1'), '^[^s].*$', 'f')`,
  ]),
  // NULL in each type that a quotient can have: only the names of the types decide, before anything is calculated. They are
  // a parameter as DuckDB would else ask for the key when it makes the macro.
  macro('quotients', [
    '',
    `{f: CAST(NULL AS DOUBLE), s: CAST(NULL AS DECIMAL(38, 6)), ${scales.map(scale => `s${scale}: CAST(NULL AS DECIMAL(38, ${quotientScale(scale)}))`).join(', ')}}`,
  ]),
  macro('divide', [
    'a, b, types',
    `cast_to_type(a / @divisor(b), struct_extract(types, @quotient_key(typeof(a) || '/' || typeof(b))))`,
  ]),
  // Of whole numbers, times a power of ten: units of a digit behind the point.
  macro('quotient', ['a, b, factor, unit', 'CAST((a * factor) // b AS DECIMAL(38, 0)) * unit']),
  // The mean of values of the type that a sample of them has.
  macro('mean', [
    'average, sample, types',
    "cast_to_type(average, struct_extract(types, @quotient_key(typeof(sample) || '/INTEGER')))",
  ]),
  // What Snowflake reads as a number: DuckDB takes 0x1F and 1_000 too.
  macro('is_number', [
    'x',
    `(typeof(x) NOT IN ('VARCHAR', 'JSON') OR regexp_full_match(CASE WHEN typeof(x) = 'JSON'
        THEN json_extract_string(to_json(x), '$') ELSE CAST(x AS VARCHAR) END,
      '\\s*(?i:[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[+-]?[0-9]+)?|[+-]?inf(inity)?|nan)\\s*'))`,
  ]),
  macro('checked_number', [
    'x',
    `CASE WHEN x IS NULL OR @is_number(x) THEN x ELSE error('Numeric value ''' || CAST(x AS VARCHAR) || ''' is not recognized') END`,
  ]),
  macro('number_or_null', ['x', 'CASE WHEN @is_number(x) THEN x END']),
  macro('word', [
    'x',
    `CASE WHEN typeof(x) = 'JSON' THEN json_extract_string(to_json(x), '$') ELSE CAST(x AS VARCHAR) END`,
  ]),
  macro('to_integer', [
    'x',
    `CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(round(TRY_CAST(x AS DOUBLE)) AS BIGINT)
      WHEN typeof(x) = 'JSON' THEN CAST(json_extract_string(to_json(@checked_number(x)), '$') AS BIGINT)
      ELSE CAST(@checked_number(x) AS BIGINT) END`,
  ]),
  macro('try_to_integer', [
    'x',
    `CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN TRY_CAST(round(TRY_CAST(x AS DOUBLE)) AS BIGINT)
      WHEN typeof(x) = 'JSON' THEN TRY_CAST(json_extract_string(to_json(@number_or_null(x)), '$') AS BIGINT)
      ELSE TRY_CAST(@number_or_null(x) AS BIGINT) END`,
  ]),
  // Words are those of Snowflake's list; only numbers that are no texts are true for being not zero.
  macro('to_boolean', [
    'x',
    `CASE WHEN x IS NULL THEN NULL
      WHEN typeof(x) NOT IN ('VARCHAR', 'JSON') THEN TRY_CAST(x AS DOUBLE) <> 0
      WHEN lower(@word(x)) IN ('true', 't', 'yes', 'y', 'on', '1') THEN TRUE
      WHEN lower(@word(x)) IN ('false', 'f', 'no', 'n', 'off', '0') THEN FALSE
      WHEN typeof(x) = 'JSON' AND @word(x) IS NULL THEN NULL
      ELSE error('Boolean value ''' || @word(x) || ''' is not recognized') END`,
  ]),
  macro('try_to_boolean', [
    'x',
    `CASE WHEN typeof(x) NOT IN ('VARCHAR', 'JSON') THEN TRY_CAST(x AS DOUBLE) <> 0
      WHEN lower(@word(x)) IN ('true', 't', 'yes', 'y', 'on', '1') THEN TRUE
      WHEN lower(@word(x)) IN ('false', 'f', 'no', 'n', 'off', '0') THEN FALSE END`,
  ]),
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
    'x, decimals, grouped, zeros, dollar, width, places',
    `CASE WHEN abs(round(CAST(x AS DOUBLE), decimals)) >= pow(10, least(greatest(places, 1), 15))
      THEN error('This runs on Snowflake only: ' || CAST(x AS VARCHAR) || ' has more digits than its format')
      ELSE @lpad_to(CASE WHEN x < 0 THEN '-' ELSE '' END || dollar ||
      CASE WHEN zeros > 0 AND NOT grouped
          THEN lpad(@digits(x, decimals, false), CAST(zeros + CASE WHEN decimals > 0 THEN decimals + 1 ELSE 0 END AS INTEGER), '0')
        WHEN zeros = 0 AND trunc(abs(x)) = 0 AND decimals > 0 THEN ltrim(@digits(x, decimals, grouped), '0')
        ELSE @digits(x, decimals, grouped) END, width) END`,
  ]),
];
