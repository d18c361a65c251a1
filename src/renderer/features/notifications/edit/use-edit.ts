import { useMemo } from 'react';
import { useUnsaved } from '../../../ui/ui-state.ts';

/** What was typed of a channel or a rule and not saved; kept while one looks at something else, and between starts. */
interface Edit<Form> {
  form: Form;
  /** What was saved when the edit began, as text. */
  since: string;
}

/** The edit of an object that is known by `key`: `channel/3`, `rule/new`. */
export function useEdit<Form extends object>(key: string, saved: Form) {
  const [edit, setEdit] = useUnsaved<Edit<Form>>(`notifications/${key}`);
  const since = useMemo(() => JSON.stringify(saved), [saved]);
  // An edit kept from before may lack fields that there are by now.
  const form = useMemo(() => (edit ? { ...saved, ...edit.form } : saved), [edit, saved]);
  return {
    form,
    edited: edit !== null,
    /** Somebody saved another state since the edit began. */
    overtaken: edit !== null && edit.since !== since,
    set: (changes: Partial<Form>) =>
      setEdit(before => {
        const current = before ?? { form: saved, since };
        const next = { ...saved, ...current.form, ...changes };
        // Typed back to what is saved: nothing is being edited.
        return JSON.stringify(next) === since ? null : { ...current, form: next };
      }),
    discard: () => setEdit(null),
  };
}
