import type { GoldenFamily } from './golden.ts';

export const numeric: GoldenFamily = {
  title: 'Numeric, bitwise and data generation functions',
  page: 'functions-numeric',
  functions: {
    ABS: { golden: [['abs(-1)', 1]] },
    ACOS: { golden: [['acos(1)', 0]] },
    ACOSH: { golden: [['acosh(1)', 0]] },
    ASIN: { golden: [['asin(0)', 0]] },
    ASINH: { golden: [['asinh(0)', 0]] },
    ATAN: { golden: [['atan(0)', 0]] },
    ATAN2: { golden: [['atan2(1, 1) > 0.78', true]] },
    ATANH: { golden: [['atanh(0)', 0]] },
    BITAND: { page: 'bitand', golden: [['bitand(5, 3)', 1]] },
    BITNOT: { page: 'bitnot', golden: [['bitnot(1)', -2]] },
    BITOR: { page: 'bitor', golden: [['bitor(5, 3)', 7]] },
    BITSHIFTLEFT: { page: 'bitshiftleft', note: 'Within 64 bits.', golden: [['bitshiftleft(1, 3)', 8]] },
    BITSHIFTRIGHT: { page: 'bitshiftright', golden: [['bitshiftright(8, 2)', 2]] },
    BITXOR: {
      page: 'bitxor',
      golden: [
        ['bitxor(5, 3)', 6],
        ['bitxor(2, 3)', 1],
      ],
    },
    BIT_AND: { page: 'bitand', golden: [['bit_and(6, 3)', 2]] },
    BIT_NOT: { page: 'bitnot', golden: [['bit_not(-1)', 0]] },
    BIT_OR: { page: 'bitor', golden: [['bit_or(4, 1)', 5]] },
    BIT_SHIFTLEFT: { page: 'bitshiftleft', note: 'Within 64 bits.', golden: [['bit_shiftleft(1, 4)', 16]] },
    BIT_SHIFTRIGHT: { page: 'bitshiftright', golden: [['bit_shiftright(24, 3)', 3]] },
    BIT_XOR: { page: 'bitxor', golden: [['bit_xor(6, 3)', 5]] },
    CBRT: {
      golden: [
        ['cbrt(0)', 0],
        ['round(cbrt(2), 9)', 1.25992105],
      ],
    },
    CEIL: {
      page: 'ceil',
      note: 'The number of digits must stand in the text.',
      golden: [
        ['ceil(135.135)', 136],
        ['ceil(-975.975, 2)', -975.97],
        ['ceil(-135.135, -2)', -100],
        ['ceil(1.1, 1)', 1.1],
        ['ceil(-0.5)', 0],
        ['ceil(null)', null],
      ],
    },
    COS: { golden: [['cos(0)', 1]] },
    COSH: { golden: [['cosh(0)', 1]] },
    COT: { golden: [['round(cot(1), 6)', 0.642093]] },
    DEGREES: { golden: [['degrees(pi())', 180]] },
    EXP: {
      golden: [
        ['exp(0)', 1],
        ['round(exp(1), 6)', 2.718282],
      ],
    },
    FACTORIAL: {
      note: 'Up to 33.',
      golden: [
        ['factorial(5)', 120],
        ['factorial(0)', 1],
      ],
    },
    FLOOR: {
      note: 'The number of digits must stand in the text.',
      golden: [
        ['floor(135.135, 1)', 135.1],
        ['floor(-975.975)', -976],
        ['floor(1.15, 2)', 1.15],
        ['floor(-135.135, -2)', -200],
      ],
    },
    GETBIT: {
      golden: [
        ['getbit(11, 3)', 1],
        ['getbit(11, 2)', 0],
        ['getbit(11, 100 - 100)', 1],
      ],
    },
    HAVERSINE: { golden: [['haversine(0, 0, 0, 0)', 0]] },
    LN: {
      golden: [
        ['ln(1)', 0],
        ['round(ln(10), 6)', 2.302585],
      ],
    },
    LOG: {
      golden: [
        ['log(10, 100)', 2],
        ['log(2, 8)', 3],
        ['log(2, 0.5)', -1],
      ],
    },
    MOD: {
      golden: [
        ['mod(3, 2)', 1],
        ['mod(4.5, 1.2)', '0.9'],
        ['mod(-7, 3)', -1],
        ['mod(7, -3)', 1],
      ],
    },
    PI: { golden: [['pi() > 3.14', true]] },
    POW: {
      page: 'pow',
      golden: [
        ['pow(2, 0.5) > 1.41', true],
        ['pow(2, -1)', 0.5],
      ],
    },
    POWER: {
      page: 'pow',
      golden: [
        ['power(2, 3)', 8],
        ['power(10, 2)', 100],
      ],
    },
    RADIANS: { golden: [['radians(180) > 3.14', true]] },
    RANDOM: {
      note: "Other numbers than Snowflake's; a seed gives no fixed ones.",
      golden: [
        ['random() is not null', true],
        ['random(7) is not null', true],
      ],
    },
    ROUND: {
      golden: [
        ['round(135.135)', 135],
        ['round(-975.975)', -976],
        ['round(135.135, 1)', 135.1],
        ['round(135.135, -2)', 100],
        ['round(2.5)', 3],
        ['round(-2.5)', -3],
        ['round(2.5::float)', 3],
        ["round(2.5, 0, 'HALF_TO_EVEN')", 2],
        ['round(cbrt(27), 6)', 3],
        ['round(haversine(40.7127, -74.0059, 34.0500, -118.2500), 6)', 3936.385096],
        ["round(months_between('2019-03-15'::date, '2019-02-15'::date), 2)", 1],
        ["round(months_between('2019-03-01'::date, '2019-02-15'::date), 6)", 0.548387],
        ['round(-2.5::float)', -3],
        ['round(2.675::number(5,3), 2)', '2.68'],
        ['round(1234, -2)', 1200],
        ['round(null)', null],
        ['round(10/3, 2)', '3.33'],
      ],
    },
    SIGN: {
      golden: [
        ['sign(-5.2)', -1],
        ['sign(0)', 0],
        ['sign(1.35)', 1],
      ],
    },
    SIN: { golden: [['sin(0)', 0]] },
    SINH: { golden: [['sinh(0)', 0]] },
    SQRT: {
      golden: [
        ['sqrt(16)', 4],
        ['sqrt(2) > 1.41421', true],
      ],
    },
    SQUARE: { golden: [['square(3)', 9]] },
    TAN: { golden: [['tan(0)', 0]] },
    TANH: { golden: [['tanh(0)', 0]] },
    UNIFORM: {
      note: "Other numbers than Snowflake's.",
      golden: [
        ['uniform(1, 3, random()) between 1 and 3', true],
        ['uniform(0::float, 1::float, random()) < 1', true],
      ],
    },
    WIDTH_BUCKET: {
      golden: [
        ['width_bucket(290000, 200000, 600000, 4)', 1],
        ['width_bucket(190000, 200000, 600000, 4)', 0],
        ['width_bucket(600000, 200000, 600000, 4)', 5],
        ['width_bucket(550000, 200000, 600000, 4)', 4],
      ],
    },
  },
};
