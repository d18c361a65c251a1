import { useEffect, useState } from 'react';
import type { View } from '../../../../shared/domain/lineage-view.ts';
import type { Layout } from './elk-graph.ts';
import { knownLayout, layOut } from './layouter.ts';

interface Asked {
  key: string;
  layout: Layout | undefined;
  error: unknown;
}

/** The layout of a view, and until it is there none: undefined. */
export function useLayout(key: string, view: View): { layout: Layout | undefined; error: unknown } {
  const [asked, setAsked] = useState<Asked>({ key, layout: knownLayout(key), error: undefined });
  useEffect(() => {
    const controller = new AbortController();
    layOut(key, view, controller.signal).then(
      layout => setAsked({ key, layout, error: undefined }),
      error => {
        if (!controller.signal.aborted) setAsked({ key, layout: undefined, error });
      },
    );
    return () => controller.abort();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the key says which view it is
  }, [key]);
  if (asked.key === key) return asked;
  return { layout: knownLayout(key), error: undefined };
}
