import type { CellText } from '../csv.ts';
import { sizes } from '../theme.ts';

/** A value as JSON brings it; decimals and big integers come as text. */
export type GridValue =
  | string
  | number
  | boolean
  | null
  | readonly GridValue[]
  | { readonly [key: string]: GridValue };
export type GridRow = readonly GridValue[];

export type ColumnKind = 'number' | 'text' | 'boolean' | 'time' | 'structured';

export interface GridColumn {
  name: string;
  /** The warehouse's name of the type, shown as it is. */
  type: string;
  kind: ColumnKind;
}

const kinds: [RegExp, ColumnKind][] = [
  [/\[\]$|^(variant|object|array|json|struct|map|list|geography|geometry)/i, 'structured'],
  [
    /^(u?(tiny|small|big|huge)?int(eger)?\d*|byteint|number|numeric|decimal|float\d*|double|real)\b/i,
    'number',
  ],
  [/^bool/i, 'boolean'],
  [/^(date|time)/i, 'time'],
];

/** What a type means for showing and sorting; text where it is not known. */
export function columnKind(type: string): ColumnKind {
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'text';
}

/** The value as text, whole; null where there is none. */
export function valueText(value: GridValue | undefined): CellText {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const shownLength = 400;

/** The beginning of the value in one line. */
export function shortText(value: GridValue): string {
  const text = valueText(value) ?? '';
  const short = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
  return short.replaceAll(/\r?\n/g, ' ↵ ');
}

/** Ascending order of two values that are there; exact for numbers of any length. */
export function compareValues(a: GridValue, b: GridValue, kind: ColumnKind): number {
  if (kind === 'number') return compareNumbers(valueText(a) ?? '', valueText(b) ?? '');
  const [left, right] = [valueText(a) ?? '', valueText(b) ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Rows by one of their values; what is not there comes last in either direction, equal ones stay in order. */
export function sortRows(
  rows: readonly GridRow[],
  column: number,
  kind: ColumnKind,
  descending: boolean,
): GridRow[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((first, second) => {
    const [a, b] = [first[column] ?? null, second[column] ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * compareValues(a, b, kind);
  });
}

function compareNumbers(a: string, b: string): number {
  const [left, right] = [Number(a), Number(b)];
  if (left !== right && !Number.isNaN(left) && !Number.isNaN(right)) return left < right ? -1 : 1;
  // Equal as doubles: digits beyond their precision may still differ.
  const [first, second] = [decimalParts(a), decimalParts(b)];
  if (!first || !second) return a < b ? -1 : a > b ? 1 : 0;
  const digits = Math.max(first.fraction.length, second.fraction.length);
  const whole = (parts: { whole: string; fraction: string }) =>
    BigInt(parts.whole + parts.fraction.padEnd(digits, '0'));
  const [x, y] = [whole(first), whole(second)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function decimalParts(text: string): { whole: string; fraction: string } | undefined {
  const match = /^([+-]?\d+)(?:\.(\d+))?$/.exec(text);
  return match ? { whole: match[1] ?? '0', fraction: match[2] ?? '' } : undefined;
}

/** Pixels of characters in the grid's font (Inter, 13 px, figures of one width), a little generous. */
const characterPx: [RegExp, number][] = [
  [/[il.,:;|!'\s]/, 3.6],
  [/[fjrt()[\]{}/\\_"]/, 6.1],
  [/[mw]/, 11.4],
  [/[a-z]/, 7.8],
  [/[MW@%&]/, 13.2],
  [/[A-Z]/, 9.2],
  // Signs and scripts with characters as wide as the line is high.
  [/[\u2e80-\uffff]/, 13.5],
];
const digitPx = 8.5;
const monoPx = 7.3;
const asciiPx = Array.from({ length: 128 }, (_, code) => measuredPx(String.fromCharCode(code)));

function measuredPx(character: string): number {
  return characterPx.find(([pattern]) => pattern.test(character))?.[1] ?? digitPx;
}

function textPx(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum += asciiPx[text.charCodeAt(at)] ?? measuredPx(text.charAt(at));
  return sum;
}

/** A width in pixels that shows the name and most of the first values. */
export function suitableWidth(column: GridColumn, rows: readonly GridRow[], index: number): number {
  const paddingPx = 20;
  // The name is bold; beside it there is the type, smaller.
  const head = textPx(column.name) * 1.06 + textPx(column.type) * 0.93 + 8;
  let widest = 4 * digitPx;
  for (const row of rows.slice(0, 60)) {
    const text = shortText(row[index] ?? null);
    widest = Math.max(widest, column.kind === 'structured' ? text.length * monoPx : textPx(text));
  }
  const wanted = Math.max(Math.min(head, sizes.columnMax), widest) + paddingPx;
  return Math.ceil(Math.min(sizes.columnMax, Math.max(sizes.columnMin, wanted)));
}
