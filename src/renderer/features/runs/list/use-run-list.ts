import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useSyncExternalStore } from 'react';
import { api, client } from '../../../api.ts';
import { onChange } from '../../../events.ts';
import type { RunListInput } from './run-filter.ts';
import { createRunList, pageRows } from './run-list.ts';
import { summaryOf } from './run-rows.ts';

/** Changes of older runs that come within this time are answered together. */
const gatherMs = 400;

/** The runs that fit, live. `input` must be the same object for as long as the filter is the same. */
export function useRunList(input: RunListInput) {
  const head = useQuery(api.runs.list.queryOptions({ input: { ...input, limit: pageRows } }));
  const list = useMemo(
    () =>
      createRunList({
        page: (after, limit, signal) => client.runs.list({ ...input, after, limit }, { signal }),
        run: async id => summaryOf(await client.runs.get({ run: id })),
        states: input.state,
      }),
    [input],
  );
  const { stop, takeHead, changed } = list;
  useEffect(() => stop, [stop]);
  useEffect(() => {
    if (head.data) takeHead(head.data);
  }, [takeHead, head.data]);

  const tellChanged = useEffectEvent((ids: readonly number[]) => void changed(ids));
  useEffect(() => {
    let ids = new Set<number>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      tellChanged([...ids]);
      ids = new Set();
    };
    const ignore = onChange(({ topic, id }) => {
      if (topic !== 'run' || id === null) return;
      ids.add(id);
      timer ??= setTimeout(tell, gatherMs);
    });
    return () => {
      ignore();
      clearTimeout(timer);
    };
  }, []);

  const state = useSyncExternalStore(list.subscribe, list.state);
  return { ...state, more: list.more, error: head.error ?? state.error, refetch: head.refetch };
}
