import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { View, ViewNode } from '../../../../shared/domain/lineage-view.ts';
import { sizes } from '../../../ui/theme.ts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Where everything of a view stands, in pixels. */
export interface Layout {
  width: number;
  height: number;
  nodes: ReadonlyMap<string, Box>;
  edges: readonly { from: string; to: string; points: readonly Point[] }[];
}

/**
 * What makes 2,000 models possible: one sweep against crossings instead of seven, nodes at the middle of their readers
 * instead of at the best place, lines that need no channels of their own.
 */
export const layoutOptions: Record<string, string> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.thoroughness': '1',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
  'elk.layered.nodePlacement.strategy': 'SIMPLE',
  'elk.edgeRouting': 'POLYLINE',
  'elk.spacing.nodeNode': '14',
  'elk.layered.spacing.nodeNodeBetweenLayers': '56',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.spacing.componentComponent': '28',
  'elk.padding': '[top=16,left=16,bottom=16,right=16]',
};

export const heightOf = (kind: ViewNode['kind']) =>
  kind === 'model' || kind === 'source' ? sizes.nodeHeight : sizes.nodeLow;

/** The graph as ELK takes it. */
export function elkGraphOf({ nodes, edges }: View, options = layoutOptions): ElkNode {
  return {
    id: 'root',
    layoutOptions: options,
    children: nodes.map(({ key, kind }) => ({ id: key, width: sizes.node, height: heightOf(kind) })),
    edges: edges.map(({ from, to }, index) => ({ id: `e${index}`, sources: [from], targets: [to] })),
  };
}

/** What ELK made of it. */
export function layoutOf(placed: ElkNode): Layout {
  const nodes = new Map(
    (placed.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) => [
      id,
      { x: Math.round(x), y: Math.round(y), width, height },
    ]),
  );
  const edges = (placed.edges ?? []).flatMap(({ sources, targets, sections }) => {
    const [from = ''] = sources;
    const [to = ''] = targets;
    const [section] = sections ?? [];
    if (!section) return [];
    return [{ from, to, points: [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] }];
  });
  return { width: placed.width ?? 0, height: placed.height ?? 0, nodes, edges };
}

/** A line as an SVG path: level where it leaves, bends and arrives. */
export function pathOf(points: readonly Point[]): string {
  const round = (value: number) => Math.round(value * 10) / 10;
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (!before) return `M${round(x)} ${round(y)}`;
      const middle = round((before.x + x) / 2);
      return `C${middle} ${round(before.y)} ${middle} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join('');
}
