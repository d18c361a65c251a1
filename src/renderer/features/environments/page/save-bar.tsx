import { Button } from '@mantine/core';
import { counted } from '../../../ui/numbers.ts';
import { shortcutText } from '../../../ui/shortcut.ts';
import { type Change, changesInShort } from '../form/form-changes.ts';
import classes from './page.module.css';

interface Props {
  changes: readonly Change[];
  /** How many fields have something wrong with them that is said beside them. */
  problems: number;
  onDiscard: () => void;
  onSave: () => void;
  verb?: string;
  saving?: boolean;
}

/** What is not saved, in a few words; the edits stay until one of the buttons is pressed. */
export function SaveBar(props: Props) {
  const { changes, problems, onDiscard, onSave, verb = 'Review and save…', saving = false } = props;
  return (
    <section className={classes.saveBar} aria-label="Changes that are not saved">
      <p className={classes.saveText}>
        {problems > 0 ? (
          <strong className={classes.wrong}>
            {counted(problems, 'field needs', 'fields need')} attention.{' '}
          </strong>
        ) : (
          <strong>Not saved: </strong>
        )}
        {changesInShort(changes)}
      </p>
      <Button onClick={onDiscard}>Discard changes</Button>
      <Button variant="filled" loading={saving} onClick={onSave} title={shortcutText('mod+s')}>
        {verb}
      </Button>
    </section>
  );
}
