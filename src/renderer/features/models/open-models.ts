import { useCallback } from 'react';
import { navigate } from '../../location.ts';
import { useScopedState } from '../../ui/ui-state.ts';
import { closeDraft } from './drafts/drafts.ts';
import { modelHref } from './models-data.ts';
import { forgetWorkbench } from './workbench.ts';

const none: readonly number[] = [];

/** The models open in tabs, remembered between starts. */
export function useOpenModels() {
  const [open, setOpen] = useScopedState<readonly number[]>('models.open', none);

  const add = useCallback(
    (id: number) => setOpen(before => (before.includes(id) ? before : [...before, id])),
    [setOpen],
  );
  const close = (id: number, current: number | undefined) => {
    const at = open.indexOf(id);
    const rest = open.filter(other => other !== id);
    setOpen(rest);
    void closeDraft(id).then(closed => closed && forgetWorkbench(id));
    if (id !== current) return;
    const neighbour = rest[Math.min(at, rest.length - 1)];
    navigate(neighbour === undefined ? '/models' : modelHref(neighbour), { replace: true });
  };
  const move = (id: number, before: number) =>
    setOpen(all => {
      const rest = all.filter(other => other !== id);
      rest.splice(rest.indexOf(before) + (all.indexOf(id) < all.indexOf(before) ? 1 : 0), 0, id);
      return rest;
    });
  return { open, add, close, move };
}
