import { client } from '../../../api.ts';
import { onChange, onMissed } from '../../../events.ts';
import type { RunListInput } from './run-filter.ts';
import { createRunList, type RunList } from './run-list.ts';
import { summaryOf } from './run-rows.ts';

/** Changes of older runs that come within this time are answered together. */
const gatherMs = 400;
/** Of a list that nobody looks at: with more changes it begins anew. */
const maxGathered = 1_000;
/** A list that was not looked at for longer begins anew: its spans of time end when it was opened. */
const keptForMs = 30 * 60_000;

export interface LiveRunList {
  search: string;
  input: RunListInput;
  list: RunList;
  /** Where it was scrolled to in pixels, and the row one was at; for the way back to it. */
  place: { top: number; chosen: string | undefined };
  /** While it is looked at: tells the list what changed, also what did since it was left. */
  follow: () => () => void;
}

let kept: { live: LiveRunList; leftAtMs: number; isStale: () => boolean; drop: () => void } | undefined;

/** The list for an address: as it was left when it was the last one, else a new one. */
export function liveRunList(search: string, inputOf: (nowMs: number) => RunListInput): LiveRunList {
  const now = Date.now();
  if (kept?.live.search === search && now - kept.leftAtMs < keptForMs && !kept.isStale()) return kept.live;
  kept?.drop();
  const input = inputOf(now);
  const list = createRunList({
    page: (after, limit, signal) => client.runs.list({ ...input, after, limit }, { signal }),
    run: async id => summaryOf(await client.runs.get({ run: id })),
    states: input.state,
  });
  const changes = gatherChanges(ids => void list.changed(ids));
  const live: LiveRunList = {
    search,
    input,
    list,
    place: { top: 0, chosen: undefined },
    follow: () => {
      changes.resume();
      return () => {
        changes.pause();
        list.stop();
        if (kept?.live === live) kept.leftAtMs = Date.now();
      };
    },
  };
  kept = { live, leftAtMs: Number.POSITIVE_INFINITY, isStale: changes.wereMissed, drop: changes.stop };
  return live;
}

/** Passes on which runs changed, some at a time; while paused they are gathered. */
function gatherChanges(tell: (ids: readonly number[]) => void) {
  let ids = new Set<number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPaused = true;
  let missed = false;
  const later = () => {
    if (!isPaused && ids.size > 0) timer ??= setTimeout(tellNow, gatherMs);
  };
  const tellNow = () => {
    timer = undefined;
    tell([...ids]);
    ids = new Set();
  };
  const ignore = [
    onChange(({ topic, id }) => {
      if (topic !== 'run' || id === null) return;
      if (isPaused && missed) return;
      ids.add(id);
      if (isPaused && ids.size > maxGathered) {
        missed = true;
        ids.clear();
      }
      later();
    }),
    onMissed(() => {
      missed = true;
    }),
  ];
  const pause = () => {
    isPaused = true;
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    resume: () => {
      isPaused = false;
      later();
    },
    pause,
    stop: () => {
      pause();
      for (const each of ignore) each();
    },
    /** What changed is not known of all runs: the list is to be fetched anew. */
    wereMissed: () => missed,
  };
}
