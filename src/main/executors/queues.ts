import { cancelledError } from './failures.ts';
import type { Job } from './job.ts';

interface Waiter {
  enter: () => void;
}

/** At most `size` at once; the others wait in the order they came. A cancelled job leaves the queue at once. */
export class Slots {
  private free: number;
  private readonly waiting = new Set<Waiter>();

  constructor(size: number) {
    this.free = size;
  }

  /** Takes a slot; undefined when it was free, so that nobody waits a turn for nothing. */
  acquire(job: Job | null): Promise<void> | undefined {
    if (this.free > 0) {
      this.free -= 1;
      return undefined;
    }
    return waitIn(this.waiting, job);
  }

  release(): void {
    const [next] = this.waiting;
    if (!next) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next.enter();
  }

  async run<T>(job: Job | null, work: () => Promise<T>): Promise<T> {
    const wait = this.acquire(job);
    if (wait) await wait;
    try {
      return await work();
    } finally {
      this.release();
    }
  }
}

/** One at a time for each key: scripts on the same table would only conflict, and throw away what one of them did. */
export class KeyedLock {
  private readonly held = new Map<string, Set<Waiter>>();

  async run<T>(key: string | null, job: Job | null, work: () => Promise<T>): Promise<T> {
    if (key === null) return await work();
    const waiting = this.held.get(key);
    if (waiting) await waitIn(waiting, job);
    else this.held.set(key, new Set());
    try {
      return await work();
    } finally {
      this.pass(key);
    }
  }

  private pass(key: string): void {
    const waiting = this.held.get(key);
    const [next] = waiting ?? [];
    if (!waiting || !next) {
      this.held.delete(key);
      return;
    }
    waiting.delete(next);
    next.enter();
  }
}

function waitIn(waiting: Set<Waiter>, job: Job | null): Promise<void> {
  if (job?.cancelled) return Promise.reject(cancelledError(job.queryId));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const unregister = job?.onCancel(() => {
    waiting.delete(waiter);
    reject(cancelledError(job.queryId));
  });
  const waiter: Waiter = {
    enter() {
      unregister?.();
      resolve();
    },
  };
  waiting.add(waiter);
  return promise;
}
