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
  { executor, session, signal }: Work,
  { ids, closing }: Context,
  tag: QueryTag | undefined,
  sql: string,
): Promise<Cell[][]> {
  for (let left = tries - 1; ; left--) {
    const rows: Cell[][] = [];
    const request = { queryId: ids.uuid(), session, ...(tag && { tag }), sql, pageRows };
    try {
      for await (const page of executor.query(request, signal)) rows.push(...page.rows);
      return rows;
    } catch (cause) {
      if (!isExecutorGone(cause) || left === 0 || signal.aborted || closing.aborted) throw cause;
    }
  }
}
