import { useSyncExternalStore } from 'react';
import type { BaseLocationHook } from 'wouter';

/**
 * Addresses live behind the `#`, path and search alike (`#/runs?state=failed`): the page works from any server that
 * serves one file, and from `app://`.
 */
function read(): string {
  const hash = location.hash.replace(/^#/, '');
  return hash.startsWith('/') ? hash : `/${hash}`;
}

const listeners = new Set<() => void>();
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    addEventListener('hashchange', notify);
    addEventListener('popstate', notify);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    removeEventListener('hashchange', notify);
    removeEventListener('popstate', notify);
  };
}

function notify(): void {
  for (const listener of listeners) listener();
}

/** Shows another address of the application: `navigate('/models/3?compare=2')`. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const url = `#${to.startsWith('/') ? to : `/${to}`}`;
  if (`#${read()}` === url) return;
  history[options.replace ? 'replaceState' : 'pushState'](null, '', url);
  notify();
}

/** The path and search as they are now. */
export function currentAddress(): string {
  return read();
}

const path = () => read().split('?')[0] ?? '/';
const search = () => read().split('?')[1] ?? '';

function usePath(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, path), navigate];
}

/** For wouter's `Router`. */
export const locationHook: BaseLocationHook = Object.assign(usePath, {
  searchHook: () => useSyncExternalStore(subscribe, search),
  hrefs: (href: string) => `#${href}`,
});

/** What stands behind the `?`. */
export function useSearch(): URLSearchParams {
  return new URLSearchParams(useSyncExternalStore(subscribe, search));
}

/** Changes what stands behind the `?`; keys set to null leave it. Replaces the address unless `push`. */
export function changeSearch(changes: Record<string, string | null>, options: { push?: boolean } = {}): void {
  const next = new URLSearchParams(search());
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(key);
    else next.set(key, value);
  }
  const rest = next.toString();
  navigate(rest === '' ? path() : `${path()}?${rest}`, { replace: !options.push });
}
