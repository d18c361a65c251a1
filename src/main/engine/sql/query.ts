import type { SqlProblem } from '../../../shared/contract/sql.ts';
import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { closest } from '../../../shared/domain/names.ts';
import { type Relation, sameRelation } from '../../../shared/domain/relation.ts';
import type { Analysis, StatementAnalysis } from './types.ts';
import { findPlaceholders } from './variables.ts';

/** What is to be one query. */
export type TextKind = 'model' | 'check';

const instead: Record<TextKind, string> = {
  model: 'Write the SELECT alone; the job says where its result goes',
  check: 'Write the SELECT that returns the bad rows',
};

/**
 * The one query a model is. Empty texts, several statements and anything that does more than read are refused, with
 * the place where the text stops being a query.
 */
export async function requireQuery(
  analysis: Analysis,
  sql: string,
  what: TextKind = 'model',
): Promise<StatementAnalysis> {
  if (sql.trim() === '') {
    throw validationError([{ path: 'sql', message: `is empty: a ${what} is one query (SELECT …)` }]);
  }
  const { statements } = await analysis.analyze(sql);
  const [first, second] = statements;
  if (!first) {
    throw validationError([
      { path: 'sql', message: `holds only comments: a ${what} is one query (SELECT …)` },
    ]);
  }
  if (second) {
    throw validationError([
      {
        path: 'sql',
        message: `holds ${statements.length} statements: a ${what} is one query; the second starts here`,
        ...placeOf(sql, second.start),
      },
    ]);
  }
  if (first.kind !== 'select') {
    throw new SlipwayError('validation', `A ${what} only reads; this is ${article(first.kind)} statement`, {
      problems: [
        {
          path: 'sql',
          message: notAQuery(first.kind),
          ...placeOf(sql, first.start),
        },
      ],
      hint: instead[what],
    });
  }
  return first;
}

/** What publishing a text as a model would refuse it for. */
export async function modelProblems(analysis: Analysis, sql: string): Promise<SqlProblem[]> {
  const misplaced = findPlaceholders(sql).problems;
  try {
    await requireQuery(analysis, sql);
    return misplaced;
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'validation') throw error;
    const lines = sql.split('\n');
    const refused = (error.details.problems ?? []).map(({ path, message, line = 1, column = 1 }) => ({
      message: path === 'sql' && /^\p{Ll}/u.test(message) ? `The text ${message}` : message,
      line,
      column,
      end_line: line,
      end_column: Math.max(column + 1, (lines[line - 1] ?? '').trimEnd().length + 1),
      severity: 'error' as const,
    }));
    const seen = new Set(refused.map(({ line, column }) => `${line}:${column}`));
    return [...refused, ...misplaced.filter(({ line, column }) => !seen.has(`${line}:${column}`))];
  }
}

/** The tables and views a query reads, each once, in the order of the text; parts that it leaves out are empty. */
export function sourcesOf(query: StatementAnalysis): Relation[] {
  const found: Relation[] = [];
  for (const { database, schema, name } of query.sources) {
    const relation = { database: database ?? '', schema: schema ?? '', name };
    if (!found.some(other => sameRelation(other, relation))) found.push(relation);
  }
  return found;
}

function notAQuery(kind: string): string {
  const word = kind.replaceAll('_', ' ').toUpperCase();
  const meant = closest(word, ['SELECT', 'WITH', 'VALUES']);
  return `${word} is not a query${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

/** Line and column, both from 1, of a UTF-16 offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function article(kind: string): string {
  const word = kind.replaceAll('_', ' ').toUpperCase();
  return `${/^[AEIOU]/.test(word) ? 'an' : 'a'} ${word}`;
}
