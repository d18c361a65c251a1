import { asDriverError, troubleOf } from './errors.ts';
import { mayPass } from './network-errors.ts';
import { doubling, type Patience, pause } from './patience.ts';

/** Does what may be done twice again and again, as long as the account is out of reach in a way that passes. */
export async function whilePassing<T>(patience: Patience, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patience.readGapMs;
  const waits = doubling(patience.retryFirstMs, patience.retryMaxMs);
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      const { value: waitMs } = waits.next();
      const again = troubleOf(cause) === 'network' && mayPass(asDriverError(cause));
      if (!again || performance.now() + waitMs >= until) throw cause;
      await pause(waitMs);
    }
  }
}
