import type { ClientContext, ClientLink } from '@orpc/client';
import { ORPCError } from '@orpc/client';
import { ConnectionLost } from './call-error.ts';

export type Link = ClientLink<ClientContext>;

/** One connection to the engine, from the moment it is usable. */
export interface Wire {
  link: Link;
  /** Resolves when it is usable no longer. */
  closed: Promise<void>;
  /** Gives it up: `closed` resolves, and calls under way fail. */
  drop: () => void;
}

export type ConnectionState =
  | { status: 'connecting'; asOfMs: number | null }
  | { status: 'open' }
  /** The last try failed or the connection broke; the next try is at `retryAtMs`. */
  | { status: 'waiting'; retryAtMs: number; reason: string; asOfMs: number | null };

/** When what the page knows was known last, ms since the epoch; null while it is up to date, or knows nothing yet. */
export const asOf = (state: ConnectionState): number | null =>
  state.status === 'open' ? null : state.asOfMs;

/** How long a call waits for a connection before it fails. */
const patienceMs = 8_000;
const longestPauseMs = 10_000;
/** How often the engine is asked for a sign of life, and how long it has for it: a network can fall silent unnoticed. */
const beatMs = 10_000;
const beatWithinMs = 8_000;

export type Connection = ReturnType<typeof createConnection>;

/**
 * Keeps a connection to the engine: opens another whenever one breaks or falls silent, waiting longer from try to try.
 * `ping` is a call that costs the engine nothing.
 */
export function createConnection(open: () => Promise<Wire>, ping: (link: Link) => Promise<unknown>) {
  let state: ConnectionState = { status: 'connecting', asOfMs: null };
  let heardAtMs: number | null = null;
  let wire: Wire | undefined;
  let wakeUp = () => {};
  const listeners = new Set<() => void>();

  function become(next: ConnectionState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function keepOpen(): Promise<never> {
    for (let tries = 0; ; tries++) {
      let reason = 'The connection to the engine was lost';
      try {
        wire = await open();
        tries = 0;
        heard();
        become({ status: 'open' });
        const silent = await Promise.race([wire.closed, untilSilent(wire)]);
        if (silent) wire.drop();
        // That a connection was closed is the last that is heard of the engine.
        else heard();
      } catch (cause) {
        reason = cause instanceof Error ? cause.message : String(cause);
      }
      wire = undefined;
      const pauseMs = Math.min(longestPauseMs, 250 * 2 ** tries);
      become({ status: 'waiting', retryAtMs: Date.now() + pauseMs, reason, asOfMs: heardAtMs });
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, pauseMs);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      become({ status: 'connecting', asOfMs: heardAtMs });
    }
  }

  function heard(): void {
    heardAtMs = Date.now();
  }

  /** Resolves with true when the engine gives no sign of life any more; never when the wire is given up before. */
  async function untilSilent(current: Wire): Promise<true> {
    for (;;) {
      await new Promise(resolve => setTimeout(resolve, beatMs));
      if (wire !== current) return await new Promise(() => {});
      if (!(await answers(ping(current.link)))) return true;
      heard();
    }
  }

  function ready(signal: AbortSignal | undefined): Promise<Wire> {
    if (wire) return Promise.resolve(wire);
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        listeners.delete(onChange);
        signal?.removeEventListener('abort', onAbort);
      };
      const onChange = () => {
        if (!wire) return;
        settle();
        resolve(wire);
      };
      const onAbort = () => {
        settle();
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new ConnectionLost('The engine cannot be reached'));
      }, patienceMs);
      listeners.add(onChange);
      signal?.addEventListener('abort', onAbort);
    });
  }

  const link: Link = {
    async call(path, input, options) {
      const current = await ready(options.signal);
      try {
        const output = await current.link.call(path, input, options);
        heard();
        return isStream(output) ? guarded(output, options.signal, heard) : output;
      } catch (cause) {
        throw asLost(cause, options.signal);
      }
    },
  };

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    link,
    state: () => state,
    subscribe,
    /** Tries at once instead of waiting for the next turn. */
    retryNow: () => wakeUp(),
    /** Starts connecting; for good. */
    start: () => void keepOpen(),
    /** Resolves as soon as there is a connection. */
    opened: async (): Promise<void> => {
      while (!wire) {
        await new Promise<void>(resolve => {
          const stop = subscribe(() => {
            stop();
            resolve();
          });
        });
      }
    },
  };
}

/** What is no answer of the engine and no wish of the caller can only be the connection. */
function asLost(cause: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted || cause instanceof ORPCError) return cause;
  return new ConnectionLost();
}

/** Whether there is an answer in time, be it a refusal. */
async function answers(call: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), beatWithinMs);
  });
  const answer = call.then(
    () => true,
    cause => cause instanceof ORPCError,
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isStream(output: unknown): output is AsyncIterable<unknown, unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

async function* guarded(
  stream: AsyncIterable<unknown, unknown>,
  signal: AbortSignal | undefined,
  heard: () => void,
) {
  const items = stream[Symbol.asyncIterator]();
  let over = false;
  try {
    for (;;) {
      const item = await items.next();
      heard();
      over = item.done === true;
      if (item.done) return item.value;
      yield item.value;
    }
  } catch (cause) {
    over = true;
    throw asLost(cause, signal);
  } finally {
    // Whoever stopped listening stops the stream.
    if (!over) await items.return?.();
  }
}
