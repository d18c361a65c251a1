import type { Warning } from '../../../shared/contract/common.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Analysis, KnownTable, Translation } from './types.ts';

/**
 * A statement as the embedded warehouse runs it, all of it: what only Snowflake can do is refused with every place, as
 * without those parts it would be another statement.
 */
export async function translateWhole(
  analysis: Analysis,
  sql: string,
  tables: readonly KnownTable[] = [],
): Promise<Translation> {
  const translation = await analysis.translate(sql, tables);
  const blocking = translation.warnings.filter(warning => warning.code === 'snowflake_only');
  if (blocking.length > 0) throw snowflakeOnly(blocking);
  return translation;
}

function snowflakeOnly(warnings: Warning[]): SlipwayError {
  return new SlipwayError('validation', `This runs on Snowflake only: ${warnings[0]?.message ?? ''}`, {
    problems: warnings.map(({ message, line, column }) => ({ path: 'sql', message, line, column })),
    hint: 'The embedded DuckDB has nothing equal: run it in an environment on Snowflake, or write it another way to run it here',
  });
}
