import type { LineageNode } from '../../../shared/contract/lineage.ts';

/** Names that fit what stands at the caret, and the place they take. */
export interface Completion {
  /** UTF-16 offsets of what a name takes the place of. */
  from: number;
  to: number;
  names: readonly string[];
}

const methods = ['label:', 'owner:', 'job:', 'target:', 'source:'] as const;
const most = 50;

/** What a selector can go on with at the caret: names of models, and behind `label:` and the like what these have. */
export function completionAt(text: string, caret: number, nodes: readonly LineageNode[]): Completion {
  const start = wordStart(text, caret);
  const [sign = ''] = /^\d*\+/.exec(text.slice(start, caret)) ?? [];
  const from = start + sign.length;
  const typed = text.slice(from, caret);
  const quoted = (typed.split('"').length - 1) % 2 > 0;
  const [rest = ''] = (quoted ? /^[^"]*"?/ : /^[^\s,+"]*/).exec(text.slice(caret)) ?? [];
  const [method = ''] = /^[a-z]+:/i.exec(typed) ?? [];
  const wanted = plain(typed.slice(method.length));
  const fitting = [...new Set(namesOf(method.toLowerCase(), nodes))].filter(name =>
    plain(name).includes(wanted),
  );
  const begins = (name: string) => (plain(name).startsWith(wanted) ? 0 : 1);
  const names = fitting
    .sort((a, b) => begins(a) - begins(b))
    .slice(0, most)
    .map(name => method + name);
  // What is written already needs no offer.
  const done = names.length === 1 && names[0] === typed + rest;
  return { from, to: caret + rest.length, names: done ? [] : names };
}

/** The text with the name in its place, and where the caret is then. */
export function completed(text: string, { from, to }: Completion, name: string) {
  return { text: text.slice(0, from) + name + text.slice(to), caret: from + name.length };
}

function namesOf(method: string, nodes: readonly LineageNode[]): string[] {
  const models = nodes.filter(node => node.kind === 'model');
  const names = models.map(({ name }) => name);
  switch (method) {
    case '':
      return [...names, ...methods];
    case 'model:':
      return names;
    case 'label:':
      return models.flatMap(({ labels }) => labels.map(asWord));
    case 'owner:':
      return models.flatMap(({ owner }) => (owner === '' ? [] : [asWord(owner)]));
    case 'job:':
      return models.flatMap(({ builds }) => builds.map(({ job }) => job));
    case 'target:':
      return models.flatMap(({ builds }) => builds.flatMap(({ target }) => target ?? []));
    case 'source:':
      return nodes.flatMap(({ kind, name }) => (kind === 'source' ? [name] : []));
    default:
      return [];
  }
}

/** Blanks and commas divide, but not between quotes. */
function wordStart(text: string, caret: number): number {
  let start = 0;
  let quoted = false;
  for (let at = 0; at < caret; at++) {
    const letter = text[at] ?? '';
    if (letter === '"') quoted = !quoted;
    else if (!quoted && /[\s,]/.test(letter)) start = at + 1;
  }
  return start;
}

const asWord = (name: string) => (/[\s,+"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
const plain = (name: string) => name.replaceAll('"', '').toLowerCase();
