import type { QueryTag, Session } from '../../engine/ports.ts';
import { executionError } from '../failures.ts';
import type { Parameters } from './session.ts';
import { queryTag, type ScriptPart } from './tags.ts';

/**
 * Whether all other roles of the user count besides the session's own. A parameter of ours among Snowflake's, as it is one
 * of the session there too, but no parameter.
 */
export const secondaryRolesParameter = 'SECONDARY_ROLES';

/**
 * Unless an environment says otherwise, what a job may do is what its role may do: the same on every machine, whoever
 * the user is and whatever else was granted to him.
 */
export function secondaryRolesOf({ parameters }: Session): 'ALL' | 'NONE' {
  const value = parameters?.[secondaryRolesParameter] ?? 'NONE';
  const word = String(value).toUpperCase();
  if (word === 'ALL' || word === 'NONE') return word;
  throw executionError({
    code: 'forbidden',
    message: `${secondaryRolesParameter} is "${String(value)}": it must be ALL or NONE`,
    sqlstate: '22023',
  });
}

/**
 * The parameters that go with a statement, each time anew: a session is lent to environments with different ones, and the
 * driver keeps those of its connections for all of them. What identifies the statement cannot be set by an environment.
 */
export function statementParameters(session: Session, tag?: QueryTag, part?: ScriptPart): Parameters {
  const { [secondaryRolesParameter]: _, ...own } = session.parameters ?? {};
  const timeoutMs = session.statementTimeoutMs ?? null;
  return {
    ...own,
    // Zero would be the longest there is.
    ...(timeoutMs !== null && { STATEMENT_TIMEOUT_IN_SECONDS: Math.max(1, Math.ceil(timeoutMs / 1_000)) }),
    MULTI_STATEMENT_COUNT: 1,
    QUERY_TAG: queryTag(tag, part),
  };
}
