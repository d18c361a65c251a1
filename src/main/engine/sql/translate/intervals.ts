import type { Expression, TypedLiteral } from '../syntax/tree.ts';
import type { Context } from './context.ts';
import { datePart, partsOfDates } from './date-parts.ts';

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

/** Whether an interval has hours or less in it. */
export function hasTime(node: Expression): boolean {
  if (node.kind !== 'typed' || node.value.kind !== 'literal') return false;
  const text = node.unit === null ? node.value.value : `${node.value.value} ${node.unit}`;
  const units = [...text.matchAll(/\d\s*([a-zA-Z_]*)/g)].map(([, unit]) => datePart(unit ?? '') ?? 'second');
  return units.some(unit => !partsOfDates.has(unit));
}
