import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../../src/main/engine/sql/analyze.ts';
import { rename } from '../../../src/main/engine/sql/rename.ts';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';
import type { SourceRef } from '../../../src/main/engine/sql/types.ts';
import { openDuckdb, run, setup } from './duckdb.ts';
import { queryGroups } from './golden/queries.ts';

/** Where the sources of an environment may be: names that need quotes, in another database. */
const other = { database: 'PROD LAKE', schema: 'Raw' };

let connection: DuckDBConnection;
beforeAll(async () => {
  ({ connection } = await openDuckdb());
  for (const statement of setup) await connection.run(statement);
  await connection.run(`ATTACH ':memory:' AS "${other.database}"`);
  await connection.run(`CREATE SCHEMA "${other.database}"."${other.schema}"`);
  for (const name of ['FLIGHTS', 'EVENTS']) {
    await connection.run(
      `CREATE TABLE "${other.database}"."${other.schema}"."${name} 2" AS SELECT * FROM memory.main."${name}"`,
    );
    await connection.run(`DROP TABLE memory.main."${name}"`);
  }
});

function sourcesOf(sql: string): SourceRef[] {
  return analyze(sql).statements.flatMap(({ sources }) => sources);
}

function mapped(sql: string, name: (old: string) => string): string {
  return rename(
    sql,
    sourcesOf(sql).map(({ start, end, name: old }) => ({
      start,
      end,
      relation: { ...other, name: name(old) },
    })),
  );
}

/** The mapped text with the names of the original in place of its own. */
function undone(sql: string, original: string): string {
  const names = sourcesOf(original).map(({ start, end }) => original.slice(start, end));
  return sourcesOf(sql).reduceRight(
    (text, { start, end }, index) => text.slice(0, start) + names[index] + text.slice(end),
    sql,
  );
}

const all = queryGroups.flatMap(({ queries }) => queries);
const reading = all.filter(([sql]) => sourcesOf(sql).length > 0);

test('most of the queries read tables', () => expect(reading.length).toBeGreaterThan(150));

describe('source mapping', () => {
  test.for(reading)('%s', async ([sql, rows]) => {
    const sources = sourcesOf(sql);
    const same = mapped(sql, name => name);
    // Every table is found again, at its new name, and nothing but names has changed.
    expect(sourcesOf(same).map(({ database, schema, name }) => ({ database, schema, name }))).toEqual(
      sources.map(({ name }) => ({ ...other, name })),
    );
    expect(undone(same, sql)).toBe(sql);
    // The tables are there under their new names only, and the rows are those of the original.
    const renamed = mapped(sql, name => `${name} 2`);
    expect(sourcesOf(renamed).map(({ alias }) => alias ?? '')).toHaveLength(sources.length);
    const expected = rows.map(row => row.map(value => (value === null ? null : String(value))));
    expect((await run(connection, translate(renamed).sql)).rows).toEqual(expected);
  });
});
