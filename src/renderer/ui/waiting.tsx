import { Skeleton } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import classes from './waiting.module.css';

const afterMs = 200;

/** Shows its children only when the wait has lasted long enough to be noticed. */
export function Later({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false);
  const { start, clear } = useTimeout(() => setLate(true), afterMs);
  useEffect(() => {
    start();
    return clear;
  }, [start, clear]);
  return late ? children : null;
}

interface Props {
  /** How many lines what comes will roughly have. */
  lines?: number;
  /** What is being waited for, for those who listen. */
  label?: string;
}

/** Grey lines in place of what is being fetched, from 200 ms on. */
export function Waiting({ lines = 4, label = 'Loading' }: Props) {
  return (
    <Later>
      <output className={classes.lines} aria-label={label}>
        {Array.from({ length: lines }, (_, line) => (
          <Skeleton key={line} height="0.8em" width={`${90 - ((line * 37) % 50)}%`} radius="xs" />
        ))}
      </output>
    </Later>
  );
}
