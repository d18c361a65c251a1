import { useEffect, useEffectEvent } from 'react';
import { currentAddress, navigate } from '../../../location.ts';

/**
 * An object that was asked for by its name is shown under its id: it may be renamed while one looks at it. `keep` keeps what was
 * found for whoever asks by the id.
 */
export function useIdAddress<Found extends { id: number }>(
  asked: string,
  found: Found | undefined,
  href: (id: number) => string,
  keep: (found: Found) => void,
): void {
  const show = useEffectEvent((object: Found) => {
    keep(object);
    const search = currentAddress().split('?')[1];
    navigate(search === undefined ? href(object.id) : `${href(object.id)}?${search}`, { replace: true });
  });
  useEffect(() => {
    if (found && String(found.id) !== asked) show(found);
  }, [found, asked]);
}
