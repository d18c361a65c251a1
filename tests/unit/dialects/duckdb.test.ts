import { expect, test } from 'vitest';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
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
});
