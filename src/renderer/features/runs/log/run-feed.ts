import type { LogLine, RunUpdate } from '../../../../shared/contract/runs.ts';
import type { RunState } from '../../../../shared/domain/run-state.ts';

export interface Progress {
  step: string;
  /** Null when the warehouse cannot tell. */
  fraction: number | null;
  rows: number | null;
}

export interface FeedState {
  /** In order, from the first on. */
  lines: readonly LogLine[];
  progress: Progress | null;
  /** Null until it is known. */
  state: RunState | null;
  /** The run has ended and everything of it is here. */
  ended: boolean;
  /** Why nothing more comes. */
  error: unknown;
}

export interface FeedSource {
  /** Everything of the run after a line, and what is new until it ends. */
  follow: (after: number, signal: AbortSignal) => Promise<AsyncIterable<RunUpdate>>;
  /** Whether following is worth another try after this error; resolves when it can be tried. */
  tryAgain: (error: unknown) => Promise<boolean>;
}

export type RunFeed = ReturnType<typeof createRunFeed>;

/** What a run tells while it goes on, kept in order and without gaps whatever happens to the connection. */
export function createRunFeed(source: FeedSource) {
  let state: FeedState = { lines: [], progress: null, state: null, ended: false, error: undefined };
  const listeners = new Set<() => void>();

  function become(changes: Partial<FeedState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  }

  function take(update: RunUpdate): void {
    switch (update.type) {
      case 'log': {
        const last = state.lines.at(-1)?.seq ?? 0;
        const added = update.lines.filter(line => line.seq > last);
        if (added.length > 0) become({ lines: [...state.lines, ...added] });
        return;
      }
      case 'progress':
        become({ progress: { step: update.step, fraction: update.fraction, rows: update.rows } });
        return;
      case 'state':
        become({ state: update.state });
        return;
      case 'ended':
        become({ state: update.state, ended: true, progress: null });
    }
  }

  async function follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !state.ended) {
      try {
        for await (const update of await source.follow(state.lines.at(-1)?.seq ?? 0, signal)) {
          if (signal.aborted) return;
          take(update);
        }
        // A stream that ends before the run does was cut off.
        if (!state.ended && !signal.aborted) await source.tryAgain(undefined);
      } catch (error) {
        if (signal.aborted) return;
        if (!(await source.tryAgain(error))) {
          become({ error });
          return;
        }
      }
    }
  }

  return {
    state: () => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Follows until the run has ended or the function it returns is called. */
    start(): () => void {
      const controller = new AbortController();
      if (state.error !== undefined) become({ error: undefined });
      void follow(controller.signal);
      return () => controller.abort();
    },
  };
}
