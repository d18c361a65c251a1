import { splitTokens } from '../../../../src/main/engine/sql/split.ts';
import type { Token } from '../../../../src/main/engine/sql/tokens.ts';
import { beyondTestServer, SnowflakeError } from '../errors.ts';
import { type Answer, answerOf, wireColumn } from '../results.ts';
import { statementTypes } from '../statement-types.ts';
import { syntaxAt, tokensOf } from './syntax.ts';
import type { Work } from './work.ts';

/** A block of plain statements: `BEGIN a; b; [EXCEPTION WHEN OTHER THEN c; RAISE;] END`. */
interface Block {
  body: string[];
  /** Null where the block does not catch anything. */
  handler: string[] | null;
}

/** Words that only Snowflake Scripting has. */
const scripting = new Set([
  'LET',
  'IF',
  'FOR',
  'WHILE',
  'REPEAT',
  'LOOP',
  'CASE',
  'RETURN',
  'DECLARE',
  'OPEN',
]);

/** Runs an anonymous block. Each statement in it has a query id of its own; the first that fails ends it. */
export async function runBlock(work: Work, sql: string): Promise<Answer> {
  work.statement.queryType = 'CALL';
  const block = readBlock(sql);
  const { lake } = work.session;
  const before = lake.inTransaction;
  try {
    for (const text of block.body) await work.runChild(text);
    if (lake.inTransaction && !before) throw incomplete();
  } catch (cause) {
    // What was stopped from outside is not for the block to catch.
    if (block.handler === null || work.signal.aborted) {
      if (lake.inTransaction && !before) await lake.end('ROLLBACK');
      throw cause;
    }
    for (const text of block.handler) {
      if (text.toUpperCase() === 'RAISE') throw cause;
      await work.runChild(text);
    }
  }
  return answerOf(statementTypes.call, [wireColumn('anonymous block', 'text')], [[null]]);
}

function incomplete(): SnowflakeError {
  return new SnowflakeError(
    '090232',
    '22000',
    'Stored procedure execution error: Scoped transaction started in stored procedure is incomplete and it was rolled back.',
  );
}

function readBlock(sql: string): Block {
  const tokens = tokensOf(sql);
  const inner = tokens.slice(1, lastEnd(sql, tokens));
  const statements = splitTokens(inner).map(({ first, last }) => inner.slice(first, last));
  const block: Block = { body: [], handler: null };
  for (const statement of statements) {
    let rest = statement;
    if (rest[0]?.text === 'EXCEPTION') {
      const head = rest.slice(1, 4).map(token => token.text);
      if (head.join(' ') !== 'WHEN OTHER THEN')
        throw beyondTestServer('EXCEPTION other than WHEN OTHER THEN');
      block.handler = [];
      rest = rest.slice(4);
    }
    const [first] = rest;
    const last = rest.at(-1);
    if (first === undefined || last === undefined) continue;
    if (first.kind === 'word' && scripting.has(first.text)) {
      throw beyondTestServer(`${first.text} in a block: only plain statements are known there`);
    }
    (block.handler ?? block.body).push(sql.slice(first.start, last.end));
  }
  return block;
}

function lastEnd(sql: string, tokens: readonly Token[]): number {
  let last = tokens.length - 1;
  while (tokens[last]?.text === ';') last--;
  const end = tokens[last];
  if (tokens[0]?.text !== 'BEGIN' || end?.text !== 'END') {
    throw syntaxAt(sql, { start: sql.length, end: sql.length });
  }
  return last;
}
