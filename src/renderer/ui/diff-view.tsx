import { Suspense } from 'react';
import type { DiffProps } from './diff-props.ts';
import { preloadable } from './preloadable.tsx';
import { Waiting } from './waiting.tsx';

const DiffEditor = preloadable(() => import('./monaco/diff-editor.tsx'));

/** Two SQL texts compared, side by side or inline, unchanged stretches folded. Fills its surroundings. */
export function DiffView(props: DiffProps) {
  return (
    <Suspense fallback={<Waiting label="Loading the comparison" />}>
      <DiffEditor {...props} />
    </Suspense>
  );
}
