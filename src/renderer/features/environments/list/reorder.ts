import { useCallback } from 'react';
import { api, client, queryClient } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { explain } from '../../../ui/dialogs.tsx';
import { moveItem } from '../../../ui/move-item.ts';

/** Changes the promotion order: shown at once, put back where the engine refuses. */
export function useReorder(): (id: number, to: number) => void {
  const environments = useEnvironments();
  return useCallback(
    (id, to) => {
      const from = environments.findIndex(environment => environment.id === id);
      if (from < 0 || to < 0 || to >= environments.length || to === from) return;
      const queryKey = api.environments.list.queryKey();
      const next = moveItem(environments, from, to);
      queryClient.setQueryData(queryKey, { environments: next });
      client.environments
        .reorder({ environments: next.map(one => String(one.id)) })
        .catch((error: unknown) => {
          void queryClient.invalidateQueries({ queryKey });
          explain(troubleOf(error, 'The order was not changed'));
        });
    },
    [environments],
  );
}
