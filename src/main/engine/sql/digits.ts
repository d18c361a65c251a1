/** The digits behind the point of a quotient, in Snowflake: six more than the dividend has, up to 12. */
export function quotientScale(dividend: number): number {
  return Math.max(dividend, Math.min(dividend + 6, 12));
}

/** The digits behind the point of a product: those of both factors, up to 12 or those of one of them. */
export function productScale(a: number, b: number): number {
  return Math.min(a + b, Math.max(a, b, 12));
}
