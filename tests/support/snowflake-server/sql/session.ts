import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import type { Transaction } from '../lake.ts';
import { type Answer, status } from '../results.ts';
import type { Session } from '../sessions.ts';
import { statementTypes } from '../statement-types.ts';
import { readName } from './names.ts';
import { expectEnd, syntaxAt } from './syntax.ts';
import type { Work } from './work.ts';

const done = (typeId: number) => status(typeId, 'Statement executed successfully.');

/** USE ROLE, WAREHOUSE, DATABASE, SCHEMA, SECONDARY ROLES. */
export function runUse(work: Work, cursor: Reader): Answer {
  cursor.expect('USE', 'here');
  work.statement.queryType = 'USE';
  if (cursor.accept('SECONDARY', 'ROLES')) {
    if (cursor.accept('ALL')) work.session.secondaryRoles = true;
    else if (cursor.accept('NONE')) work.session.secondaryRoles = false;
    else throw beyondTestServer('USE SECONDARY ROLES with names');
  } else if (cursor.accept('ROLE')) useRole(work, readName(cursor).join('.'));
  else if (cursor.accept('WAREHOUSE')) useWarehouseNamed(work, readName(cursor).join('.'));
  else if (cursor.accept('DATABASE')) useDatabase(work, readName(cursor).join('.'));
  else {
    const isSchema = cursor.accept('SCHEMA');
    const parts = readName(cursor);
    if (parts.length === 1 && !isSchema) useDatabase(work, parts[0] ?? '');
    else useSchema(work, parts);
  }
  expectEnd(cursor);
  return done(statementTypes.use);
}

function useRole(work: Work, name: string): void {
  if (!work.catalog.roles.has(name)) throw sqlErrors.cannotUse();
  if (!work.access.closure(work.rolesOfUser(work.session.user)).has(name)) {
    throw sqlErrors.roleNotGranted(name);
  }
  work.session.role = name;
}

function useWarehouseNamed(work: Work, name: string): void {
  const warehouse = work.catalog.warehouses.get(name);
  if (warehouse === undefined || !work.access.has(work.actor, 'USAGE', warehouse))
    throw sqlErrors.cannotUse();
  work.session.warehouse = name;
}

function useDatabase(work: Work, name: string): void {
  const database = work.catalog.databases.get(name);
  if (database === undefined || !work.access.has(work.actor, 'USAGE', database)) throw sqlErrors.cannotUse();
  work.session.database = name;
  const schema = database.schemas.get('PUBLIC');
  work.session.schema = schema && work.access.has(work.actor, 'USAGE', schema) ? 'PUBLIC' : null;
}

function useSchema(work: Work, parts: string[]): void {
  const databaseName = parts.at(-2) ?? work.session.database;
  if (databaseName === null) throw sqlErrors.noDatabase('USE SCHEMA');
  const database = work.catalog.databases.get(databaseName);
  const schema = database?.schemas.get(parts.at(-1) ?? '');
  const visible =
    database !== undefined &&
    schema !== undefined &&
    work.access.has(work.actor, 'USAGE', database) &&
    work.access.has(work.actor, 'USAGE', schema);
  if (!visible) throw sqlErrors.cannotUse();
  work.session.database = databaseName;
  work.session.schema = schema.name;
}

/** ALTER SESSION SET and UNSET. */
export function runAlterSession(work: Work, cursor: Reader): Answer {
  cursor.expect('ALTER', 'here');
  cursor.expect('SESSION', 'behind ALTER');
  work.statement.queryType = 'ALTER_SESSION';
  if (cursor.accept('UNSET')) {
    for (const { name } of cursor.list(() => cursor.identifier('A parameter'))) {
      work.parameters.typeOf(name);
      work.session.parameters.delete(name);
    }
  } else {
    cursor.expect('SET', 'behind SESSION');
    while (!cursor.done) {
      const { name } = cursor.identifier('A parameter');
      cursor.expectOperator('=', 'behind the parameter');
      const minus = cursor.acceptOperator('-') ? '-' : '';
      const token = cursor.next();
      if (token.kind === 'operator') throw syntaxAt(cursor.sql, token);
      work.session.parameters.set(name, work.parameters.check(name, `${minus}${token.text}`));
      cursor.acceptOperator(',');
    }
  }
  expectEnd(cursor);
  return done(statementTypes.alterSession);
}

/** BEGIN, COMMIT, ROLLBACK. */
export async function runTransaction(work: Work, cursor: Reader): Promise<Answer> {
  const { lake } = work.session;
  const word = cursor.next().text;
  if (word === 'START') cursor.expect('TRANSACTION', 'behind START');
  else if (!cursor.accept('TRANSACTION')) cursor.accept('WORK');
  const isBegin = word === 'BEGIN' || word === 'START';
  const name = isBegin && cursor.accept('NAME') ? cursor.identifier('A name').name : null;
  expectEnd(cursor);
  work.statement.queryType = isBegin ? 'BEGIN_TRANSACTION' : word;
  if (word === 'COMMIT' || word === 'ROLLBACK') await lake.end(word);
  else await beginTransaction(work, name);
  return done(statementTypes.transaction);
}

let begun = 0;

/** Begins one, unless one is open: a second BEGIN is ignored. */
export async function beginTransaction(work: Work, name: string | null): Promise<void> {
  const { lake } = work.session;
  if (lake.inTransaction) return;
  const startedMs = work.catalog.clock.now();
  // As Snowflake's ids are: the time it began, and something that tells two of a moment apart.
  const id = `${startedMs}${String(++begun % 1_000_000).padStart(6, '0')}`;
  await lake.begin({ id, name: name ?? id, startedMs });
}

/** SHOW TRANSACTIONS, for SYSTEM$ABORT_TRANSACTION: those of the user. */
export function openTransactions(work: Work): { session: Session; transaction: Transaction }[] {
  return work.sessions.all.flatMap(session => {
    const { transaction } = session.lake;
    return transaction !== null && session.user === work.session.user ? [{ session, transaction }] : [];
  });
}

/** The sentence that SYSTEM$ABORT_TRANSACTION answers. */
export async function abortTransaction(work: Work, id: string): Promise<string> {
  const found = openTransactions(work).find(({ transaction }) => transaction.id === id);
  if (found === undefined) throw sqlErrors.unknownTransaction(id);
  await found.session.lake.end('ROLLBACK');
  return `Aborted transaction id: ${id}`;
}
