import type { RunUpdate } from '../../../shared/contract/runs.ts';
import { isTerminal, type RunState } from '../../../shared/domain/run-state.ts';
import { decode, logLevelCodes, runStateCodes } from '../store/codes.ts';
import type { Sql } from '../store/store.ts';
import { iso } from '../context.ts';

export interface Progress {
  step: string;
  fraction: number | null;
  rows: number | null;
}

const linesPerUpdate = 500;

/** Tells whoever watches a run what is new: log lines from the store, progress from memory. */
export class Feed {
  private readonly sql: Sql;
  private readonly watchers = new Map<number, Set<() => void>>();
  private readonly progress = new Map<number, Progress>();

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** Something about the run was committed. */
  notify(run: number): void {
    for (const wake of this.watchers.get(run) ?? []) wake();
  }

  setProgress(run: number, progress: Progress): void {
    this.progress.set(run, progress);
    this.notify(run);
  }

  forget(run: number): void {
    this.progress.delete(run);
  }

  /** Log lines after `seq`, then everything new until the run has ended or `signal` aborts. */
  async *follow(run: number, seq: number, signal?: AbortSignal): AsyncGenerator<RunUpdate> {
    let wake = () => {};
    const wakeUp = () => wake();
    const watchers = this.watchers.get(run) ?? new Set();
    this.watchers.set(run, watchers.add(wakeUp));
    signal?.addEventListener('abort', wakeUp);
    let state: RunState | undefined;
    let shown: Progress | undefined;
    try {
      while (!signal?.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const rows = this.sql.runs.log.all({
          run,
          after: seq,
          level: 0,
          pattern: '%',
          limit: linesPerUpdate,
        });
        const last = rows.at(-1);
        if (last) {
          seq = last.seq;
          yield {
            type: 'log',
            lines: rows.map(row => ({
              seq: row.seq,
              at: iso(row.at_ms),
              level: decode(logLevelCodes, row.level),
              step: row.step,
              message: row.message,
            })),
          };
          continue;
        }
        const row = this.sql.runs.byId.get(run);
        const now = row && decode(runStateCodes, row.state);
        if (now === undefined || isTerminal(now)) {
          if (now !== undefined) yield { type: 'ended', state: now };
          return;
        }
        if (now !== state) {
          state = now;
          yield { type: 'state', state };
          continue;
        }
        const progress = this.progress.get(run);
        if (progress && progress !== shown) {
          shown = progress;
          yield { type: 'progress', ...progress };
          continue;
        }
        await promise;
      }
    } finally {
      watchers.delete(wakeUp);
      if (watchers.size === 0) this.watchers.delete(run);
      signal?.removeEventListener('abort', wakeUp);
    }
  }
}
