import type { Token } from '../tokens.ts';

/** Functions with FROM between their arguments. */
const withFrom = new Set(['EXTRACT', 'DATE_PART', 'TRIM', 'SUBSTRING', 'OVERLAY']);

/**
 * Which parenthesis closes which, by index, in a text that is being typed: one in which FROM stands although it holds no
 * query was never closed, and what would close it closes the one around it.
 */
export function matchBrackets(tokens: readonly Token[], first: number, last: number): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let at = first; at < last; at++) {
    const token = tokens[at];
    if (token?.kind === 'word') {
      if (token.text !== 'FROM' || !isClause(tokens, at)) continue;
      while (open.length > 0 && !mayHoldFrom(tokens, open.at(-1) ?? 0)) open.pop();
    } else if (token?.kind === 'operator') {
      if (token.text === '(') open.push(at);
      else if (token.text === ')') {
        const start = open.pop();
        if (start !== undefined) pairs.set(start, at);
      }
    }
  }
  // A query that is not closed goes on to the end.
  for (const at of open) if (beginsQuery(tokens, at + 1)) pairs.set(at, last);
  return pairs;
}

/** `is distinct from` and `from first` are no clauses. */
function isClause(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]?.text;
  return tokens[at - 1]?.text !== 'DISTINCT' && next !== 'FIRST' && next !== 'LAST';
}

function mayHoldFrom(tokens: readonly Token[], open: number): boolean {
  return beginsQuery(tokens, open + 1) || withFrom.has(tokens[open - 1]?.text ?? '');
}

/** Parentheses looked through. */
const maxNesting = 50;

/** Whether a query begins here, perhaps in parentheses of its own. */
export function beginsQuery(tokens: readonly Token[], at: number): boolean {
  let place = at;
  while (place < at + maxNesting && tokens[place]?.kind === 'operator' && tokens[place]?.text === '(')
    place++;
  const token = tokens[place];
  return token?.kind === 'word' && (token.text === 'SELECT' || token.text === 'WITH');
}
