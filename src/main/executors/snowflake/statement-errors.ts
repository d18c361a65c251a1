import type { ExecutionFailure } from '../../engine/ports.ts';
import { failure } from '../failures.ts';
import type { DriverError } from './driver-types.ts';
import type { ErrorContext } from './error-context.ts';

type Facts = Parameters<typeof failure>[0];

/** A statement that Snowflake did not run, or did not run to its end. */
export function statementFailure(error: DriverError, code: string, context: ErrorContext): ExecutionFailure {
  const message = plainMessage(error.message, context.sql);
  const found = byWords(error.message, message) ?? byCode(code, message) ?? byState(error.sqlState, message);
  return failure({ sqlstate: error.sqlState ?? null, ...found });
}

/** What Snowflake tells by its sentence alone: the codes of these differ from release to release. */
function byWords(raw: string, message: string): Facts | undefined {
  if (/exceeded its quota/i.test(raw)) {
    return {
      code: 'quota_exceeded',
      message,
      hint: 'Its resource monitor has stopped the warehouse: use another one, or ask an administrator',
    };
  }
  if (/warehouse .*is suspended/i.test(raw)) {
    return {
      code: 'warehouse_suspended',
      message,
      retryable: true,
      hint: 'It does not resume by itself: ALTER WAREHOUSE … RESUME, or set AUTO_RESUME',
    };
  }
  if (/already exists as (table|view)|found is of type '(table|view)', not specified type/i.test(raw)) {
    return { code: 'target_changed', message, sqlstate: '42809', retryable: true };
  }
  return undefined;
}

function byCode(code: string, message: string): Facts | undefined {
  switch (code) {
    case '000604':
      return { code: 'cancelled', message: 'The statement was cancelled', sqlstate: '57014' };
    case '000630':
      return {
        code: 'timeout',
        message,
        sqlstate: '57014',
        hint: 'Give statements more time in the environment or the warehouse, or make the query cheaper',
      };
    case '000606':
      return {
        code: 'warehouse_missing',
        message,
        hint: 'Name a warehouse in the environment that its role may use',
      };
    case '001003':
    case '002140':
      return { code: 'syntax_error', message };
    case '000904':
      return { code: 'column_missing', message };
    case '002003':
    case '002043':
      return {
        code: 'source_missing',
        message,
        hint: 'It does not exist, or the role may not see it: Snowflake does not tell which',
      };
    case '090105':
    case '090106':
      return {
        code: 'source_missing',
        message,
        hint: 'Set database and schema of the environment, or write names in full',
      };
    case '003013':
      return { code: 'role_missing', message, hint: 'Check that the role is granted to the user' };
    case '003001':
    case '003003':
      return { code: 'privilege_missing', message, hint: 'Grant it to the role of the environment' };
    case '100072':
      return { code: 'constraint_violation', message, sqlstate: '23000' };
    case '100090':
      return {
        code: 'constraint_violation',
        message,
        hint: 'Several rows of the source have the same key: remove the duplicates before they are merged',
      };
    case '000625':
      return { code: 'transaction_conflict', message, retryable: true };
    case '000603':
    case '300002':
    case '370001':
      return { code: 'warehouse_error', message, retryable: true, hint: 'An error inside of Snowflake' };
    default:
      return undefined;
  }
}

function byState(sqlState: string | undefined, message: string): Facts {
  switch (sqlState?.slice(0, 2)) {
    case '22':
      return { code: sqlState === '22000' ? 'warehouse_error' : 'conversion_error', message };
    case '23':
      return { code: 'constraint_violation', message };
    default:
      break;
  }
  switch (sqlState) {
    case '42501':
      return { code: 'privilege_missing', message, hint: 'Grant it to the role of the environment' };
    case '42S02':
      return { code: 'source_missing', message };
    case '42S22':
      return { code: 'column_missing', message };
    case '42000':
    case '42601':
      return { code: 'syntax_error', message };
    case '57014':
      return { code: 'cancelled', message };
    default:
      return { code: 'warehouse_error', message: message === '' ? 'Snowflake gave no reason' : message };
  }
}

/**
 * Snowflake's sentence on one line, with places as people count them. It counts lines from 1 and letters from 0, in the
 * statement as a whole; what stands before the query of a CREATE … AS or an EXPLAIN is ours, and not counted.
 */
function plainMessage(raw: string, sql: string | undefined): string {
  const ours = sql === undefined ? 0 : linesBeforeQuery(sql);
  return raw
    .replace(/^SQL (compilation|execution|access control) error:?\s*/i, '')
    .replace(/^error line (\d+) at position (\d+)\s*\n?\s*([^]*)$/i, '$3 line $1 at position $2')
    .replaceAll(/\bline (\d+) at position (\d+)/g, (_, line: string, position: string) => {
      const own = Number(line) - ours;
      return own < 1 ? '' : `(line ${own}, column ${Number(position) + 1})`;
    })
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s.]+$/, '')
    .trim();
}

/** Lines of ours before the query: up to the one that ends in AS, where it is created from, and that of an EXPLAIN. */
function linesBeforeQuery(sql: string): number {
  const head = /^(?:CREATE\b(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[^"'])*?\bAS|EXPLAIN USING JSON)[ \t]*\n/i.exec(
    sql,
  )?.[0];
  return head === undefined ? 0 : head.split('\n').length - 1;
}
