import type { Freshness } from '../../../shared/contract/lineage.ts';
import type { RunState } from '../../../shared/domain/run-state.ts';
import type { Graph } from './graph.ts';
import { reach } from './graph.ts';

/** How the last runs of a job went. */
export interface BuildState {
  last: { id: number; state: RunState; endedAtMs: number | null } | null;
  goodAtMs: number | null;
  goodVersion: number | null;
}

export const noRuns: BuildState = { last: null, goodAtMs: null, goodVersion: null };

const worst: readonly Freshness[] = ['never_built', 'outdated', 'stale', 'fresh'];

/**
 * How the data of each job stands to what it reads. A model is stale when a model it reads was built after it, or is
 * itself not as it should be: then what is below has to be built again as well.
 */
export function freshnessOf(graph: Graph, stateOf: (job: number) => BuildState): Map<number, Freshness> {
  const found = new Map<number, Freshness>();
  const builtAt = new Map<string, number>();
  const behind = new Set<string>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'model') continue;
    for (const build of node.builds) {
      const { goodAtMs, goodVersion } = stateOf(build.id);
      if (goodAtMs === null) continue;
      builtAt.set(node.key, Math.max(builtAt.get(node.key) ?? 0, goodAtMs));
      if (build.version !== goodVersion) behind.add(node.key);
    }
  }
  // What is to be built again itself makes everything below stale, whenever that was built.
  for (const [key, at] of builtAt) {
    const upstream = graph.reads.get(key) ?? [];
    if (upstream.some(other => (builtAt.get(other) ?? 0) > at)) behind.add(key);
  }
  const below = new Set<string>();
  for (const key of behind) for (const reader of graph.readers.get(key) ?? []) below.add(reader);
  const stale = new Set(reach(below, graph.readers).keys());
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'model') continue;
    const upstream = (graph.reads.get(node.key) ?? []).map(key => builtAt.get(key) ?? 0);
    const newest = Math.max(0, ...upstream);
    for (const build of node.builds) {
      const { goodAtMs, goodVersion } = stateOf(build.id);
      if (goodAtMs === null) found.set(build.id, 'never_built');
      else if (build.version !== goodVersion) found.set(build.id, 'outdated');
      else found.set(build.id, stale.has(node.key) || newest > goodAtMs ? 'stale' : 'fresh');
    }
  }
  return found;
}

/** That of a model with several jobs. */
export function worstOf(all: readonly Freshness[]): Freshness | null {
  return worst.find(freshness => all.includes(freshness)) ?? null;
}
