import { type SqlToken, sqlTokens } from './tokens.ts';

/** A table a statement reads, as written, and the name its columns go by. */
export interface ScopeTable {
  /** Parts of the dotted name, unquoted ones in upper case. */
  name: string[];
  /** Alias, or the last part of the name. */
  alias: string;
}

export interface Scope {
  tables: ScopeTable[];
  /** Names of common table expressions. */
  ctes: string[];
}

const notAlias = new Set(
  'ON USING WHERE GROUP ORDER HAVING QUALIFY LIMIT OFFSET FETCH UNION EXCEPT MINUS INTERSECT JOIN INNER LEFT RIGHT FULL CROSS NATURAL LATERAL ASOF PIVOT UNPIVOT SAMPLE TABLESAMPLE AT BEFORE MATCH_RECOGNIZE MATCH_CONDITION WINDOW SELECT FROM WITH AND OR SET WHEN THEN VALUES'.split(
    ' ',
  ),
);

/**
 * Tables named after FROM and JOIN anywhere in a statement, and its CTEs. Works on text that is being typed, which no
 * parser accepts; so it is for completion only.
 */
export function scopeOf(statement: string): Scope {
  const tokens = sqlTokens(statement).filter(token => token.kind !== 'comment');
  const read = createReader(statement, tokens);
  const tables: ScopeTable[] = [];
  const ctes: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (read.isWord(at, 'FROM') || read.isWord(at, 'JOIN')) {
      let next = at + 1;
      for (;;) {
        const table = read.table(next);
        if (!table) break;
        tables.push(table);
        if (!read.isSign(table.after, ',')) break;
        next = table.after + 1;
      }
    }
    const isCte = read.isName(at) && read.isWord(at + 1, 'AS') && read.isSign(at + 2, '(');
    if (
      isCte &&
      (read.isWord(at - 1, 'WITH') || read.isWord(at - 1, 'RECURSIVE') || read.isSign(at - 1, ','))
    ) {
      ctes.push(read.name(at));
    }
  }
  return { tables: tables.map(({ name, alias }) => ({ name, alias })), ctes: [...new Set(ctes)] };
}

function createReader(text: string, tokens: SqlToken[]) {
  const raw = (at: number) => {
    const token = tokens[at];
    return token ? text.slice(token.start, token.end) : '';
  };
  const isName = (at: number) => tokens[at]?.kind === 'word' || tokens[at]?.kind === 'quoted';
  const isSign = (at: number, sign: string) => tokens[at]?.kind === 'sign' && raw(at) === sign;
  const name = (at: number) =>
    tokens[at]?.kind === 'quoted' ? raw(at).slice(1, -1).replaceAll('""', '"') : raw(at).toUpperCase();
  const isWord = (at: number, word: string) => tokens[at]?.kind === 'word' && raw(at).toUpperCase() === word;
  const mayBeAlias = (at: number) =>
    tokens[at]?.kind === 'quoted' || (tokens[at]?.kind === 'word' && !notAlias.has(raw(at).toUpperCase()));

  return {
    isName,
    isSign,
    isWord,
    name,
    table(from: number): (ScopeTable & { after: number }) | undefined {
      if (!mayBeAlias(from)) return undefined;
      const parts = [name(from)];
      let at = from + 1;
      while (isSign(at, '.') && isName(at + 1)) {
        parts.push(name(at + 1));
        at += 2;
      }
      if (isWord(at, 'AS')) at++;
      const named = mayBeAlias(at);
      return { name: parts, alias: named ? name(at) : (parts.at(-1) ?? ''), after: named ? at + 1 : at };
    },
  };
}
