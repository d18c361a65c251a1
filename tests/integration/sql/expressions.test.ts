import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { translateWhole } from '../../../src/main/engine/sql/translation.ts';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';
import { openDuckdb, run } from './duckdb.ts';
import type { Outcome } from './golden/golden.ts';
import { families } from './golden/tables.ts';

let connection: DuckDBConnection;
beforeAll(async () => {
  ({ connection } = await openDuckdb());
});

/** Refused as a preview refuses: what is only warned of runs. */
async function column(sql: string): Promise<(string | null)[]> {
  const { sql: duck } = await translateWhole({ translate } as never, `select ${sql}`);
  return (await run(connection, duck)).rows.map(([value = null]) => value);
}

function expected(outcome: Outcome): (string | null)[] {
  return [outcome].flat().map(value => (value === null ? null : String(value)));
}

/** One query for all that reads no table; each by itself where that fails, so that the failure says which. */
async function outcomes(all: readonly string[]): Promise<Map<string, (string | null)[]>> {
  const plain = all.filter(sql => !/\bfrom\b|\bover\b/i.test(sql));
  const found = new Map<string, (string | null)[]>();
  try {
    const { rows } = await run(connection, translate(`select ${plain.join(',\n')}`).sql);
    plain.forEach((sql, index) => found.set(sql, [rows[0]?.[index] ?? null]));
  } catch {
    // One of them does not run, and does not alone either.
  }
  return found;
}

describe.for(families)('$title', ({ functions }) => {
  test.for(Object.entries(functions))('%s', async ([, { golden }]) => {
    const together = await outcomes(golden.map(([sql]) => sql));
    for (const [sql, outcome] of golden) {
      expect({ sql, is: together.get(sql) ?? (await column(sql)) }).toEqual({ sql, is: expected(outcome) });
    }
  });
});
