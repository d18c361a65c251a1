import { useQuery } from '@tanstack/react-query';
import type { Model, OriginStatus } from '../../../../shared/contract/models.ts';
import { client } from '../../../api.ts';
import { useWindowFocus } from '../../../ui/use-window-focus.ts';

/**
 * How the file a model comes from stands to what was taken from it: looked at when the model is opened and when the window
 * gets the focus, where somebody may have edited the file meanwhile.
 */
export function useOrigin(model: Model) {
  const { origin } = model;
  const query = useQuery({
    // Not among the answers that every save of the draft makes be fetched again.
    queryKey: ['origin of model', model.id, origin?.path, origin?.hash],
    queryFn: async ({ signal }) =>
      (await client.models.origin({ model: String(model.id) }, { signal })).origin,
    enabled: origin !== null,
    staleTime: 0,
  });
  useWindowFocus(() => {
    if (origin !== null) void query.refetch();
  });
  return query;
}

export const fileName = (path: string) => path.split(/[/\\]/).at(-1) ?? path;

/** What is said of the file, in a few words. */
export const originWords: Record<OriginStatus['state'], string> = {
  same: 'not changed since',
  changed: 'file changed since',
  missing: 'file missing',
  unreadable: 'file cannot be read',
};
