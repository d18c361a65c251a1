import type { Store, Tx } from './store/store.ts';

/** Ends a transaction without keeping anything of it. */
class NothingKept extends Error {
  override readonly name = 'NothingKept';
  readonly outcome: unknown;
  constructor(outcome: unknown) {
    super('nothing is kept');
    this.outcome = outcome;
  }
}

/**
 * What `work` would bring: it is done in its transaction, and undone again (docs/decisions/0006). Throws what it throws.
 */
export async function dryRun<T>(store: Store, work: (tx: Tx) => T): Promise<T> {
  try {
    return await store.write<T>(tx => {
      throw new NothingKept(work(tx));
    });
  } catch (cause) {
    if (cause instanceof NothingKept) return cause.outcome as T;
    throw cause;
  }
}
