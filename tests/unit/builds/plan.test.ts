import { describe, expect, test } from 'vitest';
import { chooseJobs, inOrder } from '../../../src/main/engine/builds/plan.ts';
import { buildGraph, type Graph, type ModelNode } from '../../../src/main/engine/lineage/graph.ts';
import { changeAgainst } from '../../../src/main/engine/lineage/changes.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { endOf } from '../../../src/shared/domain/build-state.ts';
import { factsOf } from '../lineage/facts.ts';

const nodesOf = (graph: Graph, names: string[]) =>
  [...graph.nodes.values()].filter(
    (node): node is ModelNode => node.kind === 'model' && names.includes(node.name),
  );

/** What is built, in its order, each with what it waits for. */
function orderOf(given: Parameters<typeof factsOf>[0], names: string[], isDeferred = false) {
  const graph = buildGraph(factsOf(given));
  const chosen = chooseJobs(nodesOf(graph, names), new Set(), 'prod');
  const ordered = inOrder(chosen, graph, isDeferred);
  return ordered.map(
    ({ node, needs, level }) => `${level} ${node.name} < ${needs.map(n => ordered[n]?.node.name).join(' ')}`,
  );
}

function problemsOf(work: () => unknown): string[] | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof SlipwayError) return error.details.problems?.map(({ message }) => message);
    throw error;
  }
  return undefined;
}

const diamond = { report: ['left', 'right'], right: ['base'], left: ['base'], base: ['raw'] };

describe('the order of a build', () => {
  test.each([
    [
      'a diamond, by level and name',
      ['base', 'left', 'right', 'report'],
      false,
      ['0 base < ', '1 left < base', '1 right < base', '2 report < left right'],
    ],
    ['by way of what is not built', ['base', 'report'], false, ['0 base < ', '1 report < base']],
    ['not by way of what is read elsewhere', ['base', 'report'], true, ['0 base < ', '0 report < ']],
    ['one alone', ['left'], false, ['0 left < ']],
    ['nothing', [], false, []],
  ])('%s', (_, names, isDeferred, expected) => {
    expect(orderOf(diamond, names, isDeferred)).toEqual(expected);
  });

  test('a way around is refused with the path, also by way of what is not built', () => {
    const around = { a: ['c'], b: ['a'], c: ['b'], d: ['c'] };
    expect(problemsOf(() => orderOf(around, ['a', 'b', 'c', 'd']))).toEqual(['reads itself: a → b → c → a']);
    expect(problemsOf(() => orderOf(around, ['a', 'b']))).toEqual(['reads itself: a → b → a']);
    expect(orderOf(around, ['a', 'b'], true)).toEqual(['0 a < ', '1 b < a']);
  });

  test('two jobs of a model: the one that is named is taken, else all of them are told', () => {
    const given = {
      twice: {
        reads: [],
        jobs: { fast: { reads: [], writes: 'fast' }, slow: { reads: [], writes: 'slow' } },
      },
      reader: ['slow'],
    };
    const graph = buildGraph(factsOf(given));
    const nodes = nodesOf(graph, ['twice', 'reader']);
    expect(problemsOf(() => chooseJobs(nodes, new Set(), 'prod'))).toEqual([
      '"twice": several jobs build it in prod: fast, slow; name the one to take (jobs)',
    ]);
    const [fast, slow] = graph.nodes.get('model:1')?.kind === 'model' ? (nodes[0]?.builds ?? []) : [];
    const withJob = (id: number | undefined) =>
      inOrder(chooseJobs(nodes, new Set([id ?? 0]), 'prod'), graph, false).map(({ job, needs }) => [
        job.name,
        needs,
      ]);
    expect(withJob(slow?.id)).toEqual([
      ['slow', []],
      ['reader_prod', [0]],
    ]);
    expect(withJob(fast?.id)).toEqual([
      ['reader_prod', []],
      ['fast', []],
    ]);
  });

  test('thousands of models in a row are no matter', () => {
    const many = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, n) => [`m${n}`, n === 0 ? ['raw'] : [`m${n - 1}`]]),
    );
    expect(orderOf(many, Object.keys(many)).at(-1)).toBe('4999 m4999 < m4998');
    expect(orderOf(many, ['m0', 'm4999'])).toEqual(['0 m0 < ', '1 m4999 < m0']);
  });
});

test('what is new or another text elsewhere is a change', () => {
  const facts = () => factsOf({ same: [], other: [], fresh: [] });
  const there = facts();
  const without = {
    models: there.models.filter(({ name }) => name !== 'fresh'),
    builds: there.builds.filter(({ name }) => name !== 'fresh_prod'),
  };
  for (const build of without.builds) if (build.name === 'other_prod') build.hash = 'another';
  const graph = buildGraph(without);
  const changes = nodesOf(buildGraph(facts()), ['same', 'other', 'fresh']).map(node => [
    node.name,
    changeAgainst(node, graph),
  ]);
  expect(changes).toEqual([
    ['same', null],
    ['other', 'modified'],
    ['fresh', 'new'],
  ]);
});

test.each([
  [{ completed: 2 }, false, 'completed'],
  [{ completed: 2, skipped: 1 }, false, 'completed'],
  [{ completed: 1, failed: 1, skipped: 3 }, false, 'failed'],
  [{ completed: 1, cancelled: 1 }, false, 'failed'],
  [{ completed: 1, cancelled: 1, failed: 1 }, true, 'cancelled'],
  [{ completed: 3 }, true, 'completed'],
  [{ waiting: 1, failed: 1 }, false, null],
  [{ running: 1 }, true, null],
])('a build with %j, to be cancelled: %s, is %s', (counts, wasCancelled, expected) => {
  const none = { waiting: 0, running: 0, completed: 0, failed: 0, skipped: 0, cancelled: 0 };
  expect(endOf({ ...none, ...counts }, wasCancelled)).toBe(expected);
});
