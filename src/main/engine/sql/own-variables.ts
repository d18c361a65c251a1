/** What tells a text of its own accord which rows it is asked for. In incremental jobs they go before variables of the same name. */
export const ownVariables = ['start_ts', 'end_ts', 'is_incremental'] as const;

/** Nothing is earlier or later, for both engines. */
const earliest = '0001-01-01 00:00:00';
const latest = '9999-12-31 23:59:59';

/** The rows that are asked for: all, or those from `start` on. */
export interface Asked {
  /** Type of the column that `start` is a value of, as the warehouse calls it. */
  type: string;
  start: string;
}

/**
 * The own variables as Snowflake's SQL. `asked` is null for all rows; then every row is at or after `start_ts`, so that a
 * text need not ask for `is_incremental`. `is_incremental`: the target stands, and is added to.
 */
export function ownValues(
  asked: Asked | null,
  isIncremental: boolean,
): Record<(typeof ownVariables)[number], string> {
  return {
    start_ts: asked === null ? timestamp(earliest) : start(asked),
    end_ts: timestamp(latest),
    is_incremental: isIncremental ? 'TRUE' : 'FALSE',
  };
}

function start({ type, start }: Asked): string {
  if (/^DATE\b/.test(type)) return `CAST('${start}' AS DATE)`;
  if (/TIME ZONE|_[LT]TZ\b/.test(type)) return `CAST('${start}' AS TIMESTAMP_TZ)`;
  return type.startsWith('TIMESTAMP') ? timestamp(start) : `(${start})`;
}

function timestamp(text: string): string {
  return `CAST('${text}' AS TIMESTAMP_NTZ)`;
}
