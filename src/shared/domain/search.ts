/** Where versions are searched. */
export const searchFields = ['sql', 'message', 'tag', 'author', 'docs'] as const;
export type SearchField = (typeof searchFields)[number];

/** One thing that is looked for: words that stand next to each other, whatever divides them. */
export interface Phrase {
  words: string[];
  /** The last word may go on: `fli` finds `flights`. */
  open: boolean;
}

const word = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/**
 * What somebody looks for: parts between blanks, all of which have to be there; a part in double quotes is meant word for
 * word. Everything but letters and digits divides words, as in the index: `RAW.FLIGHTS` is "raw" before "flights…".
 */
export function parseSearch(text: string): Phrase[] {
  return [...text.matchAll(/"([^"]*)"?|[^\s"]+/g)].flatMap(([part, quoted]) => {
    const words = part.match(word) ?? [];
    return words.length === 0 ? [] : [{ words, open: quoted === undefined }];
  });
}

/** As UTF-16 offsets, end exclusive. */
export type Range = [start: number, end: number];

/** Where any of the phrases stand in a text, in its order, at most `limit`. Overlapping places count as one. */
export function findPhrases(text: string, phrases: readonly Phrase[], limit: number): Range[] {
  if (phrases.length === 0 || text === '') return [];
  const plain = folded(text);
  const found: Range[] = [];
  const pattern = new RegExp(phrases.map(source).join('|'), 'giu');
  for (const match of plain.matchAll(pattern)) {
    found.push([match.index, match.index + match[0].length]);
    if (found.length === limit) break;
  }
  return found;
}

const inside = '[\\p{L}\\p{N}\\p{M}\\p{Co}]';

function source({ words, open }: Phrase): string {
  // Marks on letters say nothing to the index.
  const written = words.map(each => Array.from(folded(each), letter => `${letter}\\p{M}*`).join(''));
  return `(?<!${inside})${written.join('[^\\p{L}\\p{N}\\p{M}\\p{Co}]+')}${open ? '' : `(?!${inside})`}`;
}

/** Letters without their marks, each where it was. */
function folded(text: string): string {
  return text.replaceAll(/[^\p{ASCII}]/gu, bare);
}

function bare(letter: string): string {
  const plain = letter.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return plain.length === letter.length ? plain : letter;
}
