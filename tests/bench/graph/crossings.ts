import type { Layout, Point } from '../../../src/renderer/features/lineage/layout/elk-graph.ts';

interface Segment {
  a: Point;
  b: Point;
  edge: number;
}

/** How often lines of a layout cross; such as meet at a node do not. */
export function crossingsOf({ edges }: Layout): number {
  const segments = edges
    .flatMap(({ points }, edge) =>
      points.slice(1).map((point, index): Segment => {
        const before = points[index] ?? point;
        return before.x <= point.x ? { a: before, b: point, edge } : { a: point, b: before, edge };
      }),
    )
    .sort((left, right) => left.a.x - right.a.x);
  let found = 0;
  for (const [index, one] of segments.entries()) {
    for (let at = index + 1; at < segments.length; at++) {
      const other = segments[at];
      if (!other || other.a.x >= one.b.x) break;
      const [left, right] = [edges[one.edge], edges[other.edge]];
      if (one.edge === other.edge || left?.from === right?.from || left?.to === right?.to) continue;
      if (cross(one, other)) found += 1;
    }
  }
  return found;
}

function cross(one: Segment, other: Segment): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return (
    side(one.a, one.b, other.a) * side(one.a, one.b, other.b) < 0 &&
    side(other.a, other.b, one.a) * side(other.a, other.b, one.b) < 0
  );
}
