import type { Ids } from '../ports.ts';
import type { Store } from '../store/store.ts';

/** What tells this workspace's statements from those of others in a warehouse they share; made when first asked for. */
export function workspaceId(store: Store, ids: Ids): string {
  const known = store.sql.settings.get<string | null>('workspace_id', null);
  if (known !== null) return known;
  const made = ids.uuid();
  store.sql.settings.set('workspace_id', made);
  return made;
}
