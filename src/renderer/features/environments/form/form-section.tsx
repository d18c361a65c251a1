import { type ReactNode, useId } from 'react';
import classes from './form.module.css';

interface Props {
  title: string;
  /** What it is for, in a sentence or two. */
  description?: ReactNode;
  children: ReactNode;
}

/** Fields that belong together, with what they are for beside them. */
export function FormSection({ title, description, children }: Props) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.about}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {description && <p className={classes.description}>{description}</p>}
      </div>
      <div className={classes.fields}>{children}</div>
    </section>
  );
}
