import type { Expression, Query, Window } from '../syntax/tree.ts';
import type { SqlType } from '../translate/context.ts';
import type { Span } from '../tokens.ts';
import type { Derivation } from '../types.ts';

/**
 * How a column comes about: copied (`identity`), calculated from values of its row (`derived`), of a window of rows, of a
 * group of rows, from no column at all, or in a way that cannot be told. Of several, the most far-reaching.
 */
export type ColumnKind = Derivation['derivation'];

/** A column of a table, which a column of the query has its values from. */
export interface Origin {
  /** The parts of the table's name as the text has them. */
  table: readonly string[];
  /** `*` for all of the table's columns, where they are not known. */
  column: string;
  /** False where another one is possible as well. */
  certain: boolean;
}

/** By table and column. */
export type Origins = ReadonlyMap<string, Origin>;

/** Something that the text alone does not decide, and where. */
export interface Doubt extends Span {
  message: string;
}

/** A column of a query or table. */
export interface Column {
  kind: ColumnKind;
  name: string;
  /** As the table's owner names it, or Snowflake's; null where it is not known. */
  type: string | null;
  /** The type as the rules for functions know it. */
  sqlType: SqlType;
  origins: Origins;
  doubts: ReadonlySet<Doubt>;
}

/** The columns of a table that are not known, or those of them that a star leaves over. */
export interface Open {
  kind: 'open';
  /** Null for what is no table, such as a stage or a function. */
  table: readonly string[] | null;
  /** It in words. */
  what: string;
  excluded: ReadonlySet<string>;
  /** Of `* ILIKE`. */
  like: RegExp | null;
  /** Tables that give the same columns as well: the other sides of a set operation. */
  others: readonly Open[];
  /** The star of the query that stands for them. */
  star: Span | null;
  doubts: ReadonlySet<Doubt>;
}

export type Item = Column | Open;

/** Something in FROM, or the result of a query. */
export interface Relation extends Span {
  kind: 'table' | 'cte' | 'query' | 'values' | 'function' | 'stage';
  /** What its columns can be qualified with: the alias, or the parts of the name. */
  parts: readonly string[];
  /** In their order. */
  items: readonly Item[];
  /** The parts of its name, where it is a table. */
  table: readonly string[] | null;
}

/** A name of WITH, and those in sight before it. */
export interface Cte extends Span {
  name: string;
  items: readonly Item[];
}

export interface Names {
  own: Map<string, Cte>;
  outer: Names | null;
}

/** What names mean at a place in a query. */
export interface Frame {
  relations: Relation[];
  /** Columns that USING and NATURAL make one of both sides, in their order. */
  merged: Map<string, Column>;
  /** The columns of the list, which later ones and the clauses may use. */
  aliases: Map<string, Column>;
  parameters: ReadonlySet<string>;
  windows: ReadonlyMap<string, Window>;
  names: Names | null;
  outer: Frame | null;
}

/** What the parts of the resolution ask of the whole. */
export interface Resolving {
  /** The columns of a table; undefined where nobody told them. */
  known(table: readonly string[]): readonly Column[] | undefined;
  /** The same one for the same place. */
  doubt(message: string, place: Span): Doubt;
  /** An expression as a column without a name. */
  column(node: Expression, frame: Frame): Column;
  typeOf(node: Expression, frame: Frame): Pick<Column, 'type' | 'sqlType'>;
  /** The text without its comments. */
  source(place: Span): string;
  /** The columns of a query. */
  query(query: Query, names: Names | null, outer: Frame | null): readonly Item[];
  /** What names mean within a query; of several joined by UNION and the like, in none of them. */
  inside(query: Query, names: Names | null, outer: Frame | null): Frame;
}

export const noOrigins: Origins = new Map();
export const noDoubts: ReadonlySet<Doubt> = new Set();

export function frameOf(names: Names | null, outer: Frame | null): Frame {
  return {
    relations: [],
    merged: new Map(),
    aliases: new Map(),
    parameters: new Set(),
    windows: new Map(),
    names,
    outer,
  };
}

export function findCte(name: string, names: Names | null): Cte | undefined {
  for (let place = names; place !== null; place = place.outer) {
    const found = place.own.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isOpen(item: Item): item is Open {
  return item.kind === 'open';
}

export function isComplete(items: readonly Item[]): boolean {
  return !items.some(isOpen);
}

export function columnsOf(items: readonly Item[]): Column[] {
  return items.filter((item): item is Column => !isOpen(item));
}

export function opensOf(items: readonly Item[]): Open[] {
  return items.filter(isOpen);
}

export function openTable(table: readonly string[] | null, what: string, doubt?: Doubt): Open {
  return {
    kind: 'open',
    table,
    what,
    excluded: new Set(),
    like: null,
    others: [],
    star: null,
    doubts: doubt === undefined ? noDoubts : new Set([doubt]),
  };
}

export function originKey(table: readonly string[], column: string): string {
  return JSON.stringify([table, column]);
}

export function originOf(table: readonly string[], column: string, certain = true): Origins {
  return new Map([[originKey(table, column), { table, column, certain }]]);
}

/** All origins of several columns; one that is certain anywhere is certain. */
export function union(all: readonly Origins[]): Origins {
  const filled = all.filter(origins => origins.size > 0);
  const [only] = filled;
  if (only === undefined) return noOrigins;
  if (filled.every(origins => origins === only || covers(only, origins))) return only;
  const result = new Map<string, Origin>();
  for (const origins of filled) {
    for (const [key, origin] of origins) if (!result.get(key)?.certain) result.set(key, origin);
  }
  return result;
}

function covers(all: Origins, some: Origins): boolean {
  if (some.size > all.size) return false;
  for (const [key, { certain }] of some) {
    const known = all.get(key);
    if (known === undefined || (certain && !known.certain)) return false;
  }
  return true;
}

/** Of a column; nobody reads more. */
export const maxDoubts = 20;

export function unionDoubts(all: readonly ReadonlySet<Doubt>[]): ReadonlySet<Doubt> {
  const filled = all.filter(doubts => doubts.size > 0);
  const [only] = filled;
  if (only === undefined) return noDoubts;
  if (only.size >= maxDoubts || filled.every(doubts => doubts === only)) return only;
  const result = new Set<Doubt>();
  for (const doubts of filled) {
    for (const doubt of doubts) if (result.size < maxDoubts) result.add(doubt);
  }
  return result;
}

export function uncertain(origins: Origins): Origins {
  return new Map([...origins].map(([key, origin]) => [key, { ...origin, certain: false }]));
}

const reach: ColumnKind[] = ['constant', 'identity', 'derived', 'windowed', 'aggregated'];

/** The most far-reaching of several; `unknown` only where nothing else is known. */
export function strongest(kinds: readonly ColumnKind[]): ColumnKind {
  const known = kinds.map(kind => reach.indexOf(kind)).filter(index => index >= 0);
  if (known.length === 0) return kinds.length === 0 ? 'constant' : 'unknown';
  const best = reach[Math.max(...known)] ?? 'constant';
  // Beside something unknown, a constant says nothing.
  return best === 'constant' && kinds.includes('unknown') ? 'unknown' : best;
}
