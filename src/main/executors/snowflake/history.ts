import { quoteName } from '../../../shared/domain/relation.ts';
import { executionError } from '../failures.ts';
import { isoInstant } from './cells.ts';
import { statementParameters } from './parameters.ts';
import type { Lease } from './sessions.ts';
import { quoteText } from './statements.ts';
import { partOf, type ScriptPart, scriptMark } from './tags.ts';

/** A statement of a script as Snowflake's history has it. */
export interface PastStatement {
  queryId: string;
  state: 'running' | 'succeeded' | 'failed';
  errorCode: string | null;
  errorMessage: string | null;
  rows: number | null;
  part: ScriptPart;
}

/** The most that the history tells at once. */
const pageRows = 10_000;
/** It reaches back seven days: no more pages than a user who never rests could fill. */
const maxPages = 200;

/**
 * The statements of a script by their tag, in the order they came; none only where Snowflake has no trace of one. The
 * history tells the latest 10,000 statements of the user, so it is gone through page by page; it is up to date within
 * a moment, and what still runs is in it.
 */
export async function findScript(
  lease: Lease,
  script: string,
  database: string | null,
): Promise<PastStatement[]> {
  if (database === null) {
    throw executionError({
      code: 'warehouse_error',
      message:
        'The history of statements is asked for in a database, and neither session nor script names one',
      hint: 'Set the database of the environment',
    });
  }
  const parameters = statementParameters(lease.surroundings);
  let before = '';
  for (let page = 0; page < maxPages; page++) {
    const history = `TABLE(${quoteName(database)}.INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER(${before}RESULT_LIMIT => ${pageRows}))`;
    const { rows } = await lease.session.ask({
      sql: `SELECT QUERY_ID, EXECUTION_STATUS, ERROR_CODE, ERROR_MESSAGE, ROWS_PRODUCED, QUERY_TAG FROM ${history} WHERE CONTAINS(QUERY_TAG, ${quoteText(scriptMark(script))}) ORDER BY START_TIME`,
      parameters,
    });
    const found = rows.flatMap(row => pastStatement(row, script));
    if (found.length > 0) return found;
    const oldest = await lease.session.ask({
      sql: `SELECT COUNT(*), MIN(END_TIME) FROM ${history}`,
      parameters,
    });
    const [count, end] = oldest.rows[0] ?? [];
    if (Number(count) < pageRows || end === null || end === undefined) return [];
    before = `END_TIME_RANGE_END => ${quoteText(isoInstant(end))}::TIMESTAMP_LTZ, `;
  }
  return [];
}

function pastStatement(row: (string | null)[], script: string): PastStatement[] {
  const [queryId, status, errorCode, errorMessage, rows, tag] = row;
  const part = partOf(tag ?? '');
  if (typeof queryId !== 'string' || part?.script !== script) return [];
  return [
    {
      queryId,
      state: stateOf(status ?? ''),
      errorCode: errorCode ?? null,
      errorMessage: errorMessage ?? null,
      rows: rows === null || rows === undefined ? null : Number(rows),
      part,
    },
  ];
}

/** By the history's words: SUCCESS, FAIL, FAILED_WITH_ERROR, INCIDENT, RUNNING, QUEUED, BLOCKED, RESUMING_WAREHOUSE, … */
function stateOf(status: string): PastStatement['state'] {
  if (/^SUCCESS/i.test(status)) return 'succeeded';
  return /FAIL|INCIDENT|ABORTED|DISCONNECTED/i.test(status) ? 'failed' : 'running';
}
