import { useCallback, useEffect } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Feature } from '../features/feature.ts';
import { features } from '../features/index.ts';
import { navigate } from '../location.ts';
import { useScopedState } from '../ui/ui-state.ts';

const nowhere: Record<string, string> = {};

/** The part of the application that an address belongs to. */
export function featureAt(address: string): Feature | undefined {
  const id = /^\/([^/?]*)/.exec(address)?.[1];
  return features.find(feature => feature.id === id);
}

/** Which part of the application is shown, and where one was last in each. */
export function usePlaces() {
  const [path] = useLocation();
  const search = useSearch();
  const address = search === '' ? path : `${path}?${search}`;
  const feature = featureAt(path);
  const [last, setLast] = useScopedState('places.last', nowhere);
  const [lastFeature, setLastFeature] = useScopedState('places.feature', features[0]?.id ?? '');

  useEffect(() => {
    if (!feature) return;
    setLast(before => (before[feature.id] === address ? before : { ...before, [feature.id]: address }));
    setLastFeature(feature.id);
  }, [feature, address, setLast, setLastFeature]);

  const hrefOf = useCallback(
    (id: string) => (id === feature?.id ? `/${id}` : (last[id] ?? `/${id}`)),
    [feature, last],
  );
  const known = features.some(({ id }) => id === lastFeature) ? lastFeature : (features[0]?.id ?? '');
  return {
    feature,
    hrefOf,
    goTo: (id: string) => navigate(hrefOf(id)),
    home: last[known] ?? `/${known}`,
  };
}
