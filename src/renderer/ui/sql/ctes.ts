import { type SqlToken, sqlTokens, statementRanges } from './tokens.ts';

/** A CTE of a text, and the query that shows what it holds. */
export interface CtePreview {
  /** Unquoted names in upper case. */
  name: string;
  /** Where it stands in the text, from its name to behind its parenthesis; UTF-16 offsets. */
  start: number;
  end: number;
  /** Where its statement begins: the query's places are relative to it. */
  from: number;
  /** The piece of the text the query was made of, from `from`. */
  source: string;
  /** The CTE with those it may read, each where it stands in the text. */
  sql: string;
}

/** All CTEs of a text whose parentheses are closed, in the order of their names. */
export function ctePreviews(text: string): CtePreview[] {
  const found: CtePreview[] = [];
  for (const { start, end } of statementRanges(text)) {
    const statement = text.slice(start, end);
    for (const chain of chainsOf(statement)) {
      const last = chain.at(-1);
      if (!last) continue;
      found.push({
        name: last.name,
        start: start + last.start,
        end: start + last.end,
        from: start,
        source: statement.slice(0, last.end),
        sql: upTo(statement, chain),
      });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The innermost CTE at an offset. */
export function cteAt(text: string, offset: number): CtePreview | undefined {
  return ctePreviews(text).findLast(({ start, end }) => start <= offset && offset <= end);
}

interface Cte {
  name: string;
  /** The name as written. */
  written: string;
  start: number;
  end: number;
  /** Where its WITH stands, and with RECURSIVE how long it is. */
  withStart: number;
  withEnd: number;
}

/** Each CTE behind those that it may read. */
function chainsOf(statement: string): Cte[][] {
  const tokens = sqlTokens(statement).filter(token => token.kind !== 'comment');
  const closing = closingOf(statement, tokens);
  const raw = (at: number) => statement.slice(tokens[at]?.start, tokens[at]?.end);
  const isWord = (at: number, word: string) => tokens[at]?.kind === 'word' && raw(at).toUpperCase() === word;
  const isName = (at: number) => tokens[at]?.kind === 'word' || tokens[at]?.kind === 'quoted';
  const opens = (at: number) => tokens[at]?.kind === 'sign' && raw(at) === '(';
  const chains: Cte[][] = [];

  /** Where the body of the CTE named at a token opens; -1 where none is given there. */
  function bodyOf(name: number): number {
    if (!isName(name)) return -1;
    const behind = opens(name + 1) ? (closing.get(name + 1) ?? name) + 1 : name + 1;
    return isWord(behind, 'AS') && opens(behind + 1) ? behind + 1 : -1;
  }

  function visit(from: number, to: number, around: readonly Cte[]): void {
    const seen = [...around];
    for (let at = from; at < to; ) {
      const recursive = isWord(at + 1, 'RECURSIVE') && bodyOf(at + 2) >= 0;
      const first = recursive ? at + 2 : at + 1;
      if (isWord(at, 'WITH') && bodyOf(first) >= 0) {
        at = list(
          first,
          to,
          { withStart: tokens[at]?.start ?? 0, withEnd: tokens[first - 1]?.end ?? 0 },
          seen,
        );
      } else if (opens(at)) {
        const close = closing.get(at) ?? to;
        visit(at + 1, close, seen);
        at = close + 1;
      } else at++;
    }
  }

  /** Returns the token behind the list; its names are in `seen` then. */
  function list(first: number, to: number, place: Pick<Cte, 'withStart' | 'withEnd'>, seen: Cte[]): number {
    for (let name = first; ; ) {
      const body = bodyOf(name);
      if (body < 0) return name;
      const close = closing.get(body);
      visit(body + 1, close ?? to, seen);
      if (close === undefined) return to;
      const written = raw(name);
      const folded = written.startsWith('"')
        ? written.slice(1, -1).replaceAll('""', '"')
        : written.toUpperCase();
      const { start } = tokens[name] ?? { start: 0 };
      const cte = { ...place, name: folded, written, start, end: tokens[close]?.end ?? 0 };
      seen.push(cte);
      chains.push([...seen]);
      if (raw(close + 1) !== ',') return close + 1;
      name = close + 2;
    }
  }

  visit(0, tokens.length, []);
  return chains;
}

/** The closing parenthesis of each opening one, by their tokens. */
function closingOf(text: string, tokens: readonly SqlToken[]): Map<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'sign') continue;
    const sign = text.slice(token.start, token.end);
    if (sign === '(') open.push(at);
    const opened = sign === ')' ? open.pop() : undefined;
    if (opened !== undefined) closing.set(opened, at);
  }
  return closing;
}

/** Everything that is left out becomes blanks: the places of errors are those of the text. */
function upTo(statement: string, chain: readonly Cte[]): string {
  const last = chain.at(-1);
  // What an inner WITH names again hides the outer one.
  const kept = chain.filter((cte, index) => !chain.slice(index + 1).some(({ name }) => name === cte.name));
  const characters = statement.slice(0, last?.end).replaceAll(/[^\n]/g, ' ').split('');
  const put = (from: number, text: string) => {
    for (let index = 0; index < text.length; index++) characters[from + index] = text[index] ?? '';
  };
  for (const [index, cte] of kept.entries()) {
    const before = kept[index - 1];
    if (before)
      put(
        characters.findIndex((character, at) => at >= before.end && character !== '\n'),
        ',',
      );
    else put(cte.withStart, statement.slice(cte.withStart, cte.withEnd));
    put(cte.start, statement.slice(cte.start, cte.end));
  }
  return `${characters.join('')}\nselect * from ${last?.written ?? ''}`;
}
