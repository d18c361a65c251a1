import type { Surroundings } from '../../sql/compile.ts';
import type { FrozenSpec } from '../kind.ts';

/** What decides which tables a run reads for the names in its texts. */
export function surroundingsOf({ definition, environment, deferred }: FrozenSpec): Surroundings {
  const elsewhere = Object.fromEntries(deferred.map(({ written, reads }) => [written, reads]));
  return {
    database: environment.database,
    schema: environment.schema,
    sourceMapping: environment.source_mapping,
    jobMapping: { ...definition.source_mapping, ...elsewhere },
  };
}
