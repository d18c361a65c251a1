import type { Variables } from '../../../shared/contract/common.ts';
import type { SqlProblem } from '../../../shared/contract/sql.ts';
import { type Problem, validationError } from '../../../shared/domain/errors.ts';
import { closest } from '../../../shared/domain/names.ts';
import { ownVariables, variableLiteral } from '../../../shared/domain/variables.ts';
import { Positions } from './positions.ts';
import { type Lexed, lex, placeholderRule, type Span, type Token } from './tokens.ts';

export interface Placeholder extends Span {
  name: string;
}

export interface Placeholders {
  placeholders: Placeholder[];
  /** Placeholders where none can be: within quotes, or badly written. */
  problems: SqlProblem[];
}

/** The `{{ name }}` placeholders of a text, in order. Those in comments are text; those in quotes are problems. */
export function findPlaceholders(sql: string): Placeholders {
  if (!sql.includes('{{')) return { placeholders: [], problems: [] };
  const lexed = lex(sql);
  const positions = new Positions(sql);
  return {
    placeholders: placeholdersOf(lexed.tokens),
    problems: placeholderProblems(sql, lexed).map(({ message, start, end }) =>
      positions.sqlProblem(message, { start, end }),
    ),
  };
}

/** What is wrong with the placeholders of a text that has been cut into tokens. */
export function placeholderProblems(
  sql: string,
  { tokens, problems }: Lexed,
): (Span & { message: string })[] {
  const found = problems.filter(problem => problem.message === placeholderRule);
  for (const token of tokens) {
    if (token.kind === 'placeholder' && touchesName(sql, token)) {
      const message = `The variable "${token.text}" touches what stands beside it: it is a value of its own, put a space between`;
      found.push({ message, start: token.start, end: token.end });
    }
    if (token.kind !== 'string' && token.kind !== 'quoted') continue;
    for (const match of sql
      .slice(token.start, token.end)
      .matchAll(/\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g)) {
      const start = token.start + match.index;
      const message =
        token.kind === 'string'
          ? `The variable "${match[1]}" stands in a string: write it without quotes, its value brings its own`
          : `The variable "${match[1]}" stands in a quoted name: write it without quotes; it can be a value only`;
      found.push({ message, start, end: start + match[0].length });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `sales_{{ year }}` would build a name out of a value. */
function touchesName(sql: string, { start, end }: Span): boolean {
  return (
    /[\p{L}\p{N}_$'"}]$/u.test(sql.slice(Math.max(0, start - 2), start)) ||
    /^[\p{L}\p{N}_$'"{]/u.test(sql.slice(end, end + 2))
  );
}

/**
 * The text with every placeholder replaced by its value as a SQL literal; a list becomes `1, 2, 3`. Those named in `own` are
 * replaced by the SQL there. Throws a `validation` error with all unknown names and misplaced placeholders, each with
 * line and column.
 */
export function resolveVariables(sql: string, values: Variables, own: Record<string, string> = {}): string {
  if (!sql.includes('{{')) return sql;
  const lexed = lex(sql);
  const positions = new Positions(sql);
  const problems: Problem[] = placeholderProblems(sql, lexed).map(problem =>
    positions.problem(problem.message, problem),
  );
  const placeholders = placeholdersOf(lexed.tokens);
  for (const placeholder of placeholders) {
    if (!Object.hasOwn(values, placeholder.name) && !Object.hasOwn(own, placeholder.name)) {
      problems.push(positions.problem(unknownName(placeholder.name, Object.keys(values)), placeholder));
    }
  }
  if (problems.length > 0) {
    throw validationError(
      problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
    );
  }
  return replaceSpans(sql, placeholders, ({ name }) =>
    Object.hasOwn(own, name) ? (own[name] ?? '') : variableLiteral(values[name] ?? null),
  );
}

/** A warning for each name that `known` does not have; whoever runs the text can still bring a value of their own. */
export function unknownVariables(sql: string, known: string[], environment: string): SqlProblem[] {
  if (!sql.includes('{{')) return [];
  const positions = new Positions(sql);
  return findPlaceholders(sql).placeholders.flatMap(placeholder => {
    if (known.includes(placeholder.name) || ownVariables.some(name => name === placeholder.name)) return [];
    const meant = closest(placeholder.name, known);
    const message = `The environment "${environment}" and the workspace have no variable "${placeholder.name}"${
      meant === undefined ? '; a job can bring it' : `; did you mean "${meant}"?`
    }`;
    return [positions.sqlProblem(message, placeholder, 'warning')];
  });
}

/**
 * The text with each placeholder replaced by a literal of the same length, so that parsers which do not know
 * placeholders can read it and every offset still holds.
 */
export function maskVariables(sql: string): string {
  if (!sql.includes('{{')) return sql;
  const { tokens } = lex(sql);
  const literals = new Map<Token, string>();
  tokens.forEach((token, index) => {
    if (token.kind !== 'placeholder') return;
    const length = token.end - token.start;
    const before = tokens[index - 1];
    const quoted =
      (before?.kind === 'word' && stringFollows.has(before.text)) ||
      (before?.text === '(' && tokens[index - 2]?.text === 'IDENTIFIER');
    literals.set(token, quoted ? `'${'1'.repeat(length - 2)}'` : '1'.repeat(length));
  });
  return replaceSpans(sql, [...literals.keys()], token => literals.get(token) ?? '');
}

/** After these words the parsers want a string. */
const stringFollows = new Set(['INTERVAL', 'DATE', 'TIME', 'TIMESTAMP', 'COLLATE', 'ESCAPE']);

function unknownName(name: string, known: string[]): string {
  const suggestion = closest(name, known);
  if (suggestion !== undefined) return `There is no variable "${name}"; did you mean "${suggestion}"?`;
  if (known.length === 0) return `There is no variable "${name}": no variables are defined here`;
  return `There is no variable "${name}"; there are ${known.sort().slice(0, 10).join(', ')}`;
}

function placeholdersOf(tokens: readonly Token[]): Placeholder[] {
  return tokens
    .filter(token => token.kind === 'placeholder')
    .map(({ text, start, end }) => ({ name: text, start, end }));
}

function replaceSpans<S extends Span>(sql: string, spans: readonly S[], text: (span: S) => string): string {
  let result = '';
  let from = 0;
  for (const span of spans) {
    result += sql.slice(from, span.start) + text(span);
    from = span.end;
  }
  return result + sql.slice(from);
}
