import { expect, test } from 'vitest';
import type { FrozenSpec } from '../../../src/main/engine/kinds/kind.ts';
import { toPlan } from '../../../src/main/engine/promotion/promotion-view.ts';
import { compiledOf } from '../../../src/main/engine/runs/compiled.ts';
import { frozenSpec } from '../../../src/main/engine/runs/frozen-spec.ts';
import type { PromotionRow } from '../../../src/main/engine/store/promotions.ts';
import type { Sql } from '../../../src/main/engine/store/store.ts';

const target = { database: 'SHOP', schema: 'MARTS', name: 'M' };
const spec = { target, definition: { materialization: { type: 'view' } } } as FrozenSpec;
const holding = (document: unknown) => ({ documents: { get: () => document } }) as unknown as Sql;

test('what runs kept while a build was one script is a build of one step', () => {
  const compiled = { resolved: 'a', sql: 'b', warnings: [] };
  const stored = { compiled, sources: [], statements: ['CREATE SCHEMA s', 'CREATE VIEW m'] };
  expect(compiledOf(holding(stored), { compiled_id: 1 }, spec)).toEqual({
    compiled,
    sources: [],
    build: [
      {
        name: 'build',
        purpose: 'build',
        statements: stored.statements,
        writes: ['SHOP'],
        target: { relation: target, type: 'view' },
        idempotent: false,
        stoppable: true,
      },
    ],
  });
  const early = { compiled, sources: [], statements: [] };
  expect(compiledOf(holding(early), { compiled_id: 1 }, spec)?.build).toEqual([]);
  expect(compiledOf(holding(null), { compiled_id: null }, spec)).toBeNull();
});

test('a plan of before says of what it was not asked that it is not known', () => {
  const row = { id: 3, state: 'applied', plan_json: '{"model":"m"}', planned_at_ms: 0 } as PromotionRow;
  expect(toPlan(row)).toMatchObject({ id: 3, model: 'm', privileges_missing: null, estimate: null });
});

test('of a run from before that was kept, it is not told where variables come from; it read nothing elsewhere', () => {
  const environment = { warehouse: null, limits: { max_concurrent_runs: 4, statement_timeout: null } };
  const { documents } = holding({ environment, variables: { region: 'US' } });
  expect(frozenSpec(documents, 1)).toMatchObject({
    variables: { region: 'US' },
    resolved: null,
    deferred: [],
  });
});
