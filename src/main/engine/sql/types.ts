import type { Warning } from '../../../shared/contract/common.ts';
import type { ChangeClass, ColumnChange } from '../../../shared/contract/models.ts';
import type { SqlProblem } from '../../../shared/contract/sql.ts';
import type { ScopePlace } from '../../../shared/contract/sql-columns.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import type { SqlSymbol, SymbolEdit } from './symbols.ts';

/** A table whose columns whoever asks knows; `written` is its name as the text has it, folded. */
export interface KnownTable {
  written: string[];
  columns: { name: string; type: string }[];
}

/** A table name in a text. Names are folded (unquoted to upper case); what the text leaves out is null. */
export interface SourceRef {
  database: string | null;
  schema: string | null;
  name: string;
  alias: string | null;
  /** Where the dotted name stands in the text: UTF-16 offsets, end exclusive. */
  start: number;
  end: number;
}

export interface StatementAnalysis {
  /** `select` for anything that only reads; else the statement's own word: `insert`, `create_table`, `call`, … */
  kind: string;
  /** UTF-16 offsets of the statement without its semicolon. */
  start: number;
  end: number;
  sources: SourceRef[];
}

export interface ScriptAnalysis {
  statements: StatementAnalysis[];
}

export interface Translation {
  /** DuckDB SQL: one query, names quoted, unquoted output names folded to upper case. */
  sql: string;
  warnings: Warning[];
}

/** A table's name; what the text leaves out is null. */
export interface TableRef {
  database: string | null;
  schema: string | null;
  name: string;
}

/** A column of a table that a column of a query has its values from. */
export interface SourceColumn extends TableRef {
  /** `*` for all columns of a table, where they are not known. */
  column: string;
  /** False where another column is possible as well. */
  certain: boolean;
}

export interface ColumnInScope {
  name: string;
  type: string | null;
}

/** A table, a name of WITH, a query or a function in FROM. */
export interface RelationInScope {
  /** What its columns can be qualified with; null where nothing can. */
  name: string | null;
  kind: 'table' | 'cte' | 'query' | 'values' | 'function' | 'stage';
  table: TableRef | null;
  columns: ColumnInScope[];
  /** False where it has columns besides that are not known. */
  complete: boolean;
  /** Whether it belongs to a query around. */
  outer: boolean;
  /** Where it stands in the text, alias included. */
  start: number;
  end: number;
}

/** What a name in a text stands for. */
export type MeantInScope =
  | ({ kind: 'column'; name: string; type: string | null } & Derivation)
  | { kind: 'relation'; relation: RelationInScope }
  | { kind: 'function'; name: string };

/** How a column comes about. */
export interface Derivation {
  derivation: 'identity' | 'derived' | 'windowed' | 'aggregated' | 'constant' | 'unknown';
  sources: SourceColumn[];
  /** A sentence for each thing that the text alone does not decide. */
  undecided: string[];
}

/** What names mean at a place of a text. */
export interface SqlScope {
  place: ScopePlace;
  /** The name that the place touches; empty, and there, where it touches none. */
  word: { text: string; start: number; end: number };
  /** The names before it that are joined to it by dots, folded. */
  qualifier: string[];
  /** Those of the query itself first. */
  relations: RelationInScope[];
  ctes: { name: string; columns: ColumnInScope[]; complete: boolean; start: number; end: number }[];
  /** Columns of the query's own list that can be used here. */
  columns: ColumnInScope[];
  meant: MeantInScope | null;
  /** The tables that the text names, by the parts of their names: those whose columns would be of use. */
  tables: string[][];
}

/** An output column of a query. */
export interface QueryColumn extends Derivation {
  /** `*` where it is open. */
  name: string;
  type: string | null;
  /** Stands for columns of a table that are not known. */
  open: boolean;
}

export interface QueryLineage {
  columns: QueryColumn[];
  /** Whether none of them is open. */
  complete: boolean;
  /** The tables that the query reads, by the parts of their names. */
  tables: string[][];
  /** What could not be told, with places. */
  notes: Warning[];
}

export interface ChangeReport {
  change: ChangeClass;
  /** A sentence each: "column DAY removed", "the filter changed". */
  reasons: string[];
  /** Of the output columns; null where the two cannot be compared. */
  columns: ColumnChange[] | null;
}

/**
 * The work on SQL text that can take long or for ever. Every function is pure; they run in the analysis process, which
 * is ended and started anew when one takes longer than its limit. A text that cannot be parsed is a `validation`
 * error with line and column; a text that takes too long is `unavailable`.
 */
export interface Analysis {
  /** Statements and the tables and views each reads, CTE names excluded. */
  analyze(sql: string): Promise<ScriptAnalysis>;
  /** Everything wrong with a text, with places; empty when either parser accepts it. */
  check(sql: string): Promise<SqlProblem[]>;
  /**
   * One Snowflake query as DuckDB SQL. What only Snowflake can do is a warning with code `snowflake_only`. `tables` are
   * those whose columns are known, with the names the text has for them and DuckDB's types.
   */
  translate(sql: string, tables?: readonly KnownTable[]): Promise<Translation>;
  /** The text with each table name replaced by the relation `map` has for its position; checked by re-parsing. */
  rename(sql: string, replacements: { start: number; end: number; relation: Relation }[]): Promise<string>;
  /** Layout changed, tokens not; the text itself where that cannot be had. */
  format(sql: string): Promise<string>;
  /** Output columns of one query, and where they come from; `tables` are those whose columns are known. */
  lineage(sql: string, tables: KnownTable[]): Promise<QueryLineage>;
  /** What names mean at an offset (UTF-16), for completion and hover; never fails over the text. */
  scope(sql: string, offset: number, tables: KnownTable[]): Promise<SqlScope>;
  /** How far-reaching the change from one query to another is. In doubt: breaking. */
  classify(before: string, after: string): Promise<ChangeReport>;
  /** The CTE or alias at an offset; null where there is something else. */
  symbolAt(sql: string, offset: number): Promise<SqlSymbol | null>;
  /** The edits that rename the CTE or alias at an offset; `validation` and `conflict` say why it cannot be. */
  renameSymbol(sql: string, offset: number, name: string): Promise<SymbolEdit[]>;
  close(): Promise<void>;
}
