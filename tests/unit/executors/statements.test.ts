import { describe, expect, it } from 'vitest';
import {
  firstWord,
  replaceFileToken,
  scriptStatement,
} from '../../../src/main/executors/duckdb/statements.ts';

describe('firstWord', () => {
  it.each([
    ['select 1', 'SELECT'],
    ['  \n-- comment\n/* and\nanother */ ((WITH a AS (SELECT 1)', 'WITH'],
    ['-- only a comment', ''],
    ['"quoted"', ''],
    ['', ''],
    ['/* unfinished', ''],
    ['INSERT', 'INSERT'],
  ])('of %j is %j', (sql, word) => expect(firstWord(sql)).toBe(word));
});

describe('scriptStatement', () => {
  const joins = (sql: string) => scriptStatement(sql).joins;

  it('travels with others only when it cannot swallow them', () => {
    expect(joins('CREATE SCHEMA IF NOT EXISTS "A"."B"')).toBe(true);
    expect(joins('CREATE SCHEMA IF NOT EXISTS "A"."B;""c"')).toBe(true);
    expect(joins('DROP VIEW "A"."B"."C"')).toBe(true);
    expect(joins('CREATE SCHEMA "A"."B')).toBe(false);
    expect(joins('CREATE SCHEMA "A"."B" -- x')).toBe(false);
    expect(joins("DROP VIEW 'x")).toBe(false);
    expect(joins('DROP VIEW $$x')).toBe(false);
    expect(joins('CREATE TABLE "A" AS SELECT 1')).toBe(false);
  });

  it('knows what writes rows, what reads and what soils its session', () => {
    expect(scriptStatement('CREATE TABLE A AS SELECT 1;\n')).toMatchObject({
      sql: 'CREATE TABLE A AS SELECT 1',
      writes: true,
      reads: false,
      soils: false,
      maybeSeveral: false,
    });
    expect(scriptStatement('CREATE TEMP TABLE A AS SELECT 1')).toMatchObject({ writes: false, soils: true });
    expect(scriptStatement('WITH a AS (SELECT 1) INSERT INTO b FROM a')).toMatchObject({
      writes: true,
      reads: false,
    });
    expect(scriptStatement("SELECT ';'")).toMatchObject({ reads: true, maybeSeveral: true });
  });

  it('refuses what does not belong into a transaction', () => {
    for (const sql of ['COMMIT', "attach 'x'", 'SET x = 1', '', '-- nothing']) {
      expect(() => scriptStatement(sql)).toThrow(/may not contain/);
    }
  });
});

describe('replaceFileToken', () => {
  it('replaces the word and leaves strings, names and comments', () => {
    const sql = `SELECT 'FILE' AS "FILE", /* FILE */ FILES, $$ FILE $$ FROM FILE f -- FILE`;
    expect(replaceFileToken(sql, "read_csv('$&')")).toBe(
      `SELECT 'FILE' AS "FILE", /* FILE */ FILES, $$ FILE $$ FROM read_csv('$&') f -- FILE`,
    );
  });

  it('wants it there', () => {
    expect(() => replaceFileToken("SELECT 'FILE'", 'x')).toThrow(/FILE/);
  });
});
