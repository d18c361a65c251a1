import type { TypeName } from '../syntax/tree.ts';
import type { SqlType } from './context.ts';

/** A Snowflake type in DuckDB; null where DuckDB has none. */
export interface DuckType {
  sql: string;
  type: SqlType;
  /** Whether its values keep a time zone in Snowflake. */
  zoned?: boolean;
  /** `varchar(n)`: casts cut what is longer. */
  length?: number;
}

const text = new Set([
  'VARCHAR',
  'STRING',
  'TEXT',
  'NVARCHAR',
  'NVARCHAR2',
  'CHAR VARYING',
  'CHARACTER VARYING',
  'NCHAR VARYING',
]);
const oneCharacter = new Set(['CHAR', 'CHARACTER', 'NCHAR']);
const whole = new Set(['INT', 'INTEGER', 'BIGINT', 'SMALLINT', 'TINYINT', 'BYTEINT']);
const decimal = new Set(['NUMBER', 'DECIMAL', 'DEC', 'NUMERIC']);
const float = new Set(['FLOAT', 'FLOAT4', 'FLOAT8', 'DOUBLE', 'DOUBLE PRECISION', 'REAL']);
const json: Record<string, SqlType> = { VARIANT: 'variant', ARRAY: 'array', OBJECT: 'object', MAP: 'object' };
const zoned: DuckType = { sql: 'TIMESTAMPTZ', type: 'timestamptz', zoned: true };
const others: Record<string, DuckType> = {
  BOOLEAN: { sql: 'BOOLEAN', type: 'boolean' },
  DATE: { sql: 'DATE', type: 'date' },
  TIME: { sql: 'TIME', type: 'time' },
  DATETIME: { sql: 'TIMESTAMP', type: 'timestamp' },
  TIMESTAMP: { sql: 'TIMESTAMP', type: 'timestamp' },
  TIMESTAMP_NTZ: { sql: 'TIMESTAMP', type: 'timestamp' },
  TIMESTAMPNTZ: { sql: 'TIMESTAMP', type: 'timestamp' },
  'TIMESTAMP WITHOUT TIME ZONE': { sql: 'TIMESTAMP', type: 'timestamp' },
  TIMESTAMP_LTZ: { sql: 'TIMESTAMPTZ', type: 'timestamptz' },
  TIMESTAMPLTZ: { sql: 'TIMESTAMPTZ', type: 'timestamptz' },
  'TIMESTAMP WITH LOCAL TIME ZONE': { sql: 'TIMESTAMPTZ', type: 'timestamptz' },
  TIMESTAMP_TZ: zoned,
  TIMESTAMPTZ: zoned,
  'TIMESTAMP WITH TIME ZONE': zoned,
  BINARY: { sql: 'BLOB', type: 'binary' },
  VARBINARY: { sql: 'BLOB', type: 'binary' },
  'BINARY VARYING': { sql: 'BLOB', type: 'binary' },
  UUID: { sql: 'UUID', type: 'unknown' },
};

/**
 * Snowflake's data types in DuckDB. Whole numbers without a precision are NUMBER(38, 0) there and BIGINT here: beyond 19
 * digits DuckDB refuses, it does not wrap. Every FLOAT of Snowflake has 64 bits.
 */
export function duckType({ name, args }: TypeName): DuckType | null {
  if (text.has(name)) {
    const length = args[0];
    return { sql: 'VARCHAR', type: 'text', ...(length === undefined ? {} : { length }) };
  }
  if (oneCharacter.has(name)) return { sql: 'VARCHAR', type: 'text', length: args[0] ?? 1 };
  if (whole.has(name)) return { sql: 'BIGINT', type: 'integer' };
  if (decimal.has(name)) {
    const [precision = 38, scale = 0] = args;
    if (precision === 38 && scale === 0) return { sql: 'BIGINT', type: 'integer' };
    return { sql: `DECIMAL(${precision}, ${scale})`, type: scale === 0 ? 'integer' : 'decimal' };
  }
  if (float.has(name)) return { sql: 'DOUBLE', type: 'float' };
  const kind = json[name];
  if (kind !== undefined) return { sql: 'JSON', type: kind };
  return others[name] ?? null;
}

const duckdbTypes: readonly (readonly [RegExp, SqlType])[] = [
  [/^VARCHAR\b/, 'text'],
  [/^JSON$/, 'variant'],
  [/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(\d+, ?0\))$/, 'integer'],
  [/^DECIMAL\b/, 'decimal'],
  [/^(DOUBLE|FLOAT)$/, 'float'],
  [/^BOOLEAN$/, 'boolean'],
  [/^DATE$/, 'date'],
  [/^TIME$/, 'time'],
  [/^(TIMESTAMP WITH TIME ZONE|TIMESTAMPTZ)$/, 'timestamptz'],
  [/^TIMESTAMP(_S|_MS|_NS)?$/, 'timestamp'],
  [/^BLOB$/, 'binary'],
  [/^INTERVAL$/, 'interval'],
];

/** What the type of a column of a DuckDB table is to the rules. */
export function typeInDuckdb(name: string): { type: SqlType; scale?: number } {
  const type = duckdbTypes.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown';
  const scale = /^DECIMAL\(\d+, ?(\d+)\)$/.exec(name)?.[1];
  if (scale !== undefined) return { type, scale: Number(scale) };
  return type === 'integer' ? { type, scale: 0 } : { type };
}
