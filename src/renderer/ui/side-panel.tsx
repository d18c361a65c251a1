import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './side-panel.module.css';
import { sizes } from './theme.ts';

interface Props {
  title: string;
  /** Beside the title. */
  actions?: ReactNode;
  onClose?: () => void;
  children: ReactNode;
}

/** A panel beside the main content with a title and what belongs to it. */
export function SidePanel({ title, actions, onClose, children }: Props) {
  return (
    <section className={classes.panel} aria-label={title}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {actions}
        {onClose && (
          <ActionIcon aria-label={`Close ${title.toLowerCase()}`} onClick={onClose}>
            <IconX size={sizes.icon} aria-hidden />
          </ActionIcon>
        )}
      </header>
      <div className={classes.content}>{children}</div>
    </section>
  );
}
