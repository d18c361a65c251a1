import type { GoldenFamily } from './golden.ts';

export const patterns: GoldenFamily = {
  title: 'String functions (regular expressions)',
  page: 'functions-regexp',
  functions: {
    REGEXP: {
      page: 'regexp',
      note: 'Patterns are RE2: what only other dialects have is an error.',
      golden: [["'abc' regexp 'a.*'", true]],
    },
    REGEXP_COUNT: {
      note: 'With a position, a pattern with anchors is refused.',
      golden: [
        ["regexp_count('It was the best of times, it was the worst of times', '\\\\bwas\\\\b', 1)", 2],
        ["regexp_count('aAa', 'a', 1, 'i')", 3],
        ["regexp_count('aAa', 'a', 1, 'ic')", 2],
        ["regexp_count('a\\nb\\na', '^a', 1, 'm')", 2],
        ["regexp_count('a\\nb\\na', '^a')", 1],
      ],
    },
    REGEXP_EXTRACT_ALL: {
      page: 'regexp_substr_all',
      note: 'From the first occurrence on.',
      golden: [["regexp_extract_all('a1b22', '[0-9]+')", '["1","22"]']],
    },
    REGEXP_INSTR: {
      note: 'The beginning of the first match; other positions and occurrences are refused.',
      golden: [
        ["regexp_instr('nevermore1, nevermore2', 'nevermore\\\\d')", 1],
        ["regexp_instr('ab12', '[0-9]')", 3],
        ["regexp_instr('ab', '[0-9]')", 0],
        ["regexp_instr('xAB', 'ab', 1, 1, 0, 'i')", 2],
        ["regexp_instr('Abc', 'b', 1, 1, 0, 'c')", 2],
      ],
    },
    REGEXP_LIKE: {
      page: 'regexp_like',
      note: 'Patterns are RE2: what only other dialects have is an error.',
      golden: [
        ["regexp_like('abc', 'b')", false],
        ["regexp_like('abc', 'a.c')", true],
        ["regexp_like('ABC', 'abc', 'i')", true],
        ["regexp_like('a\\nb', 'a.b')", false],
        ["regexp_like('a\\nb', 'a.b', 's')", true],
        ["regexp_like(null, 'a')", null],
      ],
    },
    REGEXP_REPLACE: {
      note: 'All occurrences or the first; position, occurrence and parameters must stand in the text. Backslashes in the replacement must name groups of the pattern.',
      golden: [
        ["regexp_replace('It was the best of times', '( ){1,}', '')", 'Itwasthebestoftimes'],
        ["regexp_replace('aXbX', 'X', '-')", 'a-b-'],
        ["regexp_replace('aXbX', 'X', '-', 1, 1)", 'a-bX'],
        ["regexp_replace('firstname lastname', '(.*) (.*)', '\\\\2, \\\\1')", 'lastname, firstname'],
        ["regexp_replace(null, 'a')", null],
        ["regexp_replace('Customers - (NY)', '\\\\(|\\\\)', '')", 'Customers - NY'],
        ["regexp_replace('aBc', 'b', 'x', 1, 0, 'i')", 'axc'],
        ["regexp_replace('abcb', 'b', 'x', 3)", 'abcx'],
      ],
    },
    REGEXP_SUBSTR: {
      note: 'Position, occurrence and parameters must stand in the text; with a position, a pattern with anchors is refused.',
      golden: [
        ["regexp_substr('abc123def456', '[0-9]+')", '123'],
        ["regexp_substr('abc123def456', '[0-9]+', 1, 2)", '456'],
        ["regexp_substr('abc', '[0-9]')", null],
        ["regexp_substr('a=1;b=2', 'b=([0-9])', 1, 1, 'e')", '2'],
        ["regexp_substr('a=1;b=2', '([a-z])=([0-9])', 1, 2, 'e', 2)", '2'],
        ["regexp_substr('a\\nB', '^b', 1, 1, 'mi')", 'B'],
        ["regexp_substr('abc abd', 'ab.', 2)", 'abd'],
        ["regexp_substr('Hellooo World', 'w\\\\S+', 1, 1, 'i')", 'World'],
      ],
    },
    REGEXP_SUBSTR_ALL: {
      page: 'regexp_substr_all',
      note: 'From the first occurrence on.',
      golden: [
        ["regexp_substr_all('a1_a2', 'a[0-9]')", '["a1","a2"]'],
        ["regexp_substr_all('a1_a2a3_a4A5a6', 'a[[:digit:]]')", '["a1","a2","a3","a4","a6"]'],
        ["regexp_substr_all('a1b2', '(\\\\w)(\\\\d)', 1, 1, 'e', 2)", '["1","2"]'],
      ],
    },
    RLIKE: {
      page: 'rlike',
      note: 'Patterns are RE2: what only other dialects have is an error.',
      golden: [
        ["rlike('800-456-7891', '[2-9]\\\\d{2}-\\\\d{3}-\\\\d{4}')", true],
        ["rlike('ab', 'a')", false],
      ],
    },
  },
};
