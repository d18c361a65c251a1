import type { Lineage, LineageBuild, LineageModel, LineageNode, LineageSource } from '../contract/lineage.ts';

/** A graph as it is drawn. */
export interface View {
  nodes: ViewNode[];
  edges: ViewEdge[];
}

export type ViewNode =
  | { kind: 'model'; key: string; name: string; model: LineageModel }
  | { kind: 'source'; key: string; name: string; source: LineageSource }
  | { kind: 'job'; key: string; name: string; model: LineageModel; build: LineageBuild }
  | { kind: 'target'; key: string; name: string; model: LineageModel; build: LineageBuild };

export interface ViewEdge {
  from: string;
  to: string;
}

/** Models and sources alone, or with a node for each job and each table that jobs write. */
export function viewOf(lineage: Lineage, detail: 'models' | 'all'): View {
  const nodes = lineage.nodes.map(viewNode);
  const edges: ViewEdge[] = lineage.edges.map(({ from, to }) => ({ from, to }));
  if (detail === 'models') return { nodes, edges };
  const all = new Map(nodes.map(node => [node.key, node]));
  const between = new Map<string, ViewEdge>();
  const join = (from: string, to: string) => between.set(`${from}\n${to}`, { from, to });
  for (const model of lineage.nodes) {
    if (model.kind !== 'model') continue;
    for (const build of model.builds) {
      const job = `job:${build.job_id}`;
      all.set(job, { kind: 'job', key: job, name: build.job, model, build });
      join(model.key, job);
      if (build.target === null) continue;
      const target = `target:${build.target}`;
      // Of several jobs that write it, the first stands for it.
      if (!all.has(target))
        all.set(target, { kind: 'target', key: target, name: build.target, model, build });
      join(job, target);
    }
  }
  for (const { from, to, through } of lineage.edges) {
    if (all.get(from)?.kind === 'source') join(from, to);
    else for (const table of through) join(`target:${table}`, to);
  }
  return { nodes: [...all.values()], edges: [...between.values()] };
}

function viewNode(node: LineageNode): ViewNode {
  const { key, name } = node;
  return node.kind === 'model'
    ? { kind: 'model', key, name, model: node }
    : { kind: 'source', key, name, source: node };
}

/** Shapes of Mermaid by kind: tables are drums, jobs are rounded. */
const shapes: Record<ViewNode['kind'], [open: string, close: string]> = {
  model: ['[', ']'],
  source: ['[(', ')]'],
  target: ['[(', ')]'],
  job: ['([', '])'],
};

/** The graph as a Mermaid flowchart, for pages that draw such. */
export function mermaidOf({ nodes, edges }: View): string {
  const ids = new Map(nodes.map((node, index) => [node.key, `n${index + 1}`]));
  return [
    'flowchart LR',
    ...nodes.map(({ key, kind, name }) => {
      const [open, close] = shapes[kind];
      return `  ${ids.get(key)}${open}"${mermaidText(name)}"${close}:::${kind}`;
    }),
    ...edges.map(({ from, to }) => `  ${ids.get(from)} --> ${ids.get(to)}`),
    '  classDef source fill:none,stroke-dasharray:4',
    '  classDef job font-style:italic',
    '',
  ].join('\n');
}

/** Whatever means something to Mermaid or to HTML as a character's number. */
function mermaidText(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} ._$,()/-]/gu, character => `#${character.codePointAt(0)};`);
}
