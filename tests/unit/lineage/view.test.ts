import { expect, test } from 'vitest';
import type { Lineage, LineageBuild } from '../../../src/shared/contract/lineage.ts';
import { mermaidOf, viewOf } from '../../../src/shared/domain/lineage-view.ts';

const build = (job_id: number, job: string, target: string | null): LineageBuild => ({
  job,
  job_id,
  target,
  tag: 'v1',
  version: 1,
  live: true,
  paused: null,
  last_run: null,
  good_at: null,
  freshness: 'never_built',
});
const model = (model_id: number, name: string, ...builds: LineageBuild[]) => ({
  kind: 'model' as const,
  key: `model:${model_id}`,
  name,
  model_id,
  description: '',
  owner: '',
  labels: [],
  text: 'version' as const,
  problem: null,
  builds,
  freshness: null,
});
const lineage: Lineage = {
  environment: 'prod',
  drafts: false,
  hash: '',
  nodes: [
    model(1, 'orders', build(11, 'orders_prod', 'D.S.ORDERS'), build(12, 'orders_copy', 'D.S.COPY')),
    model(2, 'daily', build(21, 'daily_prod', null)),
    {
      kind: 'source',
      key: 'source:x',
      name: 'LAKE.RAW."odd ""name"""',
      relation: { database: 'LAKE', schema: 'RAW', name: 'odd "name"' },
      written_by: [],
    },
  ],
  edges: [
    { from: 'source:x', to: 'model:1', through: ['LAKE.RAW.X'] },
    { from: 'model:1', to: 'model:2', through: ['D.S.ORDERS'] },
  ],
  cycles: [],
  total: { models: 2, sources: 1 },
};

test('jobs and the tables they write stand between a model and its readers', () => {
  const { nodes, edges } = viewOf(lineage, 'all');
  expect(nodes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'model orders',
    'model daily',
    'source LAKE.RAW."odd ""name"""',
    'job orders_prod',
    'target D.S.ORDERS',
    'job orders_copy',
    'target D.S.COPY',
    'job daily_prod',
  ]);
  expect(edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
    'model:1 > job:11',
    'job:11 > target:D.S.ORDERS',
    'model:1 > job:12',
    'job:12 > target:D.S.COPY',
    'model:2 > job:21',
    'source:x > model:1',
    'target:D.S.ORDERS > model:2',
  ]);
  expect(viewOf(lineage, 'models').edges).toHaveLength(2);
});

test('a Mermaid flowchart has every node and edge, and nothing in a name that means something to it', () => {
  expect(mermaidOf(viewOf(lineage, 'models'))).toBe(`flowchart LR
  n1["orders"]:::model
  n2["daily"]:::model
  n3[("LAKE.RAW.#34;odd #34;#34;name#34;#34;#34;")]:::source
  n3 --> n1
  n1 --> n2
  classDef source fill:none,stroke-dasharray:4
  classDef job font-style:italic
`);
});
