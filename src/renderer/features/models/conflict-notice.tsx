import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { DiffView } from '../../ui/diff-view.tsx';
import { sizes } from '../../ui/theme.ts';
import { RelativeTime } from '../../ui/time-text.tsx';
import { docsChanges } from '../../../shared/domain/docs.ts';
import { useSaveState } from './drafts/drafts.ts';
import { DocsChanges } from './versions/docs-changes.tsx';
import { useModelPage } from './workbench.ts';
import classes from './model-page.module.css';
import dialogClasses from './dialogs/dialogs.module.css';

/** Two people, or two windows, edited the draft: both texts are there, and one is chosen. */
export function ConflictNotice() {
  const { draft } = useModelPage();
  const state = useSaveState(draft);
  const [comparing, setComparing] = useState(false);
  if (state.status !== 'conflict') return null;
  const { theirs, found } = state;
  const written = docsChanges(theirs.docs, draft.docs());
  const onlyDocs = written.length > 0 && theirs.sql === draft.text();
  const end = (act: () => unknown) => () => {
    setComparing(false);
    act();
  };
  const buttons = (
    <>
      <Button onClick={end(draft.takeTheirs)}>Take the saved text</Button>
      <Button variant="filled" onClick={end(draft.keepMine)}>
        Keep my text
      </Button>
    </>
  );
  return (
    <div className={classes.notice} data-tone="warning" role="alert">
      <p>
        {found ? (
          <>
            This text was typed in a window that is closed,{' '}
            <RelativeTime at={new Date(found.typedAtMs).toISOString()} />, and never saved; another one was
            saved after it,
          </>
        ) : (
          <>Another text of this draft was saved elsewhere</>
        )}{' '}
        <RelativeTime at={theirs.updated_at} />. {found ? 'This one' : 'Yours'} is kept here, but not saved
        until you choose. Taking the other one can be undone in the editor.
      </p>
      <Button onClick={() => setComparing(true)}>Compare…</Button>
      {buttons}
      <Modal
        opened={comparing}
        onClose={() => setComparing(false)}
        title="The saved text and yours"
        size={sizes.dialogWide * 1.4}
      >
        <div className={dialogClasses.diff}>
          {comparing && !onlyDocs && (
            <DiffView
              before={theirs.sql}
              after={draft.text()}
              beforeLabel="saved text"
              afterLabel="your text"
              inline={false}
            />
          )}
          {comparing && onlyDocs && <DocsChanges changes={written} a="saved" b="yours" />}
        </div>
        {!onlyDocs && written.length > 0 && <p>What is written about it differs, too.</p>}
        <div className={dialogClasses.buttons}>{buttons}</div>
      </Modal>
    </div>
  );
}
