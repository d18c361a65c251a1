import type { Check } from '../../../shared/contract/checks.ts';
import { parseName, quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';

/** Rows of a sample. */
export const sampleRows = 20;
/** By so many columns at most are bad rows put in order. */
const orderedColumns = 32;

/** What a check needs to be a query, beside itself. */
export interface QueryParts {
  /** What is looked at. */
  relation: Relation;
  /** What a `relationship` refers to. */
  to: Relation | null;
  /** The compiled text of a `sql` check. */
  sql: string | null;
  readonly quoteText: (text: string) => string;
}

/** The query that returns the bad rows, in the words both engines share; null where rows are not what is wrong. */
export function badRowsQuery(check: Check, { relation, to, sql, quoteText }: QueryParts): string | null {
  const from = quoteRelation(relation);
  switch (check.check) {
    case 'not_null':
      return `SELECT *\nFROM ${from}\nWHERE ${columnOf(check.column)} IS NULL`;
    case 'unique': {
      const columns = check.columns.map(columnOf);
      const present = columns.map(column => `${column} IS NOT NULL`).join(' AND ');
      const list = columns.join(', ');
      return `SELECT ${list}, COUNT(*) AS "TIMES"\nFROM ${from}\nWHERE ${present}\nGROUP BY ${list}\nHAVING COUNT(*) > 1`;
    }
    case 'accepted_values': {
      const values = check.values.map(value => literal(value, quoteText)).join(', ');
      return `SELECT *\nFROM ${from}\nWHERE ${columnOf(check.column)} NOT IN (${values})`;
    }
    case 'relationship': {
      if (to === null) throw new RangeError('a relationship refers to something');
      const column = columnOf(check.column);
      // By a name of its own: in a query within, a column that is not there would be looked for in the one around it.
      const referred = `WITH "referred" AS (SELECT ${columnOf(check.to_column)} AS "KEY" FROM ${quoteRelation(to)})`;
      const there = `SELECT 1 FROM "referred" WHERE "referred"."KEY" = "looked_at".${column}`;
      return `${referred}\nSELECT *\nFROM ${from} AS "looked_at"\nWHERE ${column} IS NOT NULL\n  AND NOT EXISTS (${there})`;
    }
    case 'sql':
      return sql;
    case 'row_count':
    case 'row_change':
    case 'freshness':
      return null;
  }
}

/** Counts the rows of a query. */
export function countQuery(query: string): string {
  return `SELECT COUNT(*) AS "ROWS" FROM (\n${query}\n) AS "bad"`;
}

export function countRowsQuery(relation: Relation): string {
  return `SELECT COUNT(*) AS "ROWS" FROM ${quoteRelation(relation)}`;
}

/** The first bad rows in the order of their values; `ordered` are the places, from 0, of the columns that have an order. */
export function sampleQuery(query: string, ordered: readonly number[]): string {
  const places = ordered.slice(0, orderedColumns).map(place => place + 1);
  const order = places.length === 0 ? '' : ` ORDER BY ${places.join(', ')}`;
  return `SELECT * FROM (\n${query}\n) AS "bad"${order} LIMIT ${sampleRows}`;
}

/** The columns of what is looked at that a check names, as they are written. */
export function columnsOf(check: Check): string[] {
  switch (check.check) {
    case 'not_null':
    case 'accepted_values':
    case 'relationship':
    case 'freshness':
      return [check.column];
    case 'unique':
      return check.columns;
    default:
      return [];
  }
}

function columnOf(text: string): string {
  return quoteName(parseName(text) ?? text);
}

function literal(value: string | number | boolean, quoteText: (text: string) => string): string {
  if (typeof value === 'string') return quoteText(value);
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}
