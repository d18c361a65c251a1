import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorPanel } from './error-panel.tsx';
import classes from './failed.module.css';
import type { Trouble } from './trouble.ts';

interface Props {
  trouble: Trouble;
  /** Tries what failed once more. */
  onRetry?: () => void;
  /** Other ways out. */
  children?: ReactNode;
}

/** In place of what could not be shown. */
export function Failed({ trouble, onRetry, children }: Props) {
  return (
    <div className={classes.failed}>
      <ErrorPanel trouble={trouble}>
        {children}
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
      </ErrorPanel>
    </div>
  );
}
