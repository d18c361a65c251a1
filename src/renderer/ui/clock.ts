import { useSyncExternalStore } from 'react';

/** One clock for the whole page, so that all times on it change together. */
function createTicker(everyMs: number) {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let held: number | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = held ?? Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      if (timer === undefined) {
        now = held ?? Date.now();
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
    hold: (atMs: number | null): void => {
      held = atMs;
      tick();
    },
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

/** Stops the quick clock at a time, for as long as what goes on is not known; null lets it go on. */
export const holdQuickClock = quick.hold;
