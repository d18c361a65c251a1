import {
  DuckDBArrayType,
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBMapType,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeTZValue,
  DuckDBTypeId,
  DuckDBUnionType,
  DuckDBUnionValue,
  DuckDBVariantValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Cell } from '../../../shared/contract/common.ts';

/**
 * DuckDB's values as JSON-safe cells, one converter for each column, made once.
 *
 * | type | cell |
 * | --- | --- |
 * | integers up to 64 bits | number; beyond ±(2^53 − 1) a string of digits |
 * | HUGEINT, UHUGEINT, BIGNUM, DECIMAL | string of digits, the decimal's scale kept: "1.50" |
 * | FLOAT, DOUBLE | number; "NaN", "Infinity", "-Infinity" |
 * | DATE, TIME, TIMESTAMP | ISO 8601: "2024-02-29", "12:34:56.789", "2024-02-29T12:34:56.789"; "infinity" |
 * | TIMESTAMPTZ, TIMETZ | in UTC with "Z"; with its offset "+02:00" |
 * | INTERVAL, UUID, BIT, ENUM | DuckDB's text |
 * | BLOB | hex, upper case |
 * | JSON | its text, unparsed: numbers in it keep their digits |
 * | LIST, ARRAY, STRUCT, MAP, UNION, VARIANT | arrays and objects of cells; a map's keys as text; {tag: value} |
 */
export type CellConverter = (value: DuckDBValue) => Cell;

/** Text and bytes of a cell, roughly; pages are kept within bounds by it. */
export function cellSize(cell: Cell): number {
  if (typeof cell === 'string') return cell.length;
  if (typeof cell !== 'object' || cell === null) return 8;
  let size = 8;
  for (const part of Array.isArray(cell) ? cell : Object.values(cell)) size += cellSize(part);
  return size;
}

export function cellConverter(type: DuckDBType): CellConverter {
  const convert = converterOf(type);
  return value => (value === null ? null : convert(value));
}

function converterOf(type: DuckDBType): CellConverter {
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) {
    const item = cellConverter(type.valueType);
    return value =>
      value instanceof DuckDBListValue || value instanceof DuckDBArrayValue
        ? value.items.map(item)
        : loose(value);
  }
  if (type instanceof DuckDBStructType) {
    const parts = type.entryNames.map(
      (name, index) => [name, partConverter(type.entryTypes[index])] as const,
    );
    return value =>
      value instanceof DuckDBStructValue
        ? object(parts.map(([name, convert]) => [name, convert(ownEntry(value, name))]))
        : loose(value);
  }
  if (type instanceof DuckDBMapType) {
    const key = cellConverter(type.keyType);
    const item = cellConverter(type.valueType);
    return value =>
      value instanceof DuckDBMapValue
        ? object(value.entries.map(entry => [keyText(key(entry.key)), item(entry.value)]))
        : loose(value);
  }
  if (type instanceof DuckDBUnionType) {
    const members = new Map(
      type.memberTags.map((tag, index) => [tag, partConverter(type.memberTypes[index])]),
    );
    return value =>
      value instanceof DuckDBUnionValue
        ? object([[value.tag, (members.get(value.tag) ?? loose)(value.value)]])
        : loose(value);
  }
  switch (type.typeId) {
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
    case DuckDBTypeId.BIGNUM:
      return String;
    case DuckDBTypeId.FLOAT:
      return value => (typeof value === 'number' ? finite(shortestFloat(value)) : loose(value));
    default:
      return loose;
  }
}

function partConverter(type: DuckDBType | undefined): CellConverter {
  return type ? cellConverter(type) : loose;
}

/** By the value alone: for scalar types, and for VARIANT, whose values are of any type. */
function loose(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
      ? Number(value)
      : String(value);
  }
  if (value instanceof DuckDBDateValue) return date(value);
  if (isTimestamp(value)) return value.isFinite ? value.toString().replace(' ', 'T') : value.toString();
  if (value instanceof DuckDBTimestampTZValue) {
    // The driver appends the offset of a zone that was set to UTC: "+00".
    return value.isFinite ? value.toString().replace(' ', 'T').replace(/\+00$/, 'Z') : value.toString();
  }
  if (value instanceof DuckDBTimeTZValue) return value.toString().replace(/([+-]\d\d)$/, '$1:00');
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex').toUpperCase();
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(loose);
  if (value instanceof DuckDBStructValue) {
    return object(Object.entries(value.entries).map(([name, part]) => [name, loose(part)]));
  }
  if (value instanceof DuckDBMapValue) {
    return object(value.entries.map(entry => [keyText(loose(entry.key)), loose(entry.value)]));
  }
  if (value instanceof DuckDBUnionValue) return object([[value.tag, loose(value.value)]]);
  if (value instanceof DuckDBVariantValue) {
    return value.type ? cellConverter(value.type)(value.value) : loose(value.value);
  }
  return value.toString();
}

type AnyTimestamp =
  | DuckDBTimestampValue
  | DuckDBTimestampSecondsValue
  | DuckDBTimestampMillisecondsValue
  | DuckDBTimestampNanosecondsValue;

function isTimestamp(value: DuckDBValue): value is AnyTimestamp {
  return (
    value instanceof DuckDBTimestampValue ||
    value instanceof DuckDBTimestampSecondsValue ||
    value instanceof DuckDBTimestampMillisecondsValue ||
    value instanceof DuckDBTimestampNanosecondsValue
  );
}

function date(value: DuckDBDateValue): string {
  if (value.isFinite) return value.toString();
  return value.days > 0 ? 'infinity' : '-infinity';
}

/** The driver keeps fields in a plain object and so loses one named `__proto__`; what is inherited is not its value. */
function ownEntry(value: DuckDBStructValue, name: string): DuckDBValue {
  return Object.hasOwn(value.entries, name) ? (value.entries[name] ?? null) : null;
}

/** Without a prototype, so that a column named `__proto__` is a column. */
function object(entries: [string, Cell][]): Cell {
  const result = Object.create(null) as { [key: string]: Cell };
  for (const [name, cell] of entries) result[name] = cell;
  return result;
}

function keyText(key: Cell): string {
  return typeof key === 'string' ? key : JSON.stringify(key);
}

function finite(value: number): Cell {
  return Number.isFinite(value) ? value : String(value);
}

/** 1.1 as a 32-bit float is 1.100000023841858 as a 64-bit one: the fewest digits that make the same float again. */
function shortestFloat(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
