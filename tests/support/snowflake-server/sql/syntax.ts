import { Positions } from '../../../../src/main/engine/sql/positions.ts';
import { reader } from '../../../../src/main/engine/sql/syntax/parser.ts';
import { type Reader, SyntaxProblem } from '../../../../src/main/engine/sql/syntax/reader.ts';
import { lex, type Span, type Token } from '../../../../src/main/engine/sql/tokens.ts';
import { SnowflakeError, sqlErrors } from '../errors.ts';

/** Lines from 1, positions from 0: as Snowflake counts. */
export function placeIn(sql: string, offset: number): { line: number; pos: number } {
  const { line, column } = new Positions(sql).at(offset);
  return { line, pos: column - 1 };
}

export function syntaxAt(sql: string, span: Span): SnowflakeError {
  const found = sql.slice(span.start, span.end);
  return sqlErrors.syntax(placeIn(sql, span.start), found === '' ? '<EOF>' : found);
}

/** The tokens of a text; throws where one is none. */
export function tokensOf(sql: string): Token[] {
  const { tokens, problems } = lex(sql);
  const [problem] = problems;
  if (problem !== undefined) throw syntaxAt(sql, problem);
  const placeholder = tokens.find(token => token.kind === 'placeholder');
  if (placeholder !== undefined)
    throw syntaxAt(sql, { start: placeholder.start, end: placeholder.start + 1 });
  return tokens;
}

export function readerOf(sql: string): Reader {
  return reader(sql, tokensOf(sql));
}

/** Runs a parse; what the grammar does not take is a syntax error as Snowflake words it. */
export function parsing<T>(sql: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw asSyntaxError(sql, cause);
  }
}

/** The same for work that parses as it goes. */
export async function parsingAsync<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw asSyntaxError(sql, cause);
  }
}

function asSyntaxError(sql: string, cause: unknown): unknown {
  if (!(cause instanceof SyntaxProblem)) return cause;
  const ends = cause.message.endsWith('but the text ends here');
  return syntaxAt(sql, ends ? { start: cause.end, end: cause.end } : cause);
}

export function expectEnd(cursor: Reader): void {
  const token = cursor.token();
  if (token !== undefined) throw syntaxAt(cursor.sql, token);
}

/** A text with parts of it replaced; the parts do not overlap. */
export function edited(sql: string, edits: readonly (Span & { text: string })[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    result += sql.slice(from, start) + text;
    from = end;
  }
  return result + sql.slice(from);
}

/** A text from there on, with places in it as those in the whole: errors tell them. */
export function inPlace(sql: string, start: number): string {
  return sql.slice(0, start).replaceAll(/[^\n]/g, ' ') + sql.slice(start);
}

export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
