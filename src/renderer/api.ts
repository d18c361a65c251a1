import { createORPCClient } from '@orpc/client';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Client } from '../shared/contract/index.ts';
import { isDisconnected } from './call-error.ts';
import { asOf, type ConnectionState, createConnection } from './connection.ts';
import { onShellMessage } from './shell.ts';
import { isDesktop, openBrowserWire, openDesktopWire } from './wires.ts';

export const connection = createConnection(
  isDesktop ? openDesktopWire(onShellMessage) : openBrowserWire,
  link => createORPCClient<Client>(link).workspace.info(),
);

/** The engine, typed. In components prefer `api` with TanStack Query's hooks. */
export const client: Client = createORPCClient(connection.link);

/** `useQuery(api.models.get.queryOptions({ input: { model } }))` and so on. */
export const api = createTanstackQueryUtils(client);

/**
 * Nothing grows stale by itself: the engine's events say what to fetch again (`events.ts`). Reading is tried again while
 * the engine cannot be reached; writing never is, for nobody knows whether it took effect.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (_count, error) => isDisconnected(error),
      retryDelay: count => Math.min(2_000, 250 * 2 ** count),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

export function useConnection(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.state);
}

/** When what is shown was known last, ms since the epoch; null while the engine is there to tell what changes. */
export function useAsOf(): number | null {
  return asOf(useConnection());
}
