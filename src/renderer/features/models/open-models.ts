import { useCallback } from 'react';
import { currentAddress, navigate } from '../../location.ts';
import { scopedState, useScopedState } from '../../ui/ui-state.ts';
import { closeDraft } from './drafts/drafts.ts';
import { modelHref } from './models-data.ts';
import { forgetWorkbench } from './workbench.ts';

const remembered = 'models.open';
const none: readonly number[] = [];

/** The models open in tabs, remembered between starts. */
export function useOpenModels() {
  const [open, setOpen] = useScopedState<readonly number[]>(remembered, none);
  const add = useCallback(
    (id: number) => setOpen(before => (before.includes(id) ? before : [...before, id])),
    [setOpen],
  );
  const move = (id: number, before: number) =>
    setOpen(all => {
      const rest = all.filter(other => other !== id);
      rest.splice(rest.indexOf(before) + (all.indexOf(id) < all.indexOf(before) ? 1 : 0), 0, id);
      return rest;
    });
  return { open, add, move };
}

/** Closes a model's tab; where it is the one being looked at, its neighbour is shown. What is not saved stays alive. */
export function closeModel(id: number): void {
  const open = scopedState.get(remembered, none);
  const rest = open.filter(other => other !== id);
  scopedState.set(remembered, rest);
  void closeDraft(id).then(closed => closed && forgetWorkbench(id));
  if (!new RegExp(`^${modelHref(id)}(?!\\d)`).test(currentAddress())) return;
  const neighbour = rest[Math.min(open.indexOf(id), rest.length - 1)];
  navigate(neighbour === undefined ? '/models' : modelHref(neighbour), { replace: true });
}
