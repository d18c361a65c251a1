import { quoteName } from '../../../../shared/domain/relation.ts';
import type { Pivot, PivotColumn, Unpivot } from '../syntax/tree.ts';
import type { Context } from './context.ts';
import { dotted, quoted, quotedText } from './names.ts';

/** PIVOT around a table; the columns get the names Snowflake gives them, a string's with its quotes. */
export function emitPivot(table: string, pivot: Pivot, context: Context): string {
  if (pivot.columns === null) {
    context.snowflakeOnly(
      'A PIVOT whose values are known only when it runs (ANY, a subquery) is not translated',
      pivot,
    );
    return table;
  }
  const [aggregate] = pivot.aggregates;
  if (aggregate === undefined) return table;
  if (pivot.aggregates.length > 1) {
    context.approximated('The columns of a PIVOT with several aggregates may have other names', pivot);
  }
  const aggregates = pivot.aggregates.map(
    item => `${context.emit(item.value)}${item.alias === null ? '' : ` AS ${quoted(item.alias)}`}`,
  );
  const names = pivot.columns.map(column => columnName(column, context));
  const values = pivot.columns.map((column, index) => `${context.emit(column.value)} AS ${names[index]}`);
  const sql = `(SELECT * FROM ${table} PIVOT (${aggregates.join(', ')} FOR ${dotted(pivot.column.parts)} IN (${values.join(', ')})))`;
  if (pivot.defaultValue === null) return sql;
  const otherwise = context.emit(pivot.defaultValue);
  const filled = names.map(name => `coalesce(${name}, ${otherwise}) AS ${name}`);
  return `(SELECT * REPLACE (${filled.join(', ')}) FROM ${sql})`;
}

function columnName({ value, alias }: PivotColumn, context: Context): string {
  if (alias !== null) return quoted(alias);
  return quoteName(context.source(value).trim());
}

/** UNPIVOT; the labels are the names of the columns as Snowflake has them, however DuckDB's table spells them. */
export function emitUnpivot(table: string, { includeNulls, value, label, columns }: Unpivot): string {
  const names = columns.map(({ column, alias }) => {
    const text = alias === null ? column.name : 'kind' in alias ? alias.value : alias.name;
    return `${quoted(column)} AS ${quotedText(text)}`;
  });
  const nulls = includeNulls ? ' INCLUDE NULLS' : '';
  return `(SELECT * FROM ${table} UNPIVOT${nulls} (${quoted(value)} FOR ${quoted(label)} IN (${names.join(', ')})))`;
}
