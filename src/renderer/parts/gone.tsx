import type { ReactNode } from 'react';
import { EmptyState } from '../ui/empty-state.tsx';

interface Props {
  /** "model", "job". */
  what: string;
  /** As the address has it: a name or an id. */
  asked: string;
  /** What it was called, where it was seen before it was deleted. */
  name?: string | undefined;
  /** Where to go from here. */
  children: ReactNode;
}

/** In place of an object that is not there any more, or never was. */
export function Gone({ what, asked, name, children }: Props) {
  return (
    <EmptyState action={children}>
      {name === undefined
        ? `There is no ${what} ${asked}: it was deleted, or it never existed.`
        : `The ${what} ${name} was deleted.`}
    </EmptyState>
  );
}
