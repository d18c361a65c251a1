import type { ViewEdge } from '../../../../shared/domain/lineage-view.ts';
import type { Box, Layout } from '../layout/elk-graph.ts';

/** Who stands beside whom, for walking with the keyboard and for showing ways. */
export interface Neighbours {
  reads: ReadonlyMap<string, readonly string[]>;
  readers: ReadonlyMap<string, readonly string[]>;
}

export function neighboursOf(edges: readonly ViewEdge[]): Neighbours {
  const reads = new Map<string, string[]>();
  const readers = new Map<string, string[]>();
  for (const { from, to } of edges) {
    (readers.get(from) ?? readers.set(from, []).get(from))?.push(to);
    (reads.get(to) ?? reads.set(to, []).get(to))?.push(from);
  }
  return { reads, readers };
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/**
 * Where a key leads from a node: left to what it reads and right to what reads it, to the nearest; up and down to the next
 * one at the same distance from the sources.
 */
export function stepFrom(
  key: string | undefined,
  step: Step,
  layout: Layout,
  { reads, readers }: Neighbours,
): string | undefined {
  const box = key === undefined ? undefined : layout.nodes.get(key);
  if (key === undefined || !box || step === 'first' || step === 'last') {
    const all = [...layout.nodes].sort(([, a], [, b]) => a.x - b.x || a.y - b.y);
    return (step === 'last' ? all.at(-1) : all[0])?.[0];
  }
  if (step === 'left' || step === 'right') {
    const candidates = (step === 'left' ? reads : readers).get(key) ?? [];
    return nearest(box, candidates, layout);
  }
  const sign = step === 'up' ? -1 : 1;
  const column = [...layout.nodes].filter(
    ([other, at]) =>
      other !== key && at.x < box.x + box.width && at.x + at.width > box.x && sign * (at.y - box.y) > 0,
  );
  return column.sort(([, a], [, b]) => sign * (a.y - b.y))[0]?.[0];
}

function nearest(box: Box, keys: readonly string[], layout: Layout): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    const at = layout.nodes.get(key);
    const distance = at ? Math.abs(at.y - box.y) : Number.POSITIVE_INFINITY;
    if (distance < bestDistance) {
      best = key;
      bestDistance = distance;
    }
  }
  return best;
}

/** Everything that leads to a node and everything it leads to, itself included. */
export function wayThrough(key: string, { reads, readers }: Neighbours): Set<string> {
  const found = new Set([key]);
  for (const next of [reads, readers]) {
    const queue = [key];
    const seen = new Set(queue);
    for (const at of queue) {
      for (const other of next.get(at) ?? []) {
        if (seen.has(other)) continue;
        seen.add(other);
        queue.push(other);
        found.add(other);
      }
    }
  }
  return found;
}
