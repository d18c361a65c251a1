import { statementParameters } from './parameters.ts';
import type { Lease } from './sessions.ts';
import { quoteText } from './statements.ts';
import { records } from './target-counts.ts';

/** The name of a script's transaction. */
export function transactionName(script: string): string {
  return `slipway ${script}`;
}

/**
 * Ends a transaction that was left open by a session that is lost: it would hold its locks for hours. True when there was
 * one, and so nothing of it had taken effect.
 */
export async function abortTransaction(lease: Lease, name: string): Promise<boolean> {
  const parameters = statementParameters(lease.surroundings);
  const answer = await lease.session.ask({ sql: 'SHOW TRANSACTIONS', parameters });
  const open = records(answer).find(record => record['name'] === name);
  if (open?.['id'] === null || open?.['id'] === undefined) return false;
  await lease.session.ask({ sql: `SELECT SYSTEM$ABORT_TRANSACTION(${quoteText(open['id'])})`, parameters });
  return true;
}
