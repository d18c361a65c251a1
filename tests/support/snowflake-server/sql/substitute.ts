import { lex, type Token } from '../../../../src/main/engine/sql/tokens.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import { getDdl } from './get-ddl.ts';
import { historyFunction } from './history.ts';
import { makeUp } from './information-schema.ts';
import { onLake } from './lake-errors.ts';
import { compileQuery } from './query.ts';
import { resultScan } from './result-scan.ts';
import { abortTransaction } from './session.ts';
import { edited, quoteText, tokensOf } from './syntax.ts';
import type { Work } from './work.ts';

type Edit = { start: number; end: number; text: string };

export const serverVersion = '9.34.1';

/** Functions without arguments that depend on who asks. */
const contextFunctions: Record<string, (work: Work) => string | null> = {
  CURRENT_ACCOUNT: work => work.name.split('-').at(-1) ?? work.name,
  CURRENT_ACCOUNT_NAME: work => work.name.split('-').at(-1) ?? work.name,
  CURRENT_ORGANIZATION_NAME: work => work.name.split('-')[0] ?? work.name,
  CURRENT_DATABASE: work => work.session.database,
  CURRENT_REGION: () => 'AWS_EU_CENTRAL_1',
  CURRENT_ROLE: work => work.session.role,
  CURRENT_AVAILABLE_ROLES: work =>
    JSON.stringify([...work.access.closure(work.rolesOfUser(work.session.user))].sort()),
  CURRENT_SECONDARY_ROLES: work =>
    JSON.stringify(
      work.session.secondaryRoles
        ? { roles: work.rolesOfUser(work.session.user).join(','), value: 'ALL' }
        : { roles: '', value: '' },
    ),
  CURRENT_SCHEMA: work => work.session.schema,
  CURRENT_SESSION: work => String(work.session.id),
  CURRENT_STATEMENT: work => work.statement.sql,
  CURRENT_USER: work => work.session.user,
  CURRENT_VERSION: () => serverVersion,
  CURRENT_WAREHOUSE: work => work.session.warehouse,
  LAST_QUERY_ID: work => work.statement.previousQueryId,
};

/** What time it is, by the server's clock; parentheses may be left out. */
const timeFunctions: Record<string, (nowMs: number, zone: string) => string> = {
  CURRENT_TIMESTAMP: ms => `'${new Date(ms).toISOString()}'::TIMESTAMP_LTZ`,
  LOCALTIMESTAMP: ms => `'${new Date(ms).toISOString()}'::TIMESTAMP_LTZ`,
  GETDATE: ms => `'${new Date(ms).toISOString()}'::TIMESTAMP_LTZ`,
  SYSDATE: ms => `'${new Date(ms).toISOString().slice(0, -1)}'::TIMESTAMP_NTZ`,
  CURRENT_DATE: (ms, timeZone) => `'${new Intl.DateTimeFormat('en-CA', { timeZone }).format(ms)}'::DATE`,
};

/**
 * Puts values in the place of what only the account knows: context functions, SYSTEM$ functions, and table functions
 * over its records. Everything else of the text stays as it is. The
 * text of a view keeps its times, which are those of who reads it.
 */
export async function substitute(work: Work, sql: string): Promise<string> {
  const tokens = tokensOf(sql);
  const isView = tokens[0]?.text === 'CREATE' && tokens.slice(1, 6).some(token => token.text === 'VIEW');
  const edits: Edit[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== 'word' || tokens[at - 1]?.text === '.') continue;
    const time = isView ? undefined : timeFunctions[token.text];
    const bare = /^(CURRENT|LOCAL)/.test(token.text);
    if (time !== undefined && (bare || tokens[at + 1]?.text === '(')) {
      const last = tokens[at + 1]?.text === '(' ? closing(tokens, at + 1) : at;
      const text = time(work.catalog.clock.now(), work.parameter('TIMEZONE'));
      edits.push({ start: token.start, end: tokens[last]?.end ?? token.end, text });
      at = last;
      continue;
    }
    const close = tokens[at + 1]?.text === '(' ? closing(tokens, at + 1) : -1;
    if (close < 0) continue;
    const end = tokens[close]?.end ?? sql.length;
    const context = contextFunctions[token.text];
    if (context !== undefined && close === at + 2) {
      const value = context(work);
      edits.push({ start: token.start, end, text: value === null ? 'NULL' : quoteText(value) });
    } else if (token.text === 'GET_DDL') {
      const text = await getDdl(work, tokens.slice(at + 2, close));
      edits.push({ start: token.start, end, text: quoteText(text) });
    } else if (token.text.startsWith('SYSTEM$')) {
      const text = await systemFunction(work, token.text, tokens.slice(at + 2, close));
      edits.push({ start: token.start, end, text });
    } else if (token.text === 'TABLE') {
      const text = await tableFunction(work, sql, tokens.slice(at + 2, close));
      if (text !== null) edits.push({ start: token.start, end, text });
    } else continue;
    at = close;
  }
  return edited(sql, edits);
}

/** How long a statement says it waits, in ms: the sum over its calls of SYSTEM$WAIT. */
export function waitOf(sql: string): number {
  const { tokens } = lex(sql);
  let total = 0;
  tokens.forEach((token, at) => {
    if (token.kind !== 'word' || token.text !== 'SYSTEM$WAIT' || tokens[at + 1]?.text !== '(') return;
    total += waitArguments(tokens.slice(at + 2, closing(tokens, at + 1))).ms;
  });
  return total;
}

const units: Record<string, number> = {
  MILLISECONDS: 1,
  SECONDS: 1_000,
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
};

function waitArguments(args: Token[]): { ms: number; text: string } {
  const [amount, , unit] = args;
  const name = unit?.text.toUpperCase() ?? 'SECONDS';
  const factor = units[name];
  if (amount?.kind !== 'number' || factor === undefined) {
    throw beyondTestServer('SYSTEM$WAIT takes a number and a unit that stand in the text');
  }
  return { ms: Number(amount.text) * factor, text: `waited ${amount.text} ${name.toLowerCase()}` };
}

async function systemFunction(work: Work, name: string, args: Token[]): Promise<string> {
  const [first] = args;
  switch (name) {
    case 'SYSTEM$WAIT':
      return quoteText(waitArguments(args).text);
    case 'SYSTEM$CANCEL_QUERY':
      if (first?.kind !== 'string') throw sqlErrors.unknownFunction(name);
      return quoteText(work.cancel(first.text, work.session.user));
    case 'SYSTEM$ABORT_TRANSACTION':
      return quoteText(await abortTransaction(work, first?.text ?? ''));
    default:
      throw beyondTestServer(`the function ${name}`);
  }
}

/** The name of a table made up for the call; null where DuckDB has the function. */
async function tableFunction(work: Work, sql: string, inner: Token[]): Promise<string | null> {
  const open = inner.findIndex(token => token.text === '(');
  if (open < 0) return null;
  const name = inner.slice(0, open).filter(token => token.text !== '.');
  const args = inner.slice(open + 1, -1);
  const last = name.at(-1)?.text ?? '';
  if (last === 'RESULT_SCAN') return dotted(await makeUp(work, await resultScan(work, args)));
  if (name.at(-2)?.text !== 'INFORMATION_SCHEMA') return null;
  return dotted(
    await makeUp(work, await historyFunction(work, last, sql, args, text => evaluate(work, text))),
  );
}

/** A constant expression; times as ms since the epoch. */
async function evaluate(work: Work, text: string): Promise<string | number> {
  const plain = /^\d+$/.test(text) ? Number(text) : (/^'([^']*)'$/.exec(text)?.[1] ?? null);
  if (plain !== null) return plain;
  const sql = `SELECT ${text} AS V`;
  const compiled = await compileQuery(work, await substitute(work, sql), sql);
  const value = `CASE WHEN typeof("V") LIKE 'TIMESTAMP%' THEN epoch_ms(TRY_CAST("V" AS TIMESTAMPTZ)) ELSE TRY_CAST("V" AS BIGINT) END`;
  const [[found] = []] = await onLake(sql, () => work.lake.rows(`SELECT ${value} FROM (${compiled.sql})`));
  return Number(found);
}

function dotted({ database, schema, name }: { database: string; schema: string; name: string }): string {
  return `${database}.${schema}.${name}`;
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.kind !== 'operator') continue;
    if (tokens[at]?.text === '(') depth++;
    else if (tokens[at]?.text === ')' && --depth === 0) return at;
  }
  return -1;
}
