import { productScale, quotientScale } from '../digits.ts';
import { macros } from './rules.ts';

/** A fixed-point number in DuckDB SQL, with its digits behind the point. */
export interface FixedPoint {
  sql: string;
  scale: number;
}

/**
 * The quotient of fixed-point numbers with the digits that Snowflake gives it: calculated of whole numbers, as DuckDB divides
 * decimals as floats, and with a digit more than is kept, for rounding. `divisor` must not be zero.
 */
export function quotient(dividend: FixedPoint, divisor: FixedPoint): FixedPoint {
  const scale = quotientScale(dividend.scale);
  const factor = `1${'0'.repeat(scale + 1 - dividend.scale + divisor.scale)}`;
  const unit = `0.${'0'.repeat(scale)}1`;
  const call = `${macros}.quotient(${whole(dividend)}, ${whole(divisor)}, ${factor}, ${unit})`;
  return { sql: `CAST(${call} AS DECIMAL(38, ${scale}))`, scale };
}

/** The product of decimals, with all digits; DuckDB's own has no room for more than 18. */
export function product(a: FixedPoint, b: FixedPoint): FixedPoint {
  const scale = productScale(a.scale, b.scale);
  const sql = `${wide(a)} * ${b.sql}`;
  // Snowflake keeps fewer digits behind the point than there are.
  return { sql: scale < a.scale + b.scale ? `CAST(${sql} AS DECIMAL(38, ${scale}))` : sql, scale };
}

function wide({ sql, scale }: FixedPoint): string {
  return `CAST(${sql} AS DECIMAL(38, ${scale}))`;
}

/** A decimal without its point. */
function whole({ sql, scale }: FixedPoint): string {
  return `CAST(${scale === 0 ? sql : `${wide({ sql, scale })} * 1${'0'.repeat(scale)}`} AS HUGEINT)`;
}
