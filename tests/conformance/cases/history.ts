import { quoteName } from '../../../src/shared/domain/relation.ts';
import { textOf, type Trial } from '../trial.ts';

/** A statement as the account's own history has it. */
export interface Remembered {
  id: string;
  status: string;
  tag: Record<string, unknown>;
  text: string;
}

/** What the account itself remembers of a script, oldest first. */
export async function remembered(trial: Trial, queryId: string): Promise<Remembered[]> {
  const history = `${quoteName(trial.session.database ?? '')}.INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER`;
  const rows = await trial.rows(
    `SELECT QUERY_ID, EXECUTION_STATUS, QUERY_TAG, QUERY_TEXT FROM TABLE(${history}(RESULT_LIMIT => 1000)) WHERE QUERY_TAG LIKE '%${queryId}%' ORDER BY START_TIME`,
  );
  return rows.map(([id, status, tag, text]) => ({
    id: textOf(id),
    status: textOf(status),
    tag: JSON.parse(textOf(tag)) as Record<string, unknown>,
    text: textOf(text),
  }));
}
