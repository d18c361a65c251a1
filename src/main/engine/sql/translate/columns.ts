import type { Query, QueryBody } from '../syntax/tree.ts';
import { type Context, isNumber, type OutputColumn } from './context.ts';

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
