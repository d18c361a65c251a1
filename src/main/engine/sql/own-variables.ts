import type { ownVariables } from '../../../shared/domain/variables.ts';
import { momentKind } from '../intervals/bounds.ts';

/** Nothing is earlier or later, for both engines. */
const earliest = '0001-01-01 00:00:00';
const latest = '9999-12-31 23:59:59';

/** The rows that are asked for: all, or those from `start` on. */
export interface Asked {
  /** Type of the column that `start` and `end` are values of, as the warehouse calls it. */
  type: string;
  start: string;
  /** The first value that is not asked for; null where there is no end. */
  end: string | null;
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
    start_ts: asked === null ? timestamp(earliest) : valueOf(asked.type, asked.start),
    end_ts: asked === null || asked.end === null ? timestamp(latest) : valueOf(asked.type, asked.end),
    is_incremental: isIncremental ? 'TRUE' : 'FALSE',
  };
}

function valueOf(type: string, text: string): string {
  switch (momentKind(type)) {
    case 'date':
      return `CAST('${text}' AS DATE)`;
    case 'instant':
      return `CAST('${text}' AS TIMESTAMP_TZ)`;
    case 'local':
      return timestamp(text);
    case null:
      return `(${text})`;
  }
}

function timestamp(text: string): string {
  return `CAST('${text}' AS TIMESTAMP_NTZ)`;
}
