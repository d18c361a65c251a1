import { validationError } from '../../../../shared/domain/errors.ts';
import { Positions } from '../positions.ts';
import { parseScript, type Statement } from '../statements.ts';
import type { Translation } from '../types.ts';
import { Translator } from './translator.ts';

/**
 * One Snowflake query as DuckDB SQL. The text keeps its shape; comments go, names are quoted, functions and clauses
 * become what gives the same rows. What may differ is `approximated`, what cannot be had `snowflake_only`.
 */
export function translate(sql: string): Translation {
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
  if (statement.query === null || statement.kind !== 'select')
    return otherStatement(sql, statement, positions);
  const translator = new Translator(sql, lexed.comments, positions);
  const { query } = statement;
  const result = translator.query(query, { named: true });
  return { sql: result.sql.trim(), warnings: translator.warnings };
}

/** Statements that change something or run elsewhere: only queries are translated. */
function otherStatement(sql: string, { kind, start, end }: Statement, positions: Positions): Translation {
  const names: Record<string, string> = {
    block: 'Snowflake Scripting runs',
    call: 'A procedure is called',
    create_dynamic_table: 'Dynamic tables exist',
    select_into: 'SELECT … INTO runs',
  };
  const what = names[kind] ?? `${kind.replaceAll('_', ' ').toUpperCase()} is no query and runs`;
  return {
    sql: sql.slice(start, end),
    warnings: [{ code: 'snowflake_only', message: `${what} on Snowflake only`, ...positions.at(start) }],
  };
}
