import { useMemo } from 'react';
import { discardUnsaved, useUnsaved } from '../../../ui/ui-state.ts';
import type { Overtaking, Rebasing } from './rebasing.ts';

/** What was typed and not saved; kept while one looks at something else, and between starts. */
interface Edit<Form> {
  form: Form;
  /** What was saved when the edit began. */
  base: Form;
  /** When that had been saved. */
  since: string;
  /** What others saved meanwhile, until somebody has taken note of it. */
  overtaken?: Overtaking | undefined;
}

/**
 * The object that was `saved` at `savedAt`, as it is being edited under `key`. What others save meanwhile is taken over where
 * it was not edited here.
 */
export function useRebasingEdit<Form extends object>(
  key: string,
  rebasing: Rebasing<Form>,
  saved: Form,
  savedAt: string,
) {
  const [stored, setStored] = useUnsaved<Edit<Form>>(key);
  const edit = useMemo(
    () => stored && upToDate(stored, rebasing, saved, savedAt),
    [stored, rebasing, saved, savedAt],
  );
  const put = (changes: Partial<Form>, overtaken: Overtaking | undefined) =>
    setStored(current => {
      const begun = current
        ? upToDate(current, rebasing, saved, savedAt)
        : { form: saved, base: saved, since: savedAt };
      const form = { ...begun.form, ...changes };
      // Typed back to what is saved: nothing is being edited.
      if (JSON.stringify(form) === JSON.stringify(saved)) return null;
      return { ...begun, form, overtaken };
    });
  return {
    form: edit?.form ?? saved,
    saved,
    /** What somebody else saved since the edit began. */
    overtaken: edit?.overtaken,
    set: (changes: Partial<Form>) => put(changes, edit?.overtaken),
    /** The edit goes on, upon what was saved meanwhile. */
    takeNote: () => put({}, undefined),
    discard: () => discardUnsaved(key),
  };
}

function upToDate<Form extends object>(
  edit: Edit<Form>,
  { rebased, overtakingOf }: Rebasing<Form>,
  saved: Form,
  savedAt: string,
): Edit<Form> {
  // An edit kept from before may lack fields that there are by now.
  const form = { ...saved, ...edit.form };
  const base = { ...saved, ...edit.base };
  if (edit.since === savedAt) return { ...edit, form, base };
  const overtaken = overtakingOf(base, form, saved);
  return {
    form: rebased(base, form, saved),
    base: saved,
    since: savedAt,
    // A change of the order alone is no change of the settings.
    overtaken: overtaken.changes.length > 0 ? overtaken : edit.overtaken,
  };
}
