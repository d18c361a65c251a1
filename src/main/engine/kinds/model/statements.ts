import type { Materialization } from '../../../../shared/contract/jobs.ts';
import { quoteName, quoteRelation, type Relation } from '../../../../shared/domain/relation.ts';

/**
 * What builds the target on DuckDB, to be run in one transaction: readers see the old relation until the commit, and
 * a failed build leaves it intact. DuckDB cannot replace a view by a table or the other way round: the old one is
 * dropped in the same transaction. `existing` may be out of date by the time they are run: then they fail with
 * `target_changed`, and drop nothing.
 */
export function buildStatements(
  query: string,
  target: Relation,
  materialization: Materialization,
  existing: 'table' | 'view' | null,
): string[] {
  const type = materialization.type;
  const name = quoteRelation(target);
  const keyword = type.toUpperCase();
  const statements = [
    `CREATE SCHEMA IF NOT EXISTS ${quoteName(target.database)}.${quoteName(target.schema)}`,
  ];
  if (existing !== null && existing !== type)
    statements.push(`DROP ${existing.toUpperCase()} IF EXISTS ${name}`);
  statements.push(`CREATE OR REPLACE ${keyword} ${name} AS\n${query}`);
  return statements;
}
