import { type ReactNode, useId } from 'react';
import classes from './plan.module.css';

interface Props {
  title: string;
  /** Beside the title. */
  marks?: ReactNode;
  /** At the end of the title's line. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a plan with its title. */
export function Section({ title, marks, actions, children }: Props) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.sectionHead}>
        <h3 id={id}>{title}</h3>
        {marks && <span className={classes.sectionMarks}>{marks}</span>}
        <span className={classes.gap} />
        {actions}
      </header>
      {children}
    </section>
  );
}
