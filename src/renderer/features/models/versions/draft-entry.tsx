import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { openModelDialog } from '../dialogs/dialog-state.ts';
import { useIsModified } from '../drafts/drafts.ts';
import { draftStanding } from '../models-data.ts';
import { useModelPage } from '../workbench.ts';
import classes from './versions.module.css';

/** The text being edited, on top of the versions. */
export function DraftEntry() {
  const { model, draft, compare } = useModelPage();
  const modified = useIsModified(draft);
  const basedOn = draft.basedOn();
  return (
    <li className={classes.entry}>
      <div className={classes.line}>
        <IconPencil size={sizes.iconSmall} className={classes.icon} aria-hidden />
        <span className={classes.number}>Draft</span>
        <span className={classes.time}>
          <RelativeTime at={model.draft.updated_at} />
        </span>
      </div>
      <p className={classes.message}>{draftStanding(modified, basedOn)}</p>
      {(modified || basedOn === null) && (
        <div className={classes.buttons}>
          <Button onClick={() => openModelDialog({ kind: 'publish', modelId: model.id })}>Publish…</Button>
          {basedOn !== null && (
            <Button variant="subtle" onClick={() => compare(String(basedOn), 'draft')}>
              Compare with v{basedOn}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
