import type { OrderItem, QueryBody } from '../syntax/tree.ts';
import { type Context, isJson, type OutputColumn } from './context.ts';
import { macros } from './rules.ts';

/** Snowflake takes NULL for the greatest value, so that it comes first in descending order; DuckDB puts it last. */
export function orderItem(item: OrderItem, context: Context): string {
  const direction = item.descending ? ' DESC' : '';
  const nulls = item.nulls === null ? (item.descending ? ' NULLS FIRST' : '') : ` NULLS ${item.nulls}`;
  if (!isJson(context.typeOf(item.value))) return `${context.emit(item.value)}${direction}${nulls}`;
  // Numbers within variants sort as numbers, everything else as text.
  const variant = context.emit(item.value);
  // As it is grouped by, if it is: another path would be another expression.
  return `${macros}.variant_number(${variant})${direction}${nulls}, json_extract_string(${variant}, '$')${direction}${nulls}`;
}

/** ORDER BY of a whole query: a name means a column of the result before one of a table, a number always one of the result. */
export function resultOrder(
  item: OrderItem,
  body: QueryBody,
  columns: readonly OutputColumn[] | null,
  context: Context,
): string {
  const { value } = item;
  if (value.kind === 'literal' && value.type === 'number') {
    const index = Number(value.value) - 1;
    // Behind a number DuckDB would compare the text of a variant.
    if (!isJson(columns?.[index]?.type ?? 'unknown')) return orderItem(item, context);
    const items = body.kind === 'select' ? body.items : [];
    const meant = items.some(each => each.value.kind === 'star') ? undefined : items[index]?.value;
    if (meant !== undefined) return orderItem({ ...item, value: meant }, context);
    context.snowflakeOnly('Variants are sorted by the number of their column: cast them to a type', value);
  }
  if (body.kind === 'set' && isJson(context.typeOf(value)))
    context.snowflakeOnly('Variants of a set of queries are sorted: cast them to a type', value);
  const [name, second] = value.kind === 'column' ? value.parts : [];
  if (name === undefined || second !== undefined || !context.scope.aliases.has(name.name))
    return orderItem(item, context);
  return context.within({ ...context.scope, relations: [] }, () => orderItem(item, context));
}

export function orderList(items: readonly OrderItem[], context: Context): string {
  return items.map(item => orderItem(item, context)).join(', ');
}
