/** How long after it was done the same is taken for the rest of a double click or of a key held down. */
const quietMs = 700;

/** `once` with a clock of one's own; ms. */
export function createOnce(now: () => number) {
  const busy = new Set<string>();
  const quietUntil = new Map<string, number>();

  /**
   * Starts or changes something, once for a double click: not while the same (by `key`) is under way, nor right after it was
   * done. What failed can be tried again at once. `act` tells itself what went wrong.
   */
  return (key: string, act: () => Promise<unknown>): void => {
    const isQuiet = now() < (quietUntil.get(key) ?? 0);
    if (isQuiet) quietUntil.set(key, now() + quietMs);
    if (isQuiet || busy.has(key)) return;
    busy.add(key);
    for (const [old, until] of quietUntil) {
      if (until <= now()) quietUntil.delete(old);
    }
    void act()
      .then(
        () => quietUntil.set(key, now() + quietMs),
        () => {},
      )
      .finally(() => busy.delete(key));
  };
}

export const once = createOnce(() => performance.now());
