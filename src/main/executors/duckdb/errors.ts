import { closest } from '../../../shared/domain/names.ts';
import { ExecutionError, type ExecutionFailure } from '../../engine/ports.ts';
import { failure } from '../failures.ts';

/** An error of DuckDB taken apart: it reports JSON (`errors_as_json`), except where it puts words around it. */
export interface DuckdbError {
  /** "Catalog", "Binder", "IO", "INTERRUPT", …; empty for errors of the driver. */
  type: string;
  message: string;
  /** Of what is missing, where DuckDB says so. */
  name: string | undefined;
  subtype: string | undefined;
  /** What kind of thing is missing: "Table", "View", "Scalar Function", … */
  kind: string | undefined;
  candidates: string[];
  /** In bytes of UTF-8 from the start of the SQL sent. */
  position: number | undefined;
  errno: number | undefined;
}

/** An error of DuckDB together with the SQL that was sent, exactly: its places are counted from there. */
export class StatementError extends Error {
  readonly sql: string;
  constructor(cause: unknown, sql: string) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.sql = sql;
  }
}

/** Runs work on one text of SQL, which its error then knows. */
export async function withSql<T>(sql: string, work: (sql: string) => Promise<T>): Promise<T> {
  try {
    return await work(sql);
  } catch (cause) {
    throw cause instanceof ExecutionError ? cause : new StatementError(cause, sql);
  }
}

/** What is known of the work that failed. */
export interface ErrorContext {
  queryId?: string | null;
  /** Nothing else was running in the process: memory was not short because of others. */
  alone?: boolean;
}

const ENOSPC = 28;

export function parseDuckdbError(cause: unknown): DuckdbError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const start = text.indexOf('{"exception_type"');
  if (start >= 0) {
    try {
      const json = JSON.parse(text.slice(start)) as Record<string, string | undefined>;
      const number = (value: string | undefined) => (value === undefined ? undefined : Number(value));
      return {
        type: json['exception_type'] ?? '',
        message: json['exception_message'] ?? text,
        name: json['name'],
        subtype: json['error_subtype'],
        kind: json['type'],
        candidates: json['candidates']?.split(',') ?? [],
        position: number(json['position']),
        errno: number(json['errno']),
      };
    } catch {
      // Not JSON after all: what follows takes it as words.
    }
  }
  const plain = /^(?:Failed to extract statements: )?([A-Za-z][A-Za-z ]*?) Error: ([^]*)$/.exec(text);
  return {
    type: plain?.[1] ?? '',
    message: plain?.[2] ?? text,
    name: undefined,
    subtype: undefined,
    kind: undefined,
    candidates: [],
    position: undefined,
    errno: undefined,
  };
}

/** The database a failed statement names and DuckDB does not know; it may have a file that was not attached. */
export function missingDatabase(error: DuckdbError): string | undefined {
  return (
    /^Catalog (?:with name )?"?([^"]+?)"? does not exist/.exec(error.message)?.[1] ??
    /because schema "([^"]+)" does not exist/.exec(error.message)?.[1]
  );
}

/** True when this instance of DuckDB refuses all further work. */
export function isFatal(error: DuckdbError): boolean {
  return error.type === 'FATAL';
}

export function isConflict(error: DuckdbError): boolean {
  return error.type === 'TransactionContext' && /conflict|has been altered/i.test(error.message);
}

/** Any error as the one kind that leaves the executor. */
export function toExecutionError(cause: unknown, context: ErrorContext = {}): ExecutionError {
  const found =
    cause instanceof ExecutionError
      ? cause.failure
      : classify(parseDuckdbError(cause), context, cause instanceof StatementError ? cause.sql : undefined);
  return new ExecutionError({ ...found, query_id: found.query_id ?? context.queryId ?? null });
}

function classify(error: DuckdbError, context: ErrorContext, sql: string | undefined): ExecutionFailure {
  const message = plainMessage(error.message);
  if (error.errno === ENOSPC || /No space left on device|max_temp_directory_size/.test(error.message)) {
    return failure({
      code: 'disk_full',
      message: `${fullDisk(message)} is full: ${message}`,
      sqlstate: '53100',
      hint: 'Make room on the disk of the workspace; the target is as it was before',
    });
  }
  switch (error.type) {
    case 'INTERRUPT':
      return failure({ code: 'cancelled', message: 'The statement was cancelled', sqlstate: '57014' });
    case 'Parser':
    case 'Syntax':
      return failure({ code: 'syntax_error', message, sqlstate: '42601' });
    case 'Catalog':
    case 'Binder':
      return (
        otherType(error) ??
        notFound(error, sql, message) ??
        failure({ code: 'syntax_error', message, sqlstate: '42000' })
      );
    case 'Out of Memory':
      return failure({
        code: 'out_of_memory',
        message: `DuckDB ran out of memory: ${message}`,
        sqlstate: '53200',
        // With the memory to itself it may fit; alone it will fail the same way again.
        retryable: context.alone === false,
        hint: 'Read or join less at once, or set SLIPWAY_DUCKDB_MEMORY_LIMIT higher',
      });
    case 'TransactionContext':
      return transactionFailure(error, message);
    case 'Conversion':
    case 'Mismatch Type':
      return failure({ code: 'conversion_error', message, sqlstate: '22018' });
    case 'Out of Range':
      return failure({ code: 'conversion_error', message, sqlstate: '22003' });
    case 'Constraint':
      return failure({ code: 'constraint_violation', message, sqlstate: '23000' });
    case 'Permission':
      return failure({
        code: 'forbidden',
        message: `Queries cannot reach files or the network here: ${message.replace(/ - file system operations .*/, '')}`,
        sqlstate: '42501',
      });
    case 'IO':
      return fileFailure(error, message);
    case 'Invalid Input':
      return inputFailure(message);
    default:
      return failure({
        code: 'warehouse_error',
        message: message === '' ? 'DuckDB gave no reason' : message,
      });
  }
}

/** DuckDB names the file it could not write, if not the directory for what does not fit into memory. */
function fullDisk(message: string): string {
  const file = /file "([^"]+)"/.exec(message)?.[1];
  return file === undefined ? 'The disk' : `The disk that holds ${file}`;
}

/** A view where the statement means a table, or the other way round. */
function otherType(error: DuckdbError): ExecutionFailure | undefined {
  const [found, name, is, not] =
    /^Existing object (.+) is of type (Table|View), trying to (?:replace with|drop) type (Table|View)/.exec(
      error.message,
    ) ?? [];
  if (!found) return undefined;
  return failure({
    code: 'target_changed',
    message: `${name} is a ${is?.toLowerCase()}, not a ${not?.toLowerCase()}`,
    sqlstate: '42809',
    retryable: true,
  });
}

function notFound(
  error: DuckdbError,
  sql: string | undefined,
  message: string,
): ExecutionFailure | undefined {
  const database = missingDatabase(error);
  if (database !== undefined && !error.message.includes('because schema')) {
    return failure({
      code: 'source_missing',
      message: `Database ${database} does not exist`,
      sqlstate: '3D000',
      hint: 'It is created by the first run that writes to it',
    });
  }
  const schema = /^Schema with name "?([^"]+?)"? does not exist/.exec(error.message)?.[1];
  if (schema !== undefined) {
    return failure({ code: 'source_missing', message: `Schema ${schema} does not exist`, sqlstate: '3F000' });
  }
  const table =
    /^Table with name "?([^"!]+?)"? does not exist/.exec(error.message)?.[1] ??
    /^View with name "?([^"!]+?)"? does not exist/.exec(error.message)?.[1] ??
    /^Referenced table "(.+?)" not found/.exec(error.message)?.[1];
  if (table !== undefined) {
    const near = closest(table, error.candidates);
    return failure({
      code: 'source_missing',
      message: `Table or view ${nameAt(error.position, sql, table)} does not exist`,
      sqlstate: '42S02',
      hint: near === undefined ? null : `Did you mean ${near}?`,
    });
  }
  const column =
    (error.subtype === 'COLUMN_NOT_FOUND' ? error.name : undefined) ??
    /^Referenced column "(.+?)" not found/.exec(error.message)?.[1] ??
    /does not have a column (?:named|with name) "(.+?)"/.exec(error.message)?.[1] ??
    /^Column "(.+?)" in .* list not found/.exec(error.message)?.[1] ??
    // `SELECT "X" AS "X"` where there is no X: DuckDB takes it for the alias.
    /^Column "(.+?)" referenced that exists in the SELECT clause/.exec(error.message)?.[1];
  if (column !== undefined) {
    const candidates =
      error.candidates.length > 0 ? error.candidates : quotedNames(error.message.split('\n').slice(1));
    return failure({
      code: 'column_missing',
      message: `Column ${column} does not exist`,
      sqlstate: '42S22',
      hint: candidates.length === 0 ? null : `Did you mean ${candidates.slice(0, 5).join(', ')}?`,
    });
  }
  const unknown = /^(.* Function) with name (\S+) does not exist/.exec(error.message);
  if (unknown) {
    const near = closest(unknown[2] ?? '', error.candidates);
    return failure({
      code: 'syntax_error',
      message: `Function ${unknown[2]} does not exist`,
      sqlstate: '42883',
      hint: near === undefined ? null : `Did you mean ${near}?`,
    });
  }
  if (error.subtype === 'NO_MATCHING_FUNCTION') {
    return failure({
      code: 'syntax_error',
      message: message.replace(/ You might need to add explicit type casts\.?$/, ''),
      sqlstate: '42883',
      hint: error.candidates.length === 0 ? null : `It takes: ${error.candidates.slice(0, 8).join('; ')}`,
    });
  }
  return undefined;
}

function transactionFailure(error: DuckdbError, message: string): ExecutionFailure {
  if (isConflict(error)) {
    return failure({
      code: 'transaction_conflict',
      message: `Another statement changed the same thing at the same time: ${message}`,
      sqlstate: '40001',
      retryable: true,
    });
  }
  if (/read-only/.test(error.message)) {
    return failure({ code: 'read_only', message: 'A query may only read', sqlstate: '25006' });
  }
  const hint = error.message.includes('single attached database')
    ? 'On the embedded engine a script writes to one database'
    : null;
  return failure({ code: 'warehouse_error', message, sqlstate: '25000', hint });
}

function fileFailure(error: DuckdbError, message: string): ExecutionFailure {
  if (/not a valid DuckDB database|Corrupt database|enough bytes|checksum/i.test(error.message)) {
    return failure({
      code: 'corrupt_database',
      message,
      sqlstate: 'XX001',
      hint: 'Put a copy of the file in its place, or move it away to start the database anew',
    });
  }
  if (error.message.startsWith('Could not set lock')) {
    const holder = /PID (\d+)/.exec(error.message)?.[1];
    return failure({
      code: 'database_locked',
      message: `Another process${holder ? ` (${holder})` : ''} has the file open: ${/"(.+?)"/.exec(error.message)?.[1] ?? message}`,
      sqlstate: '55006',
      retryable: true,
      hint: 'Close the program that has it open',
    });
  }
  if (/No files found|No such file/.test(error.message)) {
    return failure({ code: 'source_missing', message, sqlstate: '58P01' });
  }
  return failure({ code: 'warehouse_error', message, sqlstate: '58030' });
}

function inputFailure(message: string): ExecutionFailure {
  if (message.includes('multiple statements')) {
    return failure({
      code: 'syntax_error',
      message: 'One statement is expected, not several',
      sqlstate: '42601',
    });
  }
  if (message.includes('No statement to prepare')) {
    return failure({
      code: 'syntax_error',
      message: 'There is no statement in this text',
      sqlstate: '42601',
    });
  }
  // What our own macros say of a text (engine/sql/macros), and strptime.
  if (/ is not recognized$|^Could not parse string /.test(message)) {
    return failure({ code: 'conversion_error', message, sqlstate: '22018' });
  }
  return failure({ code: 'warehouse_error', message, sqlstate: '22000' });
}

/** DuckDB's advice on settings, candidates and links are not for people who cannot change those settings. */
function plainMessage(message: string): string {
  const [first = ''] = message.split(/\n\s*\n|\nDid you mean|\nCandidate|\n\tCandidate|\nThis limit/);
  return first.trim();
}

/** The dotted name at a position of the SQL, when its last part is the one DuckDB names. */
function nameAt(position: number | undefined, sql: string | undefined, name: string): string {
  if (position === undefined || sql === undefined) return name;
  const rest = Buffer.from(sql).subarray(position).toString();
  const dotted = /^(?:"(?:[^"]|"")+"|[\w$]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\w$]+))*/.exec(rest)?.[0];
  const last = dotted?.split('.').at(-1)?.replaceAll('"', '').trim().toLowerCase();
  const wanted = name.split('.').at(-1)?.replaceAll('"', '').toLowerCase();
  return dotted !== undefined && last === wanted ? dotted : name;
}

function quotedNames(lines: string[]): string[] {
  return [...lines.join(' ').matchAll(/"([^"]+)"/g)].map(match => match[1] ?? '');
}
