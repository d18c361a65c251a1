import type { Clock } from '../engine/ports.ts';

/** Node's timers fire at once when the delay does not fit 31 bits. */
const maxTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  timer(ms, callback) {
    let handle = setTimeout(step, Math.min(ms, maxTimerMs), Math.max(0, ms - maxTimerMs));
    function step(rest: number) {
      if (rest > 0) handle = setTimeout(step, Math.min(rest, maxTimerMs), Math.max(0, rest - maxTimerMs));
      else callback();
    }
    return () => clearTimeout(handle);
  },
};
