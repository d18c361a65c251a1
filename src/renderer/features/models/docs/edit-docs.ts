import type { Docs } from '../../../../shared/contract/docs.ts';
import { matchColumns } from '../../../../shared/domain/docs.ts';

/** The docs with another text about a column; in whatever case it was written before. */
export function withColumn(
  docs: Docs,
  name: string,
  description: string,
  names: readonly string[] | null,
): Docs {
  const written = docs.columns.find(column => column.name === name) ?? alike(docs, name, names);
  if (!written) return { ...docs, columns: [...docs.columns, { name, description }] };
  return {
    ...docs,
    columns: docs.columns.map(column => (column === written ? { ...column, description } : column)),
  };
}

/** What is written about the column under another case of its name. */
function alike(docs: Docs, name: string, names: readonly string[] | null) {
  return docs.columns.find(
    column =>
      column.name.toLowerCase() === name.toLowerCase() &&
      matchColumns(names, [{ ...column, description: 'x' }]).columns?.some(
        known => known.name === name && known.description === 'x',
      ),
  );
}

export function withoutColumn(docs: Docs, name: string): Docs {
  return { ...docs, columns: docs.columns.filter(column => column.name !== name) };
}

export function renamedColumn(docs: Docs, from: string, to: string): Docs {
  return {
    ...docs,
    columns: docs.columns.map(column => (column.name === from ? { ...column, name: to } : column)),
  };
}
