import type { Database, Schema } from '../catalog.ts';
import { seconds } from '../cells.ts';
import { type Answer, answerOf, type WireCell, type WireColumn, wireColumn } from '../results.ts';
import { statementTypes } from '../statement-types.ts';

export type Value = string | number | boolean | null;
/** Column names in order, each with its type: text unless it says more. */
export type Columns = Record<string, 'text' | 'number' | 'time'>;

/** Where to look: everything, a database, or a schema. */
export type Scope = { database: Database | null; schema: Schema | null };

/** The rows that SHOW answers. */
export function table(columns: Columns, rows: Value[][]): Answer {
  const types = Object.values(columns);
  return answerOf(
    statementTypes.show,
    Object.entries(columns).map(([name, type]) => wireOf(name, type)),
    rows.map(row => row.map((value, index) => cell(value, types[index] ?? 'text'))),
  );
}

function wireOf(name: string, type: Columns[string]): WireColumn {
  if (type === 'number') return wireColumn(name, 'fixed');
  return wireColumn(name, type === 'time' ? 'timestamp_ltz' : 'text');
}

/** Times are given in ms since the epoch. */
function cell(value: Value, type: Columns[string]): WireCell {
  if (value === null) return null;
  return type === 'time' ? seconds(BigInt(Math.round(Number(value) * 1_000))) : String(value);
}
