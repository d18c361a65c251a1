import { describe, expect, it, test } from 'vitest';
import { ExecutionError } from '../../../../src/main/engine/ports.ts';
import { statementParameters } from '../../../../src/main/executors/snowflake/parameters.ts';
import {
  assertQuery,
  quotePattern,
  quoteText,
  scriptStatements,
  soils,
} from '../../../../src/main/executors/snowflake/statements.ts';

const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (cause) {
    if (cause instanceof ExecutionError) return cause.failure;
    throw cause;
  }
  return null;
};

describe('scripts', () => {
  it.each([
    [['CREATE OR REPLACE TABLE T AS\nSELECT 1;\n']],
    [['/* x */ -- y\n CREATE VIEW V AS SELECT 1']],
    [['DELETE FROM T WHERE A = 1', 'INSERT INTO T SELECT 1']],
    [['MERGE INTO T USING S ON T.A = S.A WHEN MATCHED THEN UPDATE SET B = 1']],
    [['TRUNCATE TABLE T']],
    [['EXECUTE IMMEDIATE $$\nBEGIN\n  DROP VIEW V;\n  ALTER TABLE S RENAME TO V;\nEND\n$$']],
  ])('%j may be sent', statements => {
    expect(scriptStatements(statements)).toHaveLength(statements.length);
    expect(scriptStatements(statements).at(-1)).not.toMatch(/;\s*$/);
  });

  it.each([
    [['CREATE TABLE T (A INT)', 'INSERT INTO T VALUES (1)'], /CREATE cannot be one of 2 statements/],
    [['DELETE FROM T', 'TRUNCATE TABLE S'], /TRUNCATE cannot be one of 2/],
    [['INSERT INTO T SELECT 1', 'GRANT SELECT ON T TO ROLE R'], /GRANT cannot be one of 2/],
    [[], /without statements/],
    [['-- nothing'], /may not contain an empty statement/],
    [['USE ROLE ACCOUNTADMIN'], /may not contain USE/],
    [['BEGIN'], /may not contain BEGIN/],
    [['COMMIT'], /may not contain COMMIT/],
    [['ALTER SESSION SET QUERY_TAG = 1'], /may not contain ALTER/],
    [['/* x */ ALTER /* y */ SESSION UNSET QUERY_TAG'], /may not contain ALTER/],
    [['PUT file:///etc/passwd @~'], /may not contain PUT/],
    [['GET @~ file:///tmp'], /may not contain GET/],
    [
      ['EXECUTE IMMEDIATE $$ BEGIN DROP VIEW V; END $$', 'INSERT INTO T SELECT 1'],
      /EXECUTE cannot be one of 2 statements/,
    ],
  ])('%j is refused', (statements, message) => {
    const failure = refusal(() => scriptStatements(statements));
    expect(failure).toMatchObject({ code: 'forbidden', sqlstate: '42501' });
    expect(failure?.message).toMatch(message);
  });
});

test('what runs a program may do anything to its session, and what is temporary stays in it: nobody else gets that', () => {
  expect(soils('EXECUTE IMMEDIATE $$ BEGIN USE ROLE R; END $$')).toBe(true);
  expect(soils('CALL P(1)')).toBe(true);
  expect(soils('WITH P AS PROCEDURE () RETURNS INT AS $$ BEGIN RETURN 1; END $$ CALL P()')).toBe(true);
  expect(soils('CREATE TEMPORARY TABLE T (A INT)')).toBe(true);
  expect(soils('CREATE TABLE T AS SELECT 1')).toBe(false);
});

describe('queries', () => {
  it.each([
    'SELECT 1',
    '(SELECT 1)',
    'with a as (select 1) select * from a',
    "WITH a AS (SELECT 'known as procedure' AS b) SELECT * FROM a",
    'SHOW TABLES',
    'DESC TABLE T',
    'SELEC 1',
  ])('%s goes on', sql => {
    expect(refusal(() => assertQuery(sql))).toBeNull();
  });

  it.each([
    'INSERT INTO T SELECT 1',
    'CREATE TABLE T (A INT)',
    'PUT file:///x @~',
    'get @~ file:///x',
    'GETTING',
    'USE ROLE R',
    '/* a */ CALL P()',
    `WITH "a ""b" /* x */ AS PROCEDURE () RETURNS INT AS $$ BEGIN RETURN 1; END $$ CALL "a ""b"()`,
  ])('%s is refused', sql => {
    expect(refusal(() => assertQuery(sql))).toMatchObject({ code: 'forbidden' });
  });
});

test('texts and patterns are what they say', () => {
  expect(quoteText("it's \\ here")).toBe("'it''s \\\\ here'");
  expect(quotePattern("A_B\\C'")).toBe("'A_B_C'''");
});

describe('parameters of a statement', () => {
  const session = { role: null, warehouse: null, database: null, schema: null };

  test('what the environment sets goes along; what identifies the statement is ours', () => {
    const own = { TIMEZONE: 'UTC', QUERY_TAG: 'mine', MULTI_STATEMENT_COUNT: 0, SECONDARY_ROLES: 'ALL' };
    const parameters = statementParameters(
      { ...session, parameters: own, statementTimeoutMs: 1_500 },
      { workspace: 'w' },
      { script: 's', statement: 1, of: 1 },
    );
    expect(parameters).toEqual({
      TIMEZONE: 'UTC',
      MULTI_STATEMENT_COUNT: 1,
      STATEMENT_TIMEOUT_IN_SECONDS: 2,
      QUERY_TAG: '{"app":"slipway","workspace":"w","script":"s"}',
    });
  });

  test('a time limit below a second does not become none', () => {
    expect(statementParameters({ ...session, statementTimeoutMs: 1 })).toMatchObject({
      STATEMENT_TIMEOUT_IN_SECONDS: 1,
    });
    expect(statementParameters(session)).not.toHaveProperty('STATEMENT_TIMEOUT_IN_SECONDS');
  });
});
