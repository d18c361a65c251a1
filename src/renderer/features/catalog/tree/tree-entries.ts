import type { CatalogMatch, CatalogTable } from '../../../../shared/contract/catalog.ts';
import { displayName, displayRelation } from '../../../../shared/domain/relation.ts';
import type { TreeEntry } from '../../../ui/tree-entry.ts';

export type CatalogNode =
  | { kind: 'database'; database: string }
  | { kind: 'schema'; database: string; schema: string; tables: number }
  | {
      kind: 'table';
      table: Pick<CatalogTable, 'database' | 'schema' | 'name' | 'type' | 'comment' | 'model'>;
    }
  | { kind: 'match'; match: CatalogMatch }
  /** Something that is said in the place of what would be below. */
  | { kind: 'note'; text: string; database: string; failed: boolean };

/** What is known of a database that is unfolded. */
export interface DatabaseState {
  schemas?: readonly { name: string; tables: readonly CatalogTable[] }[] | undefined;
  truncated?: boolean | undefined;
  /** A sentence. */
  error?: string | undefined;
}

export const databaseKey = (database: string) => JSON.stringify([database]);
export const schemaKey = (database: string, schema: string) => JSON.stringify([database, schema]);
export const tableKey = ({ database, schema, name }: { database: string; schema: string; name: string }) =>
  JSON.stringify([database, schema, name]);

/** The tree as it is to be seen: what is folded up without what is in it. */
export function treeEntries(
  databases: readonly string[],
  stateOf: (database: string) => DatabaseState,
  isOpen: (key: string) => boolean,
): TreeEntry<CatalogNode>[] {
  return databases.flatMap(database => {
    const key = databaseKey(database);
    const expanded = isOpen(key);
    const root: TreeEntry<CatalogNode> = { key, level: 1, expanded, item: { kind: 'database', database } };
    return expanded ? [root, ...inDatabase(database, stateOf(database), isOpen)] : [root];
  });
}

function inDatabase(
  database: string,
  { schemas, truncated, error }: DatabaseState,
  isOpen: (key: string) => boolean,
): TreeEntry<CatalogNode>[] {
  const note = (text: string, failed = false): TreeEntry<CatalogNode> => ({
    key: JSON.stringify([database, 'note', text]),
    level: 2,
    item: { kind: 'note', text, database, failed },
  });
  if (error !== undefined) return [note(error, true)];
  if (schemas === undefined) return [note('Reading…')];
  if (schemas.length === 0) return [note('No schemas that the role sees')];
  const entries = schemas.flatMap(({ name: schema, tables }) => {
    const key = schemaKey(database, schema);
    const expanded = tables.length === 0 ? undefined : isOpen(key);
    const item: CatalogNode = { kind: 'schema', database, schema, tables: tables.length };
    const branch: TreeEntry<CatalogNode> = { key, level: 2, expanded, item };
    if (!expanded) return [branch];
    const leaves = tables.map(
      (table): TreeEntry<CatalogNode> => ({ key: tableKey(table), level: 3, item: { kind: 'table', table } }),
    );
    return [branch, ...leaves];
  });
  return truncated ? [...entries, note('There are more: search by name')] : entries;
}

/** What a search found, flat. */
export function matchEntries(matches: readonly CatalogMatch[]): TreeEntry<CatalogNode>[] {
  return matches.map(match => ({
    key: match.column ? JSON.stringify([tableKey(match), match.column.name]) : tableKey(match),
    level: 1,
    item: { kind: 'match', match },
  }));
}

/** How a node is called where it is copied. */
export function nodeName(node: CatalogNode): string {
  switch (node.kind) {
    case 'database':
      return displayName(node.database);
    case 'schema':
      return `${displayName(node.database)}.${displayName(node.schema)}`;
    case 'table':
      return displayRelation(node.table);
    case 'match':
      return node.match.column ? displayName(node.match.column.name) : displayRelation(node.match);
    case 'note':
      return node.text;
  }
}
