/** What the browser gives a tab; a part of it in tests. */
export interface TabHost {
  /** Shared by all tabs, there after a restart. */
  local: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
  /** This tab's own: survives a reload, is gone with the tab, and is copied when the tab is duplicated. */
  session: Pick<Storage, 'getItem' | 'setItem'>;
  locks: Locks;
}

/** As much of the Web Locks API as is used here. */
export interface Locks {
  request: (
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    use: (lock: object | null) => unknown,
  ) => Promise<unknown>;
}

/** How long a reload waits for the page before it to let go; after that the tab is taken for a duplicate. */
const letGoWithinMs = 400;
const idKey = 'slipway.tab';
const keptPrefix = 'slipway.unsaved:';

interface Kept {
  value: unknown;
  keptAtMs: number;
}

export type Tab = ReturnType<typeof createTab>;

/**
 * What was typed in this tab and not saved, in the browser's storage: every tab has entries of its own, so that none
 * touches those of another. A tab holds a lock while it lives; the entries of one without can be taken over.
 */
export function createTab(host: TabHost) {
  let id = newId();
  const keyOf = (tab: string, name: string) => `${keptPrefix}${tab}:${name}`;

  function read(key: string): Kept | undefined {
    try {
      const entry: unknown = JSON.parse(host.local.getItem(key) ?? 'null');
      return typeof entry === 'object' && entry !== null && 'value' in entry ? (entry as Kept) : undefined;
    } catch {
      return undefined;
    }
  }

  function write(key: string, entry: Kept): boolean {
    try {
      host.local.setItem(key, JSON.stringify(entry));
      return true;
    } catch {
      // A full or forbidden storage costs what would survive a crash, nothing else.
      return false;
    }
  }

  /** All that is kept, of all tabs. */
  function entries(): { key: string; tab: string; name: string }[] {
    const found: { key: string; tab: string; name: string }[] = [];
    for (let at = 0; at < host.local.length; at++) {
      const key = host.local.key(at);
      if (!key?.startsWith(keptPrefix)) continue;
      const [tab = '', ...rest] = key.slice(keptPrefix.length).split(':');
      found.push({ key, tab, name: rest.join(':') });
    }
    return found;
  }

  /** Runs `act` while no other page is the tab `of`; not at all when one is. */
  const whileGone = (of: string, act: () => void) =>
    host.locks.request(lockOf(of), { ifAvailable: true }, lock => {
      if (lock) act();
    });

  return {
    /** Must have resolved before anything else is asked. */
    async claim(): Promise<void> {
      const before = host.session.getItem(idKey);
      if (before !== null && (await hold(host.locks, before))) {
        id = before;
        return;
      }
      await hold(host.locks, id);
      host.session.setItem(idKey, id);
    },

    read: (name: string): unknown => read(keyOf(id, name))?.value,

    keep(name: string, value: unknown): void {
      write(keyOf(id, name), { value, keptAtMs: Date.now() });
    },

    forget(name: string): void {
      host.local.removeItem(keyOf(id, name));
    },

    /** Names below `prefix` under which this tab keeps something. */
    names: (prefix: string): string[] =>
      entries().flatMap(({ tab, name }) => (tab === id && name.startsWith(prefix) ? [name] : [])),

    /**
     * Offers what tabs that are gone left under names below `prefix`, the newest of each name first. What `take` says
     * true to is this tab's from then on; the rest stays for another time, as does what this tab has its own of.
     */
    async takeOver(prefix: string, take: (name: string, value: unknown, keptAtMs: number) => boolean) {
      const others = entries()
        .filter(({ tab, name }) => tab !== id && name.startsWith(prefix))
        .map(entry => ({ ...entry, keptAtMs: read(entry.key)?.keptAtMs ?? 0 }))
        .sort((a, b) => b.keptAtMs - a.keptAtMs);
      for (const { key, tab, name } of others) {
        await whileGone(tab, () => {
          const entry = read(key);
          const own = keyOf(id, name);
          if (!entry || read(own) || !write(own, entry)) return;
          if (take(name, entry.value, entry.keptAtMs)) host.local.removeItem(key);
          else host.local.removeItem(own);
        });
      }
    },
  };
}

const lockOf = (tab: string) => `slipway.tab:${tab}`;

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Holds the lock of a tab for as long as the page lives; false when another page goes on holding it. */
function hold(locks: Locks, tab: string): Promise<boolean> {
  return new Promise(resolve => {
    const held = new Promise<never>(() => {});
    locks
      .request(lockOf(tab), { signal: AbortSignal.timeout(letGoWithinMs) }, () => {
        resolve(true);
        return held;
      })
      .catch(() => resolve(false));
  });
}

/** The tab this page is in. */
export const thisTab = createTab({
  get local() {
    return localStorage;
  },
  get session() {
    return sessionStorage;
  },
  get locks() {
    return navigator.locks;
  },
});
