import { cancelledError } from './failures.ts';

export interface Progress {
  fraction: number | null;
  rows: number | null;
}

/**
 * One script or query under way, as the executor's own code sees it: whether it is to stop, and where its news go.
 * Whatever waits for a job registers what has to happen when it is cancelled.
 */
export class Job {
  readonly queryId: string;
  /** Null when nobody listens. */
  readonly onSubmitted: ((warehouseQueryId: string) => void) | null;
  readonly onProgress: ((progress: Progress) => void) | null;
  readonly onTrouble: ((message: string | null) => void) | null;
  private stopped = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    queryId: string,
    listeners: Partial<Pick<Job, 'onSubmitted' | 'onProgress' | 'onTrouble'>> = {},
  ) {
    this.queryId = queryId;
    this.onSubmitted = listeners.onSubmitted ?? null;
    this.onProgress = listeners.onProgress ?? null;
    this.onTrouble = listeners.onTrouble ?? null;
  }

  get cancelled(): boolean {
    return this.stopped;
  }

  cancel(): void {
    if (this.stopped) return;
    this.stopped = true;
    for (const listener of this.listeners) listener();
  }

  /** Calls `listener` when the job is cancelled; returns what undoes it. */
  onCancel(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  throwIfCancelled(): void {
    if (this.stopped) throw cancelledError(this.queryId);
  }
}
