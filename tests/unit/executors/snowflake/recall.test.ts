import { expect, test } from 'vitest';
import { ExecutionError } from '../../../../src/main/engine/ports.ts';
import { failure } from '../../../../src/main/executors/failures.ts';
import { recallScript } from '../../../../src/main/executors/snowflake/recall.ts';
import type { Lease } from '../../../../src/main/executors/snowflake/sessions.ts';
import { queryTag } from '../../../../src/main/executors/snowflake/tags.ts';

const surroundings = { role: null, warehouse: null, database: 'DB', schema: null };
const request = { queryId: 's-1', warehouseQueryId: null, session: surroundings, target: undefined };
const mapped = (cause: unknown) =>
  new ExecutionError(failure({ code: 'warehouse_error', message: String(cause) }));

const past = (statement: number) => [
  `id-${statement}`,
  'SUCCESS',
  null,
  null,
  statement === 2 ? '7' : null,
  queryTag(undefined, { script: 's-1', statement, of: 3 }),
];

/** An account with these transactions, whose history tells one thing after the other. */
function account(transactions: string[], ...histories: (string | null)[][][]) {
  const asked: string[] = [];
  const ask = ({ sql }: { sql: string }) => {
    asked.push(sql);
    if (sql !== 'SHOW TRANSACTIONS') {
      return Promise.resolve({
        columns: [],
        rows: sql.includes('QUERY_TAG') ? (histories.shift() ?? []) : [],
      });
    }
    const columns = ['id', 'name'].map(name => ({ name, type: 'text', precision: null, scale: null }));
    return Promise.resolve({ columns, rows: transactions.map(name => ['17', name]) });
  };
  return { asked, lease: { surroundings, session: { ask } } as unknown as Lease };
}

test('a transaction that is open is ended, and took no effect', async () => {
  const { asked, lease } = account(['other', 'slipway s-1'], [past(1), past(2)]);
  expect(await recallScript(lease, request, mapped)).toMatchObject({
    state: 'failed',
    failure: { code: 'lost', retryable: true },
  });
  expect(asked.at(-1)).toBe("SELECT SYSTEM$ABORT_TRANSACTION('17')");
});

test('a transaction that is not open any more may have been committed just now', async () => {
  const committed = account([], [past(1), past(2)], [past(1), past(2), past(3)]);
  expect(await recallScript(committed.lease, request, mapped)).toMatchObject({ state: 'succeeded', rows: 7 });
  const rolledBack = account([], [past(1), past(2)], [past(1), past(2)]);
  expect(await recallScript(rolledBack.lease, request, mapped)).toMatchObject({
    state: 'failed',
    failure: { code: 'lost' },
  });
});
