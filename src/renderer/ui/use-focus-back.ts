import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * For what opens over the page and is there only while it is open: the focus goes back to where it was, unless it has been
 * put elsewhere meanwhile. `instead` is called when that place is gone.
 */
export function useFocusBack(instead?: () => void): void {
  const before = useRef(document.activeElement);
  const giveUp = useEffectEvent(() => instead?.());
  useEffect(() => {
    const { current } = before;
    return () => {
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const there = current instanceof HTMLElement && current !== document.body && current.isConnected;
      if (there) current.focus({ preventScroll: true });
      else giveUp();
    };
  }, []);
}
