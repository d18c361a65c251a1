import { codePointOffset, Positions } from './positions.ts';
import type { Span } from './tokens.ts';

/**
 * The two parsers in WebAssembly, asked one thing only: is this text right, and if not, where is it wrong. A trap in
 * either leaves its memory in an unknown state, so the process retires after one (`parsersTrapped`).
 */
export interface Complaint extends Span {
  message: string;
}

export interface Parsers {
  polyglot: typeof import('@polyglot-sql/sdk');
  sqlparser: typeof import('@guanmingchiu/sqlparser-ts');
}

let loaded: Parsers | undefined;
let trapped = false;

/** Loads both when first asked: 0.4 s that nothing but checking has to wait for. */
export async function loadParsers(): Promise<Parsers> {
  if (loaded === undefined) {
    const polyglot = await import('@polyglot-sql/sdk');
    const sqlparser = await import('@guanmingchiu/sqlparser-ts');
    await sqlparser.init();
    loaded = { polyglot, sqlparser };
  }
  return loaded;
}

export function parsersLoaded(): boolean {
  return loaded !== undefined;
}

export function parsersTrapped(): boolean {
  return trapped;
}

/** What polyglot has against a statement; `limit` when it gave up on the size and not on the grammar. */
export function polyglotComplaint({ polyglot }: Parsers, sql: string): Complaint | 'limit' | null {
  const result = polyglot.parse(sql, polyglot.Dialect.Snowflake);
  if (result.success) return null;
  const error = result.error ?? 'cannot be parsed';
  if (isTrap(error)) trapped = true;
  if (isTrap(error) || error.includes('E_GUARD_')) return 'limit';
  const message = sentence(
    error.replace(/^(?:Parse|Tokenize|Syntax) error at line \d+, column \d+:\s*/i, ''),
  );
  if (result.errorStart !== undefined) {
    const start = codePointOffset(sql, result.errorStart);
    return { message, start, end: codePointOffset(sql, result.errorEnd ?? result.errorStart) };
  }
  const start = placeOf(sql, result.errorLine, result.errorColumn);
  return { message, start, end: start };
}

/** What sqlparser has against a statement. */
export function sqlparserComplaint({ sqlparser }: Parsers, sql: string): Complaint | 'limit' | null {
  try {
    sqlparser.validate(sql, 'snowflake');
    return null;
  } catch (error) {
    if (error instanceof sqlparser.ParserError) {
      if (error.message.includes('recursion limit')) return 'limit';
      const place = / at Line: (\d+), Column: (\d+)/.exec(error.message);
      const start = placeOf(sql, Number(place?.[1] ?? 1), Number(place?.[2] ?? 1));
      const message = error.message.replace(/^sql parser error:\s*/i, '').replace(/ at Line: \d+.*$/, '');
      return { message: sentence(message), start, end: start };
    }
    trapped = true;
    return 'limit';
  }
}

/** The parsers count columns in code points. */
function placeOf(sql: string, line = 1, column = 1): number {
  const start = new Positions(sql).offset(line, 1);
  const end = sql.indexOf('\n', start);
  return start + codePointOffset(sql.slice(start, end < 0 ? sql.length : end), column - 1);
}

function isTrap(error: string): boolean {
  return /unreachable|memory access|out of bounds|call stack|recursive use/i.test(error);
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
