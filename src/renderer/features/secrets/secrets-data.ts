import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import type { PaletteObject } from '../feature.ts';

export const secretsHref = '/secrets';

/** All secrets with where they are kept, never what they are; with the states of the keychain and the vault. */
export function useSecrets() {
  return useQuery(api.secrets.list.queryOptions());
}

export function useVault() {
  return useQuery(api.vault.status.queryOptions()).data;
}

/** The secrets for the palette. Only what is known already: asking the keychain may ask a person. */
export const secretObjects = {
  queryKey: [...api.secrets.list.key({ type: 'query' }), 'palette'],
  queryFn: (): Promise<PaletteObject[]> => {
    const known = queryClient.getQueryData(api.secrets.list.queryOptions().queryKey);
    return Promise.resolve(
      (known?.secrets ?? []).map(({ name, used_by: { channels, connections } }) => ({
        key: `secret:${name}`,
        title: name,
        kind: 'Secret',
        detail: [...connections, ...channels].join(', '),
        href: secretsHref,
        icon: IconKey,
      })),
    );
  },
};
