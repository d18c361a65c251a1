import type { CatalogMatch } from '../../../shared/contract/catalog.ts';
import type { CatalogEntry } from '../ports.ts';

interface Found {
  match: CatalogMatch;
  /** Lower is better. */
  rank: number;
}

/**
 * Tables whose full name, or columns whose name, has all words of a text, in any case and order; a dot parts words too.
 * Best first: the name itself, names that begin with it, then that have it at the beginning of a word, then anywhere; names
 * before columns; short ones before long ones.
 */
export function searchCatalog(
  entries: Iterable<CatalogEntry>,
  text: string,
  limit: number,
): { matches: CatalogMatch[]; total: number } {
  const words = text
    .toLowerCase()
    .split(/[\s."]+/)
    .filter(Boolean);
  if (words.length === 0) return { matches: [], total: 0 };
  const found: Found[] = [];
  for (const entry of entries) {
    const full = `${entry.database}.${entry.schema}.${entry.name}`.toLowerCase();
    const missing = words.filter(word => !full.includes(word));
    if (missing.length === 0) found.push({ match: matchOf(entry), rank: rankOf(entry.name, words) });
    // Words may be parted between a table and its column, as in "orders amount".
    else findColumns(entry, words, missing, found);
  }
  found.sort(
    (a, b) =>
      a.rank - b.rank || a.match.name.length - b.match.name.length || compare(a.match.name, b.match.name),
  );
  return { matches: found.slice(0, limit).map(({ match }) => match), total: found.length };
}

const columnRank = 10;

function findColumns(entry: CatalogEntry, words: string[], missing: string[], found: Found[]): void {
  for (const column of entry.columns) {
    const name = column.name.toLowerCase();
    if (!missing.every(word => name.includes(word))) continue;
    const { name: columnName, type } = column;
    const match = { ...matchOf(entry), column: { name: columnName, type } };
    found.push({ match, rank: columnRank + rankOf(columnName, words) });
  }
}

function matchOf({ database, schema, name, type, comment }: CatalogEntry): CatalogMatch {
  return { database, schema, name, type, ...(comment && { comment }) };
}

function rankOf(name: string, words: string[]): number {
  const lower = name.toLowerCase();
  const ranks = words.map(word => {
    const at = lower.indexOf(word);
    if (at < 0) return 4;
    if (lower === word) return 0;
    if (at === 0) return 1;
    return /[^\p{L}\p{N}]/u.test(lower[at - 1] ?? '') ? 2 : 3;
  });
  return Math.min(...ranks);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
