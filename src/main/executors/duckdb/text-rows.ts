import type { DuckDBConnection } from '@duckdb/node-api';

/** Rows of one of our own queries, whose columns are all text; what is NULL is empty. */
export async function textRows(duckdb: DuckDBConnection, sql: string): Promise<string[][]> {
  const reader = await duckdb.runAndReadAll(sql);
  return reader.getRows().map(row => row.map(cell => (typeof cell === 'string' ? cell : '')));
}
