import { sameEnd } from './qualifiers.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayName, parseNameParts } from '../../../shared/domain/relation.ts';
import { readScript } from './statements.ts';
import { reservedWords } from './syntax/reserved.ts';
import type { Identifier, Node, Query, QueryBody, Select, TableFactor } from './syntax/tree.ts';
import { canRecur, childrenOf } from './syntax/walk.ts';
import type { Span } from './tokens.ts';

/** A name that a query gives and uses itself. */
export interface SqlSymbol {
  /** A common table expression, or the alias of something in FROM. */
  kind: 'cte' | 'alias';
  /** Unquoted names in upper case. */
  name: string;
  /** Where it is given, then where it is used; UTF-16 offsets. */
  spans: Span[];
}

/** What columns can be qualified with, in one FROM. */
interface Frame {
  entries: { parts: string[]; symbol: SqlSymbol | null }[];
  outer: Frame | null;
}

interface Symbols {
  symbols: SqlSymbol[];
  /** Each WITH and each FROM: the names given in it, with those of tables without an alias. */
  places: string[][];
}

/** The CTE or alias at an offset of a text; null where there is something else. Statements that cannot be read have none. */
export function symbolAt(sql: string, offset: number): SqlSymbol | null {
  return at(symbolsOf(sql), offset) ?? null;
}

export interface SymbolEdit extends Span {
  text: string;
}

/**
 * The edits that give the CTE or alias at an offset another name, in the order of the text. `name` is as people write it:
 * with quotes where it needs them. What comes out is read again: every name must mean what it did.
 */
export function renameSymbol(sql: string, offset: number, name: string): SymbolEdit[] {
  const before = symbolsOf(sql);
  const symbol = at(before, offset);
  if (symbol === undefined) {
    throw new SlipwayError(
      'validation',
      'Here is nothing to rename: it has to be a name of WITH or an alias of FROM',
      {
        hint: 'Tables, models and columns keep their names: other things read them',
      },
    );
  }
  const text = name.trim();
  const parts = parseNameParts(text);
  const [wanted] = parts ?? [];
  if (wanted === undefined || parts?.length !== 1) {
    throw new SlipwayError('validation', `"${text}" is no name`, {
      hint: 'Write it in double quotes to use any characters',
    });
  }
  if (reservedWords.has(text.toUpperCase())) {
    throw new SlipwayError('validation', `${text.toUpperCase()} is a word of SQL`, {
      hint: `Write it in double quotes: "${text}"`,
    });
  }
  if (wanted === symbol.name) return [];
  const edits = symbol.spans
    .map(({ start, end }) => ({ start, end, text }))
    .sort((a, b) => a.start - b.start);
  const after = symbolsOf(applyEdits(sql, edits));
  const meantSame =
    after.symbols.length === before.symbols.length &&
    before.symbols.every(({ kind, spans, name: old }, index) => {
      const now = after.symbols[index];
      const expected = before.symbols[index] === symbol ? wanted : old;
      return now?.kind === kind && now.spans.length === spans.length && now.name === expected;
    });
  const twice = after.places.some(
    (names, index) => repeats(names, wanted) > 1 && repeats(before.places[index] ?? [], wanted) <= 1,
  );
  if (!meantSame || twice) {
    throw new SlipwayError('conflict', `${displayName(wanted)} names something else here already`, {
      hint: 'Choose a name that is not in use',
    });
  }
  return edits;
}

const repeats = (names: readonly string[], name: string) => names.filter(other => other === name).length;

function at({ symbols }: Symbols, offset: number): SqlSymbol | undefined {
  return symbols.find(({ spans }) => spans.some(({ start, end }) => start <= offset && offset <= end));
}

/** A text with edits in its order that do not overlap. */
export function applyEdits(sql: string, edits: readonly SymbolEdit[]): string {
  return edits
    .toReversed()
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), sql);
}

function symbolsOf(sql: string): Symbols {
  const walker = new SymbolWalker();
  for (const { query } of readScript(sql).script.statements) if (query) walker.query(query, new Map(), null);
  return walker;
}

/** Goes through a query as sources.ts does, and notes what names in it refer to. */
class SymbolWalker implements Symbols {
  readonly symbols: SqlSymbol[] = [];
  readonly places: string[][] = [];

  query(query: Query, names: ReadonlyMap<string, SqlSymbol>, outer: Frame | null): void {
    const inSight = new Map(names);
    if (query.ctes.length > 0) this.places.push(query.ctes.map(cte => cte.name.name));
    for (const cte of query.ctes) {
      const symbol = this.add('cte', cte.name);
      // One that does not refer to itself may still be named like what it reads.
      const recursive = query.recursive || canRecur(cte.query.body);
      this.query(cte.query, recursive ? new Map(inSight).set(symbol.name, symbol) : inSight, outer);
      inSight.set(symbol.name, symbol);
    }
    const frame = this.body(query.body, inSight, outer);
    for (const item of query.orderBy) this.node(item, inSight, frame);
    for (const count of [query.limit, query.offset]) if (count !== null) this.node(count, inSight, frame);
  }

  /** Returns the frame that ORDER BY behind the body sees. */
  body(body: QueryBody, names: ReadonlyMap<string, SqlSymbol>, outer: Frame | null): Frame {
    const frame: Frame = { entries: [], outer };
    if (body.kind === 'select') this.select(body, names, frame);
    else if (body.kind === 'nested') this.query(body.query, names, outer);
    else if (body.kind === 'set') for (const operand of body.operands) this.body(operand, names, outer);
    else for (const row of body.rows) this.node(row, names, frame);
    return frame;
  }

  select(select: Select, names: ReadonlyMap<string, SqlSymbol>, frame: Frame): void {
    for (const item of select.from) this.node(item, names, frame);
    this.places.push(frame.entries.map(({ parts }) => parts.at(-1) ?? ''));
    for (const child of childrenOf(select)) if (child.kind !== 'from') this.node(child, names, frame);
  }

  node(node: Node, names: ReadonlyMap<string, SqlSymbol>, frame: Frame): void {
    if (node.kind === 'query') return this.query(node, names, frame);
    if (node.kind === 'factor') this.factor(node, names, frame);
    if (node.kind === 'column') return this.qualifier(node.parts.slice(0, -1), frame);
    if (node.kind === 'star') this.qualifier(node.qualifier, frame);
    for (const child of childrenOf(node)) this.node(child, names, frame);
  }

  factor(factor: TableFactor, names: ReadonlyMap<string, SqlSymbol>, frame: Frame): void {
    const table = factor.factor.kind === 'table' ? factor.factor.name : null;
    const [first] = table ?? [];
    const cte = table?.length === 1 && first ? (names.get(first.name) ?? null) : null;
    if (cte && first) cte.spans.push({ start: first.start, end: first.end });
    if (factor.alias) {
      const symbol = this.add('alias', factor.alias);
      frame.entries.push({ parts: [symbol.name], symbol });
    } else if (table) {
      frame.entries.push({ parts: table.map(part => part.name), symbol: cte });
    }
  }

  qualifier(written: readonly Identifier[], frame: Frame): void {
    const parts = written.map(part => part.name);
    const [first] = written;
    if (first === undefined) return;
    for (let scope: Frame | null = frame; scope !== null; scope = scope.outer) {
      const entry = scope.entries.find(candidate => sameEnd(candidate.parts, parts));
      if (entry === undefined) continue;
      if (parts.length === 1) entry.symbol?.spans.push({ start: first.start, end: first.end });
      return;
    }
  }

  add(kind: SqlSymbol['kind'], { name, start, end }: Identifier): SqlSymbol {
    const symbol: SqlSymbol = { kind, name, spans: [{ start, end }] };
    this.symbols.push(symbol);
    return symbol;
  }
}
