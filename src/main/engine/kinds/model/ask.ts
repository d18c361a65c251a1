import type { Cell } from '../../../../shared/contract/common.ts';
import type { Context } from '../../context.ts';
import type { QueryTag } from '../../ports.ts';
import type { Work } from '../kind.ts';

/** Answers are a few rows; whatever asks says so in its query. */
const pageRows = 100;

/** The rows of a query that is asked beside the scripts of a run. Throws `ExecutionError`. */
export async function ask(
  { executor, session, signal }: Work,
  { ids }: Context,
  tag: QueryTag | undefined,
  sql: string,
): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  const request = { queryId: ids.uuid(), session, ...(tag && { tag }), sql, pageRows };
  for await (const page of executor.query(request, signal)) rows.push(...page.rows);
  return rows;
}
