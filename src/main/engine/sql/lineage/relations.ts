import type { Call, Factor, FromItem, Join, TableFactor } from '../syntax/tree.ts';
import { argument } from '../translate/rules.ts';
import type { SqlType } from '../translate/context.ts';
import { expressionColumn } from './expressions.ts';
import {
  type Column,
  columnsOf,
  findCte,
  type Frame,
  frameOf,
  isComplete,
  isOpen,
  type Item,
  noDoubts,
  noOrigins,
  openTable,
  type Relation,
  type Resolving,
  strongest,
  unionDoubts,
} from './model.ts';
import { lookUp, renamedItems, tableWords } from './open.ts';
import { pivoted, unpivoted } from './pivots.ts';
import { everyColumn } from './stars.ts';
import { merge } from './sets.ts';

/** Enters the tables of one element of FROM into a frame. */
export function enterFrom(item: FromItem, frame: Frame, resolving: Resolving): void {
  const first = frame.relations.length;
  enterFactor(item.left, frame, resolving);
  for (const join of item.joins) {
    const middle = frame.relations.length;
    enterFactor(join.right, frame, resolving);
    mergeJoined(join, frame, first, middle, resolving);
  }
}

/** What USING and NATURAL make one column of: that of the left side, of the right one in a RIGHT JOIN, in a FULL one both. */
export function mergeJoined(
  join: Pick<Join, 'type' | 'using' | 'start' | 'end'>,
  frame: Frame,
  first: number,
  middle: number,
  resolving: Resolving,
): void {
  const natural = join.type.includes('NATURAL');
  if (join.using.length === 0 && !natural) return;
  const left = frame.relations.slice(first, middle);
  const right = frame.relations.slice(middle);
  const names = natural ? commonNames(left, right) : join.using.map(({ name }) => name);
  if (natural && ![...left, ...right].every(relation => isComplete(relation.items))) {
    const doubt = resolving.doubt('Which columns NATURAL JOIN makes one of both sides is not known', join);
    for (const relation of [...left, ...right]) {
      relation.items = relation.items.map(item =>
        isOpen(item) ? { ...item, doubts: unionDoubts([item.doubts, new Set([doubt])]) } : item,
      );
    }
  }
  for (const name of names) {
    const a = frame.merged.get(name) ?? oneOf(left, name);
    const b = oneOf(right, name);
    const column = join.type.includes('RIGHT') ? (b ?? a) : (a ?? b);
    if (column === null) continue;
    const both = join.type.includes('FULL') && a !== null && b !== null;
    frame.merged.set(name, both ? { ...merge(a, b), kind: strongest([a.kind, b.kind, 'derived']) } : column);
  }
}

function commonNames(left: readonly Relation[], right: readonly Relation[]): string[] {
  const other = new Set(right.flatMap(({ items }) => columnsOf(items).map(({ name }) => name)));
  const own = left.flatMap(({ items }) => columnsOf(items).map(({ name }) => name));
  return [...new Set(own.filter(name => other.has(name)))];
}

function oneOf(relations: readonly Relation[], name: string): Column | null {
  const found = relations.map(relation => lookUp(relation.items, name));
  const columns = found.flatMap(({ columns }) => columns);
  const possible = found.flatMap(({ possible }) => possible);
  return columns[0] ?? (possible.length === 1 ? (possible[0] ?? null) : null);
}

/** One table with what stands behind it. */
export function enterFactor(node: TableFactor, frame: Frame, resolving: Resolving): void {
  if (node.factor.kind === 'joined' && node.alias === null && node.clauses.length === 0) {
    enterFrom(node.factor.item, frame, resolving);
    return;
  }
  const base = baseOf(node.factor, frame, resolving);
  let { items } = base;
  for (const clause of node.clauses) {
    if (clause.kind === 'pivot') items = pivoted(items, clause, frame, resolving);
    else if (clause.kind === 'unpivot') items = unpivoted(items, clause);
    else if (clause.kind === 'match_recognize') {
      const doubt = resolving.doubt('The columns of MATCH_RECOGNIZE are not read', clause);
      items = [openTable(null, 'MATCH_RECOGNIZE', doubt)];
    }
  }
  items = renamedItems(
    items,
    node.columns.map(({ name }) => name),
  );
  const parts = node.alias === null ? base.parts : [node.alias.name];
  frame.relations.push({ ...base, parts, items, start: node.start, end: node.end });
}

type Base = Omit<Relation, 'start' | 'end'>;

function baseOf(factor: Factor, frame: Frame, resolving: Resolving): Base {
  switch (factor.kind) {
    case 'table': {
      if (factor.name === null) {
        const doubt = resolving.doubt('The name of this table is computed when the query runs', factor);
        return { kind: 'table', parts: [], items: [openTable(null, 'a table', doubt)], table: null };
      }
      return namedTable(
        factor.name.map(part => part.name),
        frame,
        resolving,
      );
    }
    case 'derived': {
      const kind = factor.query.body.kind === 'values' ? 'values' : 'query';
      const outer = factor.lateral ? frame : frame.outer;
      return { kind, parts: [], items: resolving.query(factor.query, frame.names, outer), table: null };
    }
    case 'function':
      return {
        kind: 'function',
        parts: [factor.call.name.at(-1)?.name ?? ''],
        items: functionItems(factor.call, frame, resolving),
        table: null,
      };
    case 'stage': {
      const doubt = resolving.doubt('The columns of a stage are not known', factor);
      return { kind: 'stage', parts: [], items: [openTable(null, 'a stage', doubt)], table: null };
    }
    case 'joined': {
      const inside: Frame = { ...frameOf(frame.names, frame.outer), parameters: frame.parameters };
      enterFrom(factor.item, inside, resolving);
      return { kind: 'query', parts: [], items: everyColumn(inside), table: null };
    }
  }
}

/** A table or a name of WITH. */
export function namedTable(parts: readonly string[], frame: Frame, resolving: Resolving): Base {
  const [only] = parts;
  const cte = parts.length === 1 && only !== undefined ? findCte(only, frame.names) : undefined;
  if (cte !== undefined) return { kind: 'cte', parts, items: cte.items, table: null };
  const known = resolving.known(parts);
  return { kind: 'table', parts, items: known ?? [openTable(parts, tableWords(parts))], table: parts };
}

const flatten: [string, string, SqlType][] = [
  ['SEQ', 'NUMBER', 'integer'],
  ['KEY', 'VARCHAR', 'text'],
  ['PATH', 'VARCHAR', 'text'],
  ['INDEX', 'NUMBER', 'integer'],
  ['VALUE', 'VARIANT', 'variant'],
  ['THIS', 'VARIANT', 'variant'],
];
const split: [string, string, SqlType][] = [
  ['SEQ', 'NUMBER', 'integer'],
  ['INDEX', 'NUMBER', 'integer'],
  ['VALUE', 'VARCHAR', 'text'],
];

/** The columns of a table function; what it takes apart is where they come from. */
function functionItems(call: Call, frame: Frame, resolving: Resolving): readonly Item[] {
  const name = call.name.length === 1 ? (call.name[0]?.name ?? '') : '';
  if (name === 'GENERATOR') return [];
  const input = argument(call, 'INPUT', 0);
  // Tables before it in FROM are seen by what is lateral.
  const columns = functionColumns(
    name,
    input === undefined ? null : expressionColumn(input, frame, resolving),
  );
  if (columns !== null) return columns;
  const words = `the table function ${tableWords(call.name.map(part => part.name))}`;
  return [openTable(null, words, resolving.doubt(`The columns of ${words} are not known`, call))];
}

/** The columns of a table function by its name, made of `from`; null where they are not known. */
export function functionColumns(name: string, from: Column | null): readonly Item[] | null {
  const columns = name === 'FLATTEN' ? flatten : /^(?:STRTOK_)?SPLIT_TO_TABLE$/.test(name) ? split : null;
  const kind = from === null || from.kind === 'constant' ? 'constant' : strongest([from.kind, 'derived']);
  return (
    columns?.map(([column, type, sqlType]) => ({
      kind,
      name: column,
      type,
      sqlType,
      origins: from?.origins ?? noOrigins,
      doubts: from?.doubts ?? noDoubts,
    })) ?? null
  );
}
