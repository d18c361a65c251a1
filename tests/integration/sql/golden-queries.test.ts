import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';
import { openDuckdb, run, setup } from './duckdb.ts';
import { queryGroups } from './golden/queries.ts';

let connection: DuckDBConnection;
beforeAll(async () => {
  ({ connection } = await openDuckdb());
  for (const statement of setup) await connection.run(statement);
});

describe.for(queryGroups)('$title', ({ queries }) => {
  test.for(queries)('%s', async ([sql, rows]) => {
    const { sql: duck, warnings } = translate(sql);
    expect(warnings.filter(warning => warning.code === 'snowflake_only')).toEqual([]);
    const expected = rows.map(row => row.map(value => (value === null ? null : String(value))));
    expect((await run(connection, duck)).rows).toEqual(expected);
  });
});
