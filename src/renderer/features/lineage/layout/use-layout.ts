import { useEffect, useRef, useState } from 'react';
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
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  // The key says which view it is: one with other states has the same layout.
  useEffect(() => {
    if (latest.current.nodes.length === 0) return undefined;
    const controller = new AbortController();
    layOut(key, latest.current, controller.signal).then(
      layout => setAsked({ key, layout, error: undefined }),
      error => {
        if (!controller.signal.aborted) setAsked({ key, layout: undefined, error });
      },
    );
    return () => controller.abort();
  }, [key]);
  if (asked.key === key) return asked;
  return { layout: knownLayout(key), error: undefined };
}
