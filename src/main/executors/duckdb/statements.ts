import { executionError } from '../failures.ts';

const leading = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/|\()+/;

/** The first word of a statement in upper case, after comments and opening parentheses; empty when there is none. */
export function firstWord(sql: string): string {
  return /^[A-Za-z_]+/.exec(sql.replace(leading, ''))?.[0].toUpperCase() ?? '';
}

/**
 * What a script may consist of. It is one transaction in a locked-down database: transaction control would break the
 * first, and ATTACH, COPY, SET, LOAD and their like are refused before DuckDB has to.
 */
const scriptWords = new Set([
  'CREATE',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'DROP',
  'ALTER',
  'TRUNCATE',
  'COMMENT',
  'WITH',
  'SELECT',
  'FROM',
  'VALUES',
]);
const statementWords = new Set([
  ...scriptWords,
  ...'ANALYZE ATTACH BEGIN CALL CHECKPOINT COMMIT COPY DEALLOCATE DETACH EXECUTE EXPLAIN EXPORT IMPORT INSTALL'.split(
    ' ',
  ),
  ...'LOAD PRAGMA PREPARE RESET ROLLBACK SET START UPDATE USE VACUUM FORCE ABORT END'.split(' '),
]);
/** Statements that answer with a number of rows they wrote. */
const writingWords = new Set(['CREATE', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE', 'WITH']);

export interface ScriptStatement {
  sql: string;
  word: string;
  /** A semicolon in it may part two statements; DuckDB is asked. */
  maybeSeveral: boolean;
  /** Its count of rows is one of rows written to the warehouse. */
  writes: boolean;
  /** It changes nothing, so it needs no transaction. */
  reads: boolean;
  /** May be sent together with what follows it: it cannot swallow the rest, and nothing of it is to be read. */
  joins: boolean;
  /** Leaves something in its session, which is then not used again. */
  soils: boolean;
}

export function scriptStatement(text: string): ScriptStatement {
  const sql = text.replace(/[;\s]+$/, '');
  const word = firstWord(sql);
  if (!scriptWords.has(word)) {
    throw executionError({
      code: 'forbidden',
      message: `A script may not contain ${word === '' ? 'an empty statement' : word}`,
      sqlstate: '42501',
    });
  }
  const temporary = /\btemp(orary)?\b/i.test(sql);
  return {
    sql,
    word,
    maybeSeveral: sql.includes(';'),
    writes: writingWords.has(word) && !(word === 'CREATE' && temporary),
    reads: word === 'SELECT' || word === 'FROM' || word === 'VALUES',
    joins: /^(CREATE SCHEMA|DROP)\b/i.test(sql) && /^(?:[^"';$\-/]|"[^"]*")*$/.test(sql),
    soils: temporary,
  };
}

/** How a query may begin. PRAGMA and CALL may only read too, but their names promise settings and procedures. */
const queryWords = new Set([
  'SELECT',
  'WITH',
  'FROM',
  'VALUES',
  'TABLE',
  'DESCRIBE',
  'SHOW',
  'SUMMARIZE',
  'PIVOT',
  'UNPIVOT',
]);

/**
 * Throws for what is no query by its first word, before DuckDB sees it: preparing a COPY looks at files already. What
 * the statement really is DuckDB says afterwards: WITH may begin an INSERT.
 */
export function assertQueryWord(sql: string): void {
  const word = firstWord(sql);
  // DuckDB's own message is better for what is no statement at all.
  if (statementWords.has(word) && !queryWords.has(word)) throw notAQuery(word);
}

export function notAQuery(what: string) {
  return executionError({
    code: 'forbidden',
    message: `Only a query is allowed here, not ${what}`,
    sqlstate: '42501',
  });
}

const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$[^]*?\$\$|--[^\n]*|\/\*[^]*?\*\/|\bFILE\b/g;

/** Puts `replacement` where the word FILE stands in a query, outside of strings, quoted names and comments. */
export function replaceFileToken(select: string, replacement: string): string {
  let found = false;
  const sql = select.replace(token, text => {
    if (text !== 'FILE') return text;
    found = true;
    return replacement;
  });
  if (!found) {
    throw executionError({
      code: 'syntax_error',
      message: 'The query over the file does not name FILE',
      sqlstate: '42601',
    });
  }
  return sql;
}

/** A text as an SQL string. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
