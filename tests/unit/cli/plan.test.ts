import { expect, test } from 'vitest';
import type { Plan } from '../../../src/shared/contract/promotion.ts';
import { boardText } from '../../../src/main/cli/output/board.ts';
import { planText } from '../../../src/main/cli/output/plan.ts';
import { Terminal } from '../../../src/main/cli/output/terminal.ts';

const terminal = new Terminal({ json: false, environment: {} });
const now = new Date().toISOString();

const plan: Plan = {
  id: 7,
  hash: 'h',
  kind: 'promotion',
  state: 'awaiting_approval',
  model: 'orders',
  environment: 'prod',
  protected: true,
  job: 'orders_prod',
  target: 'SHOP.MARTS.ORDERS',
  from: { tag: 'v1', version: 1 },
  to: { tag: 'candidate', version: 2 },
  change: 'breaking',
  reasons: ['column PRICE is removed'],
  sql_diff: '--- v1\n+++ candidate\n@@ -1 +1 @@\n-select 1\n+select 2\n',
  columns: {
    added: [{ name: 'TAX', type: 'DOUBLE' }],
    removed: [{ name: 'PRICE', type: 'DOUBLE' }],
    retyped: [{ name: 'ID', from: 'INTEGER', to: 'BIGINT' }],
  },
  sources: [
    { written: 'LAKE_DEV.RAW.A', reads: 'LAKE_PRD.RAW.A', exists: true },
    { written: 'LAKE_PRD.RAW.B', reads: 'LAKE_PRD.RAW.B', exists: false },
    { written: 'LAKE_PRD.RAW.C', reads: 'LAKE_PRD.RAW.C', exists: null },
  ],
  downstream: { models: ['report'], jobs: ['report_prod'] },
  checks: [],
  privileges_missing: [{ privilege: 'SELECT', on: 'table LAKE_PRD.RAW.B', hint: 'GRANT SELECT ON TABLE …' }],
  estimate: { partitions: 1_200, partitions_total: 4_000, bytes: 3_400_000_000 },
  window: null,
  statements: ['CREATE TABLE a', 'DROP TABLE b'],
  warnings: ['Missing in prod: LAKE_PRD.RAW.B'],
  last_runs: [{ id: 3, state: 'failed', ended_at: now }],
  estimated_ms: 65_000,
  created_at: now,
};

test('a plan says all there is to know before saying yes', () => {
  const text = planText(plan, terminal);
  expect(
    text.replace(/planned .*/, 'planned …'),
  ).toBe(`Plan #7: orders in prod 🔒  v1 → candidate = v2  ◐ awaiting approval
job orders_prod, writes SHOP.MARTS.ORDERS
planned …

Change
  breaking
  · column PRICE is removed

Columns
  + TAX  DOUBLE
  - PRICE  DOUBLE
  ~ ID  INTEGER → BIGINT

Sources
  ✓ exists  LAKE_PRD.RAW.A  (written LAKE_DEV.RAW.A)
  ✗ missing  LAKE_PRD.RAW.B
  ? not known  LAKE_PRD.RAW.C

Privileges missing
  ✗ SELECT on table LAKE_PRD.RAW.B
    GRANT SELECT ON TABLE …

A build reads
  up to 1,200 partitions of 4,000, 3.4 GB

Downstream
  models: report
  jobs: report_prod

SQL
  --- v1
  +++ candidate
  @@ -1 +1 @@
  -select 1
  +select 2

What the next run will send
  CREATE TABLE a;

  DROP TABLE b

Last runs
  ✗ #3 just now
  takes about 1 min 5 s

Warnings
  ! Missing in prod: LAKE_PRD.RAW.B

prod is protected. Approve it, then apply it:
  slipway promote approve 7
  slipway promote apply 7`);
});

test('what could not be told is not passed off as nothing', () => {
  const text = planText(
    { ...plan, columns: null, sources: [], state: 'planned', protected: false },
    terminal,
  );
  expect(text).toContain('Columns\n  could not be told; see the warnings');
  expect(text).toContain('Sources\n  reads nothing');
  expect(text).toMatch(/Apply it with: slipway promote apply 7$/);
});

test('a board with several jobs for a model in an environment, and none in another', () => {
  const cell = {
    environment: 'dev',
    job_id: 1,
    runs: { tag: 'v1', version: 1 },
    drift: 'behind' as const,
    behind_by: 2,
    last_run: { id: 1, state: 'failed' as const, version: 1, ended_at: now },
    pending: null,
    rollback_of: null,
    paused: null,
  };
  const text = boardText(
    {
      environments: [
        { id: 1, name: 'dev', colour: 'blue', protected: false },
        { id: 2, name: 'prod', colour: 'red', protected: true },
      ],
      models: [
        {
          id: 1,
          name: 'orders',
          latest_version: 3,
          draft_modified: true,
          tags: [],
          cells: [
            { ...cell, job: 'a' },
            { ...cell, job: 'b', drift: 'never_ran', behind_by: 0, last_run: null },
          ],
        },
      ],
    },
    terminal,
  );
  expect(text.split('\n').slice(0, 3)).toEqual([
    'model        dev                          prod 🔒',
    'orders v3 ✎  a: v1  ✗ failed just now ↑2  –  no job',
    '             b: v1  never ran',
  ]);
});
