import type { Relation } from '../../../shared/domain/relation.ts';

/** In characters. Snowflake's limit (docs.snowflake.com, "Identifier requirements"); DuckDB has none. */
export const longestName = 255;

/** The name of something beside a relation, in the same schema; what does not fit is cut from the relation's own name. `suffix` is ASCII. */
export function besides(relation: Relation, suffix: string): Relation {
  const kept = Array.from(relation.name)
    .slice(0, longestName - suffix.length)
    .join('');
  return { ...relation, name: `${kept}${suffix}` };
}

/** Where a run builds what readers are not to see yet. `owner` tells it from what others build there. */
export function shadowOf(target: Relation, owner: string): Relation {
  return besides(target, `__SLIPWAY_${owner}`);
}

/** Where a run shows what a target will be that it is about to change. */
export function resultOf(target: Relation, owner: string): Relation {
  return besides(target, `__SLIPWAY_${owner}_RESULT`);
}
