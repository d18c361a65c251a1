import type { ImpactSource, LineageImpact } from '../../../shared/contract/lineage.ts';
import type { Table } from './facts.ts';
import { compare, type Graph, type GraphNode, modelKey, reach, wayBetween } from './graph.ts';

type Reached = Pick<LineageImpact, 'sources' | 'jobs' | 'cycle'> & {
  downstream: Omit<LineageImpact['downstream'][number], 'columns'>[];
};

/** What a text of a model that reads `after` means for the others, where the one that runs reads `before`. */
export function impactOf(graph: Graph, model: number, before: Table[], after: Table[]): Reached {
  const start = modelKey(model);
  const name = (key: string) => graph.nodes.get(key)?.name ?? '';
  const byName = (a: ImpactSource, b: ImpactSource) => compare(a.name, b.name);
  const told = (table: Table): ImpactSource => ({
    name: table.name,
    model: writersOf(graph, table)[0]?.name ?? null,
  });
  const had = new Set(before.map(({ key }) => key));
  const has = new Set(after.map(({ key }) => key));
  const distances = reach([start], graph.readers);
  const nodes = [...distances.keys()].flatMap(key => {
    const node = graph.nodes.get(key);
    return node?.kind === 'model' ? [node] : [];
  });
  const downstream = nodes
    .filter(({ key }) => key !== start)
    .map(node => ({
      model: node.name,
      model_id: node.model.id,
      hops: distances.get(node.key) ?? 0,
      path: (wayBetween(start, node.key, graph.readers) ?? []).map(name),
      jobs: node.builds.map(build => build.name),
    }))
    .sort((a, b) => a.hops - b.hops || compare(a.model, b.model));
  return {
    sources: {
      added: after
        .filter(({ key }) => !had.has(key))
        .map(told)
        .sort(byName),
      removed: before
        .filter(({ key }) => !has.has(key))
        .map(told)
        .sort(byName),
      kept: after
        .filter(({ key }) => had.has(key))
        .map(told)
        .sort(byName),
    },
    downstream,
    jobs: nodes.flatMap(({ builds }) => builds.map(build => build.name)).sort(compare),
    cycle: cycleThrough(graph, start, after),
  };
}

/** The shortest way back to the model through what its text reads. */
function cycleThrough(graph: Graph, start: string, reads: Table[]): string[] | null {
  const found = reads
    .flatMap(table => writersOf(graph, table))
    .flatMap(({ key }) => {
      const way = wayBetween(start, key, graph.readers);
      return way ? [way] : [];
    })
    .sort((a, b) => a.length - b.length)[0];
  return found ? [...found, start].map(key => graph.nodes.get(key)?.name ?? '') : null;
}

function writersOf(graph: Graph, table: Table): GraphNode[] {
  const keys = new Set((graph.writers.get(table.key) ?? []).map(build => modelKey(build.model)));
  return [...keys].flatMap(key => graph.nodes.get(key) ?? []);
}
