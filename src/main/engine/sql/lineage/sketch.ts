import type { ScopePlace } from '../../../../shared/contract/sql-columns.ts';
import { parseFrom, parseTableFactor } from '../syntax/relations.ts';
import { parseItem, parseQuery } from '../syntax/queries.ts';
import { reader } from '../syntax/parser.ts';
import { type Reader, SyntaxProblem } from '../syntax/reader.ts';
import { noTableAlias } from '../syntax/reserved.ts';
import type { Identifier } from '../syntax/tree.ts';
import type { Lexed, Token } from '../tokens.ts';
import { beginsQuery, matchBrackets } from './brackets.ts';
import { type Clause, clausesOf, outside } from './clauses.ts';
import {
  type Column,
  type Frame,
  frameOf,
  type Item,
  type Names,
  noDoubts,
  noOrigins,
  openTable,
} from './model.ts';
import { renamedItems } from './open.ts';
import { enterFactor, enterFrom, functionColumns, mergeJoined, namedTable } from './relations.ts';
import type { Resolver } from './resolver.ts';

/** What names mean at a place. */
export interface Found {
  frame: Frame;
  place: ScopePlace;
  /** The columns of the list, those behind the place as well. */
  list: readonly Item[];
}

const setWords = new Set(['UNION', 'EXCEPT', 'MINUS', 'INTERSECT']);
const beforeTable = new Set(['FROM', 'JOIN', ',', '(']);

/** Given to the parser, in all: a broken text that nests deeply is tried at each of its levels. */
const maxTokens = 200_000;

/**
 * Reads one statement as far as it can be read, for a place in it: while somebody types, most of a text is right and the
 * rest is not there yet. Each part that the parser takes is read by it; of the others, names and clauses are found
 * by their words.
 */
export class Sketch {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  readonly #pairs: ReadonlyMap<number, number>;
  readonly #resolver: Resolver;
  readonly #offset: number;
  /** By what was read and where. */
  readonly #parsed = new Map<string, unknown>();
  readonly #items = new Map<string, readonly Item[]>();
  #tokensLeft = maxTokens;

  constructor(sql: string, { tokens }: Lexed, span: [number, number], resolver: Resolver, offset: number) {
    this.#sql = sql;
    this.#tokens = tokens;
    this.#pairs = matchBrackets(tokens, ...span);
    this.#resolver = resolver;
    this.#offset = offset;
  }

  /** What names mean at the place, in a query of these tokens. */
  find(first: number, last: number, names: Names | null, outer: Frame | null): Found {
    let at = first;
    let inSight = names;
    if (this.#word(first) === 'WITH') {
      inSight = { own: new Map(), outer: names };
      const result = this.#with(first + 1, last, inSight, outer);
      if (typeof result !== 'number') return result;
      at = result;
      const body = this.#tokens[at]?.start ?? Number.POSITIVE_INFINITY;
      if (at >= last || this.#offset < body)
        return { frame: frameOf(inSight, outer), place: 'with', list: [] };
    }
    const [from, to] = this.#segment(at, last);
    const group = this.#groupHere(from, to);
    // A query in parentheses as the side of a UNION.
    if (group !== null && group[0] === from) return this.find(group[0] + 1, group[1], inSight, outer);
    return this.#select(from, to, inSight, outer);
  }

  /** The columns of the query of these tokens. */
  items(first: number, last: number, names: Names | null, outer: Frame | null): readonly Item[] {
    const key = `${first} ${last}`;
    let items = this.#items.get(key);
    if (items === undefined) {
      items = this.#itemsOf(first, last, names, outer);
      this.#items.set(key, items);
    }
    return items;
  }

  #itemsOf(first: number, last: number, names: Names | null, outer: Frame | null): readonly Item[] {
    const query = this.#read(first, last, parseQuery);
    if (query !== null) return this.#resolver.query(query, names, outer);
    let at = first;
    let inSight = names;
    if (this.#word(first) === 'WITH') {
      inSight = { own: new Map(), outer: names };
      const result = this.#with(first + 1, last, inSight, outer, false);
      if (typeof result === 'number') at = result;
    }
    if (this.#operator(at) === '(') return this.items(at + 1, this.#pairs.get(at) ?? last, inSight, outer);
    const to = this.#nextSet(at, last);
    const clauses = clausesOf(this.#tokens, this.#pairs, at, to);
    const frame = frameOf(inSight, outer);
    this.#enterTables(clauses, frame);
    return this.#list(clauses, frame, Number.POSITIVE_INFINITY);
  }

  /** Enters what WITH names; the place itself where it is within one of the queries, else the index behind them. */
  #with(first: number, last: number, names: Names, outer: Frame | null, seek = true): Found | number {
    let at = first;
    const recursive = this.#word(at) === 'RECURSIVE';
    if (recursive) at++;
    for (;;) {
      const name = this.#name(at);
      if (name === null || this.#word(at) === 'SELECT') return at;
      const columns: Identifier[] = [];
      at++;
      if (this.#operator(at) === '(') {
        const close = this.#pairs.get(at) ?? last;
        for (let inner = at + 1; inner < close; inner++) {
          const column = this.#name(inner);
          if (column !== null) columns.push(column);
        }
        at = close + 1;
      }
      if (this.#word(at) !== 'AS' || this.#operator(at + 1) !== '(') return at;
      const open = at + 1;
      const close = this.#pairs.get(open) ?? last;
      const here = seek && this.#isWithin(open, close);
      if (!here || recursive || this.#nextSet(open + 1, close) < close) {
        this.#enterCte({ name, columns }, open + 1, close, { names, outer, recursive });
      }
      if (here) return this.find(open + 1, close, names, outer);
      at = close + 1;
      if (this.#operator(at) !== ',') return at;
      at++;
    }
  }

  #enterCte(
    { name, columns }: { name: Identifier; columns: Identifier[] },
    first: number,
    last: number,
    { names, outer, recursive }: { names: Names; outer: Frame | null; recursive: boolean },
  ): void {
    const query = this.#read(first, last, parseQuery);
    const { start, end } = name;
    if (query !== null) {
      this.#resolver.enterCte({ kind: 'cte', name, columns, query, start, end }, recursive, names, outer);
      return;
    }
    const items = renamedItems(
      this.items(first, last, names, outer),
      columns.map(column => column.name),
    );
    names.own.set(name.name, { name: name.name, items, start, end });
  }

  #select(first: number, last: number, names: Names | null, outer: Frame | null): Found {
    const clauses = clausesOf(this.#tokens, this.#pairs, first, last);
    const frame = frameOf(names, outer);
    this.#enterTables(clauses, frame);
    const clause = clauses.findLast(({ start }) => start < this.#offset);
    const place = clause === undefined ? 'statement' : this.#placeIn(clause);
    // Columns of the list are seen behind themselves, and by all clauses.
    const seen = place === 'select' ? this.#offset : Number.POSITIVE_INFINITY;
    const list = this.#list(clauses, frame, seen);
    return this.#descend(first, last, { frame, place, list });
  }

  /** Into the query in parentheses that the place is in, if any. */
  #descend(first: number, last: number, found: Found): Found {
    const group = this.#groupHere(first, last);
    if (group === null) return found;
    const [open, close] = group;
    const { frame, place } = found;
    const before = this.#tokens[open - 1]?.text ?? '';
    if (!beginsQuery(this.#tokens, open + 1)) {
      const inTable = place === 'from' && !beforeTable.has(before);
      return this.#descend(open + 1, close, inTable ? { ...found, place: 'on' } : found);
    }
    if (place !== 'from' && place !== 'on') return this.find(open + 1, close, frame.names, frame);
    // A query that stands for a table does not see those beside it; a lateral one those before it.
    if (beforeTable.has(before)) return this.find(open + 1, close, frame.names, frame.outer);
    const start = this.#tokens[open]?.start ?? 0;
    const seen = before === 'LATERAL' ? frame.relations.filter(({ end }) => end <= start) : frame.relations;
    return this.find(open + 1, close, frame.names, { ...frame, relations: seen });
  }

  #enterTables(clauses: readonly Clause[], frame: Frame): void {
    for (const { place, first, last } of clauses) {
      if (place !== 'from') continue;
      const items = this.#read(first, last, parseFrom);
      if (items !== null) for (const item of items) enterFrom(item, frame, this.#resolver);
      else this.#tables(first, last, frame);
    }
  }

  /** The tables of a FROM that cannot be read as a whole, one by one. */
  #tables(first: number, last: number, frame: Frame): void {
    let item = frame.relations.length;
    let at = first;
    while (at < last) {
      const middle = frame.relations.length;
      const begin = at;
      at = this.#table(at, last, frame);
      const using: Identifier[] = [];
      while (at < last && this.#operator(at) !== ',' && this.#word(at) !== 'JOIN') {
        const close = this.#operator(at) === '(' ? this.#pairs.get(at) : undefined;
        if (close !== undefined && this.#word(at - 1) === 'USING') {
          for (let inner = at + 1; inner < close; inner++) {
            const name = this.#name(inner);
            if (name !== null) using.push(name);
          }
        }
        at = (close ?? at) + 1;
      }
      const span = { start: this.#tokens[begin]?.start ?? 0, end: this.#tokens[at - 1]?.end ?? 0 };
      const type = this.#joinType(begin);
      if (middle > item && type !== '') {
        mergeJoined({ type, using, ...span }, frame, item, middle, this.#resolver);
      }
      if (this.#operator(at) === ',') item = frame.relations.length;
      at++;
    }
  }

  /** The words before a joined table; empty for one that is not joined. */
  #joinType(table: number): string {
    if (this.#word(table - 1) !== 'JOIN') return '';
    const words: string[] = ['JOIN'];
    for (let at = table - 2; ['NATURAL', 'FULL', 'RIGHT', 'LEFT', 'OUTER'].includes(this.#word(at)); at--) {
      words.unshift(this.#word(at));
    }
    return words.join(' ');
  }

  /** Enters one table; the index behind it. */
  #table(first: number, last: number, frame: Frame): number {
    let behind = first;
    const node = this.#attempt(first, last, cursor => {
      const factor = parseTableFactor(cursor);
      behind = first + cursor.position;
      return factor;
    });
    if (node !== null) {
      enterFactor(node, frame, this.#resolver);
      return behind;
    }
    let at = first;
    if (this.#word(at) === 'LATERAL') at++;
    if (this.#operator(at) === '(') {
      const close = this.#pairs.get(at) ?? last;
      if (!beginsQuery(this.#tokens, at + 1)) {
        this.#tables(at + 1, close, frame);
        return close + 1;
      }
      const items = this.items(at + 1, close, frame.names, at > first ? frame : frame.outer);
      return this.#enter({ kind: 'query', parts: [], items, table: null }, at, close + 1, last, frame);
    }
    const parts: string[] = [];
    const start = at;
    for (let name = this.#name(at); name !== null && at < last; name = this.#name(at)) {
      parts.push(name.name);
      at++;
      if (this.#operator(at) !== '.') break;
      at++;
    }
    if (this.#operator(at) === '(' && parts.length > 0) return this.#tableFunction(start, at, last, frame);
    if (parts.length === 0 || (parts.length === 1 && noTableAlias.has(this.#word(start)))) return first + 1;
    return this.#enter(namedTable(parts, frame, this.#resolver), start, at, last, frame);
  }

  /** `flatten(…)` or `table(flatten(…))`, whatever is between the parentheses. */
  #tableFunction(first: number, open: number, last: number, frame: Frame): number {
    const name = this.#name(this.#word(first) === 'TABLE' ? open + 1 : open - 1)?.name ?? '';
    const items = functionColumns(name, null) ?? [openTable(null, name)];
    const behind = Math.min((this.#pairs.get(open) ?? open) + 1, last);
    return this.#enter({ kind: 'function', parts: [name], items, table: null }, first, behind, last, frame);
  }

  /** Enters a table with the alias behind it; the index behind both. */
  #enter(
    base: ReturnType<typeof namedTable>,
    first: number,
    behind: number,
    last: number,
    frame: Frame,
  ): number {
    let at = behind;
    if (this.#word(at) === 'AS') at++;
    const alias = at < last ? this.#name(at) : null;
    const named = alias !== null && !(!alias.quoted && noTableAlias.has(alias.name));
    if (named) at++;
    frame.relations.push({
      ...base,
      parts: named ? [alias.name] : base.parts,
      start: this.#tokens[first]?.start ?? 0,
      end: this.#tokens[at - 1]?.end ?? 0,
    });
    return Math.max(at, first + 1);
  }

  /** The columns of the list, all that can be told; enters those that end before a place. */
  #list(clauses: readonly Clause[], frame: Frame, before: number): readonly Item[] {
    const clause = clauses.find(({ place }) => place === 'select');
    if (clause === undefined) return [];
    let first = clause.first;
    if (this.#word(first) === 'DISTINCT' || this.#word(first) === 'ALL') first++;
    if (this.#word(first) === 'TOP') first += 2;
    const items: Item[] = [];
    const behind: Frame = { ...frame, aliases: new Map(frame.aliases) };
    const commas = [...outside(this.#pairs, first, clause.last)].filter(at => this.#operator(at) === ',');
    for (const end of [...commas, clause.last]) {
      const ended = this.#tokens[end - 1]?.end ?? 0;
      const added = end > first ? this.#item(first, end, ended < before ? frame : behind) : [];
      for (const item of added) items.push(item);
      first = end + 1;
    }
    return items;
  }

  #item(first: number, last: number, frame: Frame): readonly Item[] {
    const item = this.#read(first, last, parseItem);
    if (item !== null) return this.#resolver.list([item], frame);
    const name = this.#name(last - 1);
    if (name === null || this.#word(last - 2) !== 'AS') return [];
    const column: Column = {
      kind: 'unknown',
      name: name.name,
      type: null,
      sqlType: 'unknown',
      origins: noOrigins,
      doubts: noDoubts,
    };
    if (!frame.aliases.has(name.name)) frame.aliases.set(name.name, column);
    return [column];
  }

  #placeIn(clause: Clause): ScopePlace {
    if (clause.place !== 'from') return clause.place;
    let place: ScopePlace = 'from';
    for (const at of outside(this.#pairs, clause.first, clause.last)) {
      if ((this.#tokens[at]?.end ?? 0) >= this.#offset) break;
      if (this.#word(at) === 'JOIN' || this.#operator(at) === ',') place = 'from';
      else if (['ON', 'USING', 'MATCH_CONDITION'].includes(this.#word(at))) place = 'on';
    }
    return place;
  }

  /** The side of a UNION that the place is in. */
  #segment(first: number, last: number): [number, number] {
    let from = first;
    for (;;) {
      const to = this.#nextSet(from, last);
      const operator = this.#tokens[to];
      if (to >= last || operator === undefined || this.#offset <= operator.start) return [from, to];
      from = to + 1;
      while (['ALL', 'DISTINCT', 'BY', 'NAME'].includes(this.#word(from))) from++;
    }
  }

  #nextSet(first: number, last: number): number {
    for (const at of outside(this.#pairs, first, last)) {
      if (at > first && setWords.has(this.#word(at))) return at;
    }
    return last;
  }

  /** The parentheses that the place is directly in: their indices, the end where they are not closed. */
  #groupHere(first: number, last: number): [number, number] | null {
    for (const at of outside(this.#pairs, first, last)) {
      if (this.#operator(at) !== '(') continue;
      const close = this.#pairs.get(at);
      if (close !== undefined && this.#isWithin(at, close)) return [at, close];
    }
    return null;
  }

  #isWithin(open: number, close: number): boolean {
    const start = this.#tokens[open]?.end ?? 0;
    const end = this.#tokens[close]?.start ?? Number.POSITIVE_INFINITY;
    return this.#offset >= start && this.#offset <= end;
  }

  /** What the parser makes of exactly these tokens; null where it takes them for something else. */
  #read<T>(first: number, last: number, parse: (cursor: Reader) => T): T | null {
    const key = `${parse.name} ${first} ${last}`;
    const known = this.#parsed.get(key);
    if (known !== undefined) return known as T | null;
    const node = this.#attempt(first, last, cursor => {
      const result = parse(cursor);
      return cursor.done ? result : null;
    });
    this.#parsed.set(key, node);
    return node;
  }

  #attempt<T>(first: number, last: number, parse: (cursor: Reader) => T | null): T | null {
    this.#tokensLeft -= last - first;
    if (this.#tokensLeft < 0) return null;
    try {
      return parse(reader(this.#sql, this.#tokens.slice(first, last)));
    } catch (error) {
      if (error instanceof SyntaxProblem) return null;
      throw error;
    }
  }

  #word(at: number): string {
    const token = this.#tokens[at];
    return token?.kind === 'word' ? token.text : '';
  }

  #operator(at: number): string {
    const token = this.#tokens[at];
    return token?.kind === 'operator' ? token.text : '';
  }

  #name(at: number): Identifier | null {
    const token = this.#tokens[at];
    if (token?.kind !== 'word' && token?.kind !== 'quoted') return null;
    return { name: token.text, quoted: token.kind === 'quoted', start: token.start, end: token.end };
  }
}
