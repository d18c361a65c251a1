import type { Environment } from '../../../shared/contract/environments.ts';
import { parseDuration } from '../../../shared/domain/duration.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { parseName } from '../../../shared/domain/relation.ts';
import type { ConnectionSpec, Session } from '../ports.ts';
import { definitionOf, trustedHostsOf } from './connection-rows.ts';
import type { Sql } from '../store/store.ts';

/**
 * Where statements of an environment go, and in which surroundings. The environment may be one that a run was frozen with;
 * its connection is as it is now: how one signs in is no part of what a run does.
 */
export function placeOf(
  sql: Sql,
  environment: Environment,
): { connection: ConnectionSpec; session: Session } {
  const row = sql.environments.connectionById.get(environment.connection_id);
  if (!row) {
    throw new SlipwayError('not_found', `Connection "${environment.connection}" is not there any more`);
  }
  return {
    connection: { id: row.id, definition: definitionOf(row), trustedHosts: trustedHostsOf(row) },
    session: sessionOf(environment),
  };
}

export function sessionOf(environment: Environment): Session {
  const { role, warehouse, database, schema, limits, session_parameters: parameters } = environment;
  const timeout = limits.statement_timeout;
  return {
    role: foldName(role),
    warehouse: foldName(warehouse),
    database,
    schema,
    parameters,
    statementTimeoutMs: timeout === null ? null : (parseDuration(timeout) ?? null),
  };
}

/** A name as the catalogue stores it: unquoted text folds to upper case. */
export function foldName(text: string | null | undefined): string | null {
  if (text === undefined || text === null) return null;
  return parseName(text) ?? text;
}
