import { displayName, displayRelation, type Relation } from '../../../../src/shared/domain/relation.ts';
import { parseNameParts } from '../../../../src/shared/domain/relation.ts';
import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import type { Actor } from '../access.ts';
import type { Database, Schema, Table } from '../catalog.ts';
import { sqlErrors } from '../errors.ts';
import { syntaxAt } from './syntax.ts';
import type { Work } from './work.ts';

/** `a`, `a.b`, `a.b.c`, or `identifier('a.b')`. */
export function readName(reader: Reader): string[] {
  if (reader.word() === 'IDENTIFIER' && reader.operator(1) === '(') {
    reader.next();
    reader.next();
    const token = reader.next();
    const parts = token.kind === 'string' ? parseNameParts(token.text) : undefined;
    if (parts === undefined) throw syntaxAt(reader.sql, token);
    reader.expectOperator(')', 'behind the name');
    return parts;
  }
  const parts = [reader.identifier('A name').name];
  while (reader.acceptOperator('.')) {
    // `db..t` is of the schema PUBLIC.
    if (reader.operator() === '.') parts.push('PUBLIC');
    else parts.push(reader.identifier('The next part of the name').name);
  }
  return parts;
}

/** The full name; what is missing comes from the session. */
export function resolve(work: Work, parts: readonly string[], operation: string): Relation {
  const [third, second, first] = [parts.at(-1) ?? '', parts.at(-2), parts.at(-3)];
  if (parts.length > 3) throw sqlErrors.missing('Object', parts.map(displayName).join('.'));
  const database = first ?? work.session.database;
  if (database === null) throw sqlErrors.noDatabase(operation);
  const schema = second ?? work.session.schema;
  if (schema === null) throw sqlErrors.noSchema(operation);
  return { database, schema, name: third };
}

export function findDatabase(work: Work, name: string): Database {
  const database = work.catalog.databases.get(name);
  if (database === undefined || !sees(work, work.actor, database)) {
    throw sqlErrors.missing('Database', displayName(name));
  }
  return database;
}

/** With USAGE on both: otherwise it is as if it were not there. */
export function findSchema(work: Work, database: string, name: string): Schema {
  const found = findDatabase(work, database);
  const schema = found.schemas.get(name);
  if (schema === undefined || !sees(work, work.actor, schema)) {
    throw sqlErrors.missing('Schema', [database, name].map(displayName).join('.'));
  }
  return schema;
}

/** A table or view that the actor sees. `kind` is how the error calls it. */
export function findTable(work: Work, relation: Relation, kind = 'Object'): Table {
  const missing = () => sqlErrors.missing(kind, displayRelation(relation));
  const temporary = work.catalog.table(relation, work.session.id);
  if (temporary !== undefined && temporary.temporaryOf !== null) return temporary;
  const database = work.catalog.databases.get(relation.database);
  const schema = database?.schemas.get(relation.schema);
  if (database === undefined || !sees(work, work.actor, database)) {
    throw kind === 'Object' ? sqlErrors.missing('Database', displayName(relation.database)) : missing();
  }
  if (schema === undefined || !sees(work, work.actor, schema)) {
    throw kind === 'Object'
      ? sqlErrors.missing('Schema', [relation.database, relation.schema].map(displayName).join('.'))
      : missing();
  }
  if (temporary === undefined || !work.access.sees(work.actor, temporary)) throw missing();
  return temporary;
}

/** Databases and schemas can be reached with USAGE or OWNERSHIP alone. */
function sees(work: Work, actor: Actor, object: Database | Schema): boolean {
  return work.access.has(actor, 'USAGE', object);
}

/** Throws where the actor lacks a right on something it sees. */
export function require(work: Work, privilege: string, object: Database | Schema | Table): void {
  const allowed =
    privilege === 'OWNERSHIP'
      ? work.access.owns(work.actor, object)
      : work.access.has(work.actor, privilege, object);
  if (!allowed) throw sqlErrors.insufficient(object.kind, object.name);
}
