import type { ChangeBatch, EventTopic } from '../../shared/contract/workspace.ts';

export interface Change {
  topic: EventTopic;
  id: number | null;
}

interface Subscriber {
  pending: Map<string, Change>;
  wake: () => void;
}

/** Changes kept for clients that were away for a moment. */
const memory = 1_000;

/**
 * Says what changed, after it was committed, with sequence numbers. A slow subscriber gets equal changes once; one
 * that was away for too long, or since another start of the engine, is told to fetch everything again.
 */
export class Bus {
  readonly epoch: string;
  private seq = 0;
  private readonly recent: Change[] = [];
  private readonly listeners: ((changes: readonly Change[]) => void)[] = [];
  private readonly subscribers = new Set<Subscriber>();

  constructor(epoch: string) {
    this.epoch = epoch;
  }

  /** Calls a part of the engine itself with what was committed, at once. */
  listen(listener: (changes: readonly Change[]) => void): void {
    this.listeners.push(listener);
  }

  publish(changes: Change[]): void {
    if (changes.length === 0) return;
    for (const listener of this.listeners) listener(changes);
    this.seq += changes.length;
    this.recent.push(...changes);
    if (this.recent.length > 2 * memory) this.recent.splice(0, this.recent.length - memory);
    for (const subscriber of this.subscribers) {
      for (const change of changes) subscriber.pending.set(`${change.topic}:${change.id}`, change);
      subscriber.wake();
    }
  }

  /** Starts with one batch that tells where the bus is, then yields as changes come, until `signal` aborts. */
  async *subscribe(
    known: { epoch?: string | undefined; seq?: number | undefined },
    signal?: AbortSignal,
  ): AsyncGenerator<ChangeBatch> {
    let wake = () => {};
    const subscriber: Subscriber = { pending: new Map(), wake: () => wake() };
    const missed = this.since(known);
    for (const change of missed ?? []) subscriber.pending.set(`${change.topic}:${change.id}`, change);
    this.subscribers.add(subscriber);
    const stop = () => wake();
    signal?.addEventListener('abort', stop);
    try {
      yield this.take(subscriber, missed === undefined);
      while (!signal?.aborted) {
        if (subscriber.pending.size === 0) {
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          if (!signal?.aborted) await promise;
          continue;
        }
        yield this.take(subscriber, false);
      }
    } finally {
      this.subscribers.delete(subscriber);
      signal?.removeEventListener('abort', stop);
    }
  }

  private take(subscriber: Subscriber, reset: boolean): ChangeBatch {
    const changes = [...subscriber.pending.values()];
    subscriber.pending.clear();
    return { epoch: this.epoch, seq: this.seq, reset, changes };
  }

  /** What happened after the known point; `undefined` when that cannot be told any more. */
  private since(known: { epoch?: string | undefined; seq?: number | undefined }): Change[] | undefined {
    if (known.epoch === undefined && known.seq === undefined) return [];
    const gap = this.seq - (known.seq ?? 0);
    if (known.epoch !== this.epoch || gap < 0 || gap > this.recent.length) return undefined;
    return gap === 0 ? [] : this.recent.slice(-gap);
  }
}
