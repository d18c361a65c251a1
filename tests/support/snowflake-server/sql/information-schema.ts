import type { Relation } from '../../../../src/shared/domain/relation.ts';
import { quoteName } from '../../../../src/shared/domain/relation.ts';
import type { Database, Schema, Securable, Table } from '../catalog.ts';
import { sqlErrors } from '../errors.ts';
import { bytesOf, columnsOfTable, countRows, duckText } from './columns.ts';
import { findDatabase } from './names.ts';
import type { Work } from './work.ts';

export type ColumnType = 'VARCHAR' | 'BIGINT' | 'TIMESTAMPTZ';
type Value = string | number | null;

/** A table made up for one statement: columns with types, and rows. */
export interface MadeUp {
  columns: readonly (readonly [name: string, type: ColumnType])[];
  rows: Value[][];
}

let made = 0;

/** Puts a made-up table where the statement can read it; it is dropped when the statement has ended. */
export async function makeUp(work: Work, { columns, rows }: MadeUp): Promise<Relation> {
  const name = `MADE_UP_${++made}`;
  const list = columns.map(([column, type]) => `${quoteName(column)} ${type}`).join(', ');
  await work.lake.run(`CREATE TEMP TABLE ${quoteName(name)} (${list})`);
  work.statement.leftovers.push(`DROP TABLE IF EXISTS temp.main.${quoteName(name)}`);
  for (let from = 0; from < rows.length; from += 1_000) {
    const values = rows
      .slice(from, from + 1_000)
      .map(row => `(${row.map((value, index) => literal(value, columns[index]?.[1])).join(', ')})`);
    await work.lake.run(`INSERT INTO temp.main.${quoteName(name)} VALUES ${values.join(', ')}`);
  }
  return { database: 'TEMP', schema: 'MAIN', name };
}

/** Times are given in ms since the epoch. */
function literal(value: Value, type: ColumnType | undefined): string {
  if (value === null) return 'NULL';
  if (type === 'TIMESTAMPTZ') return `make_timestamptz(${Number(value) * 1_000})`;
  return typeof value === 'number' ? String(value) : duckText(value);
}

/** A view of INFORMATION_SCHEMA as the actor sees it now. */
export async function informationRelation(work: Work, relation: Relation): Promise<Relation> {
  const database = findDatabase(work, relation.database);
  const view = views[relation.name];
  if (view === undefined) {
    throw sqlErrors.missing('Object', `${relation.database}.INFORMATION_SCHEMA.${relation.name}`);
  }
  return makeUp(work, { columns: view.columns, rows: await view.rows(work, database) });
}

interface View {
  columns: MadeUp['columns'];
  rows: (work: Work, database: Database) => Value[][] | Promise<Value[][]>;
}

/** Objects of a database that the actor sees, with their names. */
export function visible(
  work: Work,
  database: Database,
): { schema: Schema; table: Table; relation: Relation }[] {
  return visibleSchemas(work, database).flatMap(schema => {
    const tables = [...schema.objects.values()].filter(table => work.access.sees(work.actor, table));
    const own = [...work.catalog.temporary.entries()]
      .map(([key, table]) => ({ table, key: JSON.parse(key) as [number, string, string, string] }))
      .filter(({ key }) => key[0] === work.session.id && key[1] === database.name && key[2] === schema.name)
      .map(({ table }) => table);
    return [...tables, ...own].map(table => ({
      schema,
      table,
      relation: { database: database.name, schema: schema.name, name: table.name },
    }));
  });
}

export function visibleSchemas(work: Work, database: Database): Schema[] {
  return [...database.schemas.values()].filter(schema => work.access.has(work.actor, 'USAGE', schema));
}

const text = (name: string) => [name, 'VARCHAR'] as const;
const number = (name: string) => [name, 'BIGINT'] as const;
const time = (name: string) => [name, 'TIMESTAMPTZ'] as const;

const views: Record<string, View> = {
  TABLES: {
    columns: [
      text('TABLE_CATALOG'),
      text('TABLE_SCHEMA'),
      text('TABLE_NAME'),
      text('TABLE_OWNER'),
      text('TABLE_TYPE'),
      text('IS_TRANSIENT'),
      text('CLUSTERING_KEY'),
      number('ROW_COUNT'),
      number('BYTES'),
      number('RETENTION_TIME'),
      time('CREATED'),
      time('LAST_ALTERED'),
      time('LAST_DDL'),
      text('COMMENT'),
      text('IS_TEMPORARY'),
      text('IS_DYNAMIC'),
    ],
    rows: async (work, database) => {
      const rows: Value[][] = [];
      for (const { schema, table, relation } of visible(work, database)) {
        const isView = table.kind === 'VIEW';
        const count = isView ? null : await countRows(work, relation, table);
        const width = isView ? 0 : (await columnsOfTable(work, relation, table)).length;
        const type = table.temporaryOf === null ? 'BASE TABLE' : 'LOCAL TEMPORARY';
        rows.push([
          database.name,
          schema.name,
          table.name,
          table.owner,
          isView ? 'VIEW' : type,
          isView ? null : yes(table.transient),
          table.clusterBy === '' ? null : table.clusterBy,
          count,
          count === null ? null : bytesOf(count, width),
          isView ? null : 1,
          table.createdMs,
          table.alteredMs,
          table.createdMs,
          table.comment === '' ? null : table.comment,
          yes(table.temporaryOf !== null),
          'NO',
        ]);
      }
      return rows;
    },
  },
  COLUMNS: {
    columns: [
      text('TABLE_CATALOG'),
      text('TABLE_SCHEMA'),
      text('TABLE_NAME'),
      text('COLUMN_NAME'),
      number('ORDINAL_POSITION'),
      text('COLUMN_DEFAULT'),
      text('IS_NULLABLE'),
      text('DATA_TYPE'),
      number('CHARACTER_MAXIMUM_LENGTH'),
      number('NUMERIC_PRECISION'),
      number('NUMERIC_SCALE'),
      number('DATETIME_PRECISION'),
      text('COMMENT'),
    ],
    rows: async (work, database) => {
      const rows: Value[][] = [];
      for (const { schema, table, relation } of visible(work, database)) {
        const columns = await columnsOfTable(work, relation, table);
        columns.forEach((column, index) => {
          const { type, length, precision, scale, fraction } = parts(column.type);
          rows.push([
            database.name,
            schema.name,
            table.name,
            column.name,
            index + 1,
            column.defaultSql,
            yes(column.nullable),
            type,
            length,
            precision,
            scale,
            fraction,
            column.comment,
          ]);
        });
      }
      return rows;
    },
  },
  SCHEMATA: {
    columns: [
      text('CATALOG_NAME'),
      text('SCHEMA_NAME'),
      text('SCHEMA_OWNER'),
      text('IS_TRANSIENT'),
      time('CREATED'),
      time('LAST_ALTERED'),
      text('COMMENT'),
    ],
    rows: (work, database) => [
      ...visibleSchemas(work, database).map(schema => [
        database.name,
        schema.name,
        schema.owner,
        'NO',
        schema.createdMs,
        schema.createdMs,
        schema.comment === '' ? null : schema.comment,
      ]),
      [
        database.name,
        'INFORMATION_SCHEMA',
        '',
        'NO',
        database.createdMs,
        database.createdMs,
        'Views describing the contents of schemas in this database',
      ],
    ],
  },
  DATABASES: {
    columns: [
      text('DATABASE_NAME'),
      text('DATABASE_OWNER'),
      text('IS_TRANSIENT'),
      text('COMMENT'),
      time('CREATED'),
      time('LAST_ALTERED'),
      number('RETENTION_TIME'),
      text('TYPE'),
    ],
    rows: work =>
      [...work.catalog.databases.values()]
        .filter(database => work.access.has(work.actor, 'USAGE', database))
        .map(({ name, owner, comment, createdMs }) => [
          name,
          owner,
          'NO',
          comment === '' ? null : comment,
          createdMs,
          createdMs,
          1,
          'STANDARD',
        ]),
  },
  VIEWS: {
    columns: [
      text('TABLE_CATALOG'),
      text('TABLE_SCHEMA'),
      text('TABLE_NAME'),
      text('TABLE_OWNER'),
      text('VIEW_DEFINITION'),
      text('IS_SECURE'),
      time('CREATED'),
      time('LAST_ALTERED'),
      text('COMMENT'),
    ],
    rows: (work, database) =>
      visible(work, database)
        .filter(({ table }) => table.kind === 'VIEW')
        .map(({ schema, table }) => [
          database.name,
          schema.name,
          table.name,
          table.owner,
          work.access.owns(work.actor, table) ? table.text : null,
          'NO',
          table.createdMs,
          table.alteredMs,
          table.comment === '' ? null : table.comment,
        ]),
  },
  OBJECT_PRIVILEGES: {
    columns: [
      text('GRANTOR'),
      text('GRANTEE'),
      text('GRANTED_TO'),
      text('OBJECT_CATALOG'),
      text('OBJECT_SCHEMA'),
      text('OBJECT_NAME'),
      text('OBJECT_TYPE'),
      text('PRIVILEGE_TYPE'),
      text('IS_GRANTABLE'),
      time('CREATED'),
    ],
    rows: (work, database) => [
      ...privilegeRows(database, [null, null]),
      ...visibleSchemas(work, database).flatMap(schema => privilegeRows(schema, [database.name, null])),
      ...visible(work, database).flatMap(({ schema, table }) =>
        privilegeRows(table, [database.name, schema.name]),
      ),
    ],
  },
};

function privilegeRows(object: Securable, [database, schema]: [string | null, string | null]): Value[][] {
  const { kind, name, owner, createdMs } = object;
  return [
    [null, owner, 'ROLE', database, schema, name, kind, 'OWNERSHIP', 'YES', createdMs],
    ...object.grants.map(grant => [
      grant.grantedBy,
      grant.role,
      'ROLE',
      database,
      schema,
      name,
      kind,
      grant.privilege,
      yes(grant.grantOption),
      grant.atMs,
    ]),
  ];
}

function yes(value: boolean): string {
  return value ? 'YES' : 'NO';
}

/** INFORMATION_SCHEMA has the parts of a type in columns of their own. */
function parts(type: string) {
  const [, name = type, first, second] = /^(\w+)(?:\((\d+)(?:,(\d+))?\))?$/.exec(type) ?? [];
  const value = first === undefined ? null : Number(first);
  const isText = name === 'VARCHAR' || name === 'BINARY';
  const isNumber = name === 'NUMBER';
  return {
    type: name === 'VARCHAR' ? 'TEXT' : name,
    length: isText ? value : null,
    precision: isNumber ? value : null,
    scale: isNumber ? Number(second ?? 0) : null,
    fraction: name.startsWith('TIME') ? value : null,
  };
}
