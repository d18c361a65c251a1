import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './floating-menu.module.css';

interface Props {
  /** Where on the page it opens; null while it is closed. */
  at: { x: number; y: number } | null;
  onClose: () => void;
  /** `Menu.Item`s. */
  children: ReactNode;
}

/** A menu at a place on the page, for the right mouse button and the menu key alike. */
export function FloatingMenu({ at, onClose, children }: Props) {
  return (
    <Menu opened={at !== null} onChange={opened => !opened && onClose()} position="bottom-start" offset={2}>
      <Menu.Target>
        <span className={classes.anchor} style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
