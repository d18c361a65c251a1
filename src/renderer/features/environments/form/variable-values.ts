import type { Variables } from '../../../../shared/contract/common.ts';
import {
  isTyped,
  misfit,
  type PlainValue,
  plainOf,
  variableLiteral,
  variableTypes as declaredTypes,
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
  /**
   * The type it is declared with, by which others have to go; for a list that of its items. A date or time always is.
   */
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

/** An item of a list whose type is declared; what does not fit it is the text that it is. */
function parseItemAs(type: DeclaredType | undefined, item: string): Scalar {
  const read = parseItem(item);
  if (type === undefined || read === null || typeof read === 'string') return read;
  // Digits, say, are text where texts were declared.
  return misfit(type, read) === null ? read : item.trim();
}

/** The item as it is read again, with the type that is declared for its list. */
export function itemText(value: Scalar, type?: DeclaredType): string {
  if (typeof value !== 'string') return String(value);
  return parseItemAs(type, value) === value ? value : `"${value}"`;
}

/** The value a row stands for; undefined while it stands for none. */
export function valueOf(row: VariableRow): VariableValue | undefined {
  const value = plainOfRow(row);
  if (value === undefined || row.declared === undefined) return value;
  return misfit(row.declared, value) === null ? { type: row.declared, value } : undefined;
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
      return row.items.length === 0 ? undefined : row.items.map(item => parseItemAs(row.declared, item));
  }
}

export function rowOf(key: number, name: string, given: VariableValue): VariableRow {
  const value = plainOf(given);
  const declared = isTyped(given) ? given.type : undefined;
  const row = { ...emptyVariable(key), name, ...(declared && { declared }) };
  if (Array.isArray(value))
    return { ...row, type: 'list', items: value.map(item => itemText(item, declared)) };
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

/** The types a row can be declared with as it is. */
export function declarable({ type }: Pick<VariableRow, 'type'>): readonly DeclaredType[] {
  return type === 'list' || type === 'null' ? declaredTypes : [type];
}

/** The row declared as a type, or with none. */
export function withDeclared(row: VariableRow, declared: DeclaredType | undefined): VariableRow {
  const { declared: _, ...rest } = row;
  return declared === undefined ? rest : { ...rest, declared };
}

/** A value with the type it is declared with, where the SQL does not tell it. */
export function declaredText(value: VariableValue): string {
  const text = sqlLiteral(value);
  if (!isTyped(value)) return text;
  const isTold = (value.type === 'date' || value.type === 'timestamp') && value.value !== null;
  return isTold ? text : `${text}, declared as ${typeWords[value.type]}`;
}

/** The row with another type, keeping of what was typed and declared all that can be kept. */
export function withType(row: VariableRow, type: VariableType): VariableRow {
  if (type === row.type) return row;
  const text = row.type === 'list' ? (row.items[0] ?? '') : row.text;
  const { declared: before, ...rest } = row;
  const declared =
    type === 'date' || type === 'timestamp'
      ? type
      : declarable({ type }).find(possible => possible === before);
  const kept = { ...rest, type, ...(declared && { declared }) };
  if (type === 'list') return { ...kept, items: text.trim() === '' ? [] : [text.trim()] };
  if (type === 'boolean') return { ...kept, text: String(/^(true|yes|1)$/i.test(text.trim())) };
  return { ...kept, text };
}

/** What stands in the SQL in place of the variable, written as the engine writes it. */
export const sqlLiteral = variableLiteral;
