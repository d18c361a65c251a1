import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './floating-menu.module.css';
import { useFocusBack } from './use-focus-back.ts';

interface Place {
  x: number;
  y: number;
}

interface Props {
  /** Where on the page it opens; null while it is closed. */
  at: Place | null;
  onClose: () => void;
  /** `Menu.Item`s. */
  children: ReactNode;
}

/** A menu at a place on the page, for the right mouse button and the menu key alike. */
export function FloatingMenu({ at, onClose, children }: Props) {
  return (
    at && (
      <OpenMenu at={at} onClose={onClose}>
        {children}
      </OpenMenu>
    )
  );
}

function OpenMenu({ at, onClose, children }: Props & { at: Place }) {
  useFocusBack();
  return (
    <Menu
      opened
      onChange={opened => !opened && onClose()}
      position="bottom-start"
      offset={2}
      returnFocus={false}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label="Menu"
          className={classes.anchor}
          style={{ left: at.x, top: at.y }}
        />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
