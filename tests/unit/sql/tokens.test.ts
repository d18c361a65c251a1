import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codePointOffset, Positions } from '../../../src/main/engine/sql/positions.ts';
import { lex } from '../../../src/main/engine/sql/tokens.ts';

const kinds = (sql: string): string[] => lex(sql).tokens.map(({ kind, text }) => `${kind} ${text}`);

test.for<[string, string[]]>([
  ['select a.B, "c""D"', ['word SELECT', 'word A', 'operator .', 'word B', 'operator ,', 'quoted c"D']],
  ["'it''s' 'a\\'b' $$x'\\n$$", ["string it's", "string a'b", "string x'\\n"]],
  ['1 1.5 .5 1e3 2.E-4', ['number 1', 'number 1.5', 'number .5', 'number 1e3', 'number 2.E-4']],
  ['$1 $name @st/x.csv @"S t"/y', ['variable 1', 'variable NAME', 'stage @st/x.csv', 'stage @"S t"/y']],
  [
    'a::int v:b x->y f(n => 1) a||b a<>b a!=b',
    [
      'word A',
      'operator ::',
      'word INT',
      'word V',
      'operator :',
      'word B',
      'word X',
      'operator ->',
      'word Y',
      'word F',
      'operator (',
      'word N',
      'operator =>',
      'number 1',
      'operator )',
      'word A',
      'operator ||',
      'word B',
      'word A',
      'operator <>',
      'word B',
      'word A',
      'operator !=',
      'word B',
    ],
  ],
  ['{{ a }}{{b}}', ['placeholder a', 'placeholder b']],
  ['größe ΔX_1 $$$$', ['word GRÖSSE', 'word ΔX_1', 'string ']],
  ['a -- c; \' \n /* "x" ; */ b // d $$\nc', ['word A', 'word B', 'word C']],
])('%s', ([sql, tokens]) => expect(kinds(sql)).toEqual(tokens));

test.for([
  ["select 'abc", 7, 11],
  ['select "abc', 7, 11],
  ['select $$abc', 7, 12],
  ['select /* abc', 7, 13],
  ['select {{ a b }}', 7, 16],
  ['select {{', 7, 9],
  ['select ¬', 7, 8],
])('what is not closed or means nothing is a problem with its place: %s', ([sql, start, end]) => {
  expect(lex(String(sql)).problems).toEqual([{ message: expect.any(String), start, end }]);
});

test('offsets are UTF-16 units, whatever stands before', () => {
  const sql = 'select \'😀\' as "😀", b';
  const last = lex(sql).tokens.at(-1);
  expect(sql.slice(last?.start, last?.end)).toBe('b');
});

const piece = fc.oneof(
  fc.constantFrom(
    'select',
    ' ',
    '\n',
    "'a''b'",
    '"q"',
    '$$x;$$',
    '-- c\n',
    '/* ; */',
    '{{ v }}',
    '1.5',
    '::',
    ';',
    '@s/x',
    '😀',
    '\\',
    "'",
    '"',
    '$$',
    '/*',
    '{{',
  ),
  fc.string({ maxLength: 3 }),
);
const anyText = fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(''));

describe('any text', () => {
  test('is cut into tokens, comments and gaps that do not overlap and stay in order', () => {
    fc.assert(
      fc.property(anyText, sql => {
        const { tokens, comments } = lex(sql);
        const spans = [...tokens, ...comments].sort((a, b) => a.start - b.start);
        let end = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(sql.length);
      }),
    );
  });

  test('gives the same tokens when each is cut out by its span', () => {
    fc.assert(
      fc.property(anyText, sql => {
        const { tokens, problems } = lex(sql);
        fc.pre(problems.length === 0);
        const again = tokens.map(({ start, end }) => lex(sql.slice(start, end)).tokens);
        expect(again.map(found => found.map(({ kind, text }) => ({ kind, text })))).toEqual(
          tokens.map(({ kind, text }) => [{ kind, text }]),
        );
      }),
    );
  });
});

test('lines and columns count from 1, columns in UTF-16 units', () => {
  const positions = new Positions('ab\n😀c\n');
  expect(positions.at(0)).toEqual({ line: 1, column: 1 });
  expect(positions.at(2)).toEqual({ line: 1, column: 3 });
  expect(positions.at(3)).toEqual({ line: 2, column: 1 });
  expect(positions.at(5)).toEqual({ line: 2, column: 3 });
  expect(positions.at(7)).toEqual({ line: 3, column: 1 });
  expect(positions.at(99)).toEqual({ line: 3, column: 1 });
});

test('offset and place are inverse', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(60), (text, wanted) => {
      const offset = Math.min(wanted, text.length);
      const { line, column } = new Positions(text).at(offset);
      expect(new Positions(text).offset(line, column)).toBe(offset);
    }),
  );
});

test('code points become UTF-16 units', () => {
  expect(codePointOffset('a😀b', 0)).toBe(0);
  expect(codePointOffset('a😀b', 2)).toBe(3);
  expect(codePointOffset('a😀b', 9)).toBe(4);
});
