import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { type Relation, sameRelation } from '../../../shared/domain/relation.ts';
import type { Analysis, StatementAnalysis } from './types.ts';

/**
 * The one query a model is. Empty texts, several statements and anything that does more than read are refused, with
 * the place where the text stops being a query.
 */
export async function requireQuery(analysis: Analysis, sql: string): Promise<StatementAnalysis> {
  if (sql.trim() === '') {
    throw validationError([{ path: 'sql', message: 'is empty: a model is one query (SELECT …)' }]);
  }
  const { statements } = await analysis.analyze(sql);
  const [first, second] = statements;
  if (!first) {
    throw validationError([{ path: 'sql', message: 'holds only comments: a model is one query (SELECT …)' }]);
  }
  if (second) {
    throw validationError([
      {
        path: 'sql',
        message: `holds ${statements.length} statements: a model is one query; the second starts here`,
        ...placeOf(sql, second.start),
      },
    ]);
  }
  if (first.kind !== 'select') {
    throw new SlipwayError('validation', `A model only reads; this is ${article(first.kind)} statement`, {
      problems: [
        {
          path: 'sql',
          message: `${first.kind.replaceAll('_', ' ').toUpperCase()} is not a query`,
          ...placeOf(sql, first.start),
        },
      ],
      hint: 'Write the SELECT alone; the job says where its result goes',
    });
  }
  return first;
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

/** Line and column, both from 1, of a UTF-16 offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function article(kind: string): string {
  const word = kind.replaceAll('_', ' ').toUpperCase();
  return `${/^[AEIOU]/.test(word) ? 'an' : 'a'} ${word}`;
}
