import { Button } from '@mantine/core';
import classes from '../notifications.module.css';

/** Somebody else saved this channel or rule while it was being edited. */
export function Overtaken({ name, onDiscard }: { name: string; onDiscard: () => void }) {
  return (
    <div className={classes.notice} data-tone="warning" role="alert">
      <p>
        {name} was changed elsewhere since you began. Saving replaces that; discarding shows what is saved
        now.
      </p>
      <Button onClick={onDiscard}>Discard my changes</Button>
    </div>
  );
}
