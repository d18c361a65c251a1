import type { LineageModel } from '../../../shared/contract/lineage.ts';
import type { ViewNode } from '../../../shared/domain/lineage-view.ts';
import type { RunState } from '../../../shared/domain/run-state.ts';
import type { Hue, Tone } from '../../ui/theme.ts';

/** What a colour says, in a word. */
export interface Told {
  word: string;
  tone?: Tone;
  hue?: Hue;
}

export const kindWords: Record<ViewNode['kind'], string> = {
  model: 'Model',
  source: 'Source',
  job: 'Job',
  target: 'Table',
};

/** What has to be looked at first. */
const statesByWeight: readonly RunState[] = [
  'failed',
  'running',
  'pending_cancellation',
  'pending',
  'cancelled',
  'skipped',
  'completed',
];

/** The state that stands for all jobs of a model. */
export function stateOf({ builds }: Pick<LineageModel, 'builds'>): RunState | undefined {
  const states = builds.map(build => build.last_run?.state);
  return statesByWeight.find(state => states.includes(state));
}

/** Everything that tells a node apart, in words: for those who listen. */
export function sentenceOf(node: ViewNode, { word }: Told, reads: number, readBy: number): string {
  return `${node.name}, ${kindWords[node.kind].toLowerCase()}, ${word}, reads ${reads}, read by ${readBy}`;
}

/** Name and what stands beside its state, as a node shows them. */
export function linesOf(node: ViewNode): { title: string; beside: string } {
  if (node.kind === 'source' || node.kind === 'target') {
    const parts = node.name.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [node.name];
    return { title: parts.at(-1) ?? node.name, beside: parts.slice(0, -1).join('.') };
  }
  if (node.kind === 'job') return { title: node.name, beside: '' };
  const { builds, text } = node.model;
  const runs = [...new Set(builds.map(runsText))].join(', ');
  return { title: node.name, beside: text === 'draft' ? 'draft' : runs };
}

export function runsText({ tag, version }: { tag: string | null; version: number | null }): string {
  if (version === null) return tag ?? 'nothing';
  return tag === null || tag.toLowerCase() === `v${version}` ? `v${version}` : `${tag} = v${version}`;
}
