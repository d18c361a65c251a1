import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalType,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBTypeId,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { wireColumn, type WireCell, type WireColumn, type WireType } from './results.ts';
import { beyondTestServer } from './errors.ts';

/** How one column goes over the wire. */
export interface Encoding {
  column: WireColumn;
  encode: (value: DuckDBValue) => WireCell;
}

/** What is known of a column beyond DuckDB's type: that its JSON is an array, that its time has a zone. */
export interface Hint {
  type: WireType;
  /** Of `timestamp_tz`: the zone of all its values, in minutes east of UTC. */
  offsetMinutes?: number;
}

export function encodingOf(name: string, type: DuckDBType, hint: Hint | null): Encoding {
  const plain = plainEncoding(name, type, hint);
  return { column: plain.column, encode: value => (value === null ? null : plain.encode(value)) };
}

function plainEncoding(name: string, type: DuckDBType, hint: Hint | null): Encoding {
  if (type.alias === 'JSON') {
    const wire = hint?.type === 'array' || hint?.type === 'object' ? hint.type : 'variant';
    return { column: wireColumn(name, wire), encode: String };
  }
  if (type instanceof DuckDBDecimalType) {
    const { width: precision, scale } = type;
    return { column: wireColumn(name, 'fixed', { precision, scale }), encode: String };
  }
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return { column: wireColumn(name, 'boolean'), encode: value => (value === true ? '1' : '0') };
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
    case DuckDBTypeId.SQLNULL:
      return { column: wireColumn(name, 'fixed'), encode: String };
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return { column: wireColumn(name, 'real'), encode: realText };
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.UUID:
    case DuckDBTypeId.ENUM:
      return { column: wireColumn(name, 'text'), encode: String };
    case DuckDBTypeId.BLOB:
      return { column: wireColumn(name, 'binary'), encode: hex };
    case DuckDBTypeId.DATE:
      return { column: wireColumn(name, 'date'), encode: days };
    case DuckDBTypeId.TIME:
      return { column: wireColumn(name, 'time'), encode: value => seconds(micros(value)) };
    case DuckDBTypeId.TIMESTAMP:
      return { column: wireColumn(name, 'timestamp_ntz'), encode: value => seconds(micros(value)) };
    case DuckDBTypeId.TIMESTAMP_TZ: {
      if (hint?.type !== 'timestamp_tz') {
        return { column: wireColumn(name, 'timestamp_ltz'), encode: value => seconds(micros(value)) };
      }
      const zone = String((hint.offsetMinutes ?? 0) + 1_440);
      return {
        column: wireColumn(name, 'timestamp_tz'),
        encode: value => `${seconds(micros(value))} ${zone}`,
      };
    }
    default:
      throw beyondTestServer(`the column ${name} is of DuckDB's type ${type.toString()}`);
  }
}

function micros(value: DuckDBValue): bigint {
  const isTime =
    value instanceof DuckDBTimestampValue ||
    value instanceof DuckDBTimestampTZValue ||
    value instanceof DuckDBTimeValue;
  if (!isTime) throw beyondTestServer(`a time of the kind ${String(value)}`);
  return value.micros;
}

/** Seconds with nine places, as all times go over the wire here: their scale is always 9. */
export function seconds(microseconds: bigint): string {
  const sign = microseconds < 0n ? '-' : '';
  const size = microseconds < 0n ? -microseconds : microseconds;
  const fraction = (size % 1_000_000n).toString().padStart(6, '0');
  return `${sign}${size / 1_000_000n}.${fraction}000`;
}

function days(value: DuckDBValue): string {
  return value instanceof DuckDBDateValue ? String(value.days) : String(value);
}

function hex(value: DuckDBValue): string {
  return value instanceof DuckDBBlobValue
    ? Buffer.from(value.bytes).toString('hex').toUpperCase()
    : String(value);
}

function realText(value: DuckDBValue): string {
  if (typeof value !== 'number') return String(value);
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}
