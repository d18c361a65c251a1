import { sameEnd } from '../qualifiers.ts';
import type { Identifier } from '../syntax/tree.ts';
import type { Span } from '../tokens.ts';
import { isBareFunction } from '../translate/types.ts';
import {
  type Column,
  type Doubt,
  type Frame,
  isOpen,
  noDoubts,
  noOrigins,
  type Relation,
  type Resolving,
  uncertain,
  union,
  unionDoubts,
} from './model.ts';
import { lookUp, tableWords } from './open.ts';

/** What a name with its qualifiers stands for at a place. Columns of tables win over those of the list, as in Snowflake. */
export function resolveName(parts: readonly Identifier[], frame: Frame, resolving: Resolving): Column {
  const last = parts.at(-1);
  const name = last?.name ?? '';
  const span = { start: parts[0]?.start ?? 0, end: last?.end ?? 0 };
  const qualifier = parts.slice(0, -1).map(part => part.name);
  const position = /^\$(\d+)$/.exec(name)?.[1];
  const found =
    position !== undefined
      ? byPosition(Number(position), qualifier, frame, span, resolving)
      : qualifier.length > 0
        ? qualified(name, qualifier, frame, span, resolving)
        : unqualified(name, frame, span, resolving);
  if (found !== null) return found;
  if (parts.length === 1 && last?.quoted === false) {
    if (isBareFunction(name)) return plain(name, 'constant');
  }
  const doubt = resolving.doubt(`${tableWords(parts.map(part => part.name))} is in none of the tables`, span);
  return plain(name, 'unknown', doubt);
}

/** The relation that a qualifier names, from the inside out. */
export function relationNamed(qualifier: readonly string[], frame: Frame): Relation | undefined {
  for (let place: Frame | null = frame; place !== null; place = place.outer) {
    const found = place.relations.find(relation => sameEnd(relation.parts, qualifier));
    if (found !== undefined) return found;
  }
  return undefined;
}

function qualified(
  name: string,
  qualifier: readonly string[],
  frame: Frame,
  span: Span,
  resolving: Resolving,
): Column | null {
  const relation = relationNamed(qualifier, frame);
  if (relation === undefined) return null;
  const { columns, possible } = lookUp(relation.items, name);
  return choose(columns, possible, name, span, resolving);
}

function unqualified(name: string, frame: Frame, span: Span, resolving: Resolving): Column | null {
  for (let place: Frame | null = frame; place !== null; place = place.outer) {
    if (place.parameters.has(name)) return plain(name, 'constant');
    const merged = place.merged.get(name);
    if (merged !== undefined) return merged;
    const columns: Column[] = [];
    const possible: Column[] = [];
    for (const relation of place.relations) {
      const found = lookUp(relation.items, name);
      columns.push(...found.columns);
      possible.push(...found.possible);
    }
    if (columns.length > 0) return choose(columns, [], name, span, resolving);
    const alias = place.aliases.get(name);
    if (alias !== undefined) {
      if (possible.length === 0) return alias;
      const doubt = resolving.doubt(
        `${tableWords([name])} is taken for the column of the list; a table's column of that name would go before it`,
        span,
      );
      return { ...alias, doubts: unionDoubts([alias.doubts, new Set([doubt])]) };
    }
    if (possible.length > 0) return inner(possible, name, place, span, resolving);
  }
  return null;
}

/** A column that a table of unknown columns may have, where a query around this one may have it too. */
function inner(
  possible: readonly Column[],
  name: string,
  frame: Frame,
  span: Span,
  resolving: Resolving,
): Column | null {
  const column = choose([], possible, name, span, resolving);
  let outside: Column | null = null;
  for (let place = frame.outer; place !== null && outside === null; place = place.outer) {
    outside = [...place.relations].flatMap(relation => lookUp(relation.items, name).columns)[0] ?? null;
  }
  if (column === null || outside === null) return column;
  const doubt = resolving.doubt(`${tableWords([name])} may be of this query or of the one around it`, span);
  return {
    ...column,
    origins: union([uncertain(column.origins), uncertain(outside.origins)]),
    doubts: unionDoubts([column.doubts, outside.doubts, new Set([doubt])]),
  };
}

/** One of several columns of a name; of tables whose columns are not known, any may have it. */
function choose(
  columns: readonly Column[],
  possible: readonly Column[],
  name: string,
  span: Span,
  resolving: Resolving,
): Column | null {
  const candidates = columns.length > 0 ? columns : possible;
  const [first] = candidates;
  if (first === undefined) return columns.length + possible.length > 0 ? plain(name, 'unknown') : null;
  if (candidates.length === 1) return first;
  const doubt = resolving.doubt(
    columns.length > 0
      ? `${tableWords([name])} is ambiguous: several tables have it`
      : `${tableWords([name])} can be of several tables, whose columns are not known`,
    span,
  );
  return {
    ...first,
    type: null,
    sqlType: 'unknown',
    kind: candidates.every(column => column.kind === first.kind) ? first.kind : 'unknown',
    origins: uncertain(union(candidates.map(column => column.origins))),
    doubts: unionDoubts([...candidates.map(column => column.doubts), new Set([doubt])]),
  };
}

/** `$2`: the second column of what the query reads. */
function byPosition(
  position: number,
  qualifier: readonly string[],
  frame: Frame,
  span: Span,
  resolving: Resolving,
): Column | null {
  const relation = qualifier.length > 0 ? relationNamed(qualifier, frame) : frame.relations[0];
  if (relation === undefined || (qualifier.length === 0 && frame.relations.length > 1)) return null;
  const before = relation.items.slice(0, position);
  const item = before[position - 1];
  if (item !== undefined && !before.some(isOpen)) return isOpen(item) ? null : item;
  if (!before.some(isOpen)) return null;
  return plain(
    `$${position}`,
    'unknown',
    resolving.doubt(`Which column stands in place ${position} is not known`, span),
  );
}

function plain(name: string, kind: Column['kind'], doubt?: Doubt): Column {
  const doubts = doubt === undefined ? noDoubts : new Set([doubt]);
  return { kind, name, type: null, sqlType: 'unknown', origins: noOrigins, doubts };
}
