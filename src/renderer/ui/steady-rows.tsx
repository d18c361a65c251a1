import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import classes from './steady-rows.module.css';
import { sizes } from './theme.ts';

/** How many rows came above the row with key `anchor`, which was at index `before`; 0 where it is gone. */
export function rowsAbove(keys: readonly string[], anchor: string, before: number): number {
  const after = keys.indexOf(anchor);
  return after < 0 ? 0 : after - before;
}

/**
 * Keeps what is seen of a list where it is when rows come or go above it, and counts those that came. At the top nothing is
 * held: there the newest rows are what one looks at. `rowHeight` in pixels.
 */
export function useSteadyRows(keys: readonly string[], rowHeight: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<{ key: string; index: number }>(null);
  const [above, setAbove] = useState(0);

  const onScroll = () => {
    const top = scroller.current?.scrollTop ?? 0;
    const index = Math.floor(top / rowHeight);
    const key = keys[index];
    const held = top < rowHeight / 2 || key === undefined ? null : { key, index };
    anchor.current = held;
    setAbove(known => (held === null ? 0 : Math.min(known, index)));
  };

  useLayoutEffect(() => {
    const held = anchor.current;
    const box = scroller.current;
    if (!held || !box) return;
    const came = rowsAbove(keys, held.key, held.index);
    if (came === 0) return;
    anchor.current = { key: held.key, index: held.index + came };
    box.scrollTop += came * rowHeight;
    setAbove(known => Math.max(0, known + came));
  }, [keys, rowHeight]);

  return { scroller, above, onScroll, toTop: () => scroller.current?.scrollTo({ top: 0 }) };
}

/** Says what came above what is seen, and leads there. */
export function NewAbove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <div className={classes.above}>
      <Button
        className={classes.button}
        variant="filled"
        leftSection={<IconArrowUp size={sizes.iconSmall} aria-hidden />}
        onClick={onClick}
      >
        {label}
      </Button>
    </div>
  );
}
