import { useCallback, useMemo } from 'react';
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { thisTab } from './tab.ts';

/** What the screens remember. Plain JSON, by key. */
interface Remembered {
  values: Record<string, unknown>;
}

type Store = UseBoundStore<StoreApi<Remembered>>;
type Write = (key: string, value: unknown) => void;

const writeAfterMs = 150;

/** A store whose changes are written key by key, a moment after they were made and when the page goes. */
function createRemembered(values: Record<string, unknown>, write: Write): Store {
  const store = create<Remembered>(() => ({ values }));
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const writeAll = () => {
    clearTimeout(timer);
    timer = undefined;
    for (const key of changed) write(key, store.getState().values[key]);
    changed.clear();
  };
  store.subscribe((now, before) => {
    for (const key of new Set([...Object.keys(now.values), ...Object.keys(before.values)])) {
      if (now.values[key] !== before.values[key]) changed.add(key);
    }
    if (changed.size > 0) timer ??= setTimeout(writeAll, writeAfterMs);
  });
  addEventListener('pagehide', writeAll);
  return store;
}

/** In storages of the browser under `name`, an entry for each key; the last of the storages that has a key is right. */
function storedIn(name: string, storages: (() => Storage)[]): Store {
  const values: Record<string, unknown> = {};
  for (const open of storages) attempt(() => Object.assign(values, readAll(open(), `${name}:`)));
  return createRemembered(values, (key, value) => {
    for (const open of storages) {
      attempt(() => open().setItem(`${name}:${key}`, JSON.stringify(value)));
    }
  });
}

function readAll(storage: Storage, prefix: string): Record<string, unknown> {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at));
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    if (!key?.startsWith(prefix)) continue;
    attempt(() => {
      values[key.slice(prefix.length)] = JSON.parse(storage.getItem(key) ?? 'null') ?? undefined;
    });
  }
  return values;
}

/** A full or forbidden storage costs what would have been remembered, nothing else. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // See above.
  }
}

/** For this device, whatever is open: appearance, sizes. */
const device = storedIn('slipway.device', [() => localStorage]);

interface Scope {
  /** What is looked at, in this tab: its own after a reload, that of the tab last used in a new one. */
  view: Store;
  /** What was typed in this tab and not saved. */
  unsaved: Store;
  prefix: string;
}
/** For what is open now; see `openScope`. */
let scope: Scope | undefined;

/** Must be called before anything that uses `useScopedState` or `useUnsaved` is shown. */
export function openScope(name: string): void {
  const encoded = encodeURIComponent(name);
  const view = storedIn(`slipway.scope:${encoded}`, [() => localStorage, () => sessionStorage]);
  const prefix = `edit:${encoded}:`;
  const kept = thisTab.names(prefix).map(key => [key.slice(prefix.length), thisTab.read(key)] as const);
  const unsaved = createRemembered(Object.fromEntries(kept), (key, value) => {
    if (value === undefined) thisTab.forget(prefix + key);
    else thisTab.keep(prefix + key, value);
  });
  scope = { view, unsaved, prefix };
  void takeOver(scope);
}

/** Brings back what was typed in tabs that are gone. */
function takeOver({ unsaved, prefix }: Scope): Promise<void> {
  return thisTab.takeOver(prefix, (name, value) => {
    const key = name.slice(prefix.length);
    if (unsaved.getState().values[key] !== undefined) return false;
    unsaved.setState(({ values }) => ({ values: { ...values, [key]: value } }));
    return true;
  });
}

function requireScope(): Scope {
  if (!scope) throw new Error('openScope has not been called');
  return scope;
}

type Setter<T> = (next: T | ((before: T) => T)) => void;

function setIn<T>(store: Store, key: string, initial: T, next: T | ((before: T) => T)): void {
  store.setState(({ values }) => {
    const before = (values[key] as T | undefined) ?? initial;
    const after = typeof next === 'function' ? (next as (before: T) => T)(before) : next;
    return { values: { ...values, [key]: after } };
  });
}

function useRemembered<T>(store: Store, key: string, initial: T): [T, Setter<T>] {
  const value = store(state => state.values[key]) as T | undefined;
  const set = useCallback<Setter<T>>(next => setIn(store, key, initial, next), [store, key, initial]);
  return [value ?? initial, set];
}

/** Like `useState`, remembered on this device. `initial` should be a constant. */
export function useDeviceState<T>(key: string, initial: T): [T, Setter<T>] {
  return useRemembered(device, key, initial);
}

/**
 * Like `useState`, for what is looked at: remembered for this tab, and for the next one, in what is open (`openScope`).
 * `initial` should be a constant.
 */
export function useScopedState<T>(key: string, initial: T): [T, Setter<T>] {
  return useRemembered(requireScope().view, key, initial);
}

/**
 * Like `useState`, for what was typed and not saved: no other tab sees or overwrites it, and when this one is gone, the
 * next that is opened has it. Null where there is nothing.
 */
export function useUnsaved<T>(key: string): [T | null, Setter<T | null>] {
  const { unsaved } = requireScope();
  const value = unsaved(state => state.values[key]) as T | undefined;
  const set = useCallback<Setter<T | null>>(
    next =>
      setIn<T | null | undefined>(unsaved, key, undefined, before => {
        const after =
          typeof next === 'function' ? (next as (before: T | null) => T | null)(before ?? null) : next;
        return after ?? undefined;
      }),
    [unsaved, key],
  );
  return [value ?? null, set];
}

/** The keys below `prefix` that have something unsaved, without it. */
export function useUnsavedKeys(prefix: string): ReadonlySet<string> {
  const values = requireScope().unsaved(state => state.values);
  return useMemo(
    () =>
      new Set(
        Object.keys(values).flatMap(key =>
          key.startsWith(prefix) && values[key] !== undefined ? [key.slice(prefix.length)] : [],
        ),
      ),
    [values, prefix],
  );
}

export function discardUnsaved(key: string): void {
  setIn(requireScope().unsaved, key, undefined, undefined);
}

/** Outside of React: what is remembered now, and changing it. */
export const scopedState = {
  get: <T>(key: string, initial: T): T =>
    (requireScope().view.getState().values[key] as T | undefined) ?? initial,
  set: (key: string, value: unknown): void => setIn(requireScope().view, key, undefined, value),
};
