import { validationError } from '../../../../shared/domain/errors.ts';
import { Positions } from '../positions.ts';
import { parseScript, type Statement } from '../statements.ts';
import { reader } from '../syntax/parser.ts';
import { SyntaxProblem } from '../syntax/reader.ts';
import type { Query } from '../syntax/tree.ts';
import type { Lexed } from '../tokens.ts';
import type { KnownTable, Translation } from '../types.ts';
import { translateChange } from './changes.ts';
import type { TranslatedQuery } from './context.ts';
import { translateCreate } from './tables.ts';
import { Translator } from './translator.ts';

/**
 * One Snowflake statement as DuckDB SQL: a query, or a change of tables. The text of a query keeps its shape; comments
 * go, names are quoted, functions and clauses become what gives the same rows. What may differ is `approximated`, what
 * cannot be had `snowflake_only`. Any other statement is a `validation` error. Columns of `tables` have their types.
 */
export function translate(sql: string, tables: readonly KnownTable[] = []): Translation {
  const { lexed, statements } = parseScript(sql);
  const positions = new Positions(sql);
  const [statement, second] = statements;
  if (statement === undefined) {
    throw validationError([{ path: '', message: 'There is no query to translate', line: 1, column: 1 }]);
  }
  if (second !== undefined) {
    throw validationError([
      {
        path: '',
        message: 'One query is translated at a time; a second one begins here',
        ...positions.at(second.start),
      },
    ]);
  }
  const translator = new Translator(sql, lexed.comments, positions, tables);
  const { query, kind } = statement;
  if (query !== null && kind === 'select') {
    const result = translator.query(query, { named: true });
    warnOfDuplicates(result, query, translator);
    return { sql: result.sql.trim(), warnings: translator.warnings };
  }
  const changed = translateOther(kind, lexed, sql, translator);
  if (changed === null) tellOtherStatement(statement, translator, positions);
  return { sql: changed ?? sql.slice(statement.start, statement.end), warnings: translator.warnings };
}

function translateOther(kind: string, lexed: Lexed, sql: string, translator: Translator): string | null {
  const cursor = reader(sql, lexed.tokens);
  try {
    if (kind === 'create_table' || kind === 'create_view') return translateCreate(cursor, translator);
    return translateChange(kind, cursor, translator);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    throw validationError([new Positions(sql).problem(error.message, error)], 'The SQL cannot be read');
  }
}

/** A table or view cannot have two columns of a name, and DuckDB would give one of them another. */
function warnOfDuplicates({ columns }: TranslatedQuery, query: Query, translator: Translator): void {
  const seen = new Set<string>();
  for (const { name } of columns ?? []) {
    if (seen.has(name.toUpperCase())) {
      translator.approximated(
        `Two columns have the name ${name}: Snowflake makes no table or view of them`,
        query,
      );
      return;
    }
    seen.add(name.toUpperCase());
  }
}

/** What of the statements that are no query exists on Snowflake only, in words; the rest is no query anywhere. */
const onSnowflake: Record<string, string> = {
  block: 'Snowflake Scripting runs',
  call: 'A procedure is called',
  copy: 'COPY runs',
  create_dynamic_table: 'Dynamic tables exist',
  create_external_table: 'External tables exist',
  create_materialized_view: 'Materialized views exist',
  // Those of these forms that DuckDB has are translated.
  create_table: 'CREATE TABLE of this form runs',
  create_view: 'CREATE VIEW of this form runs',
  delete: 'DELETE of this form runs',
  insert: 'INSERT of this form runs',
  merge: 'MERGE of this form runs',
  select_into: 'SELECT … INTO runs',
  update: 'UPDATE of this form runs',
};

function tellOtherStatement(statement: Statement, translator: Translator, positions: Positions): void {
  const what = onSnowflake[statement.kind];
  if (what !== undefined) return translator.snowflakeOnly(`${what} on Snowflake only`, statement);
  const words = statement.kind.replaceAll('_', ' ').toUpperCase();
  const message = `${words} is not a query; besides queries, INSERT, UPDATE, DELETE, MERGE, CREATE TABLE and CREATE VIEW can be translated`;
  throw validationError([{ path: '', message, ...positions.at(statement.start) }]);
}
