import type { Cell } from '../../../../shared/contract/common.ts';
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
  { ids }: Context,
  tag: QueryTag | undefined,
  sql: string,
): Promise<Cell[][]> {
  const { executor, session, signal } = work;
  const rows: Cell[][] = [];
  const request = { queryId: ids.uuid(), session, ...(tag && { tag }), sql, pageRows };
  for await (const page of executor.query(request, signal)) rows.push(...page.rows);
  return rows;
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
