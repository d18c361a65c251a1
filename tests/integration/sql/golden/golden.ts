import type { Expected } from '../expected.ts';

/** One value, or the values of a column in the order of the rows. */
export type Outcome = Expected | readonly Expected[];

/**
 * A function as the embedded DuckDB has it.
 *
 * - `golden`: what stands behind SELECT, and what Snowflake gives for it by its documentation.
 * - `note`: where it has limits: what is outside of them is refused or warned of, or differs as the note says.
 * - `page`: of the function reference, `docs.snowflake.com/en/sql-reference/functions/<page>`; the function's own without it.
 */
export interface GoldenFunction {
  golden: readonly (readonly [sql: string, outcome: Outcome])[];
  note?: string;
  page?: string;
}

/** A part of Snowflake's function reference. */
export interface GoldenFamily {
  title: string;
  /** Of the reference: `docs.snowflake.com/en/sql-reference/<page>`. */
  page: string;
  functions: Readonly<Record<string, GoldenFunction>>;
}

/** Whole queries that belong together, with the rows Snowflake gives by its documentation. */
export interface GoldenQueries {
  title: string;
  /** Of the reference: `docs.snowflake.com/en/sql-reference/<page>`. */
  page: string;
  queries: readonly (readonly [sql: string, rows: readonly (readonly Expected[])[]])[];
}
