import type { Expression, Identifier } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
import { aggregateFunctions } from '../translate/functions/aggregates.ts';

/** A column of a query: its name and what it is calculated from, down to the tables. */
export interface CanonicalColumn {
  name: string;
  form: string;
  /** The form without an outermost cast, to tell a change of type from other changes. */
  uncast: string;
}

/**
 * A query without layout, aliases and the names of WITH: columns resolved to what they are calculated from, and the rest
 * by what it is about ("the filter"). Two queries with the same form give the same rows.
 */
export interface CanonicalQuery {
  columns: CanonicalColumn[];
  /** False where a `*` stands for columns that only the warehouse knows. */
  complete: boolean;
  /** Everything that decides about the rows, by the words for it. */
  parts: Map<string, string>;
  /** The tables and joins with the queries of WITH by their names: the same while only those changed. */
  tables: string;
  /** The queries of WITH, for naming the place of a change. */
  ctes: Map<string, CanonicalQuery>;
}

export interface Relation {
  /** What qualifies its columns: the alias, or the parts of the name. */
  names: string[];
  columns: Map<string, string> | null;
}

export interface Frame {
  relations: Relation[];
  ctes: ReadonlyMap<string, CanonicalQuery | null>;
  outer: Frame | null;
}

export const unimportant = new Set(['start', 'end', 'kind', 'argsEnd', 'aliasAt', 'quoted', 'tailStart']);
const aggregates = new Set(Object.keys(aggregateFunctions));

export function column(name: string, form: string): CanonicalColumn {
  return { name, form, uncast: form };
}

export function canonical(columns: CanonicalColumn[], parts: Map<string, string>): CanonicalQuery {
  return { columns, complete: true, parts, tables: '', ctes: new Map() };
}

export function renameColumns(query: CanonicalQuery, names: readonly Identifier[]): CanonicalQuery {
  if (names.length === 0) return query;
  return {
    ...query,
    columns: query.columns.map((old, index) => ({ ...old, name: names[index]?.name ?? old.name })),
  };
}

export function nameOf(item: { value: Expression; alias: Identifier | null }): string {
  if (item.alias !== null) return item.alias.name;
  return item.value.kind === 'column' ? (item.value.parts.at(-1)?.name ?? '') : '';
}

export function forms(columns: readonly CanonicalColumn[]): string {
  return columns.map(({ name, form }) => `${name}=${form}`).join(', ');
}

export function allColumns({ columns }: Relation): string {
  return columns === null ? '*' : [...columns].map(([name, form]) => `${name}=${form}`).join(',');
}

/** An aggregate that is no window function. */
export function hasAggregate(node: Expression): boolean {
  let found = false;
  walk(node, inner => {
    if (inner.kind === 'call' && inner.over === null && aggregates.has(inner.name.at(-1)?.name ?? ''))
      found = true;
    return !found && inner.kind !== 'subquery';
  });
  return found;
}

/** Children are compared by themselves. */
export function holdsNodes(value: object): boolean {
  if ('kind' in value) return true;
  const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return parts.some(part => typeof part === 'object' && part !== null && holdsNodes(part));
}

export function plain(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) =>
    key === 'start' || key === 'end' || key === 'quoted' ? undefined : inner,
  );
}
