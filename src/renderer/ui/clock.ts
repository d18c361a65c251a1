import { useSyncExternalStore } from 'react';

/** One clock for the whole page, so that all times on it change together. */
function createTicker(everyMs: number) {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      if (timer === undefined) {
        now = Date.now();
        timer = setInterval(tick, everyMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    now: (): number => now,
  };
}

const seconds = createTicker(1_000);
const quick = createTicker(100);

/** Milliseconds since the epoch, anew every second. */
export function useNow(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.now);
}

/** The same ten times a second, for something that is running before one's eyes. */
export function useQuickNow(): number {
  return useSyncExternalStore(quick.subscribe, quick.now);
}
