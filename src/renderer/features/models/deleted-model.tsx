import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { copyText } from '../../ui/copy.ts';
import { CodeView } from '../../ui/sql/code-view.tsx';
import { openModelDialog } from './dialogs/dialog-state.ts';
import { forgetDraft, type LostDraft, openedDraft } from './drafts/drafts.ts';
import { closeModel } from './open-models.ts';
import classes from './model-page.module.css';

interface Props {
  id: number;
  lost: LostDraft;
  scope: string;
}

/** A model that somebody deleted while its text was open here: the text stays until it is closed. */
export function DeletedModel({ id, lost, scope }: Props) {
  useEffect(() => openedDraft(id)?.keep(), [id]);
  const close = () => {
    forgetDraft(id, scope);
    closeModel(id);
  };
  const { name, text, docs } = lost;
  return (
    <div className={classes.page}>
      <div className={classes.notice} data-tone="warning" role="alert">
        <p>The model {name} was deleted. Its text, as it was here, stays until you close it.</p>
        <Button onClick={close}>Close</Button>
        <Button onClick={() => void copyText(text, 'The SQL')}>Copy the SQL</Button>
        <Button
          variant="filled"
          onClick={() =>
            openModelDialog({ kind: 'create', from: { name, sql: text, docs, onCreated: close } })
          }
        >
          Create it again…
        </Button>
      </div>
      <CodeView fill sql={text} label={`SQL of ${name}`} />
    </div>
  );
}
