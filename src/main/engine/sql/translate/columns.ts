import type { Query, QueryBody } from '../syntax/tree.ts';
import { type Context, isNumber, type OutputColumn } from './context.ts';
import { commonType } from './functions/conditions.ts';

/** DuckDB finds columns by their names without regard to case, also quoted ones. */
export function tellOfCase(columns: OutputColumn[] | null, place: Query, context: Context): void {
  const seen = new Map<string, string>();
  for (const { name } of columns ?? []) {
    const other = seen.get(name.toUpperCase());
    if (other !== undefined && other !== name) {
      context.snowflakeOnly(
        `The columns ${other} and ${name} differ in case only: DuckDB takes them for one`,
        place,
      );
    }
    seen.set(name.toUpperCase(), name);
  }
}

/** Snowflake makes numbers of texts in one column, DuckDB texts of numbers. */
export function tellOfMixture(
  first: OutputColumn[] | null,
  second: OutputColumn[] | null,
  place: QueryBody,
  context: Context,
): void {
  first?.forEach(({ type, name }, index) => {
    const other = second?.[index]?.type ?? 'unknown';
    if ((type === 'text' && isNumber(other)) || (isNumber(type) && other === 'text')) {
      context.snowflakeOnly(`Column ${name} is text in one part and a number in another: cast it`, place);
    }
  });
}

/** Columns of rows from several places: of the type of the first that has one, numbers with the digits of all. */
export function merged(
  first: readonly OutputColumn[] | null,
  second: readonly OutputColumn[] | null,
): OutputColumn[] | null {
  if (first === null) return null;
  return first.map((column, index) => {
    const other = second?.[index] ?? { type: 'unknown', scale: undefined };
    if (column.type === 'null') return { ...other, name: column.name };
    if (other.type === 'null') return column;
    const numbers = isNumber(column.type) && isNumber(other.type);
    const scales = [column.scale, other.scale].filter(scale => scale !== undefined);
    return {
      name: column.name,
      type: numbers ? commonType([column.type, other.type]) : column.type,
      scale: scales.length === 2 ? Math.max(...scales) : undefined,
    };
  });
}

/** Columns of which it is not certain any more how many digits they have. */
export function unscaled(columns: readonly OutputColumn[] | null): OutputColumn[] | null {
  return columns?.map(({ name, type }) => ({ name, type })) ?? null;
}
