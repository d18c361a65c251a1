import type { Environment } from '../../../../shared/contract/environments.ts';
import { type Materialization, targetTypeOf } from '../../../../shared/contract/materialization.ts';
import { displayName, type Relation, relationKey } from '../../../../shared/domain/relation.ts';
import { dialects } from '../../dialects/index.ts';
import type { Found } from '../../dialects/dialect.ts';
import {
  type CatalogEntry,
  ExecutionError,
  type Executor,
  type MissingPrivilege,
  type Session,
} from '../../ports.ts';

/** Where a target is built. */
export interface Site {
  executor: Executor;
  session: Session;
  environment: Environment;
  target: Relation;
  materialization: Materialization;
}

/**
 * Which of the sources are there, and what stands in the target's place; `looked` where the catalogue was asked for all of
 * them already. Reads, and writes nothing.
 */
export async function lookAround(
  { executor, session, environment, target, materialization }: Site,
  sources: Relation[],
  looked?: CatalogEntry[],
): Promise<{ entries: CatalogEntry[]; standing: CatalogEntry | null; found: Found }> {
  const { asks } = dialects[environment.engine];
  const entries = looked ?? (await executor.catalog({ session, relations: [...sources, target] }));
  const key = relationKey(target, environment.engine);
  const standing = entries.find(entry => relationKey(entry, environment.engine) === key) ?? null;
  const found: Found = { type: standing?.type ?? null, schema: true, grants: [] };
  if (standing === null && asks.schema) {
    const { database } = target;
    found.schema = (await executor.list({ session, what: 'schemas', database })).includes(target.schema);
  }
  const changes = standing !== null && standing.type !== targetTypeOf(materialization);
  if (changes && materialization.copy_grants !== false && asks.grants) {
    found.grants = await executor.grants({ session, relation: target });
  }
  return { entries, standing, found };
}

/** What the role lacks to build the target from its sources; null where that cannot be told. */
export async function missingPrivileges(
  { executor, session, environment, target, materialization }: Site,
  sources: Relation[],
): Promise<MissingPrivilege[] | null> {
  if (!dialects[environment.engine].asks.privileges) return null;
  const writes = { relation: target, type: targetTypeOf(materialization) };
  return await executor.privileges({ session, reads: sources, writes });
}

/** What a run fails with that lacks them. */
export function privilegeFailure(missing: MissingPrivilege[], role: string | null): ExecutionError {
  const lacks = missing.map(({ privilege, on }) => `${privilege} on ${on}`);
  return new ExecutionError({
    code: 'privilege_missing',
    message: `${role === null ? 'The role' : `Role ${displayName(role)}`} lacks ${lacks.join(', ')}: nothing was written`,
    sqlstate: '42501',
    query_id: null,
    retryable: false,
    hint: [...new Set(missing.map(({ hint }) => hint))].join('; '),
  });
}
