import type { BuildFact, Facts, ModelFact, Table } from './facts.ts';

export interface ModelNode {
  kind: 'model';
  key: string;
  name: string;
  model: ModelFact;
  builds: BuildFact[];
}

export interface SourceNode {
  kind: 'source';
  key: string;
  name: string;
  table: Table;
}

export type GraphNode = ModelNode | SourceNode;

export interface Graph {
  /** Models by name, then sources by name. */
  nodes: ReadonlyMap<string, GraphNode>;
  /** By the key of what is read, then by that of its reader: the tables. */
  edges: ReadonlyMap<string, ReadonlyMap<string, Table[]>>;
  /** Both ways, for walking. */
  readers: ReadonlyMap<string, readonly string[]>;
  reads: ReadonlyMap<string, readonly string[]>;
  /** By the key of a table: who writes it. */
  writers: ReadonlyMap<string, readonly BuildFact[]>;
  cycles: BuildFact[][];
}

export const modelKey = (id: number) => `model:${id}`;
export const sourceKey = (table: Table) => `source:${table.key}`;

/** Puts together who reads what: a pure function of the facts. */
export function buildGraph({ models, builds }: Facts): Graph {
  const nodes = new Map<string, GraphNode>();
  const buildsOf = Map.groupBy(builds, build => build.model);
  for (const model of models) {
    const key = modelKey(model.id);
    nodes.set(key, { kind: 'model', key, name: model.name, model, builds: buildsOf.get(model.id) ?? [] });
  }
  const writers = new Map<string, BuildFact[]>();
  for (const build of builds) {
    if (build.writes) push(writers, build.writes.key, build);
  }
  const edges = new Map<string, Map<string, Table[]>>();
  const sources = new Map<string, SourceNode>();
  const read = (table: Table, reader: string) => {
    // The table under the name its writer gives it, which may be in another case.
    const from = new Map<string, Table>();
    for (const build of writers.get(table.key) ?? []) from.set(modelKey(build.model), build.writes ?? table);
    if (from.size === 0) {
      const key = sourceKey(table);
      if (!sources.has(key)) sources.set(key, { kind: 'source', key, name: table.name, table });
      from.set(key, table);
    }
    for (const [key, written] of from) {
      // Of two jobs of one model, one may read what the other writes: the model is one node.
      if (key === reader) continue;
      let to = edges.get(key);
      if (!to) edges.set(key, (to = new Map<string, Table[]>()));
      const through = to.get(reader);
      if (!through) to.set(reader, [written]);
      else if (!through.some(other => other.key === table.key)) through.push(written);
    }
  };
  for (const build of builds) for (const table of build.reads) read(table, modelKey(build.model));
  for (const model of models) for (const table of model.reads) read(table, modelKey(model.id));
  for (const source of [...sources.values()].sort((a, b) => compare(a.name, b.name))) {
    nodes.set(source.key, source);
  }
  const readers = new Map<string, string[]>();
  const reads = new Map<string, string[]>();
  for (const [from, to] of edges) {
    for (const key of to.keys()) {
      push(readers, from, key);
      push(reads, key, from);
    }
  }
  return { nodes, edges, readers, reads, writers, cycles: cyclesOf(builds, writers) };
}

/** All within a number of steps, with how many it took; the start is 0 steps away. Ends where there are cycles, too. */
export function reach(
  start: Iterable<string>,
  next: ReadonlyMap<string, readonly string[]>,
  steps = Number.POSITIVE_INFINITY,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const key of start) found.set(key, 0);
  for (const [key, distance] of found) {
    if (distance >= steps) continue;
    for (const other of next.get(key) ?? []) if (!found.has(other)) found.set(other, distance + 1);
  }
  return found;
}

/** A shortest way, both ends included; null where there is none. */
export function wayBetween(
  from: string,
  to: string,
  next: ReadonlyMap<string, readonly string[]>,
): string[] | null {
  const before = new Map<string, string | null>([[from, null]]);
  for (const key of before.keys()) {
    if (key === to) break;
    for (const other of next.get(key) ?? []) if (!before.has(other)) before.set(other, key);
  }
  if (!before.has(to)) return null;
  const way: string[] = [];
  for (let at: string | null = to; at !== null; at = before.get(at) ?? null) way.unshift(at);
  return way;
}

/**
 * One cycle of jobs for each group of jobs that lead to each other, as short as can be. Between jobs, not models: a model
 * that two jobs build may well be read by itself.
 */
function cyclesOf(
  builds: readonly BuildFact[],
  writers: ReadonlyMap<string, readonly BuildFact[]>,
): BuildFact[][] {
  const byId = new Map(builds.map(build => [String(build.id), build]));
  const next = new Map<string, string[]>();
  for (const build of builds) {
    for (const table of build.reads) {
      for (const writer of writers.get(table.key) ?? []) push(next, String(writer.id), String(build.id));
    }
  }
  return knots([...byId.keys()], next).map(group => {
    const inside = new Set(group);
    const within = new Map(
      group.map(key => [key, (next.get(key) ?? []).filter(other => inside.has(other))] as const),
    );
    const [start = ''] = group;
    const ways = (within.get(start) ?? []).flatMap(first => {
      const way = wayBetween(first, start, within);
      return way ? [way] : [];
    });
    const [shortest = []] = ways.sort((a, b) => a.length - b.length);
    // Ends at the start, which is to be told first.
    return [start, ...shortest.slice(0, -1)].flatMap(key => byId.get(key) ?? []);
  });
}

/** Groups of nodes that lead to each other, and nodes that lead to themselves (Tarjan's algorithm, without recursion). */
function knots(keys: readonly string[], next: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  for (const root of keys) {
    if (index.has(root)) continue;
    const work: { key: string; at: number }[] = [{ key: root, at: 0 }];
    while (work.length > 0) {
      const frame = work.at(-1) as { key: string; at: number };
      const { key } = frame;
      if (frame.at === 0) {
        index.set(key, index.size);
        low.set(key, index.get(key) ?? 0);
        stack.push(key);
        onStack.add(key);
      }
      const others = next.get(key) ?? [];
      const other = others[frame.at++];
      if (other !== undefined) {
        if (!index.has(other)) work.push({ key: other, at: 0 });
        else if (onStack.has(other)) low.set(key, Math.min(low.get(key) ?? 0, index.get(other) ?? 0));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent) low.set(parent.key, Math.min(low.get(parent.key) ?? 0, low.get(key) ?? 0));
      if (low.get(key) !== index.get(key)) continue;
      const group = stack.splice(stack.lastIndexOf(key));
      for (const member of group) onStack.delete(member);
      if (group.length > 1 || others.includes(key)) found.push(group);
    }
  }
  return found;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** By letters, whatever their case; the same everywhere. */
export function compare(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : a < b ? -1 : a > b ? 1 : 0;
}
