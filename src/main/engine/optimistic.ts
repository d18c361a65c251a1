import { SlipwayError } from '../../shared/domain/errors.ts';

/** Others may be quicker this many times before the work gives up. */
const maxAttempts = 5;

/** Thrown inside a transaction: what the work had looked at before is not what is there now. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

/**
 * Does work that looks at the store, awaits something, compares in its transaction what it looked at, and only then
 * writes. When that has moved (`Moved`), it is done again from the start. Throws `conflict` when it never holds still.
 */
export async function untilUnmoved<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof Moved)) throw cause;
    }
  }
  throw new SlipwayError('conflict', 'What this depends on kept changing while it was being checked', {
    hint: 'Try again',
  });
}
