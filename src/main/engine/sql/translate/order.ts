import type { OrderItem } from '../syntax/tree.ts';
import { type Context, isJson } from './context.ts';

/** Snowflake takes NULL for the greatest value, so that it comes first in descending order; DuckDB puts it last. */
export function orderItem(item: OrderItem, context: Context): string {
  const direction = item.descending ? ' DESC' : '';
  const nulls = item.nulls === null ? (item.descending ? ' NULLS FIRST' : '') : ` NULLS ${item.nulls}`;
  if (!isJson(context.typeOf(item.value))) return `${context.emit(item.value)}${direction}${nulls}`;
  // Numbers within variants sort as numbers, everything else as text.
  return `TRY_CAST(${context.as(item.value, 'text')} AS DOUBLE)${direction}${nulls}, ${context.as(item.value, 'text')}${direction}${nulls}`;
}

export function orderList(items: readonly OrderItem[], context: Context): string {
  return items.map(item => orderItem(item, context)).join(', ');
}
