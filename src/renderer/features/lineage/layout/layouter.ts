import ELK from 'elkjs/lib/elk-api';
// oxlint-disable-next-line import/default -- Vite makes the export
import ElkWorker from './elk.worker.ts?worker';
import type { View } from '../../../../shared/domain/lineage-view.ts';
import { elkGraphOf, type Layout, layoutOf } from './elk-graph.ts';

const maxKept = 24;
/** Fewer nodes are done before another worker would have started. */
const worthGivingUp = 200;

/** Layouts by what they are of; the last ones used. */
const kept = new Map<string, Layout>();
let worker: { elk: InstanceType<typeof ELK>; busy: number } | undefined;

const started = () => (worker ??= { elk: new ELK({ workerFactory: () => new ElkWorker() }), busy: 0 });

/** Starts the worker, whose code is large, while what is to be laid out is still being fetched. */
export function warmUp(): void {
  started();
}

/** One that is known, at once. */
export function knownLayout(key: string): Layout | undefined {
  const known = kept.get(key);
  if (known) keep(key, known);
  return known;
}

/** As the one used last; the one not used for longest goes. */
function keep(key: string, layout: Layout): void {
  kept.delete(key);
  kept.set(key, layout);
  for (const oldest of kept.keys()) {
    if (kept.size <= maxKept) break;
    kept.delete(oldest);
  }
}

/**
 * Lays a view out in a worker. `key` is equal for equal nodes and edges. When `signal` aborts, the work is given up: the
 * next layout need not wait for one that nobody wants any more.
 */
export async function layOut(key: string, view: View, signal: AbortSignal): Promise<Layout> {
  const known = knownLayout(key);
  if (known) return known;
  const own = started();
  const { promise: given, reject } = Promise.withResolvers<never>();
  const giveUp = () => {
    if (worker === own && own.busy === 1 && view.nodes.length > worthGivingUp) {
      own.elk.terminateWorker();
      worker = undefined;
    }
    reject(signal.reason);
  };
  signal.addEventListener('abort', giveUp);
  own.busy += 1;
  try {
    const placed = await Promise.race([own.elk.layout(elkGraphOf(view)), given]);
    const layout = layoutOf(placed);
    keep(key, layout);
    return layout;
  } finally {
    own.busy -= 1;
    signal.removeEventListener('abort', giveUp);
  }
}
