import { parseDuckdbError } from '../../../../src/main/executors/duckdb/errors.ts';
import { lex } from '../../../../src/main/engine/sql/tokens.ts';
import { beyondTestServer, SnowflakeError, sqlErrors } from '../errors.ts';
import { placeIn } from './syntax.ts';

/** What Snowflake would say where DuckDB says something; `sql` is the text as the client sent it. */
export function fromLake(cause: unknown, sql: string): unknown {
  if (cause instanceof SnowflakeError || isAbort(cause)) return cause;
  const error = parseDuckdbError(cause);
  const { message } = error;
  const column =
    /^Referenced column "(.+?)" not found/.exec(message)?.[1] ??
    /does not have a column (?:named|with name) "(.+?)"/.exec(message)?.[1] ??
    /^Column "(.+?)" in .* list not found/.exec(message)?.[1] ??
    /^Column "(.+?)" referenced that exists in the SELECT clause/.exec(message)?.[1] ??
    /^Referenced update column (.+?) not found/.exec(message)?.[1];
  if (column !== undefined) return invalidIdentifier(sql, column);
  const unknown = /Function with name "?(\S+?)"? does not exist/.exec(message)?.[1];
  if (unknown !== undefined) return sqlErrors.unknownFunction(unknown.toUpperCase());
  if (/division by zero/i.test(message)) return new SnowflakeError('100051', '22012', 'Division by zero');
  const told = /^(Numeric value|Boolean value|Date) (?:or time )?('.*' is not recognized)$/s.exec(message);
  if (told !== null) return new SnowflakeError('100038', '22018', `${told[1]} ${told[2]}`);
  switch (error.type) {
    case 'INTERRUPT':
      return sqlErrors.cancelled();
    case 'Conversion':
    case 'Mismatch Type': {
      const value = /"(.*?)"|'(.*?)'/.exec(message);
      const what = /timestamp/i.test(message)
        ? 'Timestamp'
        : /date/i.test(message)
          ? 'Date'
          : 'Numeric value';
      return new SnowflakeError(
        '100038',
        '22018',
        `${what} '${value?.[1] ?? value?.[2] ?? ''}' is not recognized`,
      );
    }
    case 'Out of Range':
      return new SnowflakeError('100046', '22003', `Number out of representable range: ${message}`);
    case 'Constraint':
      return new SnowflakeError(
        '100072',
        '22000',
        'DML operation failed: NULL result in a non-nullable column',
      );
    case 'TransactionContext':
      return sqlErrors.locked();
    case 'Binder':
    case 'Parser':
      return new SnowflakeError('002016', '42000', `SQL compilation error:\n${message}`);
    default:
      return beyondTestServer(message);
  }
}

/** Runs work on DuckDB, with its errors as Snowflake's. */
export async function onLake<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw fromLake(cause, sql);
  }
}

function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}

/** With the qualifier that stands before it, at the place where it is first written. */
function invalidIdentifier(sql: string, name: string): SnowflakeError {
  const { tokens } = lex(sql);
  const at = tokens.findIndex(
    token =>
      (token.kind === 'word' || token.kind === 'quoted') && token.text.toUpperCase() === name.toUpperCase(),
  );
  if (at < 0) return sqlErrors.invalidIdentifier(null, name);
  const first = tokens[at - 1]?.text === '.' && tokens[at - 2] ? tokens[at - 2] : tokens[at];
  const last = tokens[at];
  const shown = first === last ? name : `${first?.text}.${name}`;
  return sqlErrors.invalidIdentifier(placeIn(sql, first?.start ?? 0), shown);
}
