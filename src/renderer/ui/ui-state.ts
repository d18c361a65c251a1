import { useCallback } from 'react';
import { create, type StoreApi, type UseBoundStore } from 'zustand';

/** What the screens remember between starts: sizes, filters, open tabs. Plain JSON, by key. */
interface Remembered {
  values: Record<string, unknown>;
}

type Store = UseBoundStore<StoreApi<Remembered>>;

const writeAfterMs = 150;

/** A store kept in the browser's storage under `name`, written a moment after it changes and when the page goes. */
function createRemembered(name: string): Store {
  const store = create<Remembered>(() => ({ values: read(name) }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    try {
      localStorage.setItem(name, JSON.stringify(store.getState().values));
    } catch {
      // A full or forbidden storage costs what would have been remembered, nothing else.
    }
  };
  store.subscribe(() => {
    timer ??= setTimeout(write, writeAfterMs);
  });
  addEventListener('pagehide', () => timer !== undefined && write());
  return store;
}

function read(name: string): Record<string, unknown> {
  try {
    const values: unknown = JSON.parse(localStorage.getItem(name) ?? '{}');
    return typeof values === 'object' && values !== null ? { ...values } : {};
  } catch {
    return {};
  }
}

/** For this device, whatever is open: appearance, sizes. */
const device = createRemembered('slipway.device');
/** For what is open now; see `openScope`. */
let scoped: Store | undefined;

/** Must be called before anything that uses `useScopedState` is shown. */
export function openScope(scope: string): void {
  scoped = createRemembered(`slipway.scope:${scope}`);
}

function requireScope(): Store {
  if (!scoped) throw new Error('openScope has not been called');
  return scoped;
}

type Setter<T> = (next: T | ((before: T) => T)) => void;

function useRemembered<T>(store: Store, key: string, initial: T): [T, Setter<T>] {
  const value = store(state => state.values[key]) as T | undefined;
  const set = useCallback<Setter<T>>(
    next => {
      store.setState(({ values }) => {
        const before = (values[key] as T | undefined) ?? initial;
        const after = typeof next === 'function' ? (next as (before: T) => T)(before) : next;
        return { values: { ...values, [key]: after } };
      });
    },
    [store, key, initial],
  );
  return [value ?? initial, set];
}

/** Like `useState`, remembered on this device. `initial` should be a constant. */
export function useDeviceState<T>(key: string, initial: T): [T, Setter<T>] {
  return useRemembered(device, key, initial);
}

/** Like `useState`, remembered for what is open (`openScope`). `initial` should be a constant. */
export function useScopedState<T>(key: string, initial: T): [T, Setter<T>] {
  return useRemembered(requireScope(), key, initial);
}

/** Outside of React: what is remembered now, and changing it. */
export const scopedState = {
  get: <T>(key: string, initial: T): T => (requireScope().getState().values[key] as T | undefined) ?? initial,
  set: (key: string, value: unknown): void =>
    requireScope().setState(({ values }) => ({ values: { ...values, [key]: value } })),
};
export const deviceState = {
  get: <T>(key: string, initial: T): T => (device.getState().values[key] as T | undefined) ?? initial,
  set: (key: string, value: unknown): void =>
    device.setState(({ values }) => ({ values: { ...values, [key]: value } })),
};
