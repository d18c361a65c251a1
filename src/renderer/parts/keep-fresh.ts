import type { QueryKey } from '@tanstack/react-query';
import type { EventTopic } from '../../shared/contract/workspace.ts';
import { queryClient } from '../api.ts';
import { onChange } from '../events.ts';

const shortestPauseMs = 250;
/** It is fetched for at most a third of the time. */
const pauseFactor = 2;

/**
 * Fetches something large again when something in it may have changed (its query is marked `meta: { kept: true }`),
 * resting longer the longer that takes: while jobs run there are many changes a second. Returns what ends it.
 */
export function keepFresh(
  query: { queryKey: QueryKey; exact: boolean },
  topics: readonly EventTopic[],
): () => void {
  let dirty = false;
  let busy = false;
  let stopped = false;
  const refresh = async () => {
    if (busy) return;
    busy = true;
    while (dirty && !stopped) {
      dirty = false;
      const began = performance.now();
      await queryClient.invalidateQueries(query);
      const pauseMs = Math.max(shortestPauseMs, pauseFactor * (performance.now() - began));
      await new Promise(resolve => setTimeout(resolve, pauseMs));
    }
    busy = false;
  };
  const stop = onChange(({ topic }) => {
    if (!topics.includes(topic)) return;
    dirty = true;
    void refresh();
  });
  return () => {
    stopped = true;
    stop();
  };
}
