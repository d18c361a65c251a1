import type { TypedLiteral } from '../syntax/tree.ts';
import type { Context } from './context.ts';
import { datePart } from './date-parts.ts';

/** `interval '1 year, 3 mm'`: DuckDB knows fewer abbreviations, and no commas. */
export function intervalText(node: TypedLiteral, context: Context): string {
  if (node.value.kind !== 'literal') return `CAST(${context.emit(node.value)} AS INTERVAL)`;
  const text = node.unit === null ? node.value.value : `${node.value.value} ${node.unit}`;
  const parts: string[] = [];
  for (const match of text.matchAll(/([+-]?\s*\d+(?:\.\d+)?)\s*([a-zA-Z_]*)/g)) {
    const unit = match[2] === '' ? 'second' : datePart(match[2] ?? '');
    if (unit === undefined) {
      context.snowflakeOnly(`"${match[2]}" is no unit of time that DuckDB knows`, node);
      continue;
    }
    parts.push(`${(match[1] ?? '').replaceAll(/\s/g, '')} ${unit === 'nanosecond' ? 'microsecond' : unit}`);
  }
  return `INTERVAL '${parts.join(' ')}'`;
}
