import { expect, test } from 'vitest';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { clusteringProblems } from '../../../src/main/engine/dialects/clustering.ts';

const problemsOf = (...cluster_by: string[]) => clusteringProblems({ type: 'table', cluster_by });

test.each([
  'DAY',
  '"Day of ""it"""',
  'to_date(at)',
  "date_trunc('month', at)",
  'v:a[0]::string',
  "v['a)b']",
  'substring(name, 1, 3)',
  "case when a = ';' then 1 else 2 end",
])('%s is one expression', expression => {
  expect(problemsOf(expression)).toEqual([]);
});

test.each([
  ['A, B', 'holds several expressions: give each by itself'],
  ['A) AS SELECT 1', 'has a ) that closes nothing'],
  ['f(A', 'lacks a )'],
  ['v[0', 'lacks a ]'],
  ['v[0)', 'has a ) that closes nothing'],
  ['A; DROP TABLE T', 'is not one expression'],
  ['A -- the day', 'holds a comment'],
  ['A /* the day', 'This comment is not closed: "*/" is missing'],
  ["'A", "This string is not closed: a ' is missing"],
  ['"A', 'This name is not closed: a " is missing'],
  ['{{ day }}', 'holds the variable day: variables are for the SQL of models'],
  ['  ', 'is empty'],
])('%s is refused: it %s', (expression, message) => {
  expect(problemsOf('DAY', expression)).toEqual([{ path: 'materialization.cluster_by[1]', message }]);
});

test('views and tables without it have nothing to be wrong', () => {
  expect(clusteringProblems({ type: 'view' })).toEqual([]);
  expect(clusteringProblems({ type: 'table' })).toEqual([]);
});

test('those of an incremental table are looked at, too', () => {
  const bad = ['A) AS SELECT 1'];
  const incremental = {
    type: 'incremental',
    strategy: 'append',
    watermark: 'A',
    cluster_by: bad,
  } satisfies Materialization;
  expect(clusteringProblems(incremental)).toEqual(problemsOf(...bad));
  expect(problemsOf(...bad)).toHaveLength(1);
});
