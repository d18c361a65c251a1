import { dateMacros } from './macros/dates.ts';
import { jsonMacros } from './macros/json.ts';
import { schema } from './macros/macro.ts';
import { numberMacros } from './macros/numbers.ts';
import { tableMacros } from './macros/tables.ts';
import { textMacros } from './macros/text.ts';

/**
 * Macros that every DuckDB instance needs before translated queries run, once an instance: they are permanent in the
 * instance's own in-memory database, schema `sf`, and called by their full names. So every connection sees them, and a
 * view stored in a database file finds them again in a later process.
 *
 * They exist where the type of a value decides and only the binder knows it: DuckDB picks the overload, or folds the
 * CASE over `typeof`, when it plans the query; nothing of that is left when it runs. For a column of an outer query,
 * an aggregate or a window, whose types it does not know yet, it can pick no overload: hence the `_any` macros, which cast the
 * result to the type of the value (`cast_to_type`, which it does know in the end).
 */
export const duckdbPrelude: string[] = [
  `CREATE SCHEMA IF NOT EXISTS ${schema}`,
  ...textMacros,
  ...numberMacros,
  ...dateMacros,
  ...jsonMacros,
  ...tableMacros,
];
