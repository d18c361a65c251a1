import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lex } from '../../../src/main/engine/sql/tokens.ts';
import { findPlaceholders, maskVariables, resolveVariables } from '../../../src/main/engine/sql/variables.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';

function problemsOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof SlipwayError) return error.details.problems;
    throw error;
  }
  return [];
}

describe('values', () => {
  test.for([
    ['text', "it's", "select 'it''s'"],
    ['a backslash, which escapes in Snowflake', 'a\\nb', "select 'a\\\\nb'"],
    ['a number', 12.5, 'select 12.5'],
    ['a negative number', -3, 'select (-3)'],
    ['a large number', 1e21, 'select 1e+21'],
    ['truth', true, 'select TRUE'],
    ['falsehood', false, 'select FALSE'],
    ['nothing', null, 'select NULL'],
    ['a list', ['a', 1, null], "select 'a', 1, NULL"],
    ['an empty text', '', "select ''"],
    ['what looks like a placeholder', '{{ y }}', "select '{{ y }}'"],
  ] as const)('%s', ([, value, sql]) => {
    const given = typeof value === 'object' && value !== null ? [...value] : value;
    expect(resolveVariables('select {{ x }}', { x: given })).toBe(sql);
  });

  test('every place is replaced, comments are left alone', () => {
    expect(
      resolveVariables('select {{a}}, {{  b  }} -- {{ c }}\n/* {{ d }} */ + {{ a }}', { a: 1, b: 2 }),
    ).toBe('select 1, 2 -- {{ c }}\n/* {{ d }} */ + 1');
  });

  test('a text without placeholders is the same text', () => {
    expect(resolveVariables("select '{ { x } }'", {})).toBe("select '{ { x } }'");
  });

  test('names that objects have anyhow are unknown', () => {
    expect(problemsOf(() => resolveVariables('select {{ toString }}', {}))).toHaveLength(1);
  });

  test('any text comes back as it was when it is read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), value => {
        const { tokens, problems } = lex(resolveVariables('select {{ x }}', { x: value }));
        expect(problems).toEqual([]);
        expect(tokens[1]).toMatchObject({ kind: 'string', text: value });
        expect(tokens).toHaveLength(2);
      }),
    );
  });
});

describe('problems', () => {
  test('an unknown name has its place, and the closest known one as a hint; all are told at once', () => {
    expect(
      problemsOf(() => resolveVariables('select {{ startt }},\n  {{ other }}', { start: 1, end: 2 })),
    ).toEqual([
      { path: '', message: 'There is no variable "startt"; did you mean "start"?', line: 1, column: 8 },
      { path: '', message: 'There is no variable "other"; there are end, start', line: 2, column: 3 },
    ]);
  });

  test('without any variables it says so', () => {
    expect(problemsOf(() => resolveVariables('select {{ x }}', {}))).toEqual([
      expect.objectContaining({ message: 'There is no variable "x": no variables are defined here' }),
    ]);
  });

  test('columns count UTF-16 units', () => {
    expect(problemsOf(() => resolveVariables("select '😀', {{ x }}", {}))).toEqual([
      expect.objectContaining({ line: 1, column: 14 }),
    ]);
  });

  test.for([
    ["select '{{ x }}'", 1, 9, 'without quotes'],
    ["select 'from {{ x }} on'", 1, 14, 'without quotes'],
    ['select $$ {{ x }} $$', 1, 11, 'without quotes'],
    ['select "{{ x }}"', 1, 9, 'without quotes'],
    ['select sales_{{ x }}', 1, 14, 'space'],
    ['select {{ x }}_old', 1, 8, 'space'],
    ['select {{ x y }}', 1, 8, '{{ name }}'],
    ['select {{ x', 1, 8, '{{ name }}'],
    ['select {{ 1x }}', 1, 8, '{{ name }}'],
  ] as const)('where no value can stand: %s', ([sql, line, column, words]) => {
    expect(problemsOf(() => resolveVariables(sql, { x: 1 }))).toEqual([
      expect.objectContaining({ message: expect.stringContaining(words), line, column }),
    ]);
    expect(findPlaceholders(sql).problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining(words), line, column, severity: 'error' }),
    ]);
  });
});

test('placeholders are found in order, with their places', () => {
  const sql = 'select {{ b }}, {{a}} -- {{ c }}';
  const { placeholders, problems } = findPlaceholders(sql);
  expect(problems).toEqual([]);
  expect(placeholders.map(({ name, start, end }) => [name, sql.slice(start, end)])).toEqual([
    ['b', '{{ b }}'],
    ['a', '{{a}}'],
  ]);
});

describe('masking', () => {
  test('puts literals of the same length in place', () => {
    expect(
      maskVariables('select {{ a }}, interval {{ b }}, identifier({{ c }}) from t where d > {{e}}'),
    ).toBe("select 1111111, interval '11111', identifier('11111') from t where d > 11111");
  });

  test('keeps the length and every other token of any text', () => {
    const piece = fc.constantFrom(
      'select ',
      '{{ a }}',
      ', ',
      " 'x{{ y }}' ",
      ' from t ',
      '-- {{ z }}\n',
      'date ',
      '{{bcd}}',
      ' + ',
      '"q"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const sql = pieces.join('');
        const masked = maskVariables(sql);
        expect(masked).toHaveLength(sql.length);
        const tokens = lex(sql).tokens;
        const found = lex(masked).tokens;
        for (const token of tokens.filter(({ kind }) => kind !== 'placeholder')) {
          expect(found).toContainEqual(token);
        }
      }),
    );
  });
});
