import { createContext, type ReactNode, use } from 'react';
import { Link } from 'wouter';

/** Ids of the parts of the application that are there; links to others are plain text. */
export const Areas = createContext<ReadonlySet<string>>(new Set());

/** A link into another part of the application, by its first path segment; its text alone while that part is missing. */
export function AreaLink({
  to,
  children,
  className,
}: {
  to: string;
  children: ReactNode;
  className?: string | undefined;
}) {
  const areas = use(Areas);
  if (!areas.has(to.split('/')[1] ?? '')) return <span className={className}>{children}</span>;
  return (
    <Link href={to} className={className}>
      {children}
    </Link>
  );
}
