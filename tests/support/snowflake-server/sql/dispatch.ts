import { splitTokens, startsBlock } from '../../../../src/main/engine/sql/split.ts';
import { beyondTestServer, type SnowflakeError, sqlErrors } from '../errors.ts';
import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import type { Answer } from '../results.ts';
import { runAlter, runComment, runDrop } from './alter.ts';
import { runBlock } from './block.ts';
import { runChange, runTruncate, type Change } from './change.ts';
import { runCreate, stringOf } from './create.ts';
import { runDescribe } from './describe.ts';
import { runExplain } from './explain.ts';
import { runGrant } from './grants.ts';
import { readUses, runQuery } from './query.ts';
import { beginTransaction, runAlterSession, runTransaction, runUse } from './session.ts';
import { runShow } from './show.ts';
import { substitute } from './substitute.ts';
import { expectEnd, parsing, parsingAsync, readerOf, syntaxAt, tokensOf } from './syntax.ts';
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
    // In a transaction that failed nothing runs any more; they go with it.
    for (const leftover of work.statement.leftovers) await work.lake.run(leftover).catch(() => {});
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
    case 'SHOW':
      return await parsingAsync(sql, () => runShow(work, cursor));
    case 'DESCRIBE':
    case 'DESC':
      return await parsingAsync(sql, () => runDescribe(work, cursor));
    case 'EXPLAIN':
      return await runExplain(work, sql);
    case 'CALL':
      return await runQuery(work, await substitute(work, asSelect(sql)), asSelect(sql));
    case 'EXECUTE':
      return await runImmediate(work, cursor);
    case 'INSERT':
    case 'UPDATE':
    case 'DELETE':
    case 'MERGE':
      readUses(sql);
      if (work.parameter('AUTOCOMMIT') === 'false') await beginTransaction(work, null);
      return await runChange(work, word.toLowerCase() as Change, await substitute(work, sql), sql);
    case 'CREATE':
      await commitFirst(work);
      return await parsingAsync(sql, async () => runCreate(work, await substitute(work, sql), sql));
    case 'TRUNCATE':
      return await parsingAsync(sql, () => runTruncate(work, cursor));
    case 'USE':
      return parsing(sql, () => runUse(work, cursor));
    case 'DECLARE':
      throw beyondTestServer('blocks with DECLARE');
    case 'BEGIN':
      if (startsBlock(tokensOf(sql), 0)) return await runBlock(work, sql);
      return await parsingAsync(sql, () => runTransaction(work, cursor));
    case 'START':
    case 'COMMIT':
    case 'ROLLBACK':
      return await parsingAsync(sql, () => runTransaction(work, cursor));
    case 'ALTER':
      if (cursor.word(1) === 'SESSION') return parsing(sql, () => runAlterSession(work, cursor));
      await commitFirst(work);
      return await parsingAsync(sql, () => runAlter(work, cursor));
    case 'DROP':
      await commitFirst(work);
      return await parsingAsync(sql, () => runDrop(work, cursor));
    case 'COMMENT':
      await commitFirst(work);
      return await parsingAsync(sql, () => runComment(work, cursor));
    case 'GRANT':
    case 'REVOKE':
      await commitFirst(work);
      return parsing(sql, () => runGrant(work, cursor));
  }
  throw unknown(sql);
}

/** `EXECUTE IMMEDIATE` of a text that stands there: a block, or one statement. */
async function runImmediate(work: Work, cursor: Reader): Promise<Answer> {
  const text = parsing(cursor.sql, () => {
    cursor.expect('EXECUTE', 'here');
    cursor.expect('IMMEDIATE', 'behind EXECUTE');
    return stringOf(cursor);
  });
  expectEnd(cursor);
  if (startsBlock(tokensOf(text), 0)) return await runBlock(work, text);
  return await work.runChild(text);
}

/** Procedures of the account alone can be called: as functions in a query of their own. */
function asSelect(sql: string): string {
  const call = sql.replace(/^\s*CALL\s+/i, '');
  if (!/^SYSTEM\$/i.test(call)) throw beyondTestServer('CALL of a procedure');
  return `SELECT ${call}`;
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
