/** What the server does with the streams it hands out. */
export interface StreamObserver {
  /** Streams that run now. */
  running(): number;
  /** Resolves when at least `count` have started. */
  started(count?: number): Promise<void>;
  /** Resolves when none runs any more. */
  stopped(): Promise<void>;
}

/** Watches the streams that `owner[method]` returns, from the inside of the engine. */
export function observeStreams<Owner extends object, Method extends keyof Owner>(
  owner: Owner,
  method: Method,
): StreamObserver {
  const original = (owner[method] as (...args: unknown[]) => AsyncIterable<unknown, unknown>).bind(owner);
  let started = 0;
  let running = 0;
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const check of waiting) check();
  };
  async function* observed(stream: AsyncIterable<unknown, unknown>): AsyncGenerator<unknown, unknown> {
    started += 1;
    running += 1;
    tell();
    try {
      return yield* stream;
    } finally {
      running -= 1;
      tell();
    }
  }
  owner[method] = ((...args: unknown[]) => observed(original(...args))) as Owner[Method];
  const until = (reached: () => boolean) =>
    new Promise<void>(resolve => {
      const check = () => {
        if (!reached()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return {
    running: () => running,
    started: (count = 1) => until(() => started >= count),
    stopped: () => until(() => running === 0),
  };
}

/** Takes items until one satisfies `last`; the loop is left, which ends the stream. */
export async function takeUntil<T>(stream: AsyncIterable<T>, last: (item: T) => boolean): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of stream) {
    taken.push(item);
    if (last(item)) return taken;
  }
  return taken;
}
