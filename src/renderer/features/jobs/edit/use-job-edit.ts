import { useMemo } from 'react';
import { discardUnsaved, useUnsaved } from '../../../ui/ui-state.ts';
import { type JobForm, withSuggestions } from './job-form.ts';

/** What was typed and not saved; kept while one looks at something else, and between starts. */
interface Edit {
  form: JobForm;
  /** What was saved when the edit began, as text. */
  since: string;
}

const remembered = 'jobs.edited/';

/**
 * The edit of a job, by its id, or of one that is not there yet, by what it starts from: then name and table follow what is
 * chosen.
 */
export function useJobEdit(key: string, saved: JobForm, isNew: boolean) {
  const [edit, setEdit] = useUnsaved<Edit>(remembered + key);
  const text = useMemo(() => JSON.stringify(saved), [saved]);
  // An edit kept from before may lack fields that there are by now.
  const form = useMemo(() => (edit ? { ...saved, ...edit.form } : saved), [edit, saved]);
  return {
    form,
    edited: edit !== null,
    /** Somebody saved another state since the edit began. */
    overtaken: edit !== null && edit.since !== text,
    set: (changes: Partial<JobForm>) =>
      setEdit(before => {
        const current = before ?? { form: saved, since: text };
        const form = isNew
          ? withSuggestions({ ...saved, ...current.form }, changes)
          : { ...saved, ...current.form, ...changes };
        // Typed back to what is saved: nothing is being edited.
        if (JSON.stringify(form) === text) return null;
        return { ...current, form };
      }),
    discard: () => discardJobEdit(key),
  };
}

export function discardJobEdit(key: string): void {
  discardUnsaved(remembered + key);
}
