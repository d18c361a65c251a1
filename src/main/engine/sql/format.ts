import { formatDialect, snowflake } from 'sql-formatter';
import { lex, type Lexed } from './tokens.ts';
import { splitTokens, startsBlock } from './split.ts';

/**
 * The text with another layout. Accepted only when every token and comment is what it was; where the formatter cannot
 * read a text or would change it, the text itself comes back.
 */
export function format(sql: string): string {
  const before = lex(sql);
  const hasBlock = splitTokens(before.tokens).some(({ first }) => startsBlock(before.tokens, first));
  if (before.problems.length > 0 || hasBlock) return sql;
  let formatted: string;
  try {
    formatted = formatDialect(sql, {
      dialect: snowflake,
      keywordCase: 'preserve',
      tabWidth: 2,
      linesBetweenQueries: 1,
      paramTypes: { custom: [{ regex: String.raw`\{\{\s*[A-Za-z_][A-Za-z0-9_]*\s*\}\}` }] },
    });
  } catch {
    return sql;
  }
  const result = sql.endsWith('\n') ? `${formatted}\n` : formatted;
  return sameTokens(sql, before, result, lex(result)) ? result : sql;
}

function sameTokens(a: string, left: Lexed, b: string, right: Lexed): boolean {
  const text = (sql: string, { start, end }: { start: number; end: number }): string => sql.slice(start, end);
  const comment = (sql: string, span: { start: number; end: number }): string =>
    text(sql, span).replaceAll(/\s+/g, ' ').trim();
  return (
    left.tokens.length === right.tokens.length &&
    left.comments.length === right.comments.length &&
    left.tokens.every((token, index) => {
      const other = right.tokens[index];
      return other !== undefined && text(a, token) === text(b, other);
    }) &&
    left.comments.every((span, index) => {
      const other = right.comments[index];
      return other !== undefined && comment(a, span) === comment(b, other);
    })
  );
}
