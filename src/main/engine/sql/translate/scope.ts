import { sameEnd } from '../qualifiers.ts';
import type { Identifier } from '../syntax/tree.ts';
import type { OutputColumn, Relation, Scope, SqlType } from './context.ts';

/** A scope that sees what another one sees, with nothing of its own. */
export function innerScope(outer: Scope | null): Scope {
  return {
    relations: [],
    aliases: new Map(),
    ctes: outer?.ctes ?? new Map(),
    parameters: outer?.parameters ?? new Set(),
    outer,
  };
}

export interface Resolved {
  type: SqlType;
  scale?: number | undefined;
  relation: Relation | null;
  /** Whether it belongs to a query around this one. */
  outer: boolean;
  /** Whether it may be an alias of the select list. */
  alias?: boolean;
}

/** What a column refers to, as far as that can be known. Columns of tables win over aliases, as in Snowflake. */
export function resolveColumn(parts: readonly Identifier[], scope: Scope): Resolved {
  const name = parts.at(-1)?.name ?? '';
  const qualifier = parts.slice(0, -1).map(part => part.name);
  for (let place: Scope | null = scope; place !== null; place = place.outer) {
    const relations =
      qualifier.length === 0
        ? place.relations
        : place.relations.filter(relation => sameEnd(relation.parts, qualifier));
    for (const relation of relations) {
      const column = columnNamed(name, relation);
      if (column !== undefined)
        return { type: column.type, scale: column.scale, relation, outer: place !== scope };
    }
    if (qualifier.length > 0 && relations.length > 0)
      return { type: 'unknown', relation: relations[0] ?? null, outer: place !== scope };
    const alias = qualifier.length === 0 ? place.aliases.get(name) : undefined;
    if (alias !== undefined) return { type: alias, relation: null, outer: place !== scope, alias: true };
    // A table whose columns are not known may have it.
    if (relations.some(relation => relation.columns === null)) {
      return { type: 'unknown', relation: null, outer: place !== scope };
    }
  }
  return { type: 'unknown', relation: null, outer: false };
}

/** `$2`: the second column of what the query reads. */
export function positionalColumn(parts: readonly Identifier[], scope: Scope): OutputColumn | undefined {
  const position = /^\$(\d+)$/.exec(parts.at(-1)?.name ?? '')?.[1];
  if (position === undefined) return undefined;
  const qualifier = parts.slice(0, -1).map(part => part.name);
  const relations =
    qualifier.length === 0
      ? scope.relations
      : scope.relations.filter(relation => sameEnd(relation.parts, qualifier));
  return relations.length === 1 ? relations[0]?.columns?.[Number(position) - 1] : undefined;
}

/** DuckDB finds a column by its name in any case. */
function columnNamed(name: string, { columns }: Relation): OutputColumn | undefined {
  return (
    columns?.find(column => column.name === name) ??
    columns?.find(column => column.name.toUpperCase() === name.toUpperCase())
  );
}
