import { useEffect, useEffectEvent } from 'react';

/** Calls `look` when the window gets the focus: something outside may have changed meanwhile, and nobody told. */
export function useWindowFocus(look: () => void): void {
  const onFocus = useEffectEvent(look);
  useEffect(() => {
    const listener = () => onFocus();
    addEventListener('focus', listener);
    return () => removeEventListener('focus', listener);
  }, []);
}
