import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import { displayName } from '../../../../src/shared/domain/relation.ts';
import type { Securable } from '../catalog.ts';
import { sqlErrors } from '../errors.ts';
import type { Answer } from '../results.ts';
import { readObject } from './grants.ts';
import { type Columns, table, type Value } from './listing.ts';
import { readName } from './names.ts';
import { expectEnd } from './syntax.ts';
import type { Work } from './work.ts';

const grantColumns: Columns = {
  created_on: 'time',
  privilege: 'text',
  granted_on: 'text',
  name: 'text',
  granted_to: 'text',
  grantee_name: 'text',
  grant_option: 'text',
  granted_by: 'text',
};

const roleGrantColumns: Columns = {
  created_on: 'time',
  role: 'text',
  granted_to: 'text',
  grantee_name: 'text',
  granted_by: 'text',
};

/** SHOW GRANTS ON, OF ROLE, TO ROLE, TO USER. */
export function showGrants(work: Work, cursor: Reader): Answer {
  if (cursor.accept('ON')) {
    const object = readObject(work, cursor);
    expectEnd(cursor);
    return table(grantColumns, rowsOn(work, object));
  }
  if (cursor.accept('OF', 'ROLE')) {
    const role = roleNamed(work, cursor);
    const holders = [...work.catalog.roles.values()].filter(other => other.roles.has(role.name));
    return table(roleGrantColumns, [
      ...holders.map(other => [role.createdMs, role.name, 'ROLE', other.name, role.owner]),
      ...work.usersWith(role.name).map(user => [role.createdMs, role.name, 'USER', user, role.owner]),
    ]);
  }
  if (cursor.accept('TO', 'ROLE')) {
    const role = roleNamed(work, cursor);
    const inner = [...role.roles].map(name => [
      role.createdMs,
      'USAGE',
      'ROLE',
      name,
      'ROLE',
      role.name,
      'false',
      '',
    ]);
    const rows = securables(work).flatMap(object => rowsOn(work, object));
    return table(grantColumns, [...inner, ...rows.filter(row => row[5] === role.name)]);
  }
  const user = cursor.accept('TO', 'USER') ? readName(cursor).join('.') : work.session.user;
  expectEnd(cursor);
  const roles = work.rolesOfUser(user).filter(role => role !== 'PUBLIC');
  return table(
    roleGrantColumns,
    roles.map(role => [work.catalog.roles.get(role)?.createdMs ?? 0, role, 'USER', user, 'ACCOUNTADMIN']),
  );
}

function roleNamed(work: Work, cursor: Reader) {
  const name = readName(cursor).join('.');
  expectEnd(cursor);
  const role = work.catalog.roles.get(name);
  if (role === undefined) throw sqlErrors.missing('Role', displayName(name));
  return role;
}

function securables(work: Work): Securable[] {
  const databases = [...work.catalog.databases.values()];
  const schemas = databases.flatMap(database => [...database.schemas.values()]);
  return [
    work.catalog.account,
    ...work.catalog.warehouses.values(),
    ...databases,
    ...schemas,
    ...schemas.flatMap(schema => [...schema.objects.values()]),
  ];
}

function rowsOn(work: Work, object: Securable): Value[][] {
  const name = fullName(work, object);
  return [
    [object.createdMs, 'OWNERSHIP', object.kind, name, 'ROLE', object.owner, 'true', object.owner],
    ...object.grants.map(grant => [
      grant.atMs,
      grant.privilege,
      object.kind,
      name,
      'ROLE',
      grant.role,
      String(grant.grantOption),
      grant.grantedBy,
    ]),
  ];
}

function fullName(work: Work, object: Securable): string {
  for (const database of work.catalog.databases.values()) {
    for (const schema of database.schemas.values()) {
      const parts = [database.name, schema.name];
      if (object === schema) return parts.map(displayName).join('.');
      if (schema.objects.get(object.name) === object)
        return [...parts, object.name].map(displayName).join('.');
    }
  }
  return displayName(object.name);
}
