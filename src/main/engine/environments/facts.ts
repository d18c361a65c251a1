import type { Environment } from '../../../shared/contract/environments.ts';

/** What of an environment decides what its jobs do and write, for comparing; names and looks do not. */
export function environmentFacts(environment: Environment) {
  const { session_parameters } = environment;
  return {
    protected: environment.protected,
    engine: environment.engine,
    role: environment.role,
    warehouse: environment.warehouse,
    database: environment.database,
    schema: environment.schema,
    source_mapping: environment.source_mapping,
    variables: environment.variables,
    limits: environment.limits,
    // Without any it compares with what was noted before there were such.
    ...(Object.keys(session_parameters).length > 0 && { session_parameters }),
  };
}
