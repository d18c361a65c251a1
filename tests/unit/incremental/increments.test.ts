import { expect, test } from 'vitest';
import { dialects } from '../../../src/main/engine/dialects/index.ts';
import { inspections, narrowed } from '../../../src/main/engine/dialects/increments.ts';
import type { Increment } from '../../../src/main/engine/dialects/dialect.ts';
import {
  fits,
  incrementOf,
  inspectionOf,
} from '../../../src/main/engine/kinds/model/incremental/increment.ts';
import { judgeInspection } from '../../../src/main/engine/kinds/model/incremental/inspect.ts';
import { ownValues } from '../../../src/main/engine/sql/own-variables.ts';
import { materialization, type Incremental } from '../../../src/shared/contract/materialization.ts';
import { awkward, order, standing } from '../dialects/support.ts';

const base: Increment = {
  strategy: 'merge',
  columns: ['ID', 'AT'],
  added: [],
  key: ['ID'],
  stretch: { column: 'AT', start: "CAST('2013-01-01' AS DATE)", end: null },
};
const merge: Incremental = { type: 'incremental', strategy: 'merge', unique_key: ['id'], watermark: 'at' };
const window = {
  mode: 'new' as const,
  reason: '',
  watermark: { name: 'AT', type: 'DATE' },
  start: '2013-01-01',
  end: null,
  intervals: null,
};
const id = { name: 'ID', type: 'DECIMAL(38,0)' };
const at = { name: 'AT', type: 'DATE' };

test.each([
  [{ ...base, stretch: null }, 'select 1'],
  [{ ...base, stretch: { column: 'AT', start: null, end: null } }, 'select 1'],
  [
    base,
    'SELECT * FROM (\nselect 1\n) AS "new"\nWHERE "new"."AT" >= CAST(\'2013-01-01\' AS DATE) OR "new"."AT" IS NULL',
  ],
  [
    { ...base, strategy: 'append' as const },
    'SELECT * FROM (\nselect 1\n) AS "new"\nWHERE "new"."AT" > CAST(\'2013-01-01\' AS DATE) OR "new"."AT" IS NULL',
  ],
])('narrows a query to its new rows, and to those nobody could place: %#', (increment, sql) => {
  expect(narrowed('select 1', increment)).toBe(sql);
});

test('a merge of nothing but keys inserts only', () => {
  const steps = dialects.duckdb.build(
    order({
      found: standing('table'),
      increment: { ...base, columns: ['ID'], stretch: null },
      materialization: merge,
    }),
  );
  expect(steps.find(({ purpose }) => purpose === 'publish')?.statements).toEqual([
    'MERGE INTO "SHOP"."MARTS"."ORDERS" AS "target"\nUSING "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" AS "delta" ON "target"."ID" = "delta"."ID"\nWHEN NOT MATCHED THEN INSERT ("ID")\nVALUES ("delta"."ID")',
  ]);
});

test('columns that the target lacks: in the same transaction on DuckDB, before it on Snowflake, where DDL ends one', () => {
  const changes = {
    target: awkward,
    found: standing('table'),
    increment: { ...base, columns: ['ID', 'a "b"'], added: [{ name: 'a "b"', type: 'VARCHAR' }] },
    materialization: merge,
    audited: true,
    inspection: { watermark: 'AT', key: ['ID'] },
  };
  const [duckdb, snowflake] = [
    dialects.duckdb.build(order(changes)),
    dialects.snowflake.build(order(changes)),
  ];
  expect(duckdb.map(({ name }) => name)).toEqual([
    'shadow',
    'inspect',
    'result',
    'audit',
    'publish',
    'cleanup',
  ]);
  expect(snowflake.map(({ name }) => name)).toEqual([
    'shadow',
    'inspect',
    'result',
    'audit',
    'columns',
    'publish',
    'cleanup',
  ]);
  expect(duckdb[4]?.statements[0]).toMatch(/^ALTER TABLE .* ADD COLUMN "a ""b""" VARCHAR$/);
  expect(snowflake[4]?.statements).toEqual([
    'ALTER TABLE "my ""db"""."a.b"."o\'rders; drop $$ \\ é" ADD COLUMN IF NOT EXISTS "a ""b""" VARCHAR',
  ]);
  // The view that is looked at has them before the target does.
  expect(duckdb[2]?.statements[0]).toContain('NULL AS "a ""b"""');
  // One statement each, which has one id.
  expect(
    snowflake
      .filter(({ purpose }) => purpose !== 'inspect' && purpose !== 'audit')
      .map(step => step.statements.length),
  ).toEqual([1, 1, 1, 1, 1]);
  expect(snowflake.at(-1)?.statements[0]).toContain('EXECUTE IMMEDIATE');
});

test('several columns that the target lacks are one statement on Snowflake, which may be sent twice', () => {
  const added = ['B', 'C'].map(name => ({ name, type: 'NUMBER(38,0)' }));
  const steps = dialects.snowflake.build(
    order({
      found: standing('table'),
      increment: { ...base, columns: ['ID', 'B', 'C'], added },
      materialization: merge,
    }),
  );
  const columns = steps.find(({ name }) => name === 'columns');
  expect(columns).toMatchObject({ purpose: 'prepare', idempotent: true });
  expect(columns?.statements).toEqual([
    'EXECUTE IMMEDIATE $$\nBEGIN\n' +
      '  ALTER TABLE "SHOP"."MARTS"."ORDERS" ADD COLUMN IF NOT EXISTS "B" NUMBER(38,0);\n' +
      '  ALTER TABLE "SHOP"."MARTS"."ORDERS" ADD COLUMN IF NOT EXISTS "C" NUMBER(38,0);\nEND\n$$',
  ]);
});

test.each([
  ['DECIMAL(10,2)', 'DECIMAL(12,2)', true],
  ['DECIMAL(12,2)', 'DECIMAL(10,2)', false],
  ['DECIMAL(12,4)', 'DECIMAL(13,2)', false],
  ['VARCHAR(10)', 'VARCHAR(16777216)', true],
  ['VARCHAR(20)', 'VARCHAR(10)', false],
  ['INTEGER', 'BIGINT', false],
  ['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP WITH TIME ZONE', true],
  ['STRUCT(a INTEGER)', 'STRUCT(a INTEGER)', true],
])('%s into a column of %s: %s', (type, column, expected) => {
  expect(fits(type, column)).toBe(expected);
});

test('keys and watermark are found as the engine tells names apart', () => {
  const lower = [{ ...id, name: 'id' }, at];
  expect(inspectionOf(merge, lower, 'duckdb')).toEqual({ watermark: 'AT', key: ['id'] });
  expect(() => inspectionOf(merge, lower, 'snowflake')).toThrow(
    'The query has no column ID, which is its key; it has "id", AT',
  );
  expect(incrementOf(merge, window, lower, [id, at], 'duckdb')).toMatchObject({
    columns: ['ID', 'AT'],
    key: ['ID'],
    added: [],
  });
  expect(() => incrementOf(merge, window, [id], [id, at], 'duckdb')).toThrow('the query lacks AT DATE');
  expect(
    incrementOf({ ...merge, on_schema_change: 'full_refresh' }, window, [id], [id, at], 'duckdb'),
  ).toBeNull();
  expect(() =>
    incrementOf(
      { ...merge, on_schema_change: 'append_columns' },
      window,
      [{ ...id, type: 'VARCHAR' }, at],
      [id, at],
      'duckdb',
    ),
  ).toThrow('ID is DECIMAL(38,0) in the target and VARCHAR in the query');
});

test('what is asked of the new rows is asked once of a column that is both watermark and key', () => {
  const [counts] = inspections(order().target, { watermark: 'DAY', key: ['DAY', 'ID'] });
  expect(counts).toContain('"lacking_1"');
  expect(counts).not.toContain('"lacking_2"');
  expect(() => judgeInspection({ watermark: 'DAY', key: ['DAY', 'ID'] }, [[[3, 0, 2]], []])).toThrow(
    '2 rows of the result have no ID',
  );
  expect(judgeInspection({ watermark: null, key: [] }, [[[3]]])).toBe(3);
  expect(() =>
    judgeInspection({ watermark: null, key: ['A', 'B'] }, [[[9, 0, 0]], [['x'.repeat(80), null, 2, 7]]]),
  ).toThrow(`A = '${'x'.repeat(59)}…, B = null (2 rows), and 6 more keys`);
});

const byDay = { strategy: 'delete_insert', watermark: 'AT', interval: 'day', begin: '2013-01-01' };

test.each([
  [{ strategy: 'merge' }, ['unique_key']],
  [{ strategy: 'append' }, ['watermark']],
  [{ strategy: 'append', watermark: 'A', look_back: '1d' }, ['look_back']],
  [{ strategy: 'append', watermark: 'A', unique_key: ['B'] }, ['unique_key']],
  [{ strategy: 'delete_insert' }, ['unique_key']],
  [{ strategy: 'merge', unique_key: ['A'], look_back: '1d' }, ['look_back']],
  [{ strategy: 'merge', unique_key: ['a b'] }, ['unique_key.0']],
  [{ strategy: 'merge', unique_key: ['A'], watermark: '"a b"', look_back: '2 days' }, []],
  [{ ...byDay, time_zone: 'Europe/Berlin', look_back: '2 days' }, []],
  [{ ...byDay, begin: undefined }, ['begin']],
  [{ ...byDay, begin: '1969-12-31' }, ['begin']],
  [{ ...byDay, begin: '2013-02-30' }, ['begin']],
  [{ ...byDay, unique_key: ['A'] }, ['interval']],
  [{ ...byDay, strategy: 'append' }, ['interval']],
  [{ ...byDay, watermark: undefined }, ['unique_key', 'watermark']],
  [{ ...byDay, interval: 'year' }, ['interval']],
  [{ ...byDay, interval: undefined, time_zone: 'UTC' }, ['begin', 'time_zone']],
])('%o is refused at %o', (parts, paths) => {
  const result = materialization.safeParse({ type: 'incremental', ...parts });
  expect(result.error?.issues.map(issue => issue.path.join('.')) ?? []).toEqual(paths);
});

test.each([
  [null, false, "CAST('0001-01-01 00:00:00' AS TIMESTAMP_NTZ)", 'FALSE'],
  [{ type: 'DATE', start: '2013-01-01', end: null }, true, "CAST('2013-01-01' AS DATE)", 'TRUE'],
  [
    { type: 'TIMESTAMP WITH TIME ZONE', start: '2013-01-01 00:00:00+00', end: null },
    true,
    "CAST('2013-01-01 00:00:00+00' AS TIMESTAMP_TZ)",
    'TRUE',
  ],
  [{ type: 'TIMESTAMP_LTZ(9)', start: 'x', end: null }, true, "CAST('x' AS TIMESTAMP_TZ)", 'TRUE'],
  [{ type: 'BIGINT', start: '-7', end: null }, true, '(-7)', 'TRUE'],
])('own variables of %o', (asked, isIncremental, start, flag) => {
  expect(ownValues(asked, isIncremental)).toMatchObject({ start_ts: start, is_incremental: flag });
});

test.each([
  [null, "CAST('9999-12-31 23:59:59' AS TIMESTAMP_NTZ)"],
  [{ type: 'DATE', start: '2013-01-01', end: null }, "CAST('9999-12-31 23:59:59' AS TIMESTAMP_NTZ)"],
  [{ type: 'DATE', start: '2013-01-01', end: '2013-01-02' }, "CAST('2013-01-02' AS DATE)"],
])('what %o is not asked for any more', (asked, end) => {
  expect(ownValues(asked, true).end_ts).toBe(end);
});

test.each(['TIMESTAMP_TZ(9)', 'TIMESTAMP_LTZ(9)'])(
  'the highest %s is told with its offset, as own variables take it',
  type => {
    const sql = dialects.snowflake.watermark(order().target, { name: 'AT', type }, null);
    expect(sql).toContain('TZHTZM');
    expect(sql).toContain('CURRENT_TIMESTAMP()');
    const asked = { type, start: '2013-01-01 00:00:00 +0100', end: null };
    expect(ownValues(asked, true).start_ts).toBe("CAST('2013-01-01 00:00:00 +0100' AS TIMESTAMP_TZ)");
  },
);
