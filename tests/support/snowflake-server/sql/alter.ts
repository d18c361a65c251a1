import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import {
  displayRelation,
  quoteName,
  quoteRelation,
  type Relation,
} from '../../../../src/shared/domain/relation.ts';
import { duckType } from '../../../../src/main/engine/sql/translate/data-types.ts';
import { temporaryKey, type Table, type Warehouse } from '../catalog.ts';
import { beyondTestServer, SnowflakeError, sqlErrors } from '../errors.ts';
import { physical, schemaSql } from '../lake.ts';
import { type Answer, status } from '../results.ts';
import { statementTypes } from '../statement-types.ts';
import { columnsOfTable, displayType } from './columns.ts';
import { stringOf } from './create.ts';
import { readObject } from './grants.ts';
import { onLake } from './lake-errors.ts';
import { findDatabase, findSchema, findTable, readName, require, resolve } from './names.ts';
import { expectEnd } from './syntax.ts';
import type { Work } from './work.ts';

const done = () => status(statementTypes.ddl, 'Statement executed successfully.');

/** ALTER of tables, views and warehouses. */
export async function runAlter(work: Work, cursor: Reader): Promise<Answer> {
  cursor.expect('ALTER', 'here');
  work.statement.queryType = 'ALTER';
  if (cursor.accept('WAREHOUSE')) return alterWarehouse(work, cursor);
  const isView = cursor.accept('VIEW');
  if (!isView && !cursor.accept('TABLE')) throw beyondTestServer(`ALTER ${cursor.word()}`);
  const ifExists = cursor.accept('IF', 'EXISTS');
  const relation = resolve(work, readName(cursor), 'ALTER');
  if (ifExists && work.catalog.table(relation, work.session.id) === undefined) return done();
  const table = findTable(work, relation, isView ? 'View' : 'Table');
  if ((table.kind === 'VIEW') !== isView) throw sqlErrors.notOfType(table.kind, isView ? 'VIEW' : 'TABLE');
  require(work, 'OWNERSHIP', table);
  if (cursor.accept('RENAME', 'TO')) await renameTo(work, cursor, relation, table);
  else if (cursor.accept('SWAP', 'WITH')) await swapWith(work, cursor, relation, table);
  else if (cursor.accept('SET', 'COMMENT')) {
    cursor.expectOperator('=', 'behind COMMENT');
    table.comment = stringOf(cursor);
  } else if (cursor.accept('UNSET', 'COMMENT')) table.comment = '';
  else if (cursor.accept('CLUSTER', 'BY')) {
    const { start, end } = cursor.skipParentheses('behind CLUSTER BY');
    table.clusterBy = `LINEAR${cursor.sql.slice(start, end)}`;
  } else if (cursor.accept('DROP', 'CLUSTERING', 'KEY')) table.clusterBy = '';
  else if (cursor.accept('ADD')) await addColumn(work, cursor, relation, table);
  else if (cursor.accept('MODIFY') || cursor.accept('ALTER'))
    await commentColumns(work, cursor, relation, table);
  else if (cursor.accept('DROP', 'COLUMN')) await dropColumn(work, cursor, relation, table);
  else throw beyondTestServer(`ALTER ${table.kind} … ${cursor.word()}`);
  expectEnd(cursor);
  table.alteredMs = work.catalog.clock.now();
  return done();
}

async function renameTo(work: Work, cursor: Reader, from: Relation, table: Table): Promise<void> {
  const to = resolve(work, readName(cursor), 'ALTER');
  const schema = findSchema(work, to.database, to.schema);
  if (work.catalog.table(to, work.session.id) !== undefined) throw sqlErrors.exists(displayRelation(to));
  require(work, table.kind === 'VIEW' ? 'CREATE VIEW' : 'CREATE TABLE', schema);
  const source = quoteRelation(physical(from, table.temporaryOf));
  const sameSchema = from.database === to.database && from.schema === to.schema;
  if (!sameSchema && table.kind === 'VIEW') throw beyondTestServer('renaming a view into another schema');
  const target = quoteRelation(physical(to, table.temporaryOf));
  await onLake(cursor.sql, () =>
    work.lake.together(
      sameSchema
        ? [`ALTER ${table.kind} ${source} RENAME TO ${quoteName(to.name)}`]
        : [`CREATE TABLE ${target} AS SELECT * FROM ${source}`, `DROP TABLE ${source}`],
    ),
  );
  remove(work, from, table);
  table.name = to.name;
  if (table.temporaryOf === null) schema.objects.set(to.name, table);
  else work.catalog.temporary.set(temporaryKey(table.temporaryOf, to), table);
}

/** Names change hands; rights, owners and histories go along with the tables. */
async function swapWith(work: Work, cursor: Reader, first: Relation, table: Table): Promise<void> {
  const second = resolve(work, readName(cursor), 'ALTER');
  const other = findTable(work, second, 'Table');
  if (other.kind !== 'TABLE') throw sqlErrors.notOfType(other.kind, 'TABLE');
  require(work, 'OWNERSHIP', other);
  if (table.temporaryOf !== null || other.temporaryOf !== null)
    throw beyondTestServer('SWAP of temporary tables');
  const a = quoteRelation(physical(first));
  const b = quoteRelation(physical(second));
  const aside = quoteRelation(physical({ ...first, name: `SWAPPED_${work.statement.id}` }));
  await onLake(cursor.sql, () =>
    work.lake.together([
      `CREATE TABLE ${aside} AS SELECT * FROM ${a}`,
      `CREATE OR REPLACE TABLE ${a} AS SELECT * FROM ${b}`,
      `CREATE OR REPLACE TABLE ${b} AS SELECT * FROM ${aside}`,
      `DROP TABLE ${aside}`,
    ]),
  );
  table.name = second.name;
  other.name = first.name;
  other.alteredMs = work.catalog.clock.now();
  findSchema(work, first.database, first.schema).objects.set(first.name, other);
  findSchema(work, second.database, second.schema).objects.set(second.name, table);
}

async function addColumn(work: Work, cursor: Reader, relation: Relation, table: Table): Promise<void> {
  cursor.accept('COLUMN');
  const { name } = cursor.identifier('A column');
  const type = cursor.grammar.type(cursor);
  const duck = duckType(type);
  if (duck === null) throw beyondTestServer(`DuckDB has no type ${type.name}`);
  const where = quoteRelation(physical(relation, table.temporaryOf));
  await onLake(cursor.sql, () =>
    work.lake.run(`ALTER TABLE ${where} ADD COLUMN ${quoteName(name)} ${duck.sql}`),
  );
  table.declared = [
    ...(await columnsOfTable(work, relation, table)).filter(column => column.name !== name),
    { name, type: displayType(type), nullable: true, comment: null, defaultSql: null },
  ];
}

/** `MODIFY COLUMN a COMMENT '…', COLUMN b COMMENT '…'`, of tables. */
async function commentColumns(work: Work, cursor: Reader, relation: Relation, table: Table): Promise<void> {
  if (table.kind === 'VIEW') throw beyondTestServer('ALTER VIEW … MODIFY');
  const columns = await columnsOfTable(work, relation, table);
  do {
    cursor.accept('COLUMN');
    const { name } = cursor.identifier('A column');
    const column = columns.find(each => each.name === name);
    if (column === undefined) throw sqlErrors.invalidIdentifier(null, name);
    if (!cursor.accept('COMMENT')) throw beyondTestServer(`MODIFY COLUMN … ${cursor.word()}`);
    column.comment = stringOf(cursor);
  } while (cursor.acceptOperator(','));
  table.declared = columns;
}

async function dropColumn(work: Work, cursor: Reader, relation: Relation, table: Table): Promise<void> {
  const { name } = cursor.identifier('A column');
  const where = quoteRelation(physical(relation, table.temporaryOf));
  await onLake(cursor.sql, () => work.lake.run(`ALTER TABLE ${where} DROP COLUMN ${quoteName(name)}`));
  table.declared = table.declared.filter(column => column.name !== name);
}

function remove(work: Work, relation: Relation, table: Table): void {
  if (table.temporaryOf === null) {
    work.catalog.schema(relation.database, relation.schema)?.objects.delete(relation.name);
  } else work.catalog.temporary.delete(temporaryKey(table.temporaryOf, relation));
}

function alterWarehouse(work: Work, cursor: Reader): Answer {
  const ifExists = cursor.accept('IF', 'EXISTS');
  const name = readName(cursor).join('.');
  const warehouse = work.catalog.warehouses.get(name);
  if (warehouse === undefined) {
    if (ifExists) return done();
    throw sqlErrors.missing('Warehouse', name);
  }
  if (!work.access.has(work.actor, 'OPERATE', warehouse)) throw sqlErrors.insufficient('warehouse', name);
  if (cursor.accept('SUSPEND')) suspend(warehouse);
  else if (cursor.accept('RESUME')) resume(warehouse, cursor.accept('IF', 'SUSPENDED'));
  else throw beyondTestServer(`ALTER WAREHOUSE … ${cursor.word()}`);
  expectEnd(cursor);
  return done();
}

function suspend(warehouse: Warehouse): void {
  if (warehouse.suspended) throw invalidState(warehouse.name, 'suspended');
  warehouse.suspended = true;
}

function resume(warehouse: Warehouse, ifSuspended: boolean): void {
  if (!warehouse.suspended) {
    if (ifSuspended) return;
    throw invalidState(warehouse.name, 'resumed');
  }
  if (warehouse.overQuota !== null) throw sqlErrors.overQuota(warehouse.name, warehouse.overQuota);
  warehouse.suspended = false;
}

function invalidState(name: string, what: string): SnowflakeError {
  return new SnowflakeError('090063', '22000', `Invalid state. Warehouse '${name}' cannot be ${what}.`);
}

/** DROP of tables, views, schemas and databases. */
export async function runDrop(work: Work, cursor: Reader): Promise<Answer> {
  cursor.expect('DROP', 'here');
  work.statement.queryType = 'DROP';
  const kind = cursor.next().text;
  const ifExists = cursor.accept('IF', 'EXISTS');
  const parts = readName(cursor);
  if (!cursor.accept('CASCADE')) cursor.accept('RESTRICT');
  expectEnd(cursor);
  const name = parts.at(-1) ?? '';
  try {
    switch (kind) {
      case 'TABLE':
      case 'VIEW':
        await dropTable(work, kind, resolve(work, parts, 'DROP'));
        break;
      case 'SCHEMA':
        await dropSchema(work, parts);
        break;
      case 'DATABASE':
        await dropDatabase(work, name);
        break;
      default:
        throw beyondTestServer(`DROP ${kind}`);
    }
  } catch (cause) {
    const missing = cause instanceof SnowflakeError && cause.code === '002003';
    if (!ifExists || !missing) throw cause;
    return status(
      statementTypes.ddl,
      'Drop statement executed successfully (object already dropped or does not exist).',
    );
  }
  return status(statementTypes.ddl, `${name} successfully dropped.`);
}

async function dropTable(work: Work, kind: 'TABLE' | 'VIEW', relation: Relation): Promise<void> {
  const table = findTable(work, relation, kind === 'TABLE' ? 'Table' : 'View');
  if (table.kind !== kind) throw sqlErrors.notOfType(table.kind, kind);
  require(work, 'OWNERSHIP', table);
  const where = quoteRelation(physical(relation, table.temporaryOf));
  await onLake(work.statement.sql, () => work.lake.run(`DROP ${kind} ${where}`));
  remove(work, relation, table);
}

async function dropSchema(work: Work, parts: string[]): Promise<void> {
  const databaseName = parts.at(-2) ?? work.session.database;
  if (databaseName === null) throw sqlErrors.noDatabase('DROP SCHEMA');
  const schema = findSchema(work, databaseName, parts.at(-1) ?? '');
  require(work, 'OWNERSHIP', schema);
  const where = schemaSql(physical({ database: databaseName, schema: schema.name, name: '' }));
  await work.lake.run(`DROP SCHEMA ${where} CASCADE`);
  work.catalog.databases.get(databaseName)?.schemas.delete(schema.name);
}

async function dropDatabase(work: Work, name: string): Promise<void> {
  const database = findDatabase(work, name);
  require(work, 'OWNERSHIP', database);
  for (const schema of database.schemas.keys()) {
    await work.lake.run(`DROP SCHEMA ${schemaSql(physical({ database: name, schema, name: '' }))} CASCADE`);
  }
  work.catalog.databases.delete(name);
}

/** COMMENT ON a table, view, schema, database, warehouse or column. */
export async function runComment(work: Work, cursor: Reader): Promise<Answer> {
  cursor.expect('COMMENT', 'here');
  work.statement.queryType = 'COMMENT';
  cursor.accept('IF', 'EXISTS');
  cursor.expect('ON', 'behind COMMENT');
  if (cursor.accept('COLUMN')) {
    const parts = readName(cursor);
    const relation = resolve(work, parts.slice(0, -1), 'COMMENT');
    const table = findTable(work, relation, 'Table');
    require(work, 'OWNERSHIP', table);
    const columns = await columnsOfTable(work, relation, table);
    const column = columns.find(({ name }) => name === parts.at(-1));
    if (column === undefined) throw sqlErrors.invalidIdentifier(null, parts.at(-1) ?? '');
    cursor.expect('IS', 'behind the column');
    column.comment = stringOf(cursor);
    table.declared = columns;
  } else {
    const object = readObject(work, cursor);
    if (!work.access.owns(work.actor, object)) throw sqlErrors.insufficient(object.kind, object.name);
    cursor.expect('IS', 'behind the name');
    object.comment = stringOf(cursor);
  }
  expectEnd(cursor);
  return done();
}
