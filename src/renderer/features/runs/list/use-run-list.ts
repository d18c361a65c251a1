import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../../../api.ts';
import type { LiveRunList } from './live-run-list.ts';
import { pageRows } from './run-list.ts';

/** The runs of a list, live. */
export function useRunList({ input, list, follow }: LiveRunList) {
  const head = useQuery(api.runs.list.queryOptions({ input: { ...input, limit: pageRows } }));
  const { takeHead } = list;
  useEffect(follow, [follow]);
  useEffect(() => {
    if (head.data) takeHead(head.data);
  }, [takeHead, head.data]);
  const state = useSyncExternalStore(list.subscribe, list.state);
  return { ...state, more: list.more, error: head.error ?? state.error, refetch: head.refetch };
}
