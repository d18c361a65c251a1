import type { GoldenFamily } from './golden.ts';

export const conditional: GoldenFamily = {
  title: 'Conditional expression functions',
  page: 'expressions-conditional',
  functions: {
    BOOLAND: {
      golden: [
        ['booland(1, -2)', true],
        ['booland(0, 1)', false],
        ['booland(0, null)', false],
        ['booland(1, null)', null],
      ],
    },
    BOOLNOT: {
      golden: [
        ['boolnot(0)', true],
        ['boolnot(10)', false],
        ['boolnot(null)', null],
      ],
    },
    BOOLOR: {
      golden: [
        ['boolor(0, 1)', true],
        ['boolor(1, null)', true],
      ],
    },
    BOOLXOR: {
      golden: [
        ['boolxor(2, 0)', true],
        ['boolxor(1, 1)', false],
        ['boolxor(1, null)', null],
      ],
    },
    COALESCE: {
      golden: [
        ['coalesce(null, null, 3)', 3],
        ['coalesce(null, null)', null],
        ["coalesce(parse_json('null')::varchar, 'x')", 'x'],
      ],
    },
    DECODE: {
      golden: [
        ["decode(2, 1, 'one', 2, 'two')", 'two'],
        ["decode(null, null, 'null', 'other')", 'null'],
        ["decode(9, 1, 'one')", null],
        ["decode(9, 1, 'one', 'none')", 'none'],
        ["decode(1, 1, null, 'x')", null],
      ],
    },
    DIV0: {
      golden: [
        ['div0(5, 9)', '0.555556'],
        ['div0(1, 0)', '0.000000'],
        ['div0(1, null)', null],
        ['div0(99999999999.99, 7)', '14285714285.71285714'],
        ['div0(1.0::float, 4)', 0.25],
      ],
    },
    DIV0NULL: {
      golden: [
        ['div0null(5, 9)', '0.555556'],
        ['div0null(1, 0)', '0.000000'],
      ],
    },
    EQUAL_NULL: {
      golden: [
        ['equal_null(null, null)', true],
        ['equal_null(1, null)', false],
        ['equal_null(1, 1)', true],
      ],
    },
    GREATEST: { golden: [["greatest('2020-01-01'::date, '2021-01-01'::date)", '2021-01-01']] },
    GREATEST_IGNORE_NULLS: { golden: [['greatest_ignore_nulls(null, null)', null]] },
    IFF: {
      golden: [
        ["iff(true, 'a', 'b')", 'a'],
        ['iff(null, 1, 2)', 2],
        ['iff(true, null, 1)', null],
        ["iff(1 = 1, 'yes', 'no')", 'yes'],
      ],
    },
    IFNULL: {
      golden: [
        ["ifnull(null, 'x')", 'x'],
        ['ifnull(1, 2)', 1],
      ],
    },
    IS_NULL_VALUE: {
      golden: [
        ["is_null_value(parse_json('null'))", true],
        ['is_null_value(null::variant)', null],
        ["is_null_value(parse_json('1'))", false],
      ],
    },
    LEAST: { golden: [["least('b', 'a')", 'a']] },
    LEAST_IGNORE_NULLS: { golden: [['least_ignore_nulls(3, null, 2)', 2]] },
    NULLIF: {
      golden: [
        ['nullif(1, 1)', null],
        ['nullif(1, 2)', 1],
      ],
    },
    NULLIFZERO: {
      golden: [
        ['nullifzero(0)', null],
        ['nullifzero(3)', 3],
      ],
    },
    NVL: {
      golden: [
        ['nvl(null, 0)', 0],
        ["nvl('a', 'b')", 'a'],
      ],
    },
    NVL2: {
      golden: [
        ["nvl2(1, 'y', 'n')", 'y'],
        ["nvl2(null, 'y', 'n')", 'n'],
      ],
    },
    REGR_VALX: { golden: [['regr_valx(null, 2)', null]] },
    REGR_VALY: { golden: [['regr_valy(1, 2)', 1]] },
    ZEROIFNULL: {
      golden: [
        ['zeroifnull(null)', 0],
        ['zeroifnull(3.14)', '3.14'],
      ],
    },
  },
};
