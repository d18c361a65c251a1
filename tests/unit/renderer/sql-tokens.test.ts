import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sqlTokens, statementAt, statementRanges } from '../../../src/renderer/ui/sql/tokens.ts';

const texts = (sql: string) => sqlTokens(sql).map(token => sql.slice(token.start, token.end));
const statements = (sql: string) => statementRanges(sql).map(range => sql.slice(range.start, range.end));

describe('tokens', () => {
  test('tells words, strings, numbers, comments, variables and signs apart', () => {
    const sql = `select 'it''s', 1.5e3, "A ""b""", v:a::int, {{ region }}, $1 -- end`;
    expect(sqlTokens(sql).map(token => token.kind)).toEqual(
      'word string sign number sign quoted sign word sign word sign word sign variable sign sign number comment'.split(
        ' ',
      ),
    );
  });

  test('keeps $$ strings, both comments and escapes in one piece', () => {
    expect(texts(`$$ a ; 'b' $$ 'x\\'y;' /* ; */ // ;\n1`)).toEqual([
      `$$ a ; 'b' $$`,
      `'x\\'y;'`,
      '/* ; */',
      '// ;',
      '1',
    ]);
  });

  test('tells a string that is not closed', () => {
    expect(sqlTokens(`select 'abc`).at(-1)).toMatchObject({ kind: 'string', open: true });
    expect(sqlTokens(`select 'abc'`).at(-1)?.open).toBeUndefined();
  });

  test('covers any text in order, leaving out white space only', () => {
    assert(
      property(string({ unit: 'grapheme' }), sql => {
        let at = 0;
        for (const token of sqlTokens(sql)) {
          expect(token.start).toBeGreaterThanOrEqual(at);
          expect(sql.slice(at, token.start).trim()).toBe('');
          expect(token.end).toBeGreaterThan(token.start);
          at = token.end;
        }
        expect(sql.slice(at).trim()).toBe('');
      }),
    );
  });
});

describe('statements', () => {
  test('are parted by semicolons outside of strings and comments', () => {
    expect(statements(`select ';' ; -- a;b\nselect 2;\n/* ; */`)).toEqual([`select ';'`, `-- a;b\nselect 2`]);
  });

  test('the one at an offset is the one around it, else the one before', () => {
    const sql = 'select 1;\n\n\nselect 2';
    const at = (offset: number) => {
      const range = statementAt(sql, offset);
      return range && sql.slice(range.start, range.end);
    };
    expect(at(0)).toBe('select 1');
    expect(at(8)).toBe('select 1');
    expect(at(11)).toBe('select 1');
    expect(at(15)).toBe('select 2');
    expect(statementAt('  -- nothing', 3)).toBeUndefined();
  });
});
