import type { Values } from '../syntax/tree.ts';
import { merged } from './columns.ts';
import type { Context, OutputColumn } from './context.ts';
import { scaleOf } from './scales.ts';

/** `VALUES (…), (…)`. */
export function emitRows(values: Values, context: Context): string {
  return context.splice(
    values,
    values.rows.map(row => ({ start: row.start, end: row.end, text: context.emit(row) })),
  );
}

/** Snowflake names the columns of VALUES COLUMN1, COLUMN2 and so on. */
export function valuesColumns(values: Values, context: Context): OutputColumn[] {
  return values.rows
    .map(row =>
      row.items.map((item, index) => ({
        name: `COLUMN${index + 1}`,
        type: context.typeOf(item),
        scale: scaleOf(item, context),
      })),
    )
    .reduce<OutputColumn[]>((columns, row, index) => (index === 0 ? row : (merged(columns, row) ?? row)), []);
}
