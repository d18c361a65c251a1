import type { Environment } from '../../../shared/contract/environments.ts';
import type { FrozenSpec } from '../kinds/kind.ts';
import type { Sql } from '../store/store.ts';

/** What a run was frozen with before there were compute profiles lacks what these brought. */
type StoredEnvironment = Omit<Environment, 'compute_profile' | 'session_parameters' | 'own'> &
  Partial<Environment>;

/** What a run was dispatched with. */
export function frozenSpec(documents: Sql['documents'], id: number): FrozenSpec {
  const spec = documents.get<
    Omit<FrozenSpec, 'environment' | 'deferred' | 'resolved'> &
      Partial<Pick<FrozenSpec, 'deferred' | 'resolved'>> & {
        environment: StoredEnvironment;
      }
  >(id);
  const { warehouse, limits } = spec.environment;
  return {
    ...spec,
    // Before there were builds, nothing was.
    deferred: spec.deferred ?? [],
    resolved: spec.resolved ?? null,
    environment: {
      compute_profile: null,
      session_parameters: {},
      own: { warehouse, ...limits },
      ...spec.environment,
    },
  };
}
