import { Menu } from '@mantine/core';
import { IconFileAlert } from '@tabler/icons-react';
import { LabelChip } from '../../../ui/chip.tsx';
import { useModelPage } from '../workbench.ts';
import { originWords, useOrigin } from './origin-data.ts';
import { OriginMenuItems } from './origin-menu.tsx';
import classes from './origin.module.css';

/** Says that the file a model comes from is not what it was, with what can be done; nothing where all is well. */
export function OriginBadge() {
  const { model } = useModelPage();
  const { data: origin, refetch } = useOrigin(model);
  if (!origin || origin.state === 'same') return null;
  const words = originWords[origin.state];
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={classes.badge}
          title={origin.message === '' ? origin.path : origin.message}
        >
          <LabelChip icon={IconFileAlert} tone={origin.state === 'changed' ? 'warning' : 'muted'}>
            {words}
          </LabelChip>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <OriginMenuItems origin={origin} onLook={() => void refetch()} />
      </Menu.Dropdown>
    </Menu>
  );
}
