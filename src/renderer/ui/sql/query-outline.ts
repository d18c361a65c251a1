import { type SqlToken, sqlTokens } from './tokens.ts';

/** Something a FROM reads, with the name its columns go by. */
export interface OutlineTable {
  kind: 'table' | 'derived' | 'function';
  /** Parts of the dotted name, unquoted ones in upper case; of a function its name; empty for a query in parentheses. */
  name: string[];
  /** Alias, or the last part of the name; empty where there is neither. */
  alias: string;
  /** Where name and alias stand. */
  start: number;
  end: number;
  /** Names given behind the alias. */
  columns: string[];
  query: QueryOutline | null;
}

/** An element of a SELECT list: `start` and `end` of the expression without its alias. */
export interface OutlineItem {
  /** Its name; null where the expression has none of its own. */
  name: string | null;
  /** The dotted name it is, or `*` as the last part; null for other expressions. */
  column: string[] | null;
  start: number;
  end: number;
}

/** One SELECT of a query. */
export interface SelectOutline {
  start: number;
  end: number;
  items: OutlineItem[];
  tables: OutlineTable[];
  /** Queries in parentheses anywhere in it. `sees`: whether they see the tables around them. */
  inner: { query: QueryOutline; sees: boolean }[];
  /** The first word of each clause, with where it stands. */
  clauses: { word: string; start: number; end: number }[];
}

export interface CteOutline {
  name: string;
  /** The name as written. */
  nameStart: number;
  nameEnd: number;
  columns: string[];
  query: QueryOutline;
  /** From the name to behind the closing parenthesis, or to the end of a text that has none. */
  end: number;
  closed: boolean;
}

export interface QueryOutline {
  start: number;
  end: number;
  /** Where WITH stands; -1 without one. */
  withStart: number;
  recursive: boolean;
  ctes: CteOutline[];
  selects: SelectOutline[];
}

const setWords = new Set(['UNION', 'EXCEPT', 'MINUS', 'INTERSECT']);
const clauseWords = new Set(
  'SELECT FROM JOIN ON USING WHERE GROUP HAVING QUALIFY ORDER LIMIT OFFSET FETCH WINDOW START CONNECT VALUES'.split(
    ' ',
  ),
);
const afterFrom = new Set(
  'WHERE GROUP HAVING QUALIFY ORDER LIMIT OFFSET FETCH WINDOW START CONNECT'.split(' '),
);
const notAlias = new Set([
  ...clauseWords,
  ...setWords,
  ...'INNER LEFT RIGHT FULL CROSS NATURAL LATERAL ASOF OUTER PIVOT UNPIVOT SAMPLE TABLESAMPLE AT BEFORE CHANGES MATCH_RECOGNIZE MATCH_CONDITION AS WITH AND OR SET WHEN THEN ELSE END CASE BY IS IN NOT LIKE BETWEEN ASC DESC NULLS OVER'.split(
    ' ',
  ),
]);
/** What may stand between a table and its alias, with parentheses behind it. */
const tableClauses = new Set([
  'AT',
  'BEFORE',
  'CHANGES',
  'PIVOT',
  'UNPIVOT',
  'SAMPLE',
  'TABLESAMPLE',
  'MATCH_RECOGNIZE',
]);

/**
 * What a statement reads and what it calls it. Works on text that is being typed, which no parser accepts: what cannot be
 * told is left out. For completion and the like, never for what runs.
 */
export function outlineOf(statement: string): QueryOutline {
  const tokens = sqlTokens(statement).filter(token => token.kind !== 'comment');
  return new OutlineReader(statement, tokens).query(0, tokens.length, 0, statement.length);
}

class OutlineReader {
  readonly #text: string;
  readonly #tokens: SqlToken[];
  /** The closing parenthesis of each opening one. */
  readonly #closing = new Map<number, number>();

  constructor(text: string, tokens: SqlToken[]) {
    this.#text = text;
    this.#tokens = tokens;
    const open: number[] = [];
    for (let at = 0; at < tokens.length; at++) {
      if (this.#isSign(at, '(')) open.push(at);
      const opened = this.#isSign(at, ')') ? open.pop() : undefined;
      if (opened !== undefined) this.#closing.set(opened, at);
    }
  }

  /** The query of tokens `from` up to `to`; `start` and `end` are where its text may be. */
  query(from: number, to: number, start: number, end: number): QueryOutline {
    const query: QueryOutline = { start, end, withStart: -1, recursive: false, ctes: [], selects: [] };
    let at = from;
    if (this.#isWord(at, 'WITH')) {
      query.withStart = this.#start(at++);
      query.recursive = this.#isWord(at, 'RECURSIVE') && this.#isName(at + 1);
      if (query.recursive) at++;
      at = this.#ctes(query, at, to);
    }
    for (let first = at; first <= to; ) {
      let last = first;
      while (last < to && !setWords.has(this.#word(last))) last = this.#next(last, to);
      const before = first === at && query.ctes.length === 0 ? start : this.#start(first);
      query.selects.push(this.#select(first, last, before, last < to ? this.#start(last) : end));
      if (last >= to) break;
      first = last + 1;
      while (['ALL', 'DISTINCT', 'BY', 'NAME'].includes(this.#word(first))) first++;
    }
    return query;
  }

  /** Returns the token behind the list. */
  #ctes(query: QueryOutline, from: number, to: number): number {
    let at = from;
    while (at < to && this.#isName(at)) {
      const name = at++;
      const columns = this.#isSign(at, '(') ? this.#names(at, to) : [];
      if (this.#isSign(at, '(')) at = this.#behind(at, to);
      if (!this.#isWord(at, 'AS') || !this.#isSign(at + 1, '(')) break;
      const open = at + 1;
      const close = this.#closing.get(open);
      const inner = this.query(
        open + 1,
        close ?? to,
        this.#end(open),
        close === undefined ? query.end : this.#start(close),
      );
      query.ctes.push({
        name: this.#name(name),
        nameStart: this.#start(name),
        nameEnd: this.#end(name),
        columns,
        query: inner,
        end: close === undefined ? query.end : this.#end(close),
        closed: close !== undefined,
      });
      at = this.#behind(open, to);
      if (!this.#isSign(at, ',')) break;
      at++;
    }
    return at;
  }

  #select(from: number, to: number, start: number, end: number): SelectOutline {
    const select: SelectOutline = { start, end, items: [], tables: [], inner: [], clauses: [] };
    if (this.#beginsQueryIn(from, to)) {
      const close = this.#closing.get(from) ?? to;
      const inner = this.query(from + 1, close, this.#end(from), close < to ? this.#start(close) : end);
      select.inner.push({ query: inner, sees: false });
      // `(select …) union …`: its columns are those within.
      select.items = inner.selects[0]?.items ?? [];
      select.tables = [];
      return select;
    }
    this.#clauses(select, from, to);
    return select;
  }

  #clauses(select: SelectOutline, from: number, to: number): void {
    let at = from;
    while (at < to) {
      const word = this.#word(at);
      const isClause = clauseWords.has(word) && !this.#isPart(at);
      if (isClause) select.clauses.push({ word, start: this.#start(at), end: this.#end(at) });
      if (isClause && word === 'SELECT') at = this.#items(select, at + 1, to);
      else if (isClause && (word === 'FROM' || word === 'JOIN')) at = this.#from(select, at + 1, to);
      else {
        this.#innerQueries(select, at, to);
        at = this.#next(at, to);
      }
    }
  }

  #items(select: SelectOutline, from: number, to: number): number {
    let at = from;
    while (['DISTINCT', 'ALL'].includes(this.#word(at))) at++;
    while (at < to) {
      const first = at;
      while (at < to && !this.#isSign(at, ',') && !this.#endsItems(at)) {
        this.#innerQueries(select, at, to);
        at = this.#next(at, to);
      }
      if (at > first) select.items.push(this.#item(first, at));
      if (!this.#isSign(at, ',')) break;
      at++;
    }
    return at;
  }

  #endsItems(at: number): boolean {
    const word = this.#word(at);
    return (word === 'FROM' || word === 'INTO' || afterFrom.has(word)) && !this.#isPart(at);
  }

  #item(first: number, end: number): OutlineItem {
    let last = end;
    let name: string | null = null;
    const isAlias = end - first > 1 && this.#isName(end - 1) && !notAlias.has(this.#word(end - 1));
    if (isAlias && this.#isWord(end - 2, 'AS')) {
      name = this.#name(end - 1);
      last = end - 2;
    } else if (isAlias && this.#endsValue(end - 2)) {
      name = this.#name(end - 1);
      last = end - 1;
    }
    const column = this.#dotted(first, last);
    return {
      name: name ?? column?.at(-1) ?? null,
      column,
      start: this.#start(first),
      end: this.#end(last - 1),
    };
  }

  /** `a.b`, `b`, `a.*`, `*`, where that is all there is. */
  #dotted(first: number, end: number): string[] | null {
    const parts: string[] = [];
    for (let at = first; at < end; at += 2) {
      if (this.#isSign(at, '*')) parts.push('*');
      else if (this.#isName(at)) parts.push(this.#name(at));
      else return null;
      if (parts.at(-1) === '*') return parts;
      if (at + 1 < end && !this.#isSign(at + 1, '.')) return null;
    }
    return parts.length > 0 ? parts : null;
  }

  #endsValue(at: number): boolean {
    const kind = this.#tokens[at]?.kind;
    if (kind === 'sign') return this.#isSign(at, ')') || this.#isSign(at, ']') || this.#isSign(at, '*');
    return (
      kind !== undefined && (kind !== 'word' || this.#word(at) === 'END' || !notAlias.has(this.#word(at)))
    );
  }

  /** Tables behind FROM or JOIN, up to what is no table any more. */
  #from(select: SelectOutline, from: number, to: number): number {
    let at = from;
    for (;;) {
      const next = this.#table(select, at, to);
      if (next === at || !this.#isSign(next, ',')) return next;
      at = next + 1;
    }
  }

  /** Returns where it ends; `from` where there is none. */
  #table(select: SelectOutline, from: number, to: number): number {
    let at = from;
    let lateral = false;
    if (this.#isWord(at, 'LATERAL')) {
      lateral = true;
      at++;
    }
    const table: OutlineTable = {
      kind: 'table',
      name: [],
      alias: '',
      start: this.#start(at),
      end: 0,
      columns: [],
      query: null,
    };
    if (this.#isSign(at, '(')) {
      const close = this.#closing.get(at);
      const end = close === undefined ? this.#text.length : this.#start(close);
      if (!this.#beginsQueryIn(at, to)) {
        this.#clauses(select, this.#from(select, at + 1, close ?? to), close ?? to);
        return this.#behind(at, to);
      }
      table.kind = 'derived';
      table.query = this.query(at + 1, close ?? to, this.#end(at), end);
      select.inner.push({ query: table.query, sees: lateral });
      at = this.#behind(at, to);
    } else if (this.#isWord(at, 'TABLE') && this.#isSign(at + 1, '(')) {
      table.kind = 'function';
      table.name = [this.#name(at + 2)];
      this.#innerQueries(select, at + 1, to);
      at = this.#behind(at + 1, to);
    } else if (this.#tokens[at]?.kind === 'stage') {
      at++;
    } else if (at < to && this.#isName(at) && !notAlias.has(this.#word(at))) {
      table.name = [this.#name(at++)];
      while (at < to && this.#isSign(at, '.') && this.#isName(at + 1)) {
        table.name.push(this.#name(at + 1));
        at += 2;
      }
      if (this.#isSign(at, '(')) {
        table.kind = 'function';
        at = this.#behind(at, to);
      }
    } else return from;
    at = this.#alias(table, at, to);
    table.end = this.#end(at - 1);
    select.tables.push(table);
    return at;
  }

  #alias(table: OutlineTable, from: number, to: number): number {
    let at = this.#tableClauses(from, to);
    if (this.#isWord(at, 'AS')) at++;
    if (at < to && this.#isName(at) && !notAlias.has(this.#word(at))) {
      table.alias = this.#name(at++);
      if (this.#isSign(at, '(')) {
        table.columns = this.#names(at, to);
        at = this.#behind(at, to);
      }
      return this.#tableClauses(at, to);
    }
    table.alias = table.kind === 'table' ? (table.name.at(-1) ?? '') : '';
    return at;
  }

  #tableClauses(from: number, to: number): number {
    let at = from;
    while (at < to && tableClauses.has(this.#word(at))) {
      let next = at + 1;
      while (next < to && this.#isName(next) && !this.#isSign(next, '(') && next < at + 3) next++;
      if (!this.#isSign(next, '(')) break;
      at = this.#behind(next, to);
    }
    return at;
  }

  /** Queries in the parentheses at `at`, and in those within. */
  #innerQueries(select: SelectOutline, at: number, to: number): void {
    if (!this.#isSign(at, '(')) return;
    const close = this.#closing.get(at) ?? to;
    if (this.#beginsQueryIn(at, to)) {
      const end = close < this.#tokens.length ? this.#start(close) : this.#text.length;
      select.inner.push({ query: this.query(at + 1, close, this.#end(at), end), sees: true });
      return;
    }
    for (let inner = at + 1; inner < close; inner = this.#next(inner, close)) {
      this.#innerQueries(select, inner, close);
    }
  }

  #beginsQueryIn(open: number, to: number): boolean {
    let at = open;
    if (!this.#isSign(at, '(')) return false;
    while (at < to && this.#isSign(at, '(')) at++;
    return this.#isWord(at, 'SELECT') || this.#isWord(at, 'WITH') || this.#isWord(at, 'VALUES');
  }

  #names(open: number, to: number): string[] {
    const close = this.#closing.get(open) ?? to;
    const names: string[] = [];
    for (let at = open + 1; at < close; at++) if (this.#isName(at)) names.push(this.#name(at));
    return names;
  }

  /** The token behind this one, or behind the parentheses that begin here. */
  #next(at: number, to: number): number {
    return this.#isSign(at, '(') ? this.#behind(at, to) : at + 1;
  }

  #behind(open: number, to: number): number {
    const close = this.#closing.get(open);
    if (close !== undefined || this.#beginsQueryIn(open, to)) return Math.min(to, (close ?? to) + 1);
    // Not closed yet: what looks like the next clause is one.
    let at = open + 1;
    while (at < to && !this.#endsItems(at) && !setWords.has(this.#word(at))) at = this.#next(at, to);
    return at;
  }

  /** A part of a dotted name, whatever the word: `f.from`, and not `f. from` as it is while a column is to be typed. */
  #isPart = (at: number) => this.#isSign(at - 1, '.') && this.#end(at - 1) === this.#start(at);

  #start = (at: number) => this.#tokens[at]?.start ?? this.#text.length;
  #end = (at: number) => this.#tokens[at]?.end ?? this.#text.length;
  #raw = (at: number) => this.#text.slice(this.#start(at), this.#end(at));
  #isName = (at: number) => this.#tokens[at]?.kind === 'word' || this.#tokens[at]?.kind === 'quoted';
  #isSign = (at: number, sign: string) => this.#tokens[at]?.kind === 'sign' && this.#raw(at) === sign;
  #word = (at: number) => (this.#tokens[at]?.kind === 'word' ? this.#raw(at).toUpperCase() : '');
  #isWord = (at: number, word: string) => this.#word(at) === word;
  #name = (at: number) =>
    this.#tokens[at]?.kind === 'quoted'
      ? this.#raw(at).slice(1, -1).replaceAll('""', '"')
      : this.#raw(at).toUpperCase();
}
