import { type RefObject, useEffect, useRef } from 'react';

/**
 * For a form in a dialog, whether it comes with it or takes the place of something else: its first field has the focus from
 * the beginning. It is marked as well: the trap of a dialog that has just opened looks for the mark, and would take the focus.
 */
export function useFirstField(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const field = form.current?.querySelector<HTMLElement>('input, textarea');
    field?.setAttribute('data-autofocus', '');
    field?.focus();
  }, []);
  return form;
}
