import type { Database } from '../catalog.ts';
import { bytesOf, columnsOfTable, countRows } from './columns.ts';
import { visible, visibleSchemas } from './information-schema.ts';
import type { Columns, Scope, Value } from './listing.ts';
import { openTransactions } from './session.ts';
import type { Work } from './work.ts';

interface Lister {
  columns: Columns;
  rows: (work: Work, scope: Scope) => Value[][] | Promise<Value[][]>;
}

function databasesOf(work: Work, { database }: Scope): Database[] {
  const all = database === null ? [...work.catalog.databases.values()] : [database];
  return all.filter(each => work.access.has(work.actor, 'USAGE', each));
}

function objectsOf(work: Work, scope: Scope) {
  return databasesOf(work, scope)
    .flatMap(database => visible(work, database))
    .filter(({ schema }) => scope.schema === null || scope.schema === schema)
    .sort((a, b) => (a.table.name < b.table.name ? -1 : 1));
}

const mark = (is: boolean) => (is ? 'Y' : 'N');

async function tableRows(work: Work, scope: Scope, kinds: string[]): Promise<Value[][]> {
  const rows: Value[][] = [];
  for (const { schema, table: object, relation } of objectsOf(work, scope)) {
    if (!kinds.includes(object.kind)) continue;
    const isView = object.kind === 'VIEW';
    const count = isView ? null : await countRows(work, relation, object);
    const width = isView ? 0 : (await columnsOfTable(work, relation, object)).length;
    rows.push([
      object.createdMs,
      object.name,
      schema.database,
      schema.name,
      isView
        ? 'VIEW'
        : object.temporaryOf === null
          ? object.transient
            ? 'TRANSIENT'
            : 'TABLE'
          : 'TEMPORARY',
      object.comment,
      object.clusterBy,
      count,
      count === null ? null : bytesOf(count, width),
      object.owner,
      '1',
    ]);
  }
  return rows;
}

const tableColumns: Columns = {
  created_on: 'time',
  name: 'text',
  database_name: 'text',
  schema_name: 'text',
  kind: 'text',
  comment: 'text',
  cluster_by: 'text',
  rows: 'number',
  bytes: 'number',
  owner: 'text',
  retention_time: 'text',
};

/** What SHOW lists, by the word behind it. */
export const listers: Record<string, Lister> = {
  ROLES: {
    columns: {
      created_on: 'time',
      name: 'text',
      is_default: 'text',
      is_current: 'text',
      is_inherited: 'text',
      assigned_to_users: 'number',
      granted_to_roles: 'number',
      granted_roles: 'number',
      owner: 'text',
      comment: 'text',
    },
    rows: work =>
      [...work.catalog.roles.values()].map(role => [
        role.createdMs,
        role.name,
        'N',
        mark(role.name === work.session.role),
        mark(work.access.closure([work.session.role]).has(role.name)),
        work.usersWith(role.name).length,
        [...work.catalog.roles.values()].filter(other => other.roles.has(role.name)).length,
        role.roles.size,
        role.owner,
        role.comment,
      ]),
  },
  WAREHOUSES: {
    columns: {
      name: 'text',
      state: 'text',
      type: 'text',
      size: 'text',
      running: 'number',
      queued: 'number',
      is_default: 'text',
      is_current: 'text',
      auto_suspend: 'number',
      auto_resume: 'text',
      created_on: 'time',
      owner: 'text',
      comment: 'text',
      resource_monitor: 'text',
    },
    rows: work =>
      [...work.catalog.warehouses.values()]
        .filter(warehouse => work.access.sees(work.actor, warehouse))
        .map(warehouse => [
          warehouse.name,
          warehouse.suspended ? 'SUSPENDED' : 'STARTED',
          'STANDARD',
          warehouse.size,
          work.statements.all.filter(({ running, warehouse: name }) => running && name === warehouse.name)
            .length,
          0,
          'N',
          mark(warehouse.name === work.session.warehouse),
          600,
          String(warehouse.autoResume),
          warehouse.createdMs,
          warehouse.owner,
          warehouse.comment,
          warehouse.overQuota ?? 'null',
        ]),
  },
  DATABASES: {
    columns: {
      created_on: 'time',
      name: 'text',
      is_default: 'text',
      is_current: 'text',
      origin: 'text',
      owner: 'text',
      comment: 'text',
      options: 'text',
      retention_time: 'text',
      kind: 'text',
    },
    rows: work =>
      databasesOf(work, { database: null, schema: null }).map(database => [
        database.createdMs,
        database.name,
        'N',
        mark(database.name === work.session.database),
        '',
        database.owner,
        database.comment,
        '',
        '1',
        'STANDARD',
      ]),
  },
  SCHEMAS: {
    columns: {
      created_on: 'time',
      name: 'text',
      is_default: 'text',
      is_current: 'text',
      database_name: 'text',
      owner: 'text',
      comment: 'text',
      options: 'text',
      retention_time: 'text',
    },
    rows: (work, scope) =>
      databasesOf(work, scope).flatMap(database => [
        [
          database.createdMs,
          'INFORMATION_SCHEMA',
          'N',
          'N',
          database.name,
          '',
          'Views describing the contents of schemas in this database',
          '',
          '1',
        ],
        ...visibleSchemas(work, database).map(schema => [
          schema.createdMs,
          schema.name,
          'N',
          mark(database.name === work.session.database && schema.name === work.session.schema),
          database.name,
          schema.owner,
          schema.comment,
          '',
          '1',
        ]),
      ]),
  },
  TRANSACTIONS: {
    columns: {
      id: 'number',
      user: 'text',
      session: 'number',
      name: 'text',
      started_on: 'time',
      state: 'text',
      scope: 'number',
    },
    rows: work =>
      openTransactions(work).map(({ session, transaction }) => [
        transaction.id,
        session.user,
        session.id,
        transaction.name,
        transaction.startedMs,
        'running',
        0,
      ]),
  },
  TABLES: { columns: tableColumns, rows: (work, scope) => tableRows(work, scope, ['TABLE']) },
  OBJECTS: { columns: tableColumns, rows: (work, scope) => tableRows(work, scope, ['TABLE', 'VIEW']) },
  VIEWS: {
    columns: {
      created_on: 'time',
      name: 'text',
      reserved: 'text',
      database_name: 'text',
      schema_name: 'text',
      owner: 'text',
      comment: 'text',
      text: 'text',
      is_secure: 'text',
      is_materialized: 'text',
    },
    rows: (work, scope) =>
      objectsOf(work, scope)
        .filter(({ table: view }) => view.kind === 'VIEW')
        .map(({ schema, table: view }) => [
          view.createdMs,
          view.name,
          '',
          schema.database,
          schema.name,
          view.owner,
          view.comment,
          view.text,
          'false',
          'false',
        ]),
  },
};
