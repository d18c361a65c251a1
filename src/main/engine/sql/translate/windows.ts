import type { Call, Window } from '../syntax/tree.ts';
import type { Context } from './context.ts';
import { quoted } from './names.ts';
import { orderList } from './order.ts';

/** Functions that see the whole partition in Snowflake when no frame is given; the standard stops at the current row. */
const wholePartition = new Set(['FIRST_VALUE', 'LAST_VALUE', 'NTH_VALUE']);

/** ` OVER (…)` of a call; empty when it has none. */
export function overClause(call: Call, context: Context): string {
  if (call.over === null) return '';
  const name = call.name.at(-1)?.name ?? '';
  return ` OVER ${windowSpecification(call.over, context, wholePartition.has(name))}`;
}

export function windowSpecification(window: Window, context: Context, whole = false): string {
  const { name, partitionBy, orderBy, frame } = window;
  const parts: string[] = [];
  if (name !== null) {
    // A window by its name alone stays one: it brings its own frame.
    if (window.start === name.start) return quoted(name);
    parts.push(quoted(name));
  }
  if (partitionBy.length > 0)
    parts.push(`PARTITION BY ${partitionBy.map(part => context.emit(part)).join(', ')}`);
  if (orderBy.length > 0) parts.push(`ORDER BY ${orderList(orderBy, context)}`);
  if (frame !== null) parts.push(frame.text);
  else if (whole && name === null) parts.push('ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING');
  return `(${parts.join(' ')})`;
}
