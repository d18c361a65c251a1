import { useEffect, useEffectEvent } from 'react';

/** Calls `close` for Escape, unless something on top of the caller took the key or a dialog is open. */
export function useEscape(close: () => void): void {
  const onEscape = useEffectEvent(close);
  useEffect(() => {
    // Asked before anybody has done anything with the key: a dialog that it closes may be gone by the time it comes here.
    let isCovered = false;
    const onKeyFirst = () => {
      isCovered = document.querySelector('[role=dialog], [role=menu]') !== null;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isCovered) onEscape();
    };
    addEventListener('keydown', onKeyFirst, { capture: true });
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKeyFirst, { capture: true });
      removeEventListener('keydown', onKey);
    };
  }, []);
}
