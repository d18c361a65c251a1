import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

interface Props {
  /** One sentence. */
  children: ReactNode;
  /** One action. */
  action?: ReactNode;
  icon?: ReactNode;
}

/** What an empty screen says: one sentence, one action. */
export function EmptyState({ children, action, icon }: Props) {
  return (
    <div className={classes.empty}>
      {icon && <div className={classes.icon}>{icon}</div>}
      <p className={classes.text}>{children}</p>
      {action}
    </div>
  );
}
