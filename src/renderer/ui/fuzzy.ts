export interface FuzzyMatch {
  /** Higher is better. */
  score: number;
  /** Indexes of the characters that matched, in order. */
  at: number[];
}

/**
 * Whether the letters of `query` occur in `text` in order, and how well: whole words and beginnings beat letters strewn
 * about, short texts beat long ones. Spaces in the query part words that may match in any order.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | undefined {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return { score: 0, at: [] };
  const lower = text.toLowerCase();
  let score = 0;
  const at: number[] = [];
  for (const word of words) {
    const match = matchWord(word, text, lower);
    if (!match) return undefined;
    score += match.score;
    at.push(...match.at);
  }
  return { score: score - text.length / 100, at: [...new Set(at)].sort((a, b) => a - b) };
}

function matchWord(word: string, text: string, lower: string): FuzzyMatch | undefined {
  const whole = lower.indexOf(word);
  if (whole >= 0) {
    const begins = isWordStart(text, whole) ? whole : wordStartOf(word, text, lower);
    const from = begins ?? whole;
    const at = Array.from({ length: word.length }, (_, index) => from + index);
    return { score: 10 * word.length + (begins === undefined ? 0 : 10) + (from === 0 ? 10 : 0), at };
  }
  return matchLetters(word, text, lower);
}

function wordStartOf(word: string, text: string, lower: string): number | undefined {
  for (let from = lower.indexOf(word); from >= 0; from = lower.indexOf(word, from + 1)) {
    if (isWordStart(text, from)) return from;
  }
  return undefined;
}

function matchLetters(word: string, text: string, lower: string): FuzzyMatch | undefined {
  const at: number[] = [];
  let score = 0;
  let from = 0;
  for (const letter of word) {
    const next = lower.indexOf(letter, from);
    if (next < 0) return undefined;
    score += next === from && at.length > 0 ? 4 : isWordStart(text, next) ? 3 : 0;
    at.push(next);
    from = next + 1;
  }
  const span = (at.at(-1) ?? 0) - (at[0] ?? 0) + 1;
  // Letters strewn over a long stretch are a coincidence rather than a match.
  return span > 4 * word.length + 8 ? undefined : { score, at };
}

function isWordStart(text: string, index: number): boolean {
  if (index === 0) return true;
  const before = text[index - 1] ?? '';
  if (/[^\p{L}\p{N}]/u.test(before)) return true;
  return /\p{Lu}/u.test(text[index] ?? '') && /\p{Ll}/u.test(before);
}

export interface Ranked<T> {
  item: T;
  match: FuzzyMatch;
}

/** The items whose text matches, best first; all of them in their own order where the query is empty. */
export function rank<T>(query: string, items: readonly T[], textOf: (item: T) => string): Ranked<T>[] {
  const ranked: Ranked<T>[] = [];
  for (const item of items) {
    const match = fuzzyMatch(query, textOf(item));
    if (match) ranked.push({ item, match });
  }
  return query.trim() === '' ? ranked : ranked.sort((a, b) => b.match.score - a.match.score);
}
