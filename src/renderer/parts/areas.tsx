import { createContext, type ReactNode, use } from 'react';
import { Link } from 'wouter';
import { areaOf } from './area-of.ts';

/** Ids of the parts of the application that are there; links to others are plain text. */
export const Areas = createContext<ReadonlySet<string>>(new Set());

/** Whether a part of the application is there. */
export function useHasArea(id: string): boolean {
  return use(Areas).has(id);
}

/** A link into another part of the application, by its first path segment; its text alone while that part is missing. */
export function AreaLink({
  to,
  children,
  className,
  inGrid = false,
}: {
  to: string;
  children: ReactNode;
  className?: string | undefined;
  /** Inside of a grid that has the focus and is dragged from: not reached by Tab, not dragged itself. */
  inGrid?: boolean;
}) {
  const there = useHasArea(areaOf(to));
  if (!there) return <span className={className}>{children}</span>;
  return (
    <Link href={to} className={className} {...(inGrid ? { tabIndex: -1, draggable: false } : {})}>
      {children}
    </Link>
  );
}
