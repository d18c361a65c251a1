import { useQuery } from '@tanstack/react-query';
import type { Environment } from '../../shared/contract/environments.ts';
import { api } from '../api.ts';
import { useScopedState } from '../ui/ui-state.ts';

const none: readonly Environment[] = [];

/** Environments in promotion order; empty until they are known. */
export function useEnvironments(): readonly Environment[] {
  return useQuery(api.environments.list.queryOptions()).data?.environments ?? none;
}

/**
 * The environment that previews run in, one for the whole application: what was chosen, else the first one that is not
 * protected.
 */
export function usePreviewEnvironment(): [Environment | undefined, (id: number) => void] {
  const environments = useEnvironments();
  const [chosen, choose] = useScopedState<number | null>('preview.environment', null);
  const environment =
    environments.find(({ id }) => id === chosen) ??
    environments.find(candidate => !candidate.protected) ??
    environments[0];
  return [environment, choose];
}
