import { Button } from '@mantine/core';
import { shortcutText } from '../../../ui/shortcut.ts';
import classes from './edit.module.css';

interface Props {
  /** "Create channel". */
  verb: string;
  pending: boolean;
  onCancel: () => void;
  onCreate: () => void;
}

/** Below the fields of what is being made new. */
export function NewBar({ verb, pending, onCancel, onCreate }: Props) {
  return (
    <footer className={classes.bar}>
      <Button onClick={onCancel}>Cancel</Button>
      <Button variant="filled" loading={pending} title={shortcutText('mod+s')} onClick={onCreate}>
        {verb}
      </Button>
    </footer>
  );
}
