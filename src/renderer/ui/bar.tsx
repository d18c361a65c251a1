import { Fragment, type ReactNode } from 'react';
import { Link } from 'wouter';
import classes from './bar.module.css';

export interface Crumb {
  label: string;
  /** Absent on the last one: it is where one is. */
  href?: string;
  /** Stands for the label where a name has a look of its own. */
  shown?: ReactNode;
}

interface Props {
  crumbs: readonly Crumb[];
  /** Beside the last crumb: states and marks. */
  marks?: ReactNode;
  /** At the end: what can be done here. */
  children?: ReactNode;
}

/** The bar on top of a screen: where one is, and what can be done there. */
export function BreadcrumbBar({ crumbs, marks, children }: Props) {
  return (
    <header className={classes.bar}>
      <nav aria-label="Breadcrumb" className={classes.crumbs}>
        {crumbs.map((crumb, index) => (
          <Fragment key={`${crumb.href ?? ''} ${crumb.label}`}>
            {index > 0 && (
              <span className={classes.parted} aria-hidden>
                ›
              </span>
            )}
            {crumb.href === undefined ? (
              <h1 className={classes.here} title={crumb.label}>
                {crumb.shown ?? crumb.label}
              </h1>
            ) : (
              <Link href={crumb.href} className={classes.link}>
                {crumb.label}
              </Link>
            )}
          </Fragment>
        ))}
        {marks && <span className={classes.marks}>{marks}</span>}
      </nav>
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
