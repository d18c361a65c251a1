import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/main/engine/checks/judge.ts';
import { badRowsQuery, columnsOf, countQuery, sampleQuery } from '../../../src/main/engine/checks/queries.ts';
import { boundedSample } from '../../../src/main/engine/checks/sample.ts';
import {
  keeping,
  mappedRelation,
  withThis,
  writtenRelation,
} from '../../../src/main/engine/checks/compile.ts';
import { dialects } from '../../../src/main/engine/dialects/index.ts';
import { type Check, check } from '../../../src/shared/contract/checks.ts';
import { checkName, checkWords, outcomesInWords, stopsRun } from '../../../src/shared/domain/checks.ts';

const relation = { database: 'A', schema: 'B', name: 'c "d"' };
const from = '"A"."B"."c ""d"""';
const queryOf = (of: Check, engine: 'duckdb' | 'snowflake' = 'duckdb') =>
  badRowsQuery(of, {
    relation,
    to: { database: 'X', schema: 'Y', name: 'Z' },
    sql: 'select 1',
    quoteText: dialects[engine].quoteText,
  });

const cases: [Check, name: string, words: string, query: string | null][] = [
  [
    { check: 'not_null', column: 'day' },
    'not_null(DAY)',
    'DAY is never NULL',
    `SELECT *\nFROM ${from}\nWHERE "DAY" IS NULL`,
  ],
  [
    { check: 'unique', columns: ['day', '"a b"'] },
    'unique(DAY, "a b")',
    'DAY, "a b" are unique together',
    `SELECT "DAY", "a b", COUNT(*) AS "TIMES"\nFROM ${from}\nWHERE "DAY" IS NOT NULL AND "a b" IS NOT NULL\nGROUP BY "DAY", "a b"\nHAVING COUNT(*) > 1`,
  ],
  [
    { check: 'accepted_values', column: 's', values: ["o'k", 1.5, true] },
    'accepted_values(S)',
    "S is one of 'o'k', 1.5, true",
    `SELECT *\nFROM ${from}\nWHERE "S" NOT IN ('o''k', 1.5, TRUE)`,
  ],
  [
    { check: 'relationship', column: 's', to: 'x.y.z', to_column: 'id' },
    'relationship(S)',
    'S is in x.y.z.ID',
    `WITH "referred" AS (SELECT "ID" AS "KEY" FROM "X"."Y"."Z")\nSELECT *\nFROM ${from} AS "looked_at"\nWHERE "S" IS NOT NULL\n  AND NOT EXISTS (SELECT 1 FROM "referred" WHERE "referred"."KEY" = "looked_at"."S")`,
  ],
  [{ check: 'row_count', min: 1, max: 1_000 }, 'row_count', 'between 1 and 1,000 rows', null],
  [{ check: 'row_count', max: 1 }, 'row_count', 'at most 1 row', null],
  [
    { check: 'row_change', max_decrease: 10, max_increase: 200, name: 'steady' },
    'steady',
    'at most 10 % fewer and at most 200 % more rows than the last run that completed',
    null,
  ],
  [
    { check: 'freshness', column: 'at', within: '36h' },
    'freshness(AT)',
    'the latest AT is within 1 d 12 h',
    null,
  ],
  [{ check: 'sql', name: 'odd', sql: 'select …' }, 'odd', 'its query returns no rows', 'select 1'],
];

test.each(cases)('%j: name, words and query', (of, name, words, query) => {
  expect([checkName(of), checkWords(of), queryOf(of)]).toEqual([name, words, query]);
});

test('a relationship to nothing is none to itself', () => {
  const of: Check = { check: 'relationship', column: 'S', to: 'T', to_column: 'ID' };
  const { quoteText } = dialects.duckdb;
  expect(() => badRowsQuery(of, { relation, to: null, sql: null, quoteText })).toThrow('refers to something');
});

test('texts are quoted as each engine reads them', () => {
  const of: Check = { check: 'accepted_values', column: 'S', values: ["\\ '"] };
  expect(queryOf(of, 'duckdb')).toContain(`IN ('\\ ''')`);
  expect(queryOf(of, 'snowflake')).toContain(`IN ('\\\\ ''')`);
});

test('bad rows are counted, and shown in an order', () => {
  expect(countQuery('q -- x')).toBe('SELECT COUNT(*) AS "ROWS" FROM (\nq -- x\n) AS "bad"');
  expect(sampleQuery('q', [0, 2])).toBe('SELECT * FROM (\nq\n) AS "bad" ORDER BY 1, 3 LIMIT 20');
  expect(sampleQuery('q', [])).toBe('SELECT * FROM (\nq\n) AS "bad" LIMIT 20');
  expect(columnsOf({ check: 'row_count', min: 1 })).toEqual([]);
});

const count = (min?: number, max?: number): Check => ({ check: 'row_count', min, max });
const change = (max_decrease?: number, max_increase?: number): Check => ({
  check: 'row_change',
  max_decrease,
  max_increase,
});
const before = (rows: number | null) => ({ run: 7, rows });

test.each<[Check, number, ReturnType<typeof before> | null, string, string]>([
  [{ check: 'not_null', column: 'A' }, 0, null, 'passed', 'no bad rows'],
  [{ check: 'not_null', column: 'A' }, 1, null, 'failed', '1 bad row'],
  [{ check: 'not_null', column: 'A', severity: 'warn' }, 1_200, null, 'warned', '1,200 bad rows'],
  [{ check: 'unique', columns: ['A'] }, 1, null, 'failed', '1 key occurs more than once'],
  [{ check: 'unique', columns: ['A'] }, 2, null, 'failed', '2 keys occur more than once'],
  [count(1), 0, null, 'failed', 'it has 0 rows, fewer than 1'],
  [count(undefined, 3), 4, null, 'failed', 'it has 4 rows, more than 3'],
  [count(1, 1), 1, null, 'passed', 'it has 1 row'],
  [change(10), 90, before(100), 'passed', 'it has 90 rows, #7 had 100 (10 % fewer)'],
  [change(10), 89, before(100), 'failed', 'it has 89 rows, #7 had 100 (11 % fewer)'],
  [change(10), 1_000, before(100), 'passed', 'it has 1,000 rows, #7 had 100 (900 % more)'],
  [change(undefined, 0), 101, before(100), 'failed', 'it has 101 rows, #7 had 100 (1 % more)'],
  [change(0, 0), 100, before(100), 'passed', 'it has 100 rows, #7 had 100'],
  [change(0, 500), 1, before(0), 'failed', 'it has 1 row, #7 had 0 (from none)'],
  [change(0), 5, null, 'passed', 'it has 5 rows; no run has completed that it could be compared with'],
  [change(0), 5, before(null), 'passed', 'it has 5 rows; how many #7 had is not known'],
])('%j with %j after %j: %s', (of, counted, baseline, outcome, message) => {
  const rows = of.check === 'row_count' || of.check === 'row_change';
  expect(judge(of, { bad: rows ? null : counted, rows: rows ? counted : null }, baseline)).toEqual({
    outcome,
    message,
  });
});

test('what stops a run, and what is said of all', () => {
  const results = (['passed', 'failed', 'warned', 'error'] as const).flatMap(outcome =>
    (['fail', 'warn'] as const).map(severity => ({ outcome, severity })),
  );
  expect(results.filter(stopsRun)).toEqual([
    { outcome: 'failed', severity: 'fail' },
    { outcome: 'failed', severity: 'warn' },
    { outcome: 'error', severity: 'fail' },
  ]);
  expect(outcomesInWords(results)).toBe('2 failed, 2 could not be looked at, 2 warned, 2 passed');
});

describe('a sample', () => {
  const columns = [{ name: 'A', type: 'VARCHAR' }];
  test('has at most 20 rows and 64 KB, and long values are cut', () => {
    expect(
      boundedSample(
        columns,
        Array.from({ length: 30 }, (_, n) => [n]),
      ).rows,
    ).toHaveLength(20);
    const long = Array.from({ length: 20 }, () => ['é'.repeat(5_000), 'é'.repeat(5_000)]);
    const { rows } = boundedSample(columns, long);
    expect(Buffer.byteLength(JSON.stringify(rows))).toBeLessThan(66_000);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows[0]?.[0]).toBe(`${'é'.repeat(2_000)}…`);
    expect(boundedSample(columns, [[{ a: 'x'.repeat(3_000) }], [[1, 2]]]).rows[1]).toEqual([[1, 2]]);
  });
});

const surroundings = {
  database: 'D',
  schema: null,
  sourceMapping: { D: 'P' },
  jobMapping: { 'D.S.T': 'P.S.U' },
};

test('names are those of the model: with defaults, and mapped', () => {
  expect(writtenRelation('s.t', surroundings)).toEqual({ database: 'D', schema: 'S', name: 'T' });
  expect(writtenRelation('t', surroundings)).toBeNull();
  expect(writtenRelation('a-b', surroundings)).toBeNull();
  expect(mappedRelation('s.t', surroundings)).toEqual({ database: 'P', schema: 'S', name: 'U' });
  expect(mappedRelation('d.s.v', surroundings)).toEqual({ database: 'P', schema: 'S', name: 'V' });
  const own = { database: 'D', schema: 'S', name: 'V' };
  expect(mappedRelation('d.s.v', keeping(surroundings, own))).toEqual(own);
});

test('{{ this }} is what is looked at; other variables, comments and strings stay', () => {
  const text = "select '{{ this }}', {{ x }} from {{ this }} as t /* {{ this }} */ join {{THIS}} u";
  expect(withThis(text, relation)).toBe(
    `select '{{ this }}', {{ x }} from A.B."c ""d""" as t /* {{ this }} */ join A.B."c ""d""" u`,
  );
});

test.each<[object, string | null]>([
  [{ check: 'row_count' }, 'is missing: give "min", "max" or both'],
  [{ check: 'row_count', min: 3, max: 2 }, 'must not be below "min"'],
  [{ check: 'row_change', max_increase: 0 }, null],
  [{ check: 'sql', sql: 'select 1' }, 'Invalid input: expected string, received undefined'],
  [{ check: 'unique', column: 'A', columns: ['A'] }, 'is not a known key here'],
])('%j: %s', (given, problem) => {
  const { error } = check.safeParse(given);
  expect(error?.issues[0]?.message ?? null).toBe(problem);
});
