import { ExecutionError, type Recall, type RecallRequest } from '../../engine/ports.ts';
import type { ErrorContext } from './error-context.ts';
import { asDriverError, troubleOf } from './errors.ts';
import { findScript, type PastStatement } from './history.ts';
import { changedRows } from './script.ts';
import type { Lease } from './sessions.ts';
import { countTarget } from './target-counts.ts';
import { abortTransaction, transactionName } from './transactions.ts';
import { workingStatuses } from './statement-run.ts';
import { executionError } from '../failures.ts';

type Mapped = (cause: unknown, context: Partial<ErrorContext>) => ExecutionError;

/**
 * What became of a script, asked in another session than its own. By the query id that is known, where that alone is the
 * answer; else by the tag of its statements, all of which have its id. `unknown` means that Snowflake has no trace of it;
 * whatever else goes wrong is an error, and no answer.
 */
export async function recallScript(
  lease: Lease,
  request: RecallRequest,
  mapped: Mapped,
): Promise<Recall & { queryIds: string[] }> {
  const { warehouseQueryId, queryId, session, target } = request;
  if (warehouseQueryId !== null) {
    const byId = await recallById(lease, warehouseQueryId, target, mapped);
    if (byId) return { ...byId, queryIds: [warehouseQueryId] };
  }
  const find = () => findScript(lease, queryId, session.database ?? target?.relation.database ?? null);
  let past = await find();
  // One that is not open any more was rolled back, or committed since the history was looked at.
  if (endsOpen(past) && !(await abortTransaction(lease, transactionName(queryId)))) past = await find();
  const queryIds = past.filter(({ state }) => state === 'running').map(each => each.queryId);
  return { ...(await recallByTag(lease, past, request, mapped)), queryIds };
}

/** Nothing of a transaction runs, and its COMMIT has not been seen. */
function endsOpen(past: PastStatement[]): boolean {
  const of = past.at(-1)?.part.of ?? 1;
  const seen = ({ state, part }: PastStatement) =>
    state === 'running' || (state === 'succeeded' && part.statement === of);
  return of > 1 && !past.some(seen);
}

/** Null when more is to be looked at: Snowflake does not know the id, or it is one of several statements. */
async function recallById(
  lease: Lease,
  queryId: string,
  target: RecallRequest['target'],
  mapped: Mapped,
): Promise<Recall | null> {
  const status = await lease.session.statusOf(queryId);
  if (status.startsWith('NO_')) return null;
  if (workingStatuses.has(status)) return { state: 'running' };
  try {
    const statement = await lease.session.resultOf(queryId);
    const rows = changedRows(statement);
    const names = lease.session.columnsOf(statement).map(({ name }) => name);
    // A change of rows, or a question, may be in a transaction that was never committed.
    if (rows !== null || !commitsItself(names)) return null;
    return { state: 'succeeded', rows: await rowsOf(lease, target) };
  } catch (cause) {
    if (troubleOf(cause) !== 'refused') throw cause;
    return { state: 'failed', failure: mapped(cause, { queryId }).failure };
  }
}

/** What defines something answers with its status, COMMIT as well; and a block, which is a script of its own. */
function commitsItself([name, ...more]: string[]): boolean {
  return more.length === 0 && (name === 'status' || name === 'anonymous block');
}

async function recallByTag(
  lease: Lease,
  past: PastStatement[],
  { target }: RecallRequest,
  mapped: Mapped,
): Promise<Recall> {
  const last = past.at(-1);
  if (!last) return { state: 'unknown' };
  if (past.some(({ state }) => state === 'running')) return { state: 'running' };
  const failed = past.find(({ state }) => state === 'failed');
  const { of } = last.part;
  const done = past.find(({ state, part }) => state === 'succeeded' && part.statement === of);
  if (done && of > 1) return { state: 'succeeded', rows: sum(past) };
  if (done) {
    const found = await recallById(lease, done.queryId, target, mapped);
    return found ?? { state: 'succeeded', rows: done.rows };
  }
  if (failed) return { state: 'failed', failure: failureOf(failed, mapped) };
  return {
    state: 'failed',
    failure: executionError({
      code: 'lost',
      message: 'Its transaction was not committed: nothing of the script took effect',
      sqlstate: '40003',
      query_id: last.queryId,
      retryable: true,
    }).failure,
  };
}

async function rowsOf(lease: Lease, target: RecallRequest['target']): Promise<number | null> {
  return target?.type === 'table' ? ((await countTarget(lease, target.relation))?.rows ?? null) : null;
}

/** Of the statements between BEGIN and COMMIT. */
function sum(past: PastStatement[]): number | null {
  const changed = past.slice(1, -1).flatMap(({ rows }) => rows ?? []);
  return changed.length === 0 ? null : changed.reduce((total, rows) => total + rows, 0);
}

function failureOf({ queryId, errorCode, errorMessage }: PastStatement, mapped: Mapped) {
  const cause = Object.assign(asDriverError(new Error(errorMessage ?? 'The statement failed')), {
    code: (errorCode ?? '').padStart(6, '0'),
  });
  return mapped(cause, { queryId }).failure;
}
