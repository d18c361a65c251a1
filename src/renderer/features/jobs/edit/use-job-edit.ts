import { useMemo } from 'react';
import { scopedState, useScopedState } from '../../../ui/ui-state.ts';
import { type JobForm, withSuggestions } from './job-form.ts';

/** What was typed and not saved; kept while one looks at something else, and between starts. */
interface Edit {
  form: JobForm;
  /** What was saved when the edit began, as text. */
  since: string;
}

const remembered = 'jobs.edits';
const none: Readonly<Record<string, Edit>> = {};

/**
 * The edit of a job, by its id, or of one that is not there yet, by what it starts from: then name and table follow what is
 * chosen.
 */
export function useJobEdit(key: string, saved: JobForm, isNew: boolean) {
  const [edits, setEdits] = useScopedState(remembered, none);
  const text = useMemo(() => JSON.stringify(saved), [saved]);
  const edit = edits[key];
  return {
    form: edit?.form ?? saved,
    edited: edit !== undefined,
    /** Somebody saved another state since the edit began. */
    overtaken: edit !== undefined && edit.since !== text,
    set: (changes: Partial<JobForm>) =>
      setEdits(before => {
        const { [key]: current = { form: saved, since: text }, ...others } = before;
        const form = isNew ? withSuggestions(current.form, changes) : { ...current.form, ...changes };
        // Typed back to what is saved: nothing is being edited.
        if (JSON.stringify(form) === text) return others;
        return { ...others, [key]: { ...current, form } };
      }),
    discard: () => discardJobEdit(key),
  };
}

export function discardJobEdit(key: string): void {
  const { [key]: _gone, ...rest } = scopedState.get(remembered, none);
  scopedState.set(remembered, rest);
}
