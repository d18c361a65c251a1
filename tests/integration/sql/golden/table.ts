import type { GoldenFamily } from './golden.ts';

export const table: GoldenFamily = {
  title: 'Table functions',
  page: 'functions-table',
  functions: {
    FLATTEN: {
      note: 'SEQ has other numbers, and a warning says so. A computed PATH, and RECURSIVE with OUTER or MODE, are refused.',
      golden: [
        [
          'listagg(value::string, \',\') within group (order by index) from table(flatten(input => parse_json(\'["a","b"]\')))',
          'a,b',
        ],
        ["count(*) from table(flatten(input => parse_json('[]'), outer => true))", 1],
        ["count(*) from table(flatten(input => parse_json('5')))", 0],
      ],
    },
    GENERATOR: {
      note: 'ROWCOUNT must be given.',
      golden: [['count(*) from table(generator(rowcount => 10))', 10]],
    },
    SPLIT_TO_TABLE: {
      note: 'SEQ has other numbers, and a warning says so.',
      golden: [
        ["listagg(value, '|') within group (order by index) from table(split_to_table('a.b', '.'))", 'a|b'],
      ],
    },
    STRTOK_SPLIT_TO_TABLE: {
      note: 'SEQ has other numbers, and a warning says so.',
      golden: [["count(*) from table(strtok_split_to_table('a b  c'))", 3]],
    },
  },
};
