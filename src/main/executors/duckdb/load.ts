import { realpath } from 'node:fs/promises';
import { extname, relative, isAbsolute } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import { executionError } from '../failures.ts';
import { prepareQuery } from './cursor.ts';
import { quoteText, replaceFileToken } from './statements.ts';

const readers: Record<string, string> = {
  '.parquet': 'read_parquet',
  '.csv': 'read_csv',
  '.tsv': 'read_csv',
  '.json': 'read_json',
  '.ndjson': 'read_json',
  '.jsonl': 'read_json',
};

/** The query over a data file, with FILE replaced by what reads it. The file has to lie below `artifacts`. */
export async function queryOverFile(file: string, select: string, artifacts: string): Promise<string> {
  const path = await realpath(file).catch(() => undefined);
  if (path === undefined) {
    throw executionError({ code: 'source_missing', message: `There is no file ${file}`, sqlstate: '58P01' });
  }
  const within = relative(artifacts, path);
  if (within.startsWith('..') || isAbsolute(within)) {
    throw executionError({
      code: 'forbidden',
      message: `Only files in the workspace's folder "artifacts" can be loaded, not ${file}`,
      sqlstate: '42501',
    });
  }
  // Compressed CSV and JSON are recognised by the ending before.
  const ending = extname(path.replace(/\.(gz|zst)$/i, '')).toLowerCase();
  const reader = readers[ending];
  if (reader === undefined) {
    throw executionError({
      code: 'forbidden',
      message: `Files ending in "${ending}" cannot be loaded; possible are ${Object.keys(readers).join(', ')}`,
    });
  }
  return replaceFileToken(select, `${reader}(${quoteText(path)})`);
}

/** What creates the table anew, whatever had its name before. */
export async function loadStatements(
  duckdb: DuckDBConnection,
  relation: Relation,
  query: string,
  replaces: 'table' | 'view' | undefined,
): Promise<string[]> {
  // Refuses anything but one query.
  (await prepareQuery(duckdb, query)).destroySync();
  const name = quoteRelation(relation);
  const statements = [
    `CREATE SCHEMA IF NOT EXISTS ${quoteName(relation.database)}.${quoteName(relation.schema)}`,
  ];
  if (replaces === 'view') statements.push(`DROP VIEW IF EXISTS ${name}`);
  statements.push(`CREATE OR REPLACE TABLE ${name} AS\n${query.replace(/[;\s]+$/, '')}`);
  return statements;
}
