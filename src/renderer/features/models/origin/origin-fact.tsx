import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { troubleOf } from '../../../call-error.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { openModelDialog } from '../dialogs/dialog-state.ts';
import { useModelPage } from '../workbench.ts';
import { originWords, useOrigin } from './origin-data.ts';
import { OriginMenuItems } from './origin-menu.tsx';
import classes from './origin.module.css';

/** The file a model comes from, among what is known of the model. */
export function OriginFact() {
  const { model } = useModelPage();
  const { data: origin, error, refetch } = useOrigin(model);
  if (model.origin === null) {
    return (
      <Button onClick={() => openModelDialog({ kind: 'origin', model, path: '' })}>
        Say which file it comes from…
      </Button>
    );
  }
  return (
    <div className={classes.fact}>
      <div className={classes.path}>
        <span>{model.origin.path}</span>
        {origin && (
          <Menu>
            <Menu.Target>
              <ActionIcon size="sm" aria-label="What to do with the file">
                <IconDots size={sizes.iconSmall} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <OriginMenuItems origin={origin} onLook={() => void refetch()} />
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {origin && (
        <span className={classes.state} data-tone={origin.state === 'same' ? undefined : 'warning'}>
          {originWords[origin.state]}; taken <RelativeTime at={origin.taken_at} />
        </span>
      )}
      {error && <ErrorPanel trouble={troubleOf(error, 'The file could not be looked at')} />}
    </div>
  );
}
