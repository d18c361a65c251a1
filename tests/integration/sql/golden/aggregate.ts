import type { GoldenFamily } from './golden.ts';

export const aggregate: GoldenFamily = {
  title: 'Aggregate functions',
  page: 'functions-aggregation',
  functions: {
    ANY_VALUE: {
      note: 'Any value, as in Snowflake.',
      golden: [['any_value(x) from values (7), (7) t(x)', 7]],
    },
    APPROX_COUNT_DISTINCT: {
      note: 'The exact number, which Snowflake estimates.',
      golden: [['approx_count_distinct(x) from values (1), (1), (2), (null) t(x)', 2]],
    },
    APPROX_PERCENTILE: {
      note: 'The exact percentile, which Snowflake estimates.',
      golden: [['approx_percentile(x, 0.5) from values (1), (2), (3) t(x)', 2]],
    },
    ARRAYAGG: {
      page: 'array_agg',
      golden: [['arrayagg(x) within group (order by x) from values (2), (1) t(x)', '[1,2]']],
    },
    ARRAY_AGG: {
      page: 'array_agg',
      golden: [
        ['array_agg(x) within group (order by x desc) from values (2), (1), (null) t(x)', '[2,1]'],
        ['array_agg(x) from values (1) t(x) where x > 1', '[]'],
        [
          "array_agg(distinct x) within group (order by x) from values ('2020-01-01 10:00:00'::timestamp) t(x)",
          '["2020-01-01 10:00:00.000"]',
        ],
      ],
    },
    ARRAY_UNIQUE_AGG: {
      note: 'In no certain order, as in Snowflake.',
      golden: [['array_size(array_unique_agg(x)) from values (1), (1), (2), (null) t(x)', 2]],
    },
    AVG: {
      golden: [
        ['avg(x) from values (1), (2), (2) t(x)', '1.666667'],
        ['avg(x) from values (1.5), (2.25) t(x)', '1.87500000'],
        ['avg(x::float) from values (1), (2), (2) t(x)', 1.6666666666666667],
        ['avg(distinct x) from values (1), (1), (4) t(x)', '2.500000'],
        ['avg(x) from values (null::int) t(x)', null],
        ['avg(x) from values (1234567890.12), (9876543210.98), (1.01) t(x)', '3703703700.70333333'],
        ['sum(x) / count(*) from values (1), (2.5) t(x)', '1.7500000'],
        ['avg(x)::varchar from values (1), (2) t(x)', '1.500000'],
        ['avg(x) over (order by x) from values (1), (2) t(x) order by x', ['1.000000', '1.500000']],
      ],
    },
    BITANDAGG: { page: 'bitand_agg', golden: [['bitandagg(x) from values (7), (3) t(x)', 3]] },
    BITAND_AGG: {
      page: 'bitand_agg',
      golden: [['bitand_agg(x) from values (15), (26), (12), (14), (8) t(x)', 8]],
    },
    BITORAGG: { page: 'bitor_agg', golden: [['bitoragg(x) from values (1), (2) t(x)', 3]] },
    BITOR_AGG: {
      page: 'bitor_agg',
      golden: [['bitor_agg(x) from values (15), (26), (12), (14), (8) t(x)', 31]],
    },
    BITXORAGG: { page: 'bitxor_agg', golden: [['bitxoragg(x) from values (1), (3) t(x)', 2]] },
    BITXOR_AGG: { page: 'bitxor_agg', golden: [['bitxor_agg(x) from values (15), (26), (12) t(x)', 25]] },
    BIT_ANDAGG: { page: 'bitand_agg', golden: [['bit_andagg(x) from values (7), (5) t(x)', 5]] },
    BIT_AND_AGG: { page: 'bitand_agg', golden: [['bit_and_agg(x) from values (7), (3) t(x)', 3]] },
    BIT_ORAGG: { page: 'bitor_agg', golden: [['bit_oragg(x) from values (1), (4) t(x)', 5]] },
    BIT_OR_AGG: { page: 'bitor_agg', golden: [['bit_or_agg(x) from values (1), (2) t(x)', 3]] },
    BIT_XORAGG: { page: 'bitxor_agg', golden: [['bit_xoragg(x) from values (1), (1) t(x)', 0]] },
    BIT_XOR_AGG: { page: 'bitxor_agg', golden: [['bit_xor_agg(x) from values (1), (3) t(x)', 2]] },
    BOOLAND_AGG: {
      golden: [
        ['booland_agg(x) from values (true), (null), (true) t(x)', true],
        ['booland_agg(x) from values (true), (false) t(x)', false],
      ],
    },
    BOOLOR_AGG: { golden: [['boolor_agg(x) from values (false), (null) t(x)', false]] },
    BOOLXOR_AGG: {
      golden: [
        ['boolxor_agg(x) from values (true), (true) t(x)', false],
        ['boolxor_agg(x) from values (true), (false) t(x)', true],
        ['boolxor_agg(x) from values (null::boolean) t(x)', null],
      ],
    },
    CORR: { golden: [['corr(y, x) from values (1, 2), (2, 4), (3, 6) t(x, y)', 1]] },
    COUNT: {
      note: 'COUNT(t.*) is refused.',
      golden: [
        ['count(*) from values (1), (null) t(x)', 2],
        ['count(x) from values (1), (null) t(x)', 1],
        ['count(distinct x, y) from values (1, 1), (1, 1), (1, null) t(x, y)', 1],
      ],
    },
    COUNT_IF: {
      golden: [
        ['count_if(x > 1) from values (1), (2), (null) t(x)', 1],
        ['count_if(x > 1) from values (1) t(x) where false', 0],
      ],
    },
    COVAR_POP: {
      golden: [['round(covar_pop(x, y), 6) from values (1, 2), (2, 4), (3, 6) t(x, y)', 1.333333]],
    },
    COVAR_SAMP: { golden: [['covar_samp(x, y) from values (1, 2), (2, 4), (3, 6) t(x, y)', 2]] },
    GROUPING: {
      golden: [['sum(g) from (select grouping(x) g from values (1), (2) t(x) group by rollup (x))', 1]],
    },
    GROUPING_ID: {
      golden: [
        ['max(g) from (select grouping_id(x, y) g from values (1, 2) t(x, y) group by cube (x, y))', 3],
      ],
    },
    HASH_AGG: {
      note: "Other numbers than Snowflake's, equal for equal rows: a warning says so.",
      golden: [['hash_agg(x) is not null from values (1), (2) t(x)', true]],
    },
    HLL: {
      note: 'The exact number, which Snowflake estimates.',
      golden: [['hll(x) from values (1), (2), (2) t(x)', 2]],
    },
    KURTOSIS: { golden: [['round(kurtosis(x), 6) from values (10), (12), (12), (5) t(x)', 2.172601]] },
    LISTAGG: {
      page: 'listagg',
      golden: [
        ["listagg(x, '-') within group (order by x) from values ('b'), ('a'), (null) t(x)", 'a-b'],
        ["listagg(x) from values ('a') t(x) where false", ''],
        ["listagg(distinct x, ',') within group (order by x desc) from values (1), (2), (2) t(x)", '2,1'],
      ],
    },
    MAX: {
      note: 'Of variants of several types any may win: a warning says so.',
      golden: [
        ["max(x) from values ('b'), ('a'), (null) t(x)", 'b'],
        ["max(parse_json(x)) from values ('10'), ('9'), (null) t(x)", 10],
      ],
    },
    MAX_BY: {
      golden: [
        ["max_by(x, y) from values ('a', 1), ('b', 3), ('c', null) t(x, y)", 'b'],
        ["max_by(x, y, 2) from values ('a', 1), ('b', 3), ('c', 2) t(x, y)", '["b","c"]'],
      ],
    },
    MEDIAN: {
      golden: [
        ['median(x) from values (1), (2) t(x)', 1.5],
        ['median(x) from values (1.0), (1.1) t(x)', 1.05],
        ['median(x) from values (1), (5), (9) t(x)', 5],
      ],
    },
    MIN: {
      note: 'Of variants of several types any may win: a warning says so.',
      golden: [
        ['min(x) from values (3), (1), (null) t(x)', 1],
        ['min(parse_json(x)) from values (\'"b"\'), (\'"a"\') t(x)', '"a"'],
      ],
    },
    MIN_BY: { golden: [["min_by(x, y) from values ('a', 1), ('b', 3) t(x, y)", 'a']] },
    MODE: {
      note: 'Of several that are equally frequent any one, as in Snowflake.',
      golden: [['mode(x) from values (1), (2), (2) t(x)', 2]],
    },
    OBJECT_AGG: {
      note: 'Keys in alphabetical order.',
      golden: [
        ["object_agg(x, y) from values ('b', 2), ('a', 1), ('c', null), (null, 4) t(x, y)", '{"a":1,"b":2}'],
      ],
    },
    PERCENTILE_CONT: {
      golden: [
        ['percentile_cont(0.25) within group (order by x) from values (0), (10), (20), (30), (40) t(x)', 10],
        ['percentile_cont(0.5) within group (order by x) from values (1.0), (1.1) t(x)', 1.05],
      ],
    },
    PERCENTILE_DISC: {
      golden: [['percentile_disc(0.5) within group (order by x) from values (0), (10), (10), (20) t(x)', 10]],
    },
    REGR_AVGX: { golden: [['regr_avgx(y, x) from values (10, 11), (20, 22), (null, 3) t(y, x)', 16.5]] },
    REGR_AVGY: { golden: [['regr_avgy(y, x) from values (10, 11), (20, 22), (5, null) t(y, x)', 15]] },
    REGR_COUNT: { golden: [['regr_count(y, x) from values (10, 11), (20, 22), (5, null) t(y, x)', 2]] },
    REGR_INTERCEPT: { golden: [['regr_intercept(y, x) from values (3, 1), (5, 2) t(y, x)', 1]] },
    REGR_R2: { golden: [['regr_r2(y, x) from values (3, 1), (5, 2), (7, 3) t(y, x)', 1]] },
    REGR_SLOPE: { golden: [['regr_slope(y, x) from values (3, 1), (5, 2) t(y, x)', 2]] },
    REGR_SXX: { golden: [['regr_sxx(y, x) from values (3, 1), (5, 3) t(y, x)', 2]] },
    REGR_SXY: { golden: [['regr_sxy(y, x) from values (3, 1), (5, 3) t(y, x)', 2]] },
    REGR_SYY: { golden: [['regr_syy(y, x) from values (3, 1), (5, 3) t(y, x)', 2]] },
    SKEW: { golden: [['round(skew(x), 6) from values (10), (12), (12), (5) t(x)', -1.559507]] },
    STDDEV: {
      page: 'stddev',
      golden: [
        ['round(stddev(x), 6) from values (1), (2), (4) t(x)', 1.527525],
        ['stddev(x) from values (1) t(x)', null],
      ],
    },
    STDDEV_POP: { golden: [['stddev_pop(x) from values (1), (3) t(x)', 1]] },
    STDDEV_SAMP: {
      page: 'stddev',
      golden: [['round(stddev_samp(x), 6) from values (1), (2), (4) t(x)', 1.527525]],
    },
    STRING_AGG: {
      page: 'listagg',
      golden: [["string_agg(x, '|') within group (order by x) from values ('b'), ('a') t(x)", 'a|b']],
    },
    SUM: {
      golden: [
        ['sum(x) from values (1.25), (2.5), (null) t(x)', '3.75'],
        ['sum(x) from values (1) t(x) where false', null],
        ['sum(distinct x) from values (1), (1), (2) t(x)', 3],
      ],
    },
    VARIANCE: { page: 'variance', golden: [['variance(x) from values (1), (3) t(x)', 2]] },
    VARIANCE_POP: { golden: [['variance_pop(x) from values (1), (3) t(x)', 1]] },
    VARIANCE_SAMP: { page: 'variance', golden: [['variance_samp(x) from values (1), (3) t(x)', 2]] },
    VAR_POP: { golden: [['var_pop(x) from values (5) t(x)', 0]] },
    VAR_SAMP: { golden: [['var_samp(x) from values (5) t(x)', null]] },
  },
};
