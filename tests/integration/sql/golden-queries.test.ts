import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KnownTable } from '../../../src/main/engine/sql/types.ts';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';
import { openDuckdb, run, setup, tablesOf } from './duckdb.ts';
import { queryGroups } from './golden/queries.ts';

let connection: DuckDBConnection;
let tables: KnownTable[];
beforeAll(async () => {
  ({ connection } = await openDuckdb());
  for (const statement of setup) await connection.run(statement);
  tables = await tablesOf(connection);
});

describe.for(queryGroups)('$title', ({ queries }) => {
  test.for(queries)('%s', async ([sql, rows]) => {
    const expected = rows.map(row => row.map(value => (value === null ? null : String(value))));
    for (const known of [[], tables]) {
      const { sql: duck, warnings } = translate(sql, known);
      expect(warnings.filter(warning => warning.code === 'snowflake_only')).toEqual([]);
      expect((await run(connection, duck)).rows).toEqual(expected);
    }
  });
});
