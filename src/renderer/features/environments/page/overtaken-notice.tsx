import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import type { Overtaking } from '../edit/rebasing.ts';
import { ChangesList } from './changes-list.tsx';
import classes from './page.module.css';

interface Props {
  overtaken: Overtaking;
  /** When the other state was saved. */
  at: string;
  onDiscard: () => void;
  onKeep: () => void;
}

/** Somebody else saved an object while it was being edited: says what that changed and whose change stays. */
export function OvertakenNotice({ overtaken: { changes, both }, at, onDiscard, onKeep }: Props) {
  return (
    <div className={classes.notice} data-tone="warning" role="alert">
      <IconAlertTriangle size={sizes.icon} className={classes.noticeIcon} aria-hidden />
      <div className={classes.noticeBody}>
        <p>
          It was changed elsewhere <RelativeTime at={at} />. Your changes stand on top of that
          {both.length === 0
            ? '; no field was changed by both.'
            : `. You changed this too, and saving replaces it: ${both.map(({ what }) => what).join(', ')}.`}
        </p>
        <ChangesList changes={changes} />
        <div className={classes.buttons}>
          <Button onClick={onDiscard}>Discard my changes</Button>
          <Button variant="filled" onClick={onKeep}>
            Keep my changes
          </Button>
        </div>
      </div>
    </div>
  );
}
