import { quoteName, type Relation } from '../../../shared/domain/relation.ts';
import { statementParameters } from './parameters.ts';
import type { Answer } from './session.ts';
import type { Lease } from './sessions.ts';
import { quotePattern } from './statements.ts';

export interface Counts {
  rows: number | null;
  bytes: number | null;
}

/**
 * Rows and bytes of a table that was just built, which CREATE TABLE … AS does not tell. By SHOW, which needs no warehouse;
 * null when that goes wrong, as nothing hangs on it.
 */
export async function countTarget(lease: Lease, relation: Relation): Promise<Counts | null> {
  try {
    const answer = await lease.session.ask({
      sql: `SHOW TABLES LIKE ${quotePattern(relation.name)} IN SCHEMA ${quoteName(relation.database)}.${quoteName(relation.schema)}`,
      parameters: statementParameters(lease.surroundings),
    });
    const [row] = records(answer).filter(record => record['name'] === relation.name);
    return row ? { rows: numberOf(row['rows']), bytes: numberOf(row['bytes']) } : null;
  } catch {
    return null;
  }
}

/** The rows of a SHOW by the names of its columns, which are in lower case. */
export function records({ columns, rows }: Answer): Record<string, string | null>[] {
  return rows.map(row =>
    Object.fromEntries(columns.map(({ name }, index) => [name.toLowerCase(), row[index] ?? null])),
  );
}

export function numberOf(text: string | null | undefined): number | null {
  const value = text === null || text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
