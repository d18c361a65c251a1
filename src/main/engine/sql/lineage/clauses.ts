import type { ScopePlace } from '../../../../shared/contract/sql-columns.ts';
import type { Token } from '../tokens.ts';

export interface Clause {
  place: ScopePlace;
  /** Index of its first token, behind its own words; and of the one behind its last. */
  first: number;
  last: number;
  /** UTF-16 offset at which it begins. */
  start: number;
}

const places: Record<string, ScopePlace> = {
  SELECT: 'select',
  FROM: 'from',
  WHERE: 'where',
  HAVING: 'having',
  QUALIFY: 'qualify',
  LIMIT: 'limit',
  OFFSET: 'limit',
  FETCH: 'limit',
};
const before: Record<string, [string, ScopePlace]> = {
  GROUP: ['BY', 'group_by'],
  ORDER: ['BY', 'order_by'],
  CONNECT: ['BY', 'connect_by'],
  START: ['WITH', 'connect_by'],
};

/** The indices of the tokens that stand in no parentheses of their own; an opening one stands for what is in it. */
export function* outside(pairs: ReadonlyMap<number, number>, first: number, last: number): Generator<number> {
  for (let at = first; at < last; at++) {
    yield at;
    at = pairs.get(at) ?? at;
  }
}

/** The clauses of one SELECT, in the order of the text. */
export function clausesOf(
  tokens: readonly Token[],
  pairs: ReadonlyMap<number, number>,
  first: number,
  last: number,
): Clause[] {
  const clauses: Clause[] = [];
  for (const at of outside(pairs, first, last)) {
    const found = clauseAt(tokens, at);
    if (found === null) continue;
    const previous = clauses.at(-1);
    if (previous !== undefined) previous.last = at;
    clauses.push({ place: found.place, first: at + found.words, last, start: tokens[at]?.start ?? 0 });
  }
  return clauses;
}

function clauseAt(tokens: readonly Token[], at: number): { place: ScopePlace; words: number } | null {
  const token = tokens[at];
  if (token?.kind !== 'word') return null;
  const next = tokens[at + 1];
  const previous = tokens[at - 1]?.text;
  const two = Object.hasOwn(before, token.text) ? before[token.text] : undefined;
  if (two !== undefined) return next?.text === two[0] ? { place: two[1], words: 2 } : null;
  if (token.text === 'WINDOW') {
    return tokens[at + 2]?.text === 'AS' ? { place: 'window', words: 1 } : null;
  }
  const place = Object.hasOwn(places, token.text) ? places[token.text] : undefined;
  if (place === undefined || (place === 'limit' && previous === '.')) return null;
  return token.text === 'FROM' && previous === 'DISTINCT' ? null : { place, words: 1 };
}
