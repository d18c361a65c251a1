import type { Column } from '../../../shared/contract/common.ts';

/** A column of a result as Snowflake describes it. */
export interface ResultColumn {
  name: string;
  /** In lower case: "fixed", "text", "timestamp_ntz", … */
  type: string;
  precision?: number | null;
  scale?: number | null;
  /** Characters of a text, bytes of a binary. */
  length?: number | null;
  vectorDimension?: number | null;
  fields?: ResultColumn[] | null;
}

/** The type as Snowflake's catalogue writes it: `NUMBER(38,0)`, `VARCHAR(16)`, `TIMESTAMP_NTZ(9)`. */
export function typeName(column: Omit<ResultColumn, 'name'>): string {
  const { type, precision, scale, length } = column;
  switch (type.toLowerCase()) {
    case 'fixed':
      return `NUMBER(${precision ?? 38},${scale ?? 0})`;
    case 'real':
      return 'FLOAT';
    case 'text':
      return `VARCHAR(${length ?? 16_777_216})`;
    case 'binary':
      return `BINARY(${length ?? 8_388_608})`;
    case 'time':
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return `${type.toUpperCase()}(${scale ?? 9})`;
    case 'vector': {
      const element = column.fields?.[0]?.type.toLowerCase() === 'fixed' ? 'INT' : 'FLOAT';
      const dimension = column.vectorDimension;
      return dimension === undefined || dimension === null ? 'VECTOR' : `VECTOR(${element}, ${dimension})`;
    }
    default:
      return type.toUpperCase();
  }
}

export function columnOf(column: ResultColumn): Column {
  return { name: column.name, type: typeName(column) };
}

/** A row of INFORMATION_SCHEMA.COLUMNS, as far as it tells the type; numbers as text. */
export interface CatalogColumn {
  dataType: string;
  characters: string | null;
  precision: string | null;
  scale: string | null;
  timePrecision: string | null;
}

/** The same names for what the catalogue tells of a column. */
export function catalogTypeName(column: CatalogColumn): string {
  const type = column.dataType.toUpperCase();
  switch (type) {
    case 'NUMBER':
      return `NUMBER(${column.precision ?? 38},${column.scale ?? 0})`;
    case 'TEXT':
      return `VARCHAR(${column.characters ?? 16_777_216})`;
    case 'BINARY':
      return `BINARY(${column.characters ?? 8_388_608})`;
    case 'TIME':
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return `${type}(${column.timePrecision ?? 9})`;
    default:
      return type;
  }
}
