import type { Cell, Column } from '../../../../shared/contract/common.ts';
import { recordsOf } from '../../catalog/records.ts';
import type { Context } from '../../context.ts';
import { isExecutorGone, type QueryTag } from '../../ports.ts';
import type { Work } from '../kind.ts';

/** Answers are a few rows; whatever asks says so in its query. */
const pageRows = 100;
/** Once more when the executor was lost: a question can be asked twice. */
const tries = 2;

/** The rows of a query that is asked beside the scripts of a run. Throws `ExecutionError`. */
export async function ask(
  work: Work,
  context: Context,
  tag: QueryTag | undefined,
  sql: string,
): Promise<Cell[][]> {
  return (await answerTo(work, context, tag, sql)).rows;
}

/** The same with each row by the names of its columns. */
export async function askRecords(
  work: Work,
  context: Context,
  tag: QueryTag | undefined,
  sql: string,
): Promise<Record<string, Cell>[]> {
  return recordsOf(await answerTo(work, context, tag, sql));
}

async function answerTo(
  { executor, session, signal }: Work,
  { ids }: Context,
  tag: QueryTag | undefined,
  sql: string,
): Promise<{ columns: Column[]; rows: Cell[][] }> {
  let columns: Column[] = [];
  const rows: Cell[][] = [];
  const request = { queryId: ids.uuid(), session, ...(tag && { tag }), sql, pageRows };
  for await (const page of executor.query(request, signal)) {
    columns = page.columns;
    rows.push(...page.rows);
  }
  return { columns, rows };
}

/** The same of what a run cannot go on without. */
export async function askAgain(
  work: Work,
  context: Context,
  tag: QueryTag | undefined,
  sql: string,
): Promise<Cell[][]> {
  for (let left = tries - 1; ; left--) {
    try {
      return await ask(work, context, tag, sql);
    } catch (cause) {
      const over = left === 0 || work.signal.aborted || context.closing.aborted;
      if (over || !isExecutorGone(cause)) throw cause;
    }
  }
}
