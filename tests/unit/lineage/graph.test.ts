import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildGraph,
  compare,
  type Graph,
  modelKey,
  reach,
  wayBetween,
} from '../../../src/main/engine/lineage/graph.ts';
import { factsOf } from './facts.ts';

const names = (graph: Graph, keys: Iterable<string>) =>
  [...keys].map(key => graph.nodes.get(key)?.name ?? '').sort(compare);
const edgesOf = (graph: Graph) =>
  [...graph.edges]
    .flatMap(([from, to]) =>
      [...to.keys()].map(key => `${graph.nodes.get(from)?.name} > ${graph.nodes.get(key)?.name}`),
    )
    .sort();
const cyclesOf = (graph: Graph) => graph.cycles.map(cycle => cycle.map(({ name }) => name));

describe('a graph', () => {
  test('joins a model to those whose tables it reads, and to tables nobody there writes', () => {
    const graph = buildGraph(
      factsOf({ marts: ['stg', 'airports'], stg: ['flights'], report: ['marts', 'stg'] }),
    );
    expect(edgesOf(graph)).toEqual([
      'LAKE.RAW.AIRPORTS > marts',
      'LAKE.RAW.FLIGHTS > stg',
      'marts > report',
      'stg > marts',
      'stg > report',
    ]);
    expect([...graph.nodes.values()].map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'model marts',
      'model stg',
      'model report',
      'source LAKE.RAW.AIRPORTS',
      'source LAKE.RAW.FLIGHTS',
    ]);
    expect(graph.cycles).toEqual([]);
  });

  test('joins a reader to each model that writes the table, and names the table', () => {
    const shared = { reads: ['orders'], jobs: { other_prod: { reads: ['orders'], writes: 'stg' } } };
    const graph = buildGraph(factsOf({ stg: ['orders'], other: shared, marts: ['stg'] }));
    expect(names(graph, graph.reads.get(modelKey(3)) ?? [])).toEqual(['other', 'stg']);
    expect(graph.edges.get(modelKey(1))?.get(modelKey(3))).toMatchObject([{ name: 'LAKE.RAW.STG' }]);
  });

  test('tells cycles with their jobs, and one that reads what it writes', () => {
    expect(cyclesOf(buildGraph(factsOf({ a: ['c'], b: ['a'], c: ['b', 'x'], d: ['c'], e: ['e'] })))).toEqual([
      ['a_prod', 'b_prod', 'c_prod'],
      ['e_prod'],
    ]);
  });

  test('does not take a model for a cycle one job of which reads what the other wrote', () => {
    const daily = { reads: ['orders'], writes: 'daily' };
    const graph = buildGraph(
      factsOf({ sums: { reads: [], jobs: { daily, monthly: { reads: ['daily'], writes: 'monthly' } } } }),
    );
    expect(graph.cycles).toEqual([]);
    expect(edgesOf(graph)).toEqual(['LAKE.RAW.ORDERS > sums']);
  });

  test('of two thousand models in a row is walked from end to end', () => {
    const row = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, n) => [`m${n}`, [n === 0 ? 'source' : `m${n - 1}`]]),
    );
    const graph = buildGraph(factsOf({ ...row, m0: ['m1999'] }));
    expect(graph.cycles.map(({ length }) => length)).toEqual([2_000]);
    expect(reach([modelKey(1)], graph.readers).size).toBe(2_000);
  });
});

/** Models m0 … m(n-1); each reads some others, or a source. */
const anyModels = fc
  .integer({ min: 1, max: 9 })
  .chain(count =>
    fc.array(fc.uniqueArray(fc.integer({ min: 0, max: count }), { maxLength: 4 }), {
      minLength: count,
      maxLength: count,
    }),
  )
  .map(all => Object.fromEntries(all.map((reads, n) => [`m${n}`, reads.map(other => `m${other}`)])));

test('what is reached is what some way leads to, and no way is shorter than the distance', () => {
  fc.assert(
    fc.property(anyModels, given => {
      const graph = buildGraph(factsOf(given));
      for (const start of graph.nodes.keys()) {
        const found = reach([start], graph.readers);
        for (const key of graph.nodes.keys()) {
          const way = wayBetween(start, key, graph.readers);
          expect(way?.length).toBe(found.has(key) ? (found.get(key) ?? 0) + 1 : undefined);
          for (const [index, at] of (way ?? []).slice(0, -1).entries())
            expect(graph.readers.get(at)).toContain(way?.[index + 1]);
        }
      }
    }),
  );
});

test('a cycle is told for jobs that lead to themselves, and only for such', () => {
  fc.assert(
    fc.property(anyModels, given => {
      const graph = buildGraph(factsOf(given));
      const within = (name: string) => {
        const seen = new Set<string>();
        const queue = Object.keys(given).filter(other => given[other]?.includes(name));
        for (const at of queue) {
          if (seen.has(at)) continue;
          seen.add(at);
          queue.push(...Object.keys(given).filter(other => given[other]?.includes(at)));
        }
        return seen.has(name);
      };
      const inCycles = Object.keys(given).filter(within);
      expect(graph.cycles.length > 0).toBe(inCycles.length > 0);
      for (const cycle of graph.cycles) {
        for (const [index, { model }] of cycle.entries()) {
          const next = cycle[(index + 1) % cycle.length];
          expect(given[`m${(next?.model ?? 0) - 1}`]).toContain(`m${model - 1}`);
        }
      }
    }),
  );
});
