import { type RefObject, useEffect, useRef } from 'react';

/** For a form that takes the place of something else in a dialog: its first field has the focus from the beginning. */
export function useFirstField(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, textarea')?.focus(), []);
  return form;
}
