import { Fragment, type ReactNode, useEffect } from 'react';
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
  /** What the window is called, where the crumbs do not say it best. */
  title?: string;
  /** Beside the last crumb: states and marks. */
  marks?: ReactNode;
  /** At the end: what can be done here. */
  children?: ReactNode;
}

/** The bar on top of a screen: where one is, and what can be done there. */
export function BreadcrumbBar({ crumbs, title, marks, children }: Props) {
  useWindowTitle(
    title ??
      crumbs
        .map(({ label }) => label)
        .toReversed()
        .join(' · '),
  );
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

const application = 'Slipway';

/** Names the window, or the browser's tab, for as long as the caller is shown. */
function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? application : `${title} · ${application}`;
    return () => {
      document.title = application;
    };
  }, [title]);
}
