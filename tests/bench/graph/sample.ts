import type { View } from '../../../src/shared/domain/lineage-view.ts';
import { seededRandom } from '../../support/random.ts';

/**
 * A lineage as they grow: layers of models, each reading one to three of the layers before, mostly of the last and near
 * it; the first layer reads nothing. Only kinds, keys and edges matter to a layout.
 */
export function sampleView(count: number): View {
  const random = seededRandom(7);
  const perLayer = Math.ceil(Math.sqrt(count) * 1.2);
  const edges = new Map<string, { from: string; to: string }>();
  const key = (n: number) => `model:${n}`;
  for (let n = perLayer; n < count; n++) {
    const layer = Math.floor(n / perLayer);
    for (let reads = 1 + Math.floor(random() * 2.4); reads > 0; reads--) {
      const back = random() < 0.8 ? 1 : 1 + Math.floor(random() * Math.min(4, layer));
      const near = (n % perLayer) + Math.floor((random() - 0.5) * 12);
      const from = (layer - back) * perLayer + Math.max(0, Math.min(perLayer - 1, near));
      edges.set(`${from} ${n}`, { from: key(from), to: key(n) });
    }
  }
  const nodes = Array.from({ length: count }, (_, n) => ({
    kind: 'source' as const,
    key: key(n),
    name: `m${n}`,
    source: {
      kind: 'source' as const,
      key: key(n),
      name: `m${n}`,
      relation: { database: 'D', schema: 'S', name: `M${n}` },
      written_by: [],
    },
  }));
  return { nodes, edges: [...edges.values()] };
}
