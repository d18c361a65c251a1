import type { ComputeProfileDefinition } from '../../../../shared/contract/compute-profiles.ts';
import { sqlLiteral, parseNumber } from '../form/variable-values.ts';

export type Parameters = NonNullable<ComputeProfileDefinition['session_parameters']>;
export type ParameterValue = Parameters[string];

/** A session parameter as it is being edited. */
export interface ParameterRow {
  /** Tells rows apart while their names change. */
  key: number;
  name: string;
  /** The value as it is typed; see `parseParameter`. */
  text: string;
}

export const isBlank = (row: ParameterRow) => row.name.trim() === '' && row.text.trim() === '';

/** `12` and `true` are what they look like, everything else is text; quotes make text of all. */
export function parseParameter(typed: string): ParameterValue {
  const text = typed.trim();
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  const [, quoted] = /^'(.*)'$/s.exec(text) ?? [];
  return quoted ?? parseNumber(text) ?? text;
}

/** The value as `parseParameter` reads it. */
export function parameterText(value: ParameterValue): string {
  if (typeof value !== 'string') return String(value);
  return parseParameter(value) === value ? value : `'${value}'`;
}

export function parameterRows(parameters: Parameters): ParameterRow[] {
  return Object.entries(parameters).map(([name, value], key) => ({ key, name, text: parameterText(value) }));
}

/** The parameters the rows stand for; blank rows are left out. */
export function parametersOf(rows: readonly ParameterRow[]): Parameters {
  return Object.fromEntries(
    rows.filter(row => !isBlank(row)).map(row => [row.name.trim(), parseParameter(row.text)]),
  );
}

/** `TIMEZONE = 'UTC'`: a parameter as SQL sets it. */
export const parameterSql = (name: string, value: ParameterValue): string => `${name} = ${sqlLiteral(value)}`;
