import type { Variables } from '../../../../shared/contract/common.ts';
import {
  isTyped,
  misfit,
  type PlainValue,
  plainOf,
  variableLiteral,
  type VariableType as DeclaredType,
} from '../../../../shared/domain/variables.ts';

export type VariableValue = Variables[string];
type Scalar = string | number | boolean | null;

export const variableTypes = ['text', 'number', 'boolean', 'date', 'timestamp', 'null', 'list'] as const;
export type VariableType = (typeof variableTypes)[number];

/** How the types are called on the screen. */
export const typeWords: Record<VariableType, string> = {
  text: 'text',
  number: 'number',
  boolean: 'yes or no',
  date: 'date',
  timestamp: 'date and time',
  null: 'null',
  list: 'list',
};

/** A variable as it is being edited: what was typed, not yet a value. */
export interface VariableRow {
  /** Tells rows apart while their names change. */
  key: number;
  name: string;
  type: VariableType;
  /** Of a text or number; `true` or `false` of a yes or no. */
  text: string;
  items: string[];
  /** The type it is declared with, by which others have to go. A date or time always is. */
  declared?: DeclaredType | undefined;
}

export const emptyVariable = (key: number): VariableRow => ({
  key,
  name: '',
  type: 'text',
  text: '',
  items: [],
});

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number as people type it; undefined for anything that is none or that a double cannot hold. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (!numberPattern.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

/** An item of a list: `12`, `true` and `null` are what they look like, everything else is text; quotes make text of all. */
export function parseItem(item: string): Scalar {
  const text = item.trim();
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  const quoted = /^"(.*)"$/s.exec(text) ?? /^'(.*)'$/s.exec(text);
  if (quoted) return quoted[1] ?? '';
  return parseNumber(text) ?? text;
}

/** The item as `parseItem` reads it. */
export function itemText(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  return parseItem(value) === value ? value : `"${value}"`;
}

/** The value a row stands for; undefined while it stands for none. */
export function valueOf(row: VariableRow): VariableValue | undefined {
  const value = plainOfRow(row);
  return value === undefined || row.declared === undefined ? value : { type: row.declared, value };
}

function plainOfRow(row: VariableRow): PlainValue | undefined {
  switch (row.type) {
    case 'text':
      return row.text;
    case 'number':
      return parseNumber(row.text);
    case 'boolean':
      return row.text === 'true';
    case 'date':
    case 'timestamp': {
      const text = row.text.trim();
      return misfit(row.type, text) === null ? text : undefined;
    }
    case 'null':
      return null;
    case 'list':
      return row.items.length === 0 ? undefined : row.items.map(parseItem);
  }
}

export function rowOf(key: number, name: string, given: VariableValue): VariableRow {
  const value = plainOf(given);
  const declared = isTyped(given) ? given.type : undefined;
  const row = { ...emptyVariable(key), name, ...(declared && { declared }) };
  if (Array.isArray(value)) return { ...row, type: 'list', items: value.map(itemText) };
  if (value === null) return { ...row, type: 'null' };
  if (typeof value === 'boolean') return { ...row, type: 'boolean', text: String(value) };
  if (typeof value === 'number') return { ...row, type: 'number', text: String(value) };
  return { ...row, text: value, type: declared === 'date' || declared === 'timestamp' ? declared : 'text' };
}

export function rowsOf(variables: Variables): VariableRow[] {
  return Object.entries(variables).map(([name, value], index) => rowOf(index, name, value));
}

/** The variables the rows stand for; rows without a name or a value are left out. */
export function variablesOf(rows: readonly VariableRow[]): Variables {
  return Object.fromEntries(
    rows.flatMap(row => {
      const value = valueOf(row);
      return row.name.trim() === '' || value === undefined ? [] : [[row.name.trim(), value]];
    }),
  );
}

/** The row with another type, keeping of what was typed all that can be kept. */
export function withType(row: VariableRow, type: VariableType): VariableRow {
  if (type === row.type) return row;
  const text = row.type === 'list' ? (row.items[0] ?? '') : row.text;
  const { declared: _, ...rest } = row;
  const kept = { ...rest, type, ...((type === 'date' || type === 'timestamp') && { declared: type }) };
  if (type === 'list') return { ...kept, items: text.trim() === '' ? [] : [text.trim()] };
  if (type === 'boolean') return { ...kept, text: String(/^(true|yes|1)$/i.test(text.trim())) };
  return { ...kept, text };
}

/** What stands in the SQL in place of the variable, written as the engine writes it. */
export const sqlLiteral = variableLiteral;
