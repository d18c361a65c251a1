import type { Expression, Query, Spanned } from '../syntax/tree.ts';

/**
 * What is known of a value's type: from literals, casts, functions, and the columns of WITH, subqueries, FLATTEN and known
 * tables. Arrays, objects and variants are JSON in DuckDB. A column of any other table is `unknown`.
 */
export type SqlType =
  | 'unknown'
  | 'text'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'interval'
  | 'binary'
  | 'null'
  | 'variant'
  | 'array'
  | 'object';

export function isJson(type: SqlType): boolean {
  return type === 'variant' || type === 'array' || type === 'object';
}

export function isNumber(type: SqlType): boolean {
  return type === 'integer' || type === 'decimal' || type === 'float';
}

export function isTimestamp(type: SqlType): boolean {
  return type === 'timestamp' || type === 'timestamptz';
}

/** An output column; `name` as DuckDB will have it. */
export interface OutputColumn {
  name: string;
  type: SqlType;
  /** Digits behind the point, where it is certain how many they are. */
  scale?: number | undefined;
}

/** Table functions whose SEQ is, on DuckDB, a hash of what they take apart. */
export type HashedSeq = 'FLATTEN' | 'SPLIT_TO_TABLE' | 'STRTOK_SPLIT_TO_TABLE';

/** Something in FROM. */
export interface Relation {
  /** What its columns can be qualified with: the alias, or the parts of the name. */
  parts: string[];
  /** Null where only the warehouse knows them. */
  columns: OutputColumn[] | null;
  /** Columns that a join has made one with those of the tables before it; `*` has them once. */
  joined?: ReadonlySet<string>;
  /** Functions whose columns need care when they are used. */
  source?: 'generator' | HashedSeq;
}

/** What names mean at a place in the query. */
export interface Scope {
  relations: Relation[];
  /** Aliases of the select list, which later columns and clauses may use. */
  aliases: Map<string, SqlType>;
  /** Columns of the common table expressions in sight; null where they are not known. */
  ctes: ReadonlyMap<string, OutputColumn[] | null>;
  /** Parameters of lambdas. */
  parameters: ReadonlySet<string>;
  outer: Scope | null;
}

/** What a translated query looks like from outside. */
export interface TranslatedQuery {
  sql: string;
  columns: OutputColumn[] | null;
}

/**
 * How a value is used, where that decides about its form.
 *
 * - `text`: by a function of texts; what is not known is taken for one.
 * - `string`: where Snowflake turns anything into text; what is not known is converted as Snowflake does it.
 * - `number`, `boolean`: JSON is unpacked; what is no number or truth in it is an error.
 * - `exact`: a number that keeps all its digits, for comparisons.
 * - `timestamp`: always one.
 * - `date`: a date, a timestamp or a text, for macros that tell them apart by their type.
 * - `json`: anything as a variant.
 * - `variant`: what must be one already; what is not known is taken for one.
 */
export type Wanted =
  | 'text'
  | 'string'
  | 'number'
  | 'exact'
  | 'boolean'
  | 'json'
  | 'variant'
  | 'timestamp'
  | 'date';

export interface QueryOptions {
  /** Whether somebody sees the names of the columns. */
  named: boolean;
}

/** What the rules can ask of the translation they are part of. */
export interface Context {
  readonly scope: Scope;
  /** The text as it was written, comments taken out. */
  source(span: Spanned): string;
  /** Copies the text with parts replaced; comments are dropped. Edits in the order of the text. */
  splice(span: Spanned, edits: { start: number; end: number; text: string }[]): string;
  typeOf(node: Expression): SqlType;
  /** The expression in DuckDB SQL. */
  emit(node: Expression): string;
  /** The same, in parentheses unless it binds as tightly as a call. */
  operand(node: Expression): string;
  /** The same for where it stood as an operand before: in parentheses only if it is a comparison. */
  term(node: Expression): string;
  /** The same in the form that is wanted: JSON becomes text, text becomes a timestamp. */
  as(node: Expression, wanted: Wanted, where?: 'operand' | 'term'): string;
  /** A macro by its name: the one that fits a value, or the one for anything where DuckDB cannot tell. */
  macroFor(name: string, value: Expression): string;
  /** The columns of a table by the parts of its name; null where nobody told them. */
  tableColumns(parts: readonly string[]): OutputColumn[] | null;
  query(query: Query, options: QueryOptions): TranslatedQuery;
  /** Runs `work` with another scope in place. */
  within<T>(scope: Scope, work: () => T): T;
  /** The result may differ from Snowflake's. */
  approximated(message: string, node: Spanned): void;
  /** DuckDB has nothing like it. */
  snowflakeOnly(message: string, node: Spanned): void;
}
