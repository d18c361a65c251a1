import { lazy, Suspense } from 'react';
import { Waiting } from './waiting.tsx';

export interface DiffProps {
  before: string;
  after: string;
  beforeLabel: string;
  afterLabel: string;
  /** One column instead of two. */
  inline: boolean;
}

const DiffEditor = lazy(() => import('./monaco/diff-editor.tsx'));

/** Two SQL texts compared, side by side or inline, unchanged stretches folded. Fills its surroundings. */
export function DiffView(props: DiffProps) {
  return (
    <Suspense fallback={<Waiting label="Loading the comparison" />}>
      <DiffEditor {...props} />
    </Suspense>
  );
}
