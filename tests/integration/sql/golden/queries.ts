import type { GoldenQueries } from './golden.ts';
import { aggregateQueries } from './queries-aggregates.ts';
import { modelQueries } from './queries-models.ts';
import { syntaxQueries } from './queries-syntax.ts';
import { valueQueries } from './queries-values.ts';
import { variantQueries } from './queries-variants.ts';

/** All golden queries; they read the tables of `setup` in ../duckdb.ts. */
export const queryGroups: readonly GoldenQueries[] = [
  ...syntaxQueries,
  ...valueQueries,
  ...aggregateQueries,
  ...variantQueries,
  ...modelQueries,
];
