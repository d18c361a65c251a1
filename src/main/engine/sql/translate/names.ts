import { quoteName } from '../../../../shared/domain/relation.ts';
import type { Identifier, SelectItem } from '../syntax/tree.ts';
import type { Context } from './context.ts';

/** Names are always quoted: what is reserved differs between the two dialects. */
export function quoted(identifier: Identifier): string {
  return quoteName(identifier.name);
}

export function quotedList(identifiers: readonly Identifier[]): string {
  return identifiers.map(quoted).join(', ');
}

export function dotted(parts: readonly Identifier[]): string {
  return parts.map(quoted).join('.');
}

/** A text as a DuckDB string: no escapes but the doubled quote. */
export function quotedText(text: string): string {
  // DuckDB keeps NUL characters out of strings; Snowflake's strings cannot hold them either.
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * The name Snowflake gives a column: its alias, the column's own name, else the expression as it is written in upper
 * case (`COUNT(*)`, `A+1`).
 */
export function outputName(item: SelectItem, context: Pick<Context, 'source'>): string {
  if (item.alias !== null) return item.alias.name;
  const { value } = item;
  if (value.kind === 'column') return value.parts.at(-1)?.name ?? '';
  const text = context.source(value).replaceAll(/\{\{\s*(\w+)\s*\}\}/g, '$1');
  return text.replaceAll(/\s+/g, ' ').trim().toUpperCase();
}
