import { useEffect } from 'react';
import { useAsOf } from '../api.ts';
import { holdQuickClock } from '../ui/clock.ts';

/** While the engine cannot be reached nothing goes on counting or turning: nobody knows whether it goes on. */
export function useHeldClock(): void {
  const asOfMs = useAsOf();
  useEffect(() => {
    holdQuickClock(asOfMs);
    document.documentElement.toggleAttribute('data-held', asOfMs !== null);
  }, [asOfMs]);
}
