import { setTimeout as wait } from 'node:timers/promises';

/** How long things may take and how often they are asked about, all in milliseconds. Tests hand in shorter ones. */
export interface Patience {
  /** From a request to its answer. Snowflake itself holds one for up to 45 s before it says that a statement runs on. */
  requestMs: number;
  /** From the first word of signing in to its end, where the connection names no time of its own. */
  signInMs: number;
  /** The same where a person has to approve it: in the browser, or on a second device. */
  approvalMs: number;
  /** Between questions how a statement is: doubled each time, up to the last one. */
  pollFirstMs: number;
  pollMaxMs: number;
  /** Between tries of what the network or the account lost; doubled as well. */
  retryFirstMs: number;
  retryMaxMs: number;
  /** How long what only reads may be out of the warehouse's reach before it fails. What writes waits for ever. */
  readGapMs: number;
  /** For questions whose answers are short: catalogue, grants, lists. The warehouse may have to start first. */
  lookupMs: number;
  /** For the next rows of a result that is there already. */
  rowsMs: number;
  /** After its last use a session is ended. Each holds nothing in the warehouse but its place in a list. */
  idleSessionMs: number;
}

export const patience: Patience = {
  requestMs: 60_000,
  signInMs: 60_000,
  approvalMs: 180_000,
  pollFirstMs: 50,
  pollMaxMs: 5_000,
  retryFirstMs: 250,
  retryMaxMs: 15_000,
  readGapMs: 120_000,
  lookupMs: 300_000,
  rowsMs: 300_000,
  idleSessionMs: 240_000,
};

/** Waits that grow: the first, then twice as long each time, never longer than the last. */
export function* doubling(firstMs: number, maxMs: number): Generator<number, never, void> {
  for (let ms = firstMs; ; ms = Math.min(2 * ms, maxMs)) yield Math.min(ms, maxMs);
}

/** Waits so long, or until the signal. Never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await wait(ms, undefined, signal ? { signal } : {}).catch(() => {});
}

/** The work's result, or the error of `late` when there is none by then: the driver may forget to call back. */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    // What is answered too late is nobody's any more.
    work.catch(() => {});
  }
}
