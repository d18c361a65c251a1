import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { Warning } from '../../../src/shared/contract/common.ts';
import { duckdbPrelude } from '../../../src/main/engine/sql/duckdb-macros.ts';
import type { KnownTable } from '../../../src/main/engine/sql/types.ts';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';

export interface Result {
  columns: string[];
  rows: (string | null)[][];
  types: string[];
}

/** An instance as the executor opens it: with the prelude, time zone UTC. */
export async function openDuckdb(
  path = ':memory:',
): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run("SET GLOBAL TimeZone = 'UTC'");
  for (const statement of duckdbPrelude) await connection.run(statement);
  return { instance, connection };
}

export async function run(connection: DuckDBConnection, sql: string): Promise<Result> {
  const result = await connection.runAndReadAll(sql);
  return {
    columns: result.deduplicatedColumnNames(),
    rows: result.getRowsJson().map(row => row.map(asText)),
    types: result.columnTypes().map(type => type.alias ?? type.toString()),
  };
}

export async function runSnowflake(connection: DuckDBConnection, sql: string): Promise<Result> {
  return run(connection, translate(sql).sql);
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Tables the golden statements read; Snowflake would have them with these names and types. */
export const setup = [
  `CREATE TABLE "FLIGHTS" AS SELECT * FROM (VALUES
    (DATE '2001-01-01', 'ATL', 'LAX', 10, 500.5, TIMESTAMP '2001-01-01 08:15:00'),
    (DATE '2001-01-02', 'ATL', 'JFK', -5, 100.0, TIMESTAMP '2001-01-02 23:59:59.5'),
    (DATE '2001-02-01', 'LAX', 'ATL', 40, 0.0, TIMESTAMP '2001-02-01 00:00:00'),
    (DATE '2001-02-28', 'LAX', NULL, NULL, 12.25, NULL)
  ) AS t("DATE", "ORIGIN", "DESTINATION", "DELAY", "DISTANCE", "TS")`,
  `CREATE TABLE "EVENTS" ("ID" INTEGER, "V" JSON, "AT" TIMESTAMP)`,
  `INSERT INTO "EVENTS" VALUES
    (1, '{"name":"Bob","age":41,"score":12.5,"tags":["x","y"],"home":{"city":"Rome","zip":"00100"},"gone":null,"ok":true}', '2020-01-01 10:00:00'),
    (2, '{"name":"Ann","age":7,"score":3,"tags":[],"home":{"city":"Oslo"},"ok":false}', '2020-06-15 12:30:45.678'),
    (3, NULL, NULL)`,
];

/** The tables of a connection, as the warehouse tells the translation of them. */
export async function tablesOf(connection: DuckDBConnection): Promise<KnownTable[]> {
  const { rows } = await run(
    connection,
    `SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY table_oid, column_index`,
  );
  const tables = Map.groupBy(rows, ([table]) => table ?? '');
  return [...tables].map(([table, columns]) => ({
    written: [table],
    columns: columns.map(([, name, type]) => ({ name: name ?? '', type: type ?? '' })),
  }));
}

export function warningsOf(sql: string): Warning[] {
  return translate(sql).warnings;
}
