import type { Cell } from '../../../shared/contract/common.ts';
import type { ResultColumn } from './types.ts';

/**
 * Snowflake's cells as JSON-safe ones, from the texts that it sends: nothing of them goes through the driver's own
 * converters, which run what is no JSON and round what is too long.
 *
 * | type | cell |
 * | --- | --- |
 * | NUMBER without scale | number; beyond ±(2^53 − 1) a string of digits |
 * | NUMBER with scale, DECFLOAT | string of digits, the scale kept: "1.50" |
 * | FLOAT | number; "NaN", "Infinity", "-Infinity" |
 * | DATE, TIME, TIMESTAMP_NTZ | ISO 8601 without zone, up to nanoseconds: "2024-02-29T12:34:56.000000001" |
 * | TIMESTAMP_LTZ | the instant, in UTC with "Z": it has no zone of its own |
 * | TIMESTAMP_TZ | with its own offset: "+02:00" |
 * | BINARY | hex, upper case |
 * | VARIANT, OBJECT, ARRAY, MAP, VECTOR | the JSON, parsed strictly; integers in it beyond 2^53 as strings. What is no JSON stays text |
 */
export type CellConverter = (text: string | null) => Cell;

export function cellConverter(column: Pick<ResultColumn, 'type' | 'scale'>): CellConverter {
  const convert = converterOf(column);
  return text => (text === null ? null : convert(text));
}

/** Text and bytes of a cell, roughly; pages are kept within bounds by it. */
export function rawSize(text: string | null): number {
  return text === null ? 8 : text.length;
}

function converterOf({ type, scale }: Pick<ResultColumn, 'type' | 'scale'>): (text: string) => Cell {
  switch (type.toLowerCase()) {
    case 'fixed':
      return (scale ?? 0) > 0 ? text => text : integer;
    case 'real':
      return real;
    case 'boolean':
      return text => text === '1' || text.toLowerCase() === 'true';
    case 'date':
      return text => isoDate(BigInt(text));
    case 'time':
      return text => isoTime(nanoseconds(text));
    case 'timestamp_ntz':
      return text => isoTimestamp(nanoseconds(text));
    case 'timestamp_ltz':
      return isoInstant;
    case 'timestamp_tz':
      return zoned;
    case 'binary':
      return text => text.toUpperCase();
    case 'variant':
    case 'object':
    case 'array':
    case 'map':
    case 'vector':
      return json;
    default:
      return text => text;
  }
}

function integer(text: string): Cell {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

function real(text: string): Cell {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  if (/^[+-]?inf/i.test(text)) return text.startsWith('-') ? '-Infinity' : 'Infinity';
  return 'NaN';
}

/** Some number in it may have more digits than a double holds. */
const manyDigits = /\d{16}/;

/** A number as `JSON.parse` hands it to its reviver: with the text that it was read from. */
type Revive = (key: string, value: unknown, context?: { source?: string }) => unknown;

const keepDigits: Revive = (_, value, context) =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? (context?.source ?? String(value))
    : value;

function json(text: string): Cell {
  try {
    return JSON.parse(
      text,
      manyDigits.test(text) ? (keepDigits as Parameters<typeof JSON.parse>[1]) : undefined,
    ) as Cell;
  } catch {
    return text;
  }
}

const second = 1_000_000_000n;
const secondsADay = 86_400n;

/** Seconds with a fraction, as all times are sent, in nanoseconds. */
export function nanoseconds(text: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  const size = BigInt(whole === '' ? '0' : whole) * second + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  return sign === '-' ? -size : size;
}

/** Milliseconds since the epoch of a timestamp as it is sent, whatever its kind; null for null. */
export function epochMs(text: string | null): number | null {
  return text === null ? null : Number(floorDivide(nanoseconds(text.split(' ')[0] ?? ''), 1_000_000n));
}

/** An instant in UTC. */
export function isoInstant(seconds: string): string {
  return `${isoTimestamp(nanoseconds(seconds))}Z`;
}

/** "seconds offset", the offset in minutes east of UTC with 1,440 added. */
function zoned(text: string): string {
  const [seconds = '', offset] = text.split(' ');
  if (offset === undefined) return isoInstant(seconds);
  const minutes = BigInt(offset) - 1_440n;
  const size = minutes < 0n ? -minutes : minutes;
  const zone = `${minutes < 0n ? '-' : '+'}${twoDigits(size / 60n)}:${twoDigits(size % 60n)}`;
  return isoTimestamp(nanoseconds(seconds) + minutes * 60n * second) + zone;
}

function isoTimestamp(nanos: bigint): string {
  const days = floorDivide(nanos, secondsADay * second);
  return `${isoDate(days)}T${isoTime(nanos - days * secondsADay * second)}`;
}

/** A time of the day; its fraction without zeros at the end. */
function isoTime(nanos: bigint): string {
  const seconds = nanos / second;
  const fraction = (nanos % second).toString().padStart(9, '0').replace(/0+$/, '');
  const clock = [seconds / 3_600n, (seconds / 60n) % 60n, seconds % 60n].map(twoDigits).join(':');
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** Days since 1970-01-01 in the Gregorian calendar, which holds for all times as in Snowflake. */
function isoDate(days: bigint): string {
  const shifted = days + 719_468n;
  const era = floorDivide(shifted, 146_097n);
  const dayOfEra = shifted - era * 146_097n;
  const yearOfEra = (dayOfEra - dayOfEra / 1_460n + dayOfEra / 36_524n - dayOfEra / 146_096n) / 365n;
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const shiftedMonth = (5n * dayOfYear + 2n) / 153n;
  const day = dayOfYear - (153n * shiftedMonth + 2n) / 5n + 1n;
  const month = shiftedMonth < 10n ? shiftedMonth + 3n : shiftedMonth - 9n;
  const year = yearOfEra + era * 400n + (month <= 2n ? 1n : 0n);
  const yearText = year < 0n ? `-${(-year).toString().padStart(6, '0')}` : year.toString().padStart(4, '0');
  return `${yearText}-${twoDigits(month)}-${twoDigits(day)}`;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}

function twoDigits(value: bigint): string {
  return value.toString().padStart(2, '0');
}
