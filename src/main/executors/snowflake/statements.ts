import { executionError } from '../failures.ts';

/** What may stand between words. */
const gap = String.raw`(?:\s|--[^\n]*(?:\n|$)|//[^\n]*(?:\n|$)|/\*[^]*?\*/)`;
const leading = new RegExp(String.raw`^(?:${gap}|\()+`);
const ownProcedure = new RegExp(
  String.raw`^WITH${gap}+("(?:[^"]|"")*"|[\w$]+)${gap}+AS${gap}+PROCEDURE\b`,
  'i',
);
const alterSession = new RegExp(String.raw`^ALTER${gap}+SESSION\b`, 'i');

/**
 * The first word of a statement in upper case, after comments and opening parentheses; empty when there is none. What brings
 * the procedure along that it calls (WITH … AS PROCEDURE) is a CALL.
 */
export function firstWord(sql: string): string {
  const text = sql.replace(leading, '');
  return ownProcedure.test(text) ? 'CALL' : (/^[A-Za-z_]+/.exec(text)?.[0].toUpperCase() ?? '');
}

/** What changes rows within a transaction, and can be undone with it. */
const rowWords = new Set([
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'TRUNCATE',
  'SELECT',
  'WITH',
  'VALUES',
  'CALL',
  'COPY',
]);

/** What Snowflake commits by itself, together with the transaction that it came upon. */
const definitionWords = new Set(['CREATE', 'ALTER', 'DROP', 'UNDROP', 'COMMENT', 'GRANT', 'REVOKE']);

/** A procedure, and a block of statements (EXECUTE IMMEDIATE). They may do anything, also to their session. */
const programWords = new Set(['CALL', 'EXECUTE']);

/** TRUNCATE is a change of rows by name only: Snowflake commits it by itself too. Nothing goes together with programs. */
const aloneWords = new Set([...definitionWords, ...programWords, 'TRUNCATE']);

/** Whether a statement may leave its session other than it was: for whoever gets it next that would be a surprise. */
export function soils(sql: string): boolean {
  return programWords.has(firstWord(sql)) || /\bTEMP(ORARY)?\b/i.test(sql);
}

/**
 * A script's statements, ready to be sent. All of them take effect or none: several are sent in one transaction, so what
 * commits by itself has to be alone. Sessions are lent to one script after the other, so what would change them is refused;
 * PUT and GET would make the driver read and write files of this machine.
 */
export function scriptStatements(statements: string[]): string[] {
  const found = statements.map(text => ({ sql: text.replace(/[;\s]+$/, ''), word: firstWord(text) }));
  if (found.length === 0) throw forbidden('A script without statements does nothing');
  for (const { sql, word } of found) {
    const known = rowWords.has(word) || aloneWords.has(word);
    if (!known || alterSession.test(sql.replace(leading, ''))) {
      throw forbidden(`A script may not contain ${word === '' ? 'an empty statement' : word}`);
    }
  }
  const alone = found.find(({ word }) => aloneWords.has(word));
  if (alone && found.length > 1) {
    throw forbidden(
      `${alone.word} cannot be one of ${found.length} statements of a script: Snowflake commits it by itself, and the others would stay if it failed`,
      'Send it as a script of its own',
    );
  }
  return found.map(({ sql }) => sql);
}

/** How a query may begin. CALL may only read too, but its name promises a procedure. */
const queryWords = new Set(['SELECT', 'WITH', 'VALUES', 'SHOW', 'DESCRIBE', 'DESC', 'LIST', 'LS', 'EXPLAIN']);

/** What Snowflake would take as a statement; for what is none at all its own message is better. */
const otherWords = new Set([
  ...rowWords,
  ...definitionWords,
  ...'BEGIN COMMIT ROLLBACK START USE SET UNSET PUT GET REMOVE RM EXECUTE DECLARE LET'.split(' '),
]);

/** Throws for what is no query by its first word. What has no name of a statement goes on: its error tells where. */
export function assertQuery(sql: string): void {
  const word = firstWord(sql);
  if (otherWords.has(word) && !queryWords.has(word))
    throw forbidden(`Only a query is allowed here, not ${word}`);
  // The driver itself looks no further than these letters.
  if (/^\s*(put|get)/i.test(sql)) throw forbidden('Only a query is allowed here');
}

function forbidden(message: string, hint: string | null = null) {
  return executionError({ code: 'forbidden', message, sqlstate: '42501', hint });
}

/** A text as an SQL string. Backslashes are escapes in Snowflake's strings. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/**
 * A pattern for SHOW … LIKE that fits this name, as an SQL string. It may fit others too: what comes back is to be compared.
 * "%" and "_" of the name stand for themselves as well, and how SHOW takes backslashes is written nowhere.
 */
export function quotePattern(name: string): string {
  return quoteText(name.replaceAll('\\', '_'));
}
