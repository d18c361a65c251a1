import type { SourceColumn, TableRef } from '../types.ts';
import type { Column } from './model.ts';

/** A table by the parts of its name; what the text leaves out is null. */
export function tableRef(parts: readonly string[]): TableRef {
  const [name, schema, database] = parts.toReversed();
  return { database: database ?? null, schema: schema ?? null, name: name ?? '' };
}

/** How a column comes about, and from which columns of tables. */
export function originsOf({ kind, origins, doubts }: Column): {
  derivation: Column['kind'];
  sources: SourceColumn[];
  undecided: string[];
} {
  return {
    derivation: kind,
    sources: [...origins.values()].map(({ table, column, certain }) => ({
      ...tableRef(table),
      column,
      certain,
    })),
    undecided: [...doubts].map(({ message }) => message),
  };
}
