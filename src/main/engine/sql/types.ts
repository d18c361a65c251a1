import type { Warning } from '../../../shared/contract/common.ts';
import type { ChangeClass } from '../../../shared/contract/models.ts';
import type { SqlProblem } from '../../../shared/contract/sql.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import type { SqlSymbol, SymbolEdit } from './symbols.ts';

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

export interface ChangeReport {
  change: ChangeClass;
  /** A sentence each: "column DAY removed", "the filter changed". */
  reasons: string[];
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
  /** One Snowflake query as DuckDB SQL. What only Snowflake can do is a warning with code `snowflake_only`. */
  translate(sql: string): Promise<Translation>;
  /** The text with each table name replaced by the relation `map` has for its position; checked by re-parsing. */
  rename(sql: string, replacements: { start: number; end: number; relation: Relation }[]): Promise<string>;
  /** Layout changed, tokens not; the text itself where that cannot be had. */
  format(sql: string): Promise<string>;
  /** How far-reaching the change from one query to another is. In doubt: breaking. */
  classify(before: string, after: string): Promise<ChangeReport>;
  /** The CTE or alias at an offset; null where there is something else. */
  symbolAt(sql: string, offset: number): Promise<SqlSymbol | null>;
  /** The edits that rename the CTE or alias at an offset; `validation` and `conflict` say why it cannot be. */
  renameSymbol(sql: string, offset: number, name: string): Promise<SymbolEdit[]>;
  close(): Promise<void>;
}
