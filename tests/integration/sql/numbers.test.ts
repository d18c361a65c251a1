import { describe } from 'vitest';
import { type Golden, goldenTests } from './duckdb.ts';

/** "Numeric functions", "Conditional expression functions" and "Conversion functions" of Snowflake's documentation. */
const cases: Golden[] = [
  ['select 1/2, 7/2, 10/4::float, 1/3 > 0.333', [[0.5, 3.5, 2.5, true]]],
  ['select delay / 4, distance / delay, delay % 3 from flights where delay = 10', [[2.5, 50.05, 1]]],
  [
    'select div0(1, 0), div0(6, 2), div0null(1, null), div0(1, null), div0(delay, distance) from flights where delay = 40',
    [[0, 3, 0, null, 0]],
  ],
  [
    'select avg(delay), sum(delay), sum(delay) / count(*), round(avg(delay / nullif(distance, 0)), 6) from flights',
    [[15, 45, 11.25, -0.01501]],
  ],
  [
    "select round(135.135), round(-975.975), round(135.135, 1), round(135.135, -2), round(2.5), round(-2.5), round(2.5::float), round(2.5, 0, 'HALF_TO_EVEN')",
    [[135, -976, 135.1, 100, 3, -3, 3, 2]],
  ],
  [
    'select ceil(135.135), ceil(-975.975, 2), floor(135.135, 1), floor(-975.975), ceil(-135.135, -2), trunc(135.79), trunc(-975.975, 1), truncate(12.99)',
    [[136, -975.97, 135.1, -976, -100, 135, -975.9, 12]],
  ],
  [
    'select abs(-1), sign(-5.2), mod(3, 2), mod(4.5, 1.2), square(3), sqrt(16), round(cbrt(27), 6), exp(0), ln(1), log(10, 100), log(2, 8), power(2, 3), pow(2, 0.5) > 1.41',
    [[1, -1, 1, '0.9', 9, 4, 3, 1, 0, 2, 3, 8, true]],
  ],
  [
    'select factorial(5), pi() > 3.14, degrees(pi()), radians(180) > 3.14, atan2(1, 1) > 0.78',
    [[120, true, 180, true, true]],
  ],
  [
    'select bitand(5, 3), bitor(5, 3), bitxor(5, 3), bitnot(1), bitshiftleft(1, 3), bitshiftright(8, 2)',
    [[1, 7, 6, -2, 8, 2]],
  ],
  ['select round(haversine(40.7127, -74.0059, 34.0500, -118.2500), 6)', [[3936.385096]]],
  [
    'select width_bucket(290000, 200000, 600000, 4), width_bucket(190000, 200000, 600000, 4), width_bucket(600000, 200000, 600000, 4), width_bucket(550000, 200000, 600000, 4)',
    [[1, 0, 5, 4]],
  ],
  // NULL in any argument of GREATEST and LEAST makes the result NULL.
  [
    "select greatest(1, 3, 0), least(1, 3, 0), greatest(1, null), least(null, 2), greatest('a', 'b'), greatest_ignore_nulls(1, null, 2), greatest(delay, 5) from flights where date = '2001-02-28'",
    [[3, 0, null, null, 'b', 2, null]],
  ],
  ['select greatest(delay, 0) from flights order by date', [[10], [0], [40], [null]]],
  // Casts of floats and texts to whole numbers round halves away from zero.
  [
    "select 2.5::float::int, 3.5::float::int, -2.5::float::integer, (-2.5)::float::int, '12.7'::int, 2.5::int, '12.5'::number, 1.4999::float::bigint",
    [[3, 4, -3, -3, 13, 3, 13, 1]],
  ],
  [
    "select '1.239'::number(10,2), 12.345::decimal(5,1), '7'::double, '1e3'::float, 5::number(38,0), true::int, 2.6::number(5,0)",
    [['1.24', '12.3', 7, 1000, 5, 1, 3]],
  ],
  [
    "select to_number('12.3456'), to_number('98.76546', 10, 1), to_decimal('98.76546', 10, 8), to_numeric('1,234.56', '9,999.99', 10, 2), to_number('$12,345', '$99,999'), to_double('1.5')",
    [[12, '98.8', '98.76546000', '1234.56', 12345, 1.5]],
  ],
  [
    "select try_to_number('345.123'), try_to_number('345.123', 10, 2), try_to_number('x'), try_to_decimal('1.5', 4, 1), try_to_double('1e'), try_cast('10' as int), try_cast('a' as number(5,2)), try_cast('2020-02-30' as date), try_cast('yes' as boolean)",
    [[345, '345.12', null, '1.5', null, 10, null, null, true]],
  ],
  [
    "select to_boolean('true'), to_boolean('no'), to_boolean('1'), try_to_boolean('maybe'), to_boolean(0), 'f'::boolean, 1::boolean",
    [[true, false, true, null, false, false, true]],
  ],
  [
    "select to_char(12.3, '999.99'), to_char(-12.3, '999.99'), to_char(1234567, '9,999,999'), to_char(5, '000'), to_char(0.5, '0.00'), to_varchar(12.3456, 'FM999.00'), to_char(1234.5, '$9,999.00')",
    [['  12.30', ' -12.30', ' 1,234,567', ' 005', ' 0.50', '12.35', ' $1,234.50']],
  ],
  // Conditions.
  [
    "select iff(true, 'a', 'b'), iff(null, 1, 2), ifnull(null, 'x'), nvl(null, 0), nvl2(1, 'y', 'n'), nullif(1, 1), zeroifnull(null), nullifzero(0), coalesce(null, null, 3)",
    [['a', 2, 'x', 0, 'y', null, 0, null, 3]],
  ],
  [
    "select decode(2, 1, 'one', 2, 'two'), decode(null, null, 'null', 'other'), decode(9, 1, 'one'), decode(9, 1, 'one', 'none')",
    [['two', 'null', null, 'none']],
  ],
  [
    'select equal_null(null, null), equal_null(1, null), 1 is distinct from null, null is not distinct from null, null = null',
    [[true, false, true, true, null]],
  ],
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
    'select booland(1, -2), booland(0, 1), boolor(0, 1), boolnot(0), boolxor(2, 0), boolxor(1, 1)',
    [[true, false, true, true, true, false]],
  ],
  [
    'select true and null, false and null, not null, true or null, 1 <> 2, 1 != 1, 2 between 1 and 3, 5 not between 1 and 3',
    [[null, false, null, true, true, false, true, true]],
  ],
  [
    'select true is true, (1 = 2) is not true, null is null, 1 is not null, (1, 2) = (1, 2)',
    [[true, true, true, true, true]],
  ],
  ['select - -1, -(-1), +5, 1 - -1, 2 * (3 + 4) - 1', [[1, 1, 5, 2, 13]]],
  [
    'select uniform(1, 3, random()) between 1 and 3, random() is not null, uniform(0::float, 1::float, random()) < 1',
    [[true, true, true]],
  ],
  [
    "select x'48656C6C6F' = to_binary('48656C6C6F'), hash(1) = hash(1), hash(1) = hash(2)",
    [[true, true, false]],
  ],
  [
    'select regr_valx(1, 2), regr_valy(1, null), regr_slope(y, x), corr(x, y) from values (1, 2), (2, 4), (3, 6) as t(x, y)',
    [[2, null, 2, 1]],
  ],
];

describe('numbers and conditions', () => {
  goldenTests(cases);
});
