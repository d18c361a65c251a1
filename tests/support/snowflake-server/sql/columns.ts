import type { TypeName } from '../../../../src/main/engine/sql/syntax/tree.ts';
import type { Relation } from '../../../../src/shared/domain/relation.ts';
import { quoteRelation } from '../../../../src/shared/domain/relation.ts';
import type { Declared, Table } from '../catalog.ts';
import { physical } from '../lake.ts';
import { maxTextLength, type WireColumn } from '../results.ts';
import type { Work } from './work.ts';

/** The columns of a table or view, with Snowflake's types. */
export async function columnsOfTable(work: Work, relation: Relation, table: Table): Promise<Declared[]> {
  const { schema, name } = physical(relation, table.temporaryOf);
  const rows = await work.lake.rows(
    `SELECT column_name, data_type, is_nullable FROM duckdb_columns()
     WHERE schema_name = ${duckText(schema)} AND table_name = ${duckText(name)} ORDER BY column_index`,
  );
  const declared = new Map(table.declared.map(column => [column.name, column]));
  return rows.map(([column, type, nullable]) => {
    const known = declared.get(String(column));
    return {
      name: String(column),
      type: known?.type ?? snowflakeType(String(type)),
      nullable: nullable === true,
      comment: known?.comment ?? null,
      defaultSql: known?.defaultSql ?? null,
    };
  });
}

export async function countRows(work: Work, relation: Relation, table: Table): Promise<number> {
  const sql = `SELECT count(*) FROM ${quoteRelation(physical(relation, table.temporaryOf))}`;
  const [[count] = []] = await work.lake.rows(sql);
  return Number(count);
}

/** There are no bytes to count: something that grows with the table. */
export function bytesOf(rows: number, columns: number): number {
  return rows === 0 ? 0 : 512 * Math.ceil((rows * columns * 8) / 512);
}

export function duckText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** How Snowflake calls a type of DuckDB's catalogue. */
export function snowflakeType(type: string): string {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal) return `NUMBER(${decimal[1]},${decimal[2]})`;
  switch (type) {
    case 'DOUBLE':
    case 'FLOAT':
      return 'FLOAT';
    case 'VARCHAR':
    case 'UUID':
      return `VARCHAR(${maxTextLength})`;
    case 'TIMESTAMP':
      return 'TIMESTAMP_NTZ(9)';
    case 'TIMESTAMP WITH TIME ZONE':
      return 'TIMESTAMP_LTZ(9)';
    case 'TIME':
      return 'TIME(9)';
    case 'BLOB':
      return 'BINARY(8388608)';
    case 'JSON':
      return 'VARIANT';
    case 'BOOLEAN':
    case 'DATE':
      return type;
    default:
      return /INT/.test(type) ? 'NUMBER(38,0)' : type;
  }
}

/** The type that DESCRIBE shows for a column of a result. */
export function typeOfWire({ type, precision, scale, length }: WireColumn): string {
  switch (type) {
    case 'fixed':
      return `NUMBER(${precision},${scale})`;
    case 'real':
      return 'FLOAT';
    case 'text':
      return `VARCHAR(${length})`;
    case 'binary':
      return `BINARY(${length})`;
    case 'time':
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return `${type.toUpperCase()}(${scale})`;
    default:
      return type.toUpperCase();
  }
}

export function declaredOf(columns: readonly WireColumn[]): Declared[] {
  return columns.map(column => ({
    name: column.name,
    type: typeOfWire(column),
    nullable: true,
    comment: null,
    defaultSql: null,
  }));
}

/** How Snowflake calls a type that somebody wrote. */
export function displayType({ name, args }: TypeName): string {
  const given = args.length > 0 ? `(${args.join(',')})` : null;
  if (/^(?:VARCHAR|STRING|TEXT|NVARCHAR|CHAR VARYING)/.test(name)) return `VARCHAR${given ?? '(16777216)'}`;
  if (/^N?CHAR/.test(name)) return `VARCHAR${given ?? '(1)'}`;
  if (/^(?:NUMBER|DECIMAL|DEC|NUMERIC)$/.test(name)) {
    const [precision = 38, scale = 0] = args;
    return `NUMBER(${precision},${scale})`;
  }
  if (/INT/.test(name)) return 'NUMBER(38,0)';
  if (/^(?:FLOAT|DOUBLE|REAL)/.test(name)) return 'FLOAT';
  if (/^(?:VAR)?BINARY/.test(name)) return `BINARY${given ?? '(8388608)'}`;
  if (name === 'TIME') return `TIME${given ?? '(9)'}`;
  if (/LTZ|LOCAL TIME ZONE/.test(name)) return `TIMESTAMP_LTZ${given ?? '(9)'}`;
  if (/_TZ|TIMESTAMPTZ|WITH TIME ZONE/.test(name)) return `TIMESTAMP_TZ${given ?? '(9)'}`;
  if (/^(?:TIMESTAMP|DATETIME)/.test(name)) return `TIMESTAMP_NTZ${given ?? '(9)'}`;
  return name;
}
