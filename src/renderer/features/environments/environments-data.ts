import { IconCloud, IconDatabase, IconGauge } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobSummary } from '../../../shared/contract/jobs.ts';
import { api, client, queryClient } from '../../api.ts';
import { engineWords } from '../../parts/engine-words.ts';
import type { PaletteObject } from '../feature.ts';

export const environmentHref = (id: number) => `/environments/${id}`;
export const newEnvironmentHref = '/environments/new';
export const variablesHref = '/environments/variables';
export const connectionsHref = '/environments/connections';
export const connectionHref = (id: number) => `/environments/connections/${id}`;
export const newConnectionHref = '/environments/connections/new';
export const computeProfilesHref = '/environments/compute';
export const computeProfileHref = (id: number) => `/environments/compute/${id}`;
export const newComputeProfileHref = '/environments/compute/new';

/** On the way to a connection. */
export const connectionCrumbs = [
  { label: 'Environments', href: '/environments' },
  { label: 'Connections', href: connectionsHref },
];
/** On the way to a compute profile. */
export const computeProfileCrumbs = [
  { label: 'Environments', href: '/environments' },
  { label: 'Compute profiles', href: computeProfilesHref },
];

export function useConnections() {
  return useQuery(api.connections.list.queryOptions());
}

export function useComputeProfiles() {
  return useQuery(api.computeProfiles.list.queryOptions());
}

export function useWorkspaceVariables() {
  return useQuery(api.workspace.variables.queryOptions());
}

/** All jobs of an environment, by name. */
export function useJobsIn(environment: number) {
  return useQuery({
    queryKey: [...api.jobs.list.key({ type: 'query' }), 'in', environment],
    queryFn: ({ signal }) => jobsIn(environment, signal),
  });
}

export async function jobsIn(environment: number, signal?: AbortSignal): Promise<JobSummary[]> {
  const found: JobSummary[] = [];
  let after: string | undefined;
  do {
    const page = await client.jobs.list(
      { environment: String(environment), limit: 1_000, after },
      signal ? { signal } : {},
    );
    found.push(...page.jobs);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

/** Environments, connections and compute profiles for the palette. */
export const environmentObjects = {
  queryKey: [...api.environments.list.key({ type: 'query' }), 'palette'],
  queryFn: async (): Promise<PaletteObject[]> => {
    const [{ environments }, { compute_profiles }] = await Promise.all([
      queryClient.fetchQuery(api.environments.list.queryOptions()),
      queryClient.fetchQuery(api.computeProfiles.list.queryOptions()),
    ]);
    return [
      ...environments.map(({ id, name, description }) => ({
        key: `environment:${id}`,
        title: name,
        kind: 'Environment',
        detail: description,
        href: environmentHref(id),
        icon: IconCloud,
      })),
      ...knownConnections(environments).map(({ id, name, engine }) => ({
        key: `connection:${id}`,
        title: name,
        kind: 'Connection',
        detail: engineWords[engine],
        href: connectionHref(id),
        icon: IconDatabase,
      })),
      ...compute_profiles.map(({ id, name, description }) => ({
        key: `compute_profile:${id}`,
        title: name,
        kind: 'Compute profile',
        detail: description,
        href: computeProfileHref(id),
        icon: IconGauge,
      })),
    ];
  },
};

/**
 * Connections as far as they are known: listing them asks the keychain for their secrets, which may ask a person, and nobody
 * opened the palette for that.
 */
function knownConnections(
  environments: readonly Environment[],
): readonly Pick<Connection, 'id' | 'name' | 'engine'>[] {
  const listed = queryClient.getQueryData(api.connections.list.queryOptions().queryKey);
  if (listed) return listed.connections;
  const used = environments.map(({ connection_id: id, connection: name, engine }) => ({ id, name, engine }));
  return [...new Map(used.map(one => [one.id, one])).values()];
}

/** `ANALYTICS_PRD.MARTS`, `ANALYTICS_PRD`, or nothing. */
export function defaultPlace(environment: { database: string | null; schema: string | null }): string {
  return [environment.database, environment.schema].filter(part => part !== null).join('.');
}

/** `a`, `a and b`, `a, b and 4 more`. */
export function namesInShort(names: readonly string[], shown = 4): string {
  const rest = names.length - shown;
  if (rest > 0) return `${names.slice(0, shown).join(', ')} and ${rest} more`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
