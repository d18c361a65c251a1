import type { Environment, EnvironmentDefinition } from '../../../shared/contract/environments.ts';
import { defaultMaxConcurrentRuns } from '../../../shared/domain/concurrency.ts';
import { durationText, parseDuration } from '../../../shared/domain/duration.ts';
import { inOrder } from '../canonical.ts';
import { iso } from '../context.ts';
import type { ComputeProfileFields } from '../store/compute-profiles.ts';
import type { EnvironmentFields, EnvironmentRow, ProfileColumns } from '../store/environments.ts';
import { foldName } from './place.ts';

/** What of a definition an environment's row keeps. */
export function toFields(
  definition: EnvironmentDefinition,
  links: { connection: number; profile: (ComputeProfileFields & { id: number }) | null },
  existing: EnvironmentRow | undefined,
  lastPosition: number,
): EnvironmentFields {
  const { max_concurrent_runs: concurrency, statement_timeout: timeout } = definition.limits ?? {};
  return {
    name: definition.name,
    description: definition.description ?? '',
    position: definition.position ?? existing?.position ?? lastPosition + 1,
    colour: definition.colour ?? existing?.colour ?? 'gray',
    // Left out it stays as it is: protection goes only where somebody says so.
    protected: (definition.protected ?? existing?.protected === 1) ? 1 : 0,
    connection_id: links.connection,
    compute_profile_id: links.profile?.id ?? null,
    role: definition.role ?? null,
    warehouse: definition.warehouse ?? null,
    database: foldName(definition.database),
    schema: foldName(definition.schema),
    source_mapping_json: JSON.stringify(inOrder(definition.source_mapping ?? {})),
    variables_json: JSON.stringify(inOrder(definition.variables ?? {})),
    own_max_concurrent_runs: concurrency ?? null,
    max_concurrent_runs: concurrency ?? links.profile?.max_concurrent_runs ?? defaultMaxConcurrentRuns,
    statement_timeout_ms: timeout === undefined ? null : (parseDuration(timeout) ?? null),
  };
}

/** What of a compute profile an environment's row shows. */
export function profileColumns(profile: ComputeProfileFields | null): ProfileColumns {
  return {
    compute_profile_name: profile?.name ?? null,
    profile_warehouse: profile?.warehouse ?? null,
    profile_statement_timeout_ms: profile?.statement_timeout_ms ?? null,
    profile_session_parameters_json: profile?.session_parameters_json ?? null,
  };
}

export function toEnvironment(row: EnvironmentRow): Environment {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    position: row.position,
    colour: row.colour as Environment['colour'],
    protected: row.protected === 1,
    connection: row.connection_name,
    connection_id: row.connection_id,
    engine: row.engine,
    compute_profile: row.compute_profile_name,
    role: row.role,
    warehouse: row.warehouse ?? row.profile_warehouse,
    session_parameters: JSON.parse(
      row.profile_session_parameters_json ?? '{}',
    ) as Environment['session_parameters'],
    database: row.database,
    schema: row.schema,
    source_mapping: JSON.parse(row.source_mapping_json) as Record<string, string>,
    variables: JSON.parse(row.variables_json) as Environment['variables'],
    limits: {
      max_concurrent_runs: row.max_concurrent_runs,
      statement_timeout: timeoutText(row.statement_timeout_ms ?? row.profile_statement_timeout_ms),
    },
    own: {
      warehouse: row.warehouse,
      max_concurrent_runs: row.own_max_concurrent_runs,
      statement_timeout: timeoutText(row.statement_timeout_ms),
    },
    revision: row.revision,
    created_at: iso(row.created_at_ms),
    updated_at: iso(row.updated_at_ms),
  };
}

const timeoutText = (ms: number | null) => (ms === null ? null : durationText(ms));

/** The environment as a file a person could have written: what `export` writes and `apply` reads. */
export function environmentFile(environment: Environment): EnvironmentDefinition {
  const { own } = environment;
  const optional = <T>(value: T | null | undefined) => value ?? undefined;
  const filled = <T extends object>(value: T) =>
    Object.values(value).some(part => part !== undefined) ? value : undefined;
  return {
    name: environment.name,
    connection: environment.connection,
    compute_profile: optional(environment.compute_profile),
    description: environment.description === '' ? undefined : environment.description,
    position: environment.position,
    colour: environment.colour,
    protected: environment.protected,
    role: optional(environment.role),
    warehouse: optional(own.warehouse),
    database: optional(environment.database),
    schema: optional(environment.schema),
    source_mapping: filled(environment.source_mapping),
    variables: filled(environment.variables),
    limits: filled({
      max_concurrent_runs: optional(own.max_concurrent_runs),
      statement_timeout: optional(own.statement_timeout),
    }),
  };
}
