import { lex, type Lexed } from './tokens.ts';
import { splitTokens, startsBlock } from './split.ts';

/**
 * The text with another layout. Accepted only when every token and comment is what it was; where the formatter cannot
 * read a text or would change it, the text itself comes back.
 */
export async function format(sql: string): Promise<string> {
  const before = lex(sql);
  const hasBlock = splitTokens(before.tokens).some(({ first }) => startsBlock(before.tokens, first));
  if (before.problems.length > 0 || hasBlock || isTooMuch(before)) return sql;
  const { formatDialect, snowflake } = await import('sql-formatter');
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

/** The formatter's time grows with the square of the nesting. */
const maxNesting = 100;
const maxTokens = 20_000;

function isTooMuch({ tokens }: Lexed): boolean {
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind !== 'operator') continue;
    if (text === '(') depth++;
    if (text === ')') depth--;
    if (depth > maxNesting) return true;
  }
  return tokens.length > maxTokens;
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
