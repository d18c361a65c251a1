import { closest } from './names.ts';

interface ColumnDoc {
  name: string;
  description: string;
}
interface Docs {
  description: string;
  columns: ColumnDoc[];
}

export const noDocs: Docs = { description: '', columns: [] };

/** Docs without what says nothing: what is equal to read is equal to compare. */
export function trimmedDocs({ description, columns }: Docs): Docs {
  const said = (text: string) => text.trim() !== '';
  return {
    description: said(description) ? description : '',
    columns: columns
      .filter(column => said(column.description))
      .map(({ name, description: text }) => ({ name, description: text })),
  };
}

export function sameDocs(a: Docs, b: Docs): boolean {
  return JSON.stringify(trimmedDocs(a)) === JSON.stringify(trimmedDocs(b));
}

/**
 * Holds what is written about columns against the columns there are. Names are compared as they are, then without regard
 * to case where that names one column only. `columns` is null where nobody knows them: then nothing is unknown.
 */
export function matchColumns(columns: readonly string[] | null, documented: readonly ColumnDoc[]) {
  const known = columns?.map(name => ({ name, description: '' })) ?? null;
  if (known === null) return { columns: null, unknown: [] };
  const left = documented.filter(doc => {
    const column = known.find(({ name }) => name === doc.name) ?? onlyOne(known, doc.name);
    if (!column || column.description !== '') return true;
    column.description = doc.description;
    return false;
  });
  const free = known.filter(({ description }) => description === '').map(({ name }) => name);
  const unknown = left.map(doc => ({ ...doc, meant: closest(doc.name, free) ?? null }));
  return { columns: known, unknown };
}

function onlyOne<T extends { name: string }>(columns: readonly T[], name: string): T | undefined {
  const alike = columns.filter(column => column.name.toLowerCase() === name.toLowerCase());
  return alike.length === 1 ? alike[0] : undefined;
}

/** One part of the docs that is not the same in two of them; `column` is null for the description of the model. */
export interface DocsChange {
  column: string | null;
  before: string;
  after: string;
}

export function docsChanges(a: Docs, b: Docs): DocsChange[] {
  const changes: DocsChange[] = [];
  if (a.description !== b.description) {
    changes.push({ column: null, before: a.description, after: b.description });
  }
  const names = new Set([...a.columns, ...b.columns].map(({ name }) => name));
  for (const name of names) {
    const [before, after] = [a, b].map(
      ({ columns }) => columns.find(column => column.name === name)?.description ?? '',
    ) as [string, string];
    if (before !== after) changes.push({ column: name, before, after });
  }
  return changes;
}
