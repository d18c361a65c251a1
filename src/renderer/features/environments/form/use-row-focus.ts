import { type RefObject, useEffect, useRef } from 'react';

export interface RowFocus {
  /** Of what holds the rows and the button that adds one. */
  ref: RefObject<HTMLDivElement | null>;
  /** To be called when a row is added at the end. */
  added: () => void;
  /** To be called when the row at `index` is removed. */
  removed: (index: number) => void;
}

/**
 * For rows that people add and remove: the caret goes into a new row, and after one was removed to what removes the one
 * that took its place. The element with `ref` holds the rows (`li`) and what adds one (`data-add`); what removes a row has
 * `data-remove`.
 */
export function useRowFocus(): RowFocus {
  const ref = useRef<HTMLDivElement>(null);
  const next = useRef<(() => HTMLElement | null | undefined) | null>(null);
  useEffect(() => {
    next.current?.()?.focus();
    next.current = null;
  });
  const rows = () => ref.current?.querySelectorAll('li') ?? [];
  return {
    ref,
    added: () => {
      next.current = () => [...rows()].at(-1)?.querySelector('input');
    },
    removed: (index: number) => {
      next.current = () => {
        const row = rows()[index] ?? [...rows()].at(-1);
        return (row ?? ref.current)?.querySelector<HTMLElement>(row ? '[data-remove]' : '[data-add]');
      };
    },
  };
}
