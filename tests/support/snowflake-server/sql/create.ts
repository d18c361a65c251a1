import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import { duckType } from '../../../../src/main/engine/sql/translate/data-types.ts';
import { translateCreate } from '../../../../src/main/engine/sql/translate/tables.ts';
import {
  displayRelation,
  quoteName,
  quoteRelation,
  type Relation,
} from '../../../../src/shared/domain/relation.ts';
import { temporaryKey, type Declared, type Granted, type Schema, type Table } from '../catalog.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import { physical, schemaSql } from '../lake.ts';
import { type Answer, status } from '../results.ts';
import { statementTypes } from '../statement-types.ts';
import { columnsOfTable, declaredOf, displayType } from './columns.ts';
import { useWarehouse } from './compute.ts';
import { onLake } from './lake-errors.ts';
import { findSchema, findTable, readName, require, resolve } from './names.ts';
import { columnsOf, compileQuery, translating } from './query.ts';
import { edited, expectEnd, inPlace, readerOf, syntaxAt } from './syntax.ts';
import type { Work } from './work.ts';

interface Definition {
  replace: boolean;
  transient: boolean;
  temporary: boolean;
  ifNotExists: boolean;
  copyGrants: boolean;
  comment: string;
  clusterBy: string;
  columns: Declared[];
  /** Types of the columns in DuckDB, where the text gives them. */
  duckTypes: Map<string, string>;
  /** Names of the columns of a query's result. */
  names: string[];
  /** What is said of them. */
  comments: Map<string, string>;
}

/** CREATE of tables, views, schemas and databases. `original` is the text before functions were replaced in it. */
export async function runCreate(work: Work, sql: string, original: string): Promise<Answer> {
  const cursor = readerOf(sql);
  cursor.expect('CREATE', 'here');
  const definition: Definition = {
    replace: cursor.accept('OR', 'REPLACE'),
    transient: false,
    temporary: false,
    ifNotExists: false,
    copyGrants: false,
    comment: '',
    clusterBy: '',
    columns: [],
    duckTypes: new Map(),
    names: [],
    comments: new Map(),
  };
  for (;;) {
    if (cursor.accept('TRANSIENT')) definition.transient = true;
    else if (cursor.accept('TEMPORARY') || cursor.accept('TEMP') || cursor.accept('VOLATILE')) {
      definition.temporary = true;
    } else if (!cursor.accept('LOCAL') && !cursor.accept('GLOBAL') && !cursor.accept('SECURE')) break;
  }
  if (cursor.accept('SCHEMA')) return createSchema(work, cursor, definition);
  if (cursor.accept('DATABASE')) return createDatabase(work, cursor, definition);
  const isView = cursor.accept('VIEW');
  if (!isView && !cursor.accept('TABLE')) {
    throw beyondTestServer(`CREATE ${cursor.word()} is not among the statements it knows`);
  }
  definition.ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS');
  const nameAt = { start: cursor.start, end: 0 };
  const relation = resolve(work, readName(cursor), `CREATE ${isView ? 'VIEW' : 'TABLE'}`);
  nameAt.end = cursor.end;
  const schema = schemaForCreating(work, relation, isView ? 'VIEW' : 'TABLE', definition.temporary);
  const existing = existingTable(work, schema, relation, definition.temporary);
  if (existing !== undefined) {
    if (definition.ifNotExists) {
      return status(statementTypes.ddl, `${relation.name} already exists, statement succeeded.`);
    }
    if (!definition.replace) throw sqlErrors.exists(displayRelation(relation));
    if ((existing.kind === 'VIEW') !== isView) throw sqlErrors.otherType(relation.name, existing.kind);
    require(work, 'OWNERSHIP', existing);
  }
  refuseTwins(schema, relation);
  if (definition.temporary) {
    const own = schemaSql(physical(relation, work.session.id));
    await work.lake.run(`CREATE SCHEMA IF NOT EXISTS ${own}`);
  }
  readColumns(cursor, definition);
  readOptions(cursor, definition);
  const source = cursor.accept('CLONE') ? 'clone' : cursor.accept('LIKE') ? 'like' : null;
  const made = { work, schema, relation, existing, definition };
  if (source !== null) return createFrom(made, cursor, source);
  if (cursor.done) {
    if (isView || definition.columns.length === 0)
      throw syntaxAt(sql, { start: sql.length, end: sql.length });
    return createEmpty(made, sql, nameAt);
  }
  cursor.expect('AS', 'before the query');
  return createAs(made, isView, inPlace(sql, cursor.start), originalQuery(original));
}

interface Made {
  work: Work;
  schema: Schema;
  relation: Relation;
  existing: Table | undefined;
  definition: Definition;
}

function schemaForCreating(work: Work, relation: Relation, kind: string, temporary: boolean): Schema {
  const schema = findSchema(work, relation.database, relation.schema);
  // Anybody who reaches a schema can have temporary tables there.
  if (!temporary) require(work, `CREATE ${kind}`, schema);
  return schema;
}

function existingTable(
  work: Work,
  schema: Schema,
  relation: Relation,
  temporary: boolean,
): Table | undefined {
  return temporary
    ? work.catalog.temporary.get(temporaryKey(work.session.id, relation))
    : schema.objects.get(relation.name);
}

/** DuckDB does not tell names apart that differ in case only. */
function refuseTwins(schema: Schema, { name }: Relation): void {
  const twin = [...schema.objects.keys()].find(
    other => other !== name && other.toUpperCase() === name.toUpperCase(),
  );
  if (twin !== undefined) {
    throw beyondTestServer(`${name} and ${twin} differ in case only, which DuckDB cannot keep apart`);
  }
}

/** The query of the text as it was written: its columns are named after that. */
function originalQuery(original: string): string {
  const cursor = readerOf(original);
  for (; !cursor.done; cursor.position++) {
    if (cursor.operator() === '(') cursor.skipParentheses('here');
    if (cursor.word() === 'AS') return inPlace(original, cursor.token(1)?.start ?? cursor.end);
  }
  return original;
}

async function createAs(made: Made, isView: boolean, sql: string, original: string): Promise<Answer> {
  const { work, relation, definition } = made;
  const compiled = await compileQuery(work, sql, original);
  const { columns } = await columnsOf(work, compiled, original);
  const duplicate = columns.find((column, index) => columns.findIndex(c => c.name === column.name) < index);
  if (duplicate !== undefined) {
    throw sqlErrors.invalidIdentifier(null, `duplicate column name '${duplicate.name}'`);
  }
  if (!isView) useWarehouse(work);
  const names = definition.names.length > 0 ? definition.names : columns.map(column => column.name);
  const list = names.map(quoteName).join(', ');
  const casts = names.map(name => {
    const type = definition.duckTypes.get(name);
    return type === undefined ? quoteName(name) : `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`;
  });
  const select = `SELECT ${casts.join(', ')} FROM (${compiled.sql}\n) AS "QUERY"(${list})`;
  const table = newTable(made, isView ? 'VIEW' : 'TABLE', {
    text: isView ? work.statement.sql : null,
    reads: compiled.reads,
    declared:
      definition.columns.length > 0
        ? definition.columns
        : declaredOf(columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }))).map(
            column => ({ ...column, comment: definition.comments.get(column.name) ?? null }),
          ),
  });
  const where = quoteRelation(physical(relation, table.temporaryOf));
  const what = isView ? 'VIEW' : 'TABLE';
  work.statement.queryType = isView ? 'CREATE_VIEW' : 'CREATE_TABLE_AS_SELECT';
  const rows = await onLake(original, () =>
    work.lake.rows(`CREATE OR REPLACE ${what} ${where} AS ${select}`, work.signal),
  );
  enter(made, table);
  const answer = status(
    statementTypes.ddl,
    `${isView ? 'View' : 'Table'} ${relation.name} successfully created.`,
  );
  return { ...answer, rowsProduced: isView ? 0 : Number(rows[0]?.[0] ?? 0) };
}

async function createEmpty(made: Made, sql: string, nameAt: { start: number; end: number }): Promise<Answer> {
  const { work, relation, definition } = made;
  const table = newTable(made, 'TABLE', { declared: definition.columns });
  const target = quoteRelation(physical(relation, table.temporaryOf));
  const renamed = edited(sql, [{ ...nameAt, text: target }]);
  const cursor = readerOf(renamed);
  const duck = translating(renamed, translator => translateCreate(cursor, translator));
  if (duck === null) throw beyondTestServer('CREATE TABLE of this form');
  work.statement.queryType = 'CREATE_TABLE';
  // Temporary tables are ordinary ones in a schema of their session's; replacing is known to be allowed.
  const plain = duck.replace(
    /^CREATE (OR REPLACE )?(TEMP )?TABLE (IF NOT EXISTS )?/,
    'CREATE OR REPLACE TABLE ',
  );
  await onLake(sql, () => work.lake.run(plain, work.signal));
  enter(made, table);
  return status(statementTypes.ddl, `Table ${relation.name} successfully created.`);
}

/** CLONE and LIKE. A clone of a table that is replaced keeps that one's rights; otherwise those of its source. */
async function createFrom(made: Made, cursor: Reader, how: 'clone' | 'like'): Promise<Answer> {
  const { work, relation, definition } = made;
  const source = resolve(work, readName(cursor), 'CLONE');
  readOptions(cursor, definition);
  expectEnd(cursor);
  const from = findTable(work, source, 'Object');
  require(work, 'SELECT', from);
  if (from.kind === 'VIEW') throw sqlErrors.otherType(source.name, 'VIEW');
  const permanent = !definition.transient && !definition.temporary;
  if (how === 'clone' && permanent && (from.transient || from.temporaryOf !== null)) {
    throw sqlErrors.transientToPermanent();
  }
  const declared = await columnsOfTable(work, source, from);
  const table = newTable(
    { ...made, existing: made.existing ?? (definition.copyGrants ? from : undefined) },
    'TABLE',
    { declared, clusterBy: definition.clusterBy === '' ? from.clusterBy : definition.clusterBy },
  );
  if (definition.comment === '') table.comment = from.comment;
  const select = `SELECT * FROM ${quoteRelation(physical(source, from.temporaryOf))}`;
  const target = quoteRelation(physical(relation, table.temporaryOf));
  work.statement.queryType = 'CREATE_TABLE';
  const filter = how === 'like' ? ' WHERE false' : '';
  await onLake(cursor.sql, () =>
    work.lake.run(`CREATE OR REPLACE TABLE ${target} AS ${select}${filter}`, work.signal),
  );
  enter(made, table);
  return status(statementTypes.ddl, `Table ${relation.name} successfully created.`);
}

function newTable(made: Made, kind: Table['kind'], fields: Partial<Table>): Table {
  const { work, definition, existing, relation, schema } = made;
  const table = work.catalog.newTable(kind, relation.name, work.session.role, {
    comment: definition.comment,
    transient: definition.transient,
    clusterBy: definition.clusterBy,
    temporaryOf: definition.temporary ? work.session.id : null,
    ...fields,
  });
  table.grants = definition.copyGrants && existing ? [...existing.grants] : futureGrants(work, schema, kind);
  return table;
}

function futureGrants(work: Work, schema: Schema, kind: Table['kind']): Granted[] {
  const ofDatabase = work.catalog.databases.get(schema.database)?.futureGrants ?? [];
  return [...schema.futureGrants, ...ofDatabase]
    .filter(grant => grant.kind === kind)
    .map(({ privilege, role }) => ({
      privilege,
      role,
      grantOption: false,
      grantedBy: work.session.role,
      atMs: work.catalog.clock.now(),
    }));
}

function enter({ work, schema, relation }: Made, table: Table): void {
  if (table.temporaryOf === null) schema.objects.set(relation.name, table);
  else work.catalog.temporary.set(temporaryKey(table.temporaryOf, relation), table);
}

function readOptions(cursor: Reader, definition: Definition): void {
  for (;;) {
    if (cursor.accept('COPY', 'GRANTS')) definition.copyGrants = true;
    else if (cursor.accept('CLUSTER', 'BY')) {
      const { start, end } = cursor.skipParentheses('behind CLUSTER BY');
      definition.clusterBy = `LINEAR${cursor.sql.slice(start, end)}`;
    } else if (cursor.accept('COMMENT')) {
      cursor.expectOperator('=', 'behind COMMENT');
      definition.comment = stringOf(cursor);
    } else if (cursor.accept('DATA_RETENTION_TIME_IN_DAYS')) {
      cursor.expectOperator('=', 'behind it');
      cursor.next();
    } else return;
  }
}

const constraints = new Set(['PRIMARY', 'UNIQUE', 'FOREIGN', 'CONSTRAINT']);

function readColumns(cursor: Reader, definition: Definition): void {
  if (cursor.operator() !== '(') return;
  cursor.next();
  do {
    if (constraints.has(cursor.word())) {
      skipToComma(cursor);
      continue;
    }
    const { name } = cursor.identifier('A column');
    definition.names.push(name);
    if (cursor.operator() === ',' || cursor.operator() === ')') continue;
    if (cursor.accept('COMMENT')) {
      definition.comments.set(name, stringOf(cursor));
      continue;
    }
    const type = cursor.grammar.type(cursor);
    const duck = duckType(type);
    if (duck === null) throw beyondTestServer(`DuckDB has no type ${type.name}`);
    definition.duckTypes.set(name, duck.sql);
    definition.columns.push({ name, type: displayType(type), ...readDetails(cursor) });
  } while (cursor.acceptOperator(','));
  cursor.expectOperator(')', 'behind the columns');
}

function readDetails(cursor: Reader): Omit<Declared, 'name' | 'type'> {
  const details: Omit<Declared, 'name' | 'type'> = { nullable: true, comment: null, defaultSql: null };
  while (cursor.operator() !== ',' && cursor.operator() !== ')') {
    if (cursor.accept('NOT', 'NULL')) details.nullable = false;
    else if (cursor.accept('COMMENT')) details.comment = stringOf(cursor);
    else if (cursor.accept('DEFAULT')) {
      const { start } = cursor;
      cursor.grammar.expression(cursor);
      details.defaultSql = cursor.sql.slice(start, cursor.end);
    } else if (cursor.operator() === '(') cursor.skipParentheses('here');
    else cursor.next();
  }
  return details;
}

function skipToComma(cursor: Reader): void {
  while (cursor.operator() !== ',' && cursor.operator() !== ')') {
    if (cursor.operator() === '(') cursor.skipParentheses('here');
    else cursor.next();
  }
}

export function stringOf(cursor: Reader): string {
  const token = cursor.next();
  if (token.kind !== 'string') throw syntaxAt(cursor.sql, token);
  return token.text;
}

async function createSchema(work: Work, cursor: Reader, definition: Definition): Promise<Answer> {
  const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS');
  const parts = readName(cursor);
  readOptions(cursor, definition);
  expectEnd(cursor);
  const name = parts.at(-1) ?? '';
  const databaseName = parts.at(-2) ?? work.session.database;
  if (databaseName === null) throw sqlErrors.noDatabase('CREATE SCHEMA');
  const database = work.catalog.databases.get(databaseName);
  if (database === undefined || !work.access.sees(work.actor, database)) {
    throw sqlErrors.missing('Database', databaseName);
  }
  work.statement.queryType = 'CREATE';
  if (database.schemas.has(name)) {
    if (ifNotExists) return status(statementTypes.ddl, `${name} already exists, statement succeeded.`);
    if (!definition.replace) throw sqlErrors.exists(name);
    throw beyondTestServer('CREATE OR REPLACE SCHEMA');
  }
  require(work, 'CREATE SCHEMA', database);
  await work.lake.run(
    `CREATE SCHEMA IF NOT EXISTS ${schemaSql(physical({ database: databaseName, schema: name, name: '' }))}`,
  );
  work.catalog.addSchema(database, name, work.session.role).comment = definition.comment;
  work.session.database = databaseName;
  work.session.schema = name;
  return status(statementTypes.ddl, `Schema ${name} successfully created.`);
}

async function createDatabase(work: Work, cursor: Reader, definition: Definition): Promise<Answer> {
  const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS');
  const name = readName(cursor).at(-1) ?? '';
  readOptions(cursor, definition);
  expectEnd(cursor);
  work.statement.queryType = 'CREATE';
  if (work.catalog.databases.has(name)) {
    if (ifNotExists) return status(statementTypes.ddl, `${name} already exists, statement succeeded.`);
    throw definition.replace ? beyondTestServer('CREATE OR REPLACE DATABASE') : sqlErrors.exists(name);
  }
  if (!work.access.has(work.actor, 'CREATE DATABASE', work.catalog.account)) {
    throw sqlErrors.insufficient('account', work.name);
  }
  const database = work.catalog.addDatabase(name, work.session.role);
  database.comment = definition.comment;
  await work.lake.run(
    `CREATE SCHEMA IF NOT EXISTS ${schemaSql(physical({ database: name, schema: 'PUBLIC', name: '' }))}`,
  );
  work.catalog.addSchema(database, 'PUBLIC', work.session.role);
  work.session.database = name;
  work.session.schema = 'PUBLIC';
  return status(statementTypes.ddl, `Database ${name} successfully created.`);
}
