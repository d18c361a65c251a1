import { expect, test } from 'vitest';
import type { Incremental, Materialization } from '../../../src/shared/contract/materialization.ts';
import { dialects } from '../../../src/main/engine/dialects/index.ts';
import { awkward, order, standing } from './support.ts';

const { duckdb } = dialects;

test.each([
  [null, 'table', []],
  ['table', 'table', []],
  ['view', 'table', ['DROP VIEW IF EXISTS']],
  ['table', 'view', ['DROP TABLE IF EXISTS']],
] as const)('%s → %s: one script, which takes effect whole', (found, type, drop) => {
  const name = '"my ""db"""."a.b"."o\'rders; drop $$ \\ é"';
  const steps = duckdb.build(
    order({
      target: awkward,
      materialization: { type },
      found: found === null ? { type: null, schema: true, grants: [] } : standing(found),
    }),
  );
  expect(steps).toEqual([
    {
      name: 'build',
      purpose: 'build',
      statements: [
        'CREATE SCHEMA IF NOT EXISTS "my ""db"""."a.b"',
        ...drop.map(head => `${head} ${name}`),
        `CREATE OR REPLACE ${type.toUpperCase()} ${name} AS\nselect 1 as n`,
      ],
      writes: ['my "db"'],
      target: { relation: awkward, type },
      idempotent: false,
      stoppable: true,
    },
  ]);
});

test('settings of other engines are left out, and that is said', () => {
  const settings: Materialization = {
    type: 'table',
    transient: true,
    cluster_by: ['DAY'],
    copy_grants: false,
    comment: 'x',
  };
  expect(duckdb.build(order({ materialization: settings }))).toEqual(duckdb.build(order()));
  expect(duckdb.cautions(order({ materialization: settings }))).toEqual([
    'transient, cluster_by, copy_grants, comment mean nothing to DuckDB: the table is built without',
  ]);
  expect(duckdb.cautions(order({ materialization: { type: 'view', comment: 'x' } }))).toEqual([
    'comment means nothing to DuckDB: the view is built without',
  ]);
  expect(duckdb.cautions(order())).toEqual([]);
  // What says how it is built is not of an engine.
  const incremental: Required<Incremental> = {
    ...{
      type: 'incremental',
      strategy: 'delete_insert',
      unique_key: ['A'],
      watermark: 'DAY',
      look_back: '1 day',
    },
    ...{ interval: 'day', begin: '2013-01-01', time_zone: 'UTC', on_schema_change: 'fail' },
    ...{ transient: true, cluster_by: ['DAY'], copy_grants: false, comment: 'x' },
  };
  expect(duckdb.cautions(order({ materialization: incremental }))).toEqual([
    'transient, cluster_by, copy_grants, comment mean nothing to DuckDB: the table is built without',
  ]);
});

test.each([
  [null, 'table', ['DROP TABLE IF EXISTS T', 'ALTER TABLE S RENAME TO "ORDERS"']],
  ['view', 'table', ['DROP VIEW IF EXISTS T', 'ALTER TABLE S RENAME TO "ORDERS"']],
  ['view', 'view', ['CREATE OR REPLACE VIEW T AS\nselect 1 as n']],
  ['table', 'view', ['DROP TABLE IF EXISTS T', 'CREATE OR REPLACE VIEW T AS\nselect 1 as n']],
] as const)(
  '%s → %s that is looked at first: beside its place, then published whole',
  (found, type, publish) => {
    const short = (statement: string) =>
      statement
        .replaceAll('"SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7"', 'S')
        .replaceAll('"SHOP"."MARTS"."ORDERS"', 'T');
    const steps = duckdb.build(
      order({
        audited: true,
        materialization: { type },
        found: found === null ? { type: null, schema: true, grants: [] } : standing(found),
      }),
    );
    const kind = type.toUpperCase();
    expect(steps.map(({ name, purpose, statements }) => [name, purpose, statements.map(short)])).toEqual([
      [
        'shadow',
        'shadow',
        ['CREATE SCHEMA IF NOT EXISTS "SHOP"."MARTS"', `CREATE OR REPLACE ${kind} S AS\nselect 1 as n`],
      ],
      ['audit', 'audit', []],
      ['publish', 'publish', [...publish]],
      ['cleanup', 'cleanup', [`DROP ${kind} IF EXISTS S`]],
    ]);
  },
);
