import { type RefObject, useEffect, useRef, useState } from 'react';

/**
 * Where the keyboard is in a form, which `box` must hold: in its first text when something is made new, and in the first
 * field that is wrong once `show` was called, for whoever wanted to go on.
 */
export function useFormFocus(isNew: boolean): { box: RefObject<HTMLDivElement | null>; show: () => void } {
  const box = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (isNew) box.current?.querySelector<HTMLElement>('input[type=text], input:not([type])')?.focus();
  }, [isNew]);
  useEffect(() => {
    if (asked > 0) box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [asked]);
  return { box, show: () => setAsked(before => before + 1) };
}
