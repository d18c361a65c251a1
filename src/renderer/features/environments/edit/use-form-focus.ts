import { type RefObject, useEffect, useState } from 'react';

/**
 * Where the keyboard is in the form that `box` holds: in its first text when something is made new, and in the first field
 * that is wrong whenever what is returned was called, for whoever wanted to go on.
 */
export function useFormFocus(box: RefObject<HTMLElement | null>, isNew = false): () => void {
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (isNew) box.current?.querySelector<HTMLElement>('input[type=text], input:not([type])')?.focus();
  }, [box, isNew]);
  useEffect(() => {
    if (asked > 0) box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [box, asked]);
  return () => setAsked(before => before + 1);
}
