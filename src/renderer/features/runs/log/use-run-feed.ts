import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { client } from '../../../api.ts';
import { isDisconnected } from '../../../call-error.ts';
import { createRunFeed, type FeedState } from './run-feed.ts';

const pauseMs = 500;

/** What a run tells, followed while the caller is shown. */
export function useRunFeed(run: number): FeedState {
  const feed = useMemo(
    () =>
      createRunFeed({
        follow: (after, signal) => client.runs.follow({ run, after }, { signal }),
        tryAgain: async error => {
          await new Promise(resolve => setTimeout(resolve, pauseMs));
          return error === undefined || isDisconnected(error);
        },
      }),
    [run],
  );
  useEffect(() => feed.start(), [feed]);
  return useSyncExternalStore(feed.subscribe, feed.state);
}
