import type { Token } from '../../../../src/main/engine/sql/tokens.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import type { Statement } from '../statements.ts';
import type { MadeUp } from './information-schema.ts';
import type { Work } from './work.ts';

/** Computes a constant expression; times as ms since the epoch. */
export type Evaluate = (text: string) => Promise<string | number>;

const defaultLimit = 100;
const maxLimit = 10_000;

interface Arguments {
  limit: number;
  from: number;
  until: number;
  session: number | null;
  user: string | null;
  warehouse: string | null;
}

/** `INFORMATION_SCHEMA.QUERY_HISTORY` and its sisters, newest first. */
export async function historyFunction(
  work: Work,
  name: string,
  sql: string,
  tokens: Token[],
  evaluate: Evaluate,
): Promise<MadeUp> {
  if (!/^QUERY_HISTORY(_BY_(SESSION|USER|WAREHOUSE))?$/.test(name)) {
    throw beyondTestServer(`the table function INFORMATION_SCHEMA.${name}`);
  }
  const args = await readArguments(name, sql, tokens, evaluate);
  const found = work.statements.all
    .filter(statement => shown(work, statement, name, args))
    .sort(
      (a, b) => b.startedMs - a.startedMs || work.statements.all.indexOf(b) - work.statements.all.indexOf(a),
    );
  return { columns, rows: found.slice(0, args.limit).map(row) };
}

/** One's own statements, and those of others where MONITOR on their warehouse allows it. */
function shown(work: Work, statement: Statement, name: string, args: Arguments): boolean {
  if (statement.describeOnly) return false;
  const own = statement.user === work.session.user;
  const warehouse =
    statement.warehouse === null ? undefined : work.catalog.warehouses.get(statement.warehouse);
  const allowed = own || (warehouse !== undefined && work.access.has(work.actor, 'MONITOR', warehouse));
  // The session whose function is asked where no other is named; it is how QUERY_HISTORY_BY_SESSION works.
  const session = args.session ?? (name === 'QUERY_HISTORY_BY_SESSION' ? work.session.id : null);
  const user = args.user ?? (name === 'QUERY_HISTORY_BY_USER' ? work.session.user : null);
  return (
    allowed &&
    (session === null || statement.session.id === session) &&
    (user === null || statement.user === user.toUpperCase()) &&
    (args.warehouse === null || statement.warehouse === args.warehouse.toUpperCase()) &&
    (statement.endedMs ?? work.catalog.clock.now()) >= args.from &&
    (statement.endedMs ?? work.catalog.clock.now()) <= args.until
  );
}

const order: Record<string, string> = {
  QUERY_HISTORY: 'END_TIME_RANGE_START',
  QUERY_HISTORY_BY_SESSION: 'SESSION_ID',
  QUERY_HISTORY_BY_USER: 'USER_NAME',
  QUERY_HISTORY_BY_WAREHOUSE: 'WAREHOUSE_NAME',
};

async function readArguments(
  name: string,
  sql: string,
  tokens: Token[],
  evaluate: Evaluate,
): Promise<Arguments> {
  const args: Arguments = {
    limit: defaultLimit,
    from: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
    session: null,
    user: null,
    warehouse: null,
  };
  for (const [index, part] of split(tokens).entries()) {
    const named = part[1]?.text === '=>';
    const key = named ? (part[0]?.text ?? '') : index === 0 ? (order[name] ?? '') : '';
    const rest = named ? part.slice(2) : part;
    const text = sql.slice(rest[0]?.start, rest.at(-1)?.end);
    const value = await evaluate(text);
    switch (key) {
      case 'RESULT_LIMIT':
        args.limit = Number(value);
        break;
      case 'SESSION_ID':
        args.session = Number(value);
        break;
      case 'USER_NAME':
        args.user = String(value);
        break;
      case 'WAREHOUSE_NAME':
        args.warehouse = String(value);
        break;
      case 'END_TIME_RANGE_START':
        args.from = Number(value);
        break;
      case 'END_TIME_RANGE_END':
        args.until = Number(value);
        break;
      default:
        throw sqlErrors.invalidIdentifier(null, key);
    }
  }
  if (args.limit < 1 || args.limit > maxLimit) {
    throw beyondTestServer(`RESULT_LIMIT must be from 1 to ${maxLimit}`);
  }
  return args;
}

function split(tokens: Token[]): Token[][] {
  const parts: Token[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(' && token.kind === 'operator') depth++;
    if (token.text === ')' && token.kind === 'operator') depth--;
    if (token.text === ',' && token.kind === 'operator' && depth === 0) parts.push([]);
    else if (parts.length === 0) parts.push([token]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

const columns = [
  ['QUERY_ID', 'VARCHAR'],
  ['QUERY_TEXT', 'VARCHAR'],
  ['DATABASE_NAME', 'VARCHAR'],
  ['SCHEMA_NAME', 'VARCHAR'],
  ['QUERY_TYPE', 'VARCHAR'],
  ['SESSION_ID', 'BIGINT'],
  ['USER_NAME', 'VARCHAR'],
  ['ROLE_NAME', 'VARCHAR'],
  ['WAREHOUSE_NAME', 'VARCHAR'],
  ['QUERY_TAG', 'VARCHAR'],
  ['EXECUTION_STATUS', 'VARCHAR'],
  ['ERROR_CODE', 'VARCHAR'],
  ['ERROR_MESSAGE', 'VARCHAR'],
  ['START_TIME', 'TIMESTAMPTZ'],
  ['END_TIME', 'TIMESTAMPTZ'],
  ['TOTAL_ELAPSED_TIME', 'BIGINT'],
  ['BYTES_SCANNED', 'BIGINT'],
  ['ROWS_PRODUCED', 'BIGINT'],
  ['COMPILATION_TIME', 'BIGINT'],
  ['EXECUTION_TIME', 'BIGINT'],
] as const;

const statuses = {
  RUNNING: 'RUNNING',
  BLOCKED: 'BLOCKED',
  SUCCESS: 'SUCCESS',
  FAILED_WITH_ERROR: 'FAILED_WITH_ERROR',
  ABORTED: 'FAILED_WITH_ERROR',
} as const;

function row(statement: Statement): (string | number | null)[] {
  const { session, startedMs, endedMs, error } = statement;
  // One that runs has no end: the epoch, as Snowflake shows it.
  const elapsed = (endedMs ?? startedMs) - startedMs;
  return [
    statement.id,
    statement.sql,
    statement.database,
    statement.schema,
    statement.queryType,
    session.id,
    statement.user,
    statement.role,
    statement.warehouse,
    statement.queryTag,
    statuses[statement.state],
    error?.code ?? null,
    error?.message ?? null,
    startedMs,
    endedMs ?? 0,
    elapsed,
    0,
    statement.answer?.rowsProduced ?? null,
    0,
    elapsed,
  ];
}
