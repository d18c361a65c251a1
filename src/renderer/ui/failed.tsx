import { Button } from '@mantine/core';
import { ErrorPanel } from './error-panel.tsx';
import classes from './failed.module.css';
import type { Trouble } from './trouble.ts';

interface Props {
  trouble: Trouble;
  /** Tries what failed once more. */
  onRetry?: () => void;
}

/** In place of what could not be shown. */
export function Failed({ trouble, onRetry }: Props) {
  return (
    <div className={classes.failed}>
      <ErrorPanel trouble={trouble}>{onRetry && <Button onClick={onRetry}>Try again</Button>}</ErrorPanel>
    </div>
  );
}
