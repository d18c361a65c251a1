import type { Layout } from '../../../src/renderer/features/lineage/layout/elk-graph.ts';
import type { View } from '../../../src/shared/domain/lineage-view.ts';

const width = 216;
const height = 48;

/**
 * The least that deserves the name: a layer more than the furthest of what is read, one sweep that puts each node at the
 * middle of what it reads, straight lines. No cycles, no lines led around nodes.
 */
export function bareLayout({ nodes, edges }: View): Layout {
  const reads = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const list = reads.get(to);
    if (list) list.push(from);
    else reads.set(to, [from]);
  }
  const layerOf = new Map<string, number>();
  const layers: string[][] = [];
  // The sample names nothing before what it reads.
  for (const { key } of nodes) {
    const layer = 1 + Math.max(-1, ...(reads.get(key) ?? []).map(other => layerOf.get(other) ?? 0));
    layerOf.set(key, layer);
    (layers[layer] ??= []).push(key);
  }
  const order = new Map<string, number>();
  const places = new Map<string, { x: number; y: number; width: number; height: number }>();
  for (const [layer, keys] of layers.entries()) {
    const middle = new Map(
      keys.map((key, index) => {
        const above = reads.get(key) ?? [];
        const sum = above.reduce((total, other) => total + (order.get(other) ?? 0), 0);
        return [key, above.length === 0 ? index : sum / above.length] as const;
      }),
    );
    keys.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
    for (const [index, key] of keys.entries()) {
      order.set(key, index);
      places.set(key, { x: layer * (width + 56), y: index * (height + 14), width, height });
    }
  }
  return {
    width: layers.length * (width + 56),
    height: Math.max(...layers.map(keys => keys.length)) * (height + 14),
    nodes: places,
    edges: edges.map(({ from, to }) => {
      const [a, b] = [places.get(from), places.get(to)];
      const points =
        a && b
          ? [
              { x: a.x + width, y: a.y + height / 2 },
              { x: b.x, y: b.y + height / 2 },
            ]
          : [];
      return { from, to, points };
    }),
  };
}
