import { splitTokens } from '../../../../src/main/engine/sql/split.ts';
import { type SnowflakeError, sqlErrors } from '../errors.ts';
import type { Answer } from '../results.ts';
import { runAlter, runComment, runDrop } from './alter.ts';
import { runChange, runTruncate, type Change } from './change.ts';
import { runCreate } from './create.ts';
import { runGrant } from './grants.ts';
import { runQuery } from './query.ts';
import { runAlterSession, runTransaction, runUse } from './session.ts';
import { substitute } from './substitute.ts';
import { parsing, readerOf, syntaxAt, tokensOf } from './syntax.ts';
import type { Work } from './work.ts';

/** The statements of a text, each with its own text. */
export function splitStatements(sql: string): string[] {
  const tokens = tokensOf(sql);
  return splitTokens(tokens).map(({ first, last }) =>
    sql.slice(tokens[first]?.start ?? 0, tokens[last - 1]?.end ?? sql.length),
  );
}

/** Runs the one statement of a text. */
export async function runStatement(work: Work, sql: string): Promise<Answer> {
  try {
    return await dispatch(work, sql);
  } finally {
    for (const leftover of work.statement.leftovers) await work.session.lake.run(leftover);
  }
}

async function dispatch(work: Work, sql: string): Promise<Answer> {
  const cursor = readerOf(sql);
  const word = cursor.word();
  if (word === 'SELECT' || word === 'WITH' || word === 'VALUES' || cursor.operator() === '(') {
    work.statement.queryType = 'SELECT';
    return runQuery(work, await substitute(work, sql), sql);
  }
  switch (word) {
    case 'INSERT':
    case 'UPDATE':
    case 'DELETE':
    case 'MERGE':
      return runChange(work, word.toLowerCase() as Change, await substitute(work, sql), sql);
    case 'CREATE':
      await commitFirst(work);
      return runCreate(work, await substitute(work, sql), sql);
    case 'TRUNCATE':
      await commitFirst(work);
      return await runTruncate(work, cursor);
    case 'USE':
      return parsing(sql, () => runUse(work, cursor));
    case 'BEGIN':
    case 'START':
    case 'COMMIT':
    case 'ROLLBACK':
      return await runTransaction(work, cursor);
    case 'ALTER':
      if (cursor.word(1) === 'SESSION') return parsing(sql, () => runAlterSession(work, cursor));
      await commitFirst(work);
      return await runAlter(work, cursor);
    case 'DROP':
      await commitFirst(work);
      return await runDrop(work, cursor);
    case 'COMMENT':
      await commitFirst(work);
      return await runComment(work, cursor);
    case 'GRANT':
    case 'REVOKE':
      await commitFirst(work);
      return parsing(sql, () => runGrant(work, cursor));
  }
  throw unknown(sql);
}

/** DDL is a transaction of its own: what was open before it is kept. */
async function commitFirst(work: Work): Promise<void> {
  await work.session.lake.end('COMMIT');
}

function unknown(sql: string): SnowflakeError {
  const tokens = tokensOf(sql);
  const [first] = tokens;
  if (first === undefined) throw sqlErrors.syntax({ line: 1, pos: 0 }, '<EOF>');
  return syntaxAt(sql, first);
}
