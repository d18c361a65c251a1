import type { RunSummary } from '../../../../shared/contract/runs.ts';
import type { RunState } from '../../../../shared/domain/run-state.ts';
import { type RunPage, withHead, withPage, withRun } from './run-rows.ts';

export interface RunListState {
  rows: readonly RunSummary[];
  /** False before the first page. */
  known: boolean;
  /** Older runs are being looked for. */
  loading: boolean;
  /** There is nothing older. */
  complete: boolean;
  /** Why older runs could not be fetched. */
  error: unknown;
}

export interface RunSource {
  page: (after: string, limit: number, signal: AbortSignal) => Promise<RunPage>;
  run: (id: number) => Promise<RunSummary>;
  /** The states asked for; undefined for all. */
  states: readonly RunState[] | undefined;
}

export const pageRows = 100;

export type RunList = ReturnType<typeof createRunList>;

/**
 * The runs that fit a filter, newest first. The newest page is handed in whenever it was fetched (`takeHead`); older ones
 * are fetched here, on and on while pages are short: a search may have to look through many runs for a few.
 */
export function createRunList(source: RunSource) {
  let state: RunListState = { rows: [], known: false, loading: false, complete: false, error: undefined };
  /** Where older runs begin. */
  let next: string | null = null;
  let wanted = pageRows;
  let covered = Number.POSITIVE_INFINITY;
  let loading: AbortController | undefined;
  const listeners = new Set<() => void>();

  function become(changes: Partial<RunListState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  }

  async function fill(): Promise<void> {
    if (loading || next === null || state.rows.length >= wanted) return;
    const controller = new AbortController();
    loading = controller;
    become({ loading: true, error: undefined });
    try {
      while (next !== null && state.rows.length < wanted) {
        const page = await source.page(next, pageRows, controller.signal);
        if (controller.signal.aborted) return;
        next = page.next;
        become({ rows: withPage(state.rows, page), complete: next === null });
      }
    } catch (error) {
      if (!controller.signal.aborted) become({ error });
    } finally {
      if (loading === controller) {
        loading = undefined;
        become({ loading: false });
      }
    }
  }

  function stop(): void {
    loading?.abort();
    loading = undefined;
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** The newest runs as they are now. */
  function takeHead(head: RunPage): void {
    const { rows, gap } = withHead(state.rows, head, pageRows);
    covered = head.runs.at(-1)?.id ?? Number.POSITIVE_INFINITY;
    if (!state.known || gap || head.next === null) {
      stop();
      next = head.next;
    }
    if (gap) wanted = pageRows;
    become({ rows, known: true, loading: loading !== undefined, complete: next === null });
    void fill();
  }

  /** Older runs are wanted. */
  function more(): void {
    if (loading || next === null) return;
    wanted = state.rows.length + pageRows;
    void fill();
  }

  /** Runs changed; those among the newest come with the next `takeHead`. */
  async function changed(ids: readonly number[]): Promise<void> {
    const older = ids.filter(id => id < covered && state.rows.some(row => row.id === id));
    for (const id of older) {
      const run = await source.run(id).catch(() => undefined);
      if (run) become({ rows: withRun(state.rows, run, source.states) });
    }
  }

  /** `stop` when nobody looks any more; what is there stays. */
  return { state: () => state, subscribe, takeHead, more, changed, stop };
}
