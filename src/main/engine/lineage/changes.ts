import type { Graph, ModelNode } from './graph.ts';
import type { Change } from './selectors.ts';

/**
 * How a model stands to the one of another environment: new where nothing builds it there, modified where its text or the
 * way it is kept is another one; null for the same, and for a model that nothing builds here. A draft counts where it is what
 * the node shows.
 */
export function changeAgainst(model: ModelNode, other: Graph): Change | null {
  if (model.builds.length === 0) return null;
  const there = other.nodes.get(model.key);
  if (there?.kind !== 'model' || there.builds.length === 0) return 'new';
  const same = model.builds.every(build => {
    const hash = model.model.text === 'draft' ? model.model.draft : build.hash;
    return there.builds.some(each => each.hash === hash && each.materialization === build.materialization);
  });
  return same ? null : 'modified';
}
