import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import { displayName } from '../../../../src/shared/domain/relation.ts';
import type { FutureGrant, Kind, Role, Securable } from '../catalog.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import { type Answer, status } from '../results.ts';
import { statementTypes } from '../statement-types.ts';
import { findDatabase, findSchema, findTable, readName, resolve } from './names.ts';
import { expectEnd, syntaxAt } from './syntax.ts';
import type { Work } from './work.ts';

const done = () => status(statementTypes.ddl, 'Statement executed successfully.');

/** GRANT and REVOKE of privileges, ownership and roles. */
export function runGrant(work: Work, cursor: Reader): Answer {
  const gives = cursor.next().text === 'GRANT';
  work.statement.queryType = gives ? 'GRANT' : 'REVOKE';
  if (!gives) cursor.accept('GRANT', 'OPTION', 'FOR');
  if (cursor.accept('ROLE')) return grantRole(work, cursor, gives);
  const privileges = cursor.list(() => readPrivilege(cursor));
  cursor.expect('ON', 'behind the privileges');
  const objects = readObjects(work, cursor);
  cursor.expect(gives ? 'TO' : 'FROM', 'behind the object');
  cursor.accept('ROLE');
  const role = findRole(work, readName(cursor).join('.'));
  const grantOption = cursor.accept('WITH', 'GRANT', 'OPTION');
  const copies = cursor.accept('COPY', 'CURRENT', 'GRANTS');
  if (!copies && !cursor.accept('REVOKE', 'CURRENT', 'GRANTS')) {
    if (!cursor.accept('CASCADE')) cursor.accept('RESTRICT');
  }
  expectEnd(cursor);
  for (const object of objects.present) {
    if (!mayGrant(work, object, privileges)) throw sqlErrors.insufficient(object.kind, object.name);
    if (!gives) takeAway(object, privileges, role);
    else if (privileges.includes('OWNERSHIP')) {
      if (!copies && object.grants.length > 0 && !/\bREVOKE\s+CURRENT\b/i.test(cursor.sql)) {
        throw sqlErrors.dependentGrants(object.kind, object.name);
      }
      if (!copies) object.grants = [];
      object.owner = role.name;
    } else give(work, object, privileges, role, grantOption);
  }
  for (const { container, kind } of objects.future) {
    for (const privilege of privileges.flatMap(each => expand(each, kind))) {
      const without = container.futureGrants.filter(
        grant => grant.kind !== kind || grant.privilege !== privilege || grant.role !== role.name,
      );
      container.futureGrants.splice(0, container.futureGrants.length, ...without);
      if (gives) container.futureGrants.push({ kind, privilege, role: role.name });
    }
  }
  return done();
}

/** Words up to the comma or ON: `CREATE TABLE`, `ALL PRIVILEGES`. */
function readPrivilege(cursor: Reader): string {
  const words = [cursor.identifier('A privilege').name];
  while (cursor.word() !== '' && cursor.word() !== 'ON') words.push(cursor.next().text);
  const privilege = words.join(' ');
  return privilege === 'ALL PRIVILEGES' ? 'ALL' : privilege;
}

const all: Partial<Record<Kind, string[]>> = {
  TABLE: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'REBUILD', 'EVOLVE SCHEMA'],
  VIEW: ['SELECT', 'REFERENCES'],
  SCHEMA: ['USAGE', 'MODIFY', 'MONITOR', 'CREATE TABLE', 'CREATE VIEW', 'CREATE STAGE', 'CREATE PROCEDURE'],
  DATABASE: ['USAGE', 'MODIFY', 'MONITOR', 'CREATE SCHEMA'],
  WAREHOUSE: ['USAGE', 'OPERATE', 'MODIFY', 'MONITOR'],
  ACCOUNT: ['CREATE DATABASE', 'CREATE WAREHOUSE', 'CREATE ROLE', 'MANAGE GRANTS', 'MONITOR USAGE'],
};

function expand(privilege: string, kind: Kind): string[] {
  if (privilege === 'OWNERSHIP') return [privilege];
  const known = all[kind] ?? [];
  if (privilege === 'ALL') return known;
  if (!known.includes(privilege)) {
    throw beyondTestServer(`the privilege ${privilege} on ${kind.toLowerCase()}s`);
  }
  return [privilege];
}

interface Objects {
  present: Securable[];
  future: { container: { futureGrants: FutureGrant[] }; kind: Kind }[];
}

const plurals: Record<string, Kind> = { TABLES: 'TABLE', VIEWS: 'VIEW', SCHEMAS: 'SCHEMA' };

function readObjects(work: Work, cursor: Reader): Objects {
  const future = cursor.accept('FUTURE');
  if (!future && !cursor.accept('ALL')) return { present: [readObject(work, cursor)], future: [] };
  const { text } = cursor.next();
  const kind = plurals[text];
  if (kind === undefined) throw beyondTestServer(`GRANT on ${text.toLowerCase()}`);
  cursor.expect('IN', `behind ${text}`);
  const inDatabase = cursor.accept('DATABASE');
  if (!inDatabase) cursor.accept('SCHEMA');
  const parts = readName(cursor);
  const container = inDatabase ? findDatabase(work, parts[0] ?? '') : schemaNamed(work, parts);
  if (future) return { present: [], future: [{ container, kind }] };
  const schemas = 'schemas' in container ? [...container.schemas.values()] : [container];
  if (kind === 'SCHEMA') return { present: schemas, future: [] };
  const tables = schemas.flatMap(schema => [...schema.objects.values()]);
  return { present: tables.filter(table => table.kind === kind), future: [] };
}

/** `WAREHOUSE w`, `TABLE a.b.c`, `ACCOUNT`: what rights are on. */
export function readObject(work: Work, cursor: Reader): Securable {
  const { text } = cursor.next();
  if (text === 'ACCOUNT') return work.catalog.account;
  const parts = readName(cursor);
  const name = parts.map(displayName).join('.');
  switch (text) {
    case 'WAREHOUSE':
      return present(work.catalog.warehouses.get(parts[0] ?? ''), 'Warehouse', name);
    case 'ROLE':
      return findRole(work, parts[0] ?? '');
    case 'DATABASE':
      return findDatabase(work, parts[0] ?? '');
    case 'SCHEMA':
      return schemaNamed(work, parts);
    case 'TABLE':
    case 'VIEW': {
      const relation = resolve(work, parts, 'GRANT');
      const table = findTable(work, relation, text === 'TABLE' ? 'Table' : 'View');
      if (table.kind !== text) throw sqlErrors.notOfType(table.kind, text);
      return table;
    }
    default:
      throw beyondTestServer(`privileges on ${text.toLowerCase()}s`);
  }
}

function schemaNamed(work: Work, parts: string[]) {
  const database = parts.at(-2) ?? work.session.database;
  if (database === null) throw sqlErrors.noDatabase('GRANT');
  return findSchema(work, database, parts.at(-1) ?? '');
}

function present<T>(found: T | undefined, kind: string, name: string): T {
  if (found === undefined) throw sqlErrors.missing(kind, name);
  return found;
}

function findRole(work: Work, name: string): Role {
  return present(work.catalog.roles.get(name), 'Role', displayName(name));
}

/** The owner, who manages all grants, or who has each of the privileges with the option to grant it. */
function mayGrant(work: Work, object: Securable, privileges: string[]): boolean {
  const { access, actor, catalog } = work;
  if (access.owns(actor, object) || access.has(actor, 'MANAGE GRANTS', catalog.account)) return true;
  const roles = access.closure([actor.role, ...actor.others]);
  return privileges.every(privilege =>
    object.grants.some(grant => grant.grantOption && grant.privilege === privilege && roles.has(grant.role)),
  );
}

function give(work: Work, object: Securable, privileges: string[], role: Role, grantOption: boolean): void {
  for (const privilege of privileges.flatMap(each => expand(each, object.kind))) {
    object.grants = object.grants.filter(grant => grant.privilege !== privilege || grant.role !== role.name);
    const atMs = work.catalog.clock.now();
    object.grants.push({ privilege, role: role.name, grantOption, grantedBy: work.session.role, atMs });
  }
}

function takeAway(object: Securable, privileges: string[], role: Role): void {
  const taken = new Set(privileges.flatMap(each => expand(each, object.kind)));
  object.grants = object.grants.filter(grant => grant.role !== role.name || !taken.has(grant.privilege));
}

function grantRole(work: Work, cursor: Reader, gives: boolean): Answer {
  const role = findRole(work, readName(cursor).join('.'));
  cursor.expect(gives ? 'TO' : 'FROM', 'behind the role');
  const toUser = cursor.accept('USER');
  if (!toUser && !cursor.accept('ROLE')) throw syntaxAt(cursor.sql, cursor.token() ?? role0(cursor));
  const name = readName(cursor).join('.');
  expectEnd(cursor);
  if (!work.access.owns(work.actor, role)) throw sqlErrors.insufficient('role', role.name);
  if (toUser) work.grantToUser(name, role.name, gives);
  else if (gives) findRole(work, name).roles.add(role.name);
  else findRole(work, name).roles.delete(role.name);
  return done();
}

function role0({ end }: Reader) {
  return { start: end, end };
}
