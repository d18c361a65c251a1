import type { GoldenFamily } from './golden.ts';

export const window: GoldenFamily = {
  title: 'Window functions',
  page: 'functions-window',
  functions: {
    CONDITIONAL_TRUE_EVENT: {
      golden: [
        [
          'conditional_true_event(x > 1) over (order by x) from values (1), (2), (3) t(x) order by x',
          [0, 1, 2],
        ],
      ],
    },
    CUME_DIST: {
      golden: [
        [
          'cume_dist() over (order by x) from values (1), (2), (2), (4) t(x) order by x',
          [0.25, 0.75, 0.75, 1],
        ],
      ],
    },
    DENSE_RANK: {
      golden: [['dense_rank() over (order by x desc) from values (1), (2), (2) t(x) order by x', [2, 1, 1]]],
    },
    FIRST_VALUE: {
      golden: [
        ['first_value(x) over (order by x) from values (2), (1) t(x) order by x', [1, 1]],
        ['first_value(x) ignore nulls over (order by x nulls first) from values (2), (null) t(x)', [2, 2]],
      ],
    },
    LAG: {
      golden: [
        ['lag(x) over (order by x) from values (1), (2), (3) t(x) order by x', [null, 1, 2]],
        ['lag(x, 2, 0) over (order by x) from values (1), (2), (3) t(x) order by x', [0, 0, 1]],
      ],
    },
    LAST_VALUE: {
      golden: [['last_value(x) over (order by x) from values (1), (2), (3) t(x) order by x', [3, 3, 3]]],
    },
    LEAD: {
      golden: [['lead(x, 1, -1) over (order by x) from values (1), (2), (3) t(x) order by x', [2, 3, -1]]],
    },
    NTH_VALUE: {
      golden: [['nth_value(x, 2) over (order by x) from values (1), (2), (3) t(x) order by x', [2, 2, 2]]],
    },
    NTILE: { golden: [['ntile(2) over (order by x) from values (1), (2), (3) t(x) order by x', [1, 1, 2]]] },
    PERCENT_RANK: {
      golden: [['percent_rank() over (order by x) from values (1), (2), (3) t(x) order by x', [0, 0.5, 1]]],
    },
    RANK: {
      golden: [['rank() over (order by x) from values (1), (2), (2), (4) t(x) order by x', [1, 2, 2, 4]]],
    },
    RATIO_TO_REPORT: {
      note: 'A sum of zero is an error.',
      golden: [['ratio_to_report(x) over () from values (1), (3) t(x) order by x', [0.25, 0.75]]],
    },
    ROW_NUMBER: {
      golden: [['row_number() over (order by x desc) from values (1), (2) t(x) order by x', [2, 1]]],
    },
  },
};
