import { quoteName } from '../../../shared/domain/relation.ts';
import { executionError } from '../failures.ts';
import { isMissing } from './catalog.ts';
import { isoInstant } from './cells.ts';
import { statementParameters } from './parameters.ts';
import type { Lease } from './sessions.ts';
import { quoteText } from './statements.ts';
import { partOf, type ScriptPart, scriptMark } from './tags.ts';
import { records } from './target-counts.ts';

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
 * history is that of the user, in whatever database it is asked for: where the one in question is not there, another does.
 */
export async function findScript(
  lease: Lease,
  script: string,
  database: string | null,
): Promise<PastStatement[]> {
  try {
    if (database !== null) return await findIn(lease, script, database);
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
  }
  return await findIn(lease, script, await anyDatabase(lease));
}

async function anyDatabase(lease: Lease): Promise<string> {
  const parameters = statementParameters(lease.surroundings);
  const [found] = records(await lease.session.ask({ sql: 'SHOW DATABASES', parameters }));
  const name = found?.['name'];
  if (typeof name === 'string') return name;
  throw executionError({
    code: 'warehouse_error',
    message: 'The history of statements is asked for in a database, and the role may see none',
    hint: 'Grant the role of the environment USAGE on a database',
  });
}

/**
 * The history tells the latest 10,000 statements of the user, so it is gone through page by page; it is up to date within a
 * moment, and what still runs is in it.
 */
async function findIn(lease: Lease, script: string, database: string): Promise<PastStatement[]> {
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
