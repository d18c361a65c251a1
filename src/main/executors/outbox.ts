/** Collects what is sent in one turn of the event loop and posts it as one array. */
export interface Outbox<T> {
  send(message: T): void;
  /** Posts what is waiting now. */
  flush(): void;
}

/**
 * One post a message would cost more than a trivial statement does; `setImmediate` runs right after the turn's input
 * was handled, so waiting for it costs a lone message next to nothing.
 */
export function createOutbox<T>(post: (batch: T[]) => void): Outbox<T> {
  let batch: T[] = [];
  const flush = () => {
    if (batch.length === 0) return;
    const messages = batch;
    batch = [];
    post(messages);
  };
  return {
    send(message) {
      batch.push(message);
      if (batch.length === 1) setImmediate(flush);
    },
    flush,
  };
}
