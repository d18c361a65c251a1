import type { RunUpdate } from '../../../shared/contract/runs.ts';
import { isTerminal, type RunState } from '../../../shared/domain/run-state.ts';
import { iso } from '../context.ts';
import { decode, logLevelCodes, runStateCodes } from '../store/codes.ts';
import type { LogRow } from '../store/run-rows.ts';
import type { Sql } from '../store/store.ts';

export interface Progress {
  step: string;
  fraction: number | null;
  rows: number | null;
}

/** What is new for one who watches a run, since they last looked. */
interface Watcher {
  lines: boolean;
  state: RunState | null;
  progress: Progress | null;
  wake: () => void;
}

const linesPerUpdate = 500;

/** Tells whoever watches a run what is new: log lines from the store, states and progress as they come. */
export class Feed {
  private readonly sql: Sql;
  private readonly watchers = new Map<number, Set<Watcher>>();
  private readonly progress = new Map<number, Progress>();

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** Log lines of the run were committed. */
  linesWritten(run: number): void {
    this.tell(run, watcher => (watcher.lines = true));
  }

  /** A state of the run was committed. */
  stateWritten(run: number, state: RunState): void {
    if (isTerminal(state)) this.progress.delete(run);
    this.tell(run, watcher => (watcher.state = state));
  }

  setProgress(run: number, progress: Progress): void {
    this.progress.set(run, progress);
    this.tell(run, watcher => (watcher.progress = progress));
  }

  private tell(run: number, change: (watcher: Watcher) => void): void {
    for (const watcher of this.watchers.get(run) ?? []) {
      change(watcher);
      watcher.wake();
    }
  }

  /** Log lines after `seq`, then everything new until the run has ended or `signal` aborts. */
  async *follow(run: number, seq: number, signal?: AbortSignal): AsyncGenerator<RunUpdate> {
    const state = this.sql.runs.stateOf.get(run);
    if (state === undefined) return;
    const watcher: Watcher = {
      lines: true,
      state: decode(runStateCodes, state),
      progress: this.progress.get(run) ?? null,
      wake: () => {},
    };
    const watchers = this.watchers.get(run) ?? new Set();
    this.watchers.set(run, watchers.add(watcher));
    const stop = () => watcher.wake();
    signal?.addEventListener('abort', stop);
    try {
      while (!signal?.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        watcher.wake = resolve;
        if (watcher.lines) {
          const rows = this.sql.runs.logAfter.all(run, seq, linesPerUpdate);
          watcher.lines = rows.length === linesPerUpdate;
          seq = rows.at(-1)?.seq ?? seq;
          if (rows.length > 0) yield { type: 'log', lines: rows.map(toLine) };
        } else if (watcher.state !== null) {
          const { state } = watcher;
          watcher.state = null;
          if (isTerminal(state)) {
            yield { type: 'ended', state };
            return;
          }
          yield { type: 'state', state };
        } else if (watcher.progress !== null) {
          const { progress } = watcher;
          watcher.progress = null;
          yield { type: 'progress', ...progress };
        } else await promise;
      }
    } finally {
      watchers.delete(watcher);
      if (watchers.size === 0) this.watchers.delete(run);
      signal?.removeEventListener('abort', stop);
    }
  }
}

function toLine(row: LogRow) {
  return {
    seq: row.seq,
    at: iso(row.at_ms),
    level: decode(logLevelCodes, row.level),
    step: row.step,
    message: row.message,
  };
}
