import { useMemo } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { scopedState, useScopedState } from '../../../ui/ui-state.ts';
import { type EnvironmentForm, formOf } from './environment-form.ts';

/** What was typed and not saved; kept while one looks at something else, and between starts. */
interface Edit {
  form: EnvironmentForm;
  /** When the environment that was edited had last been changed. */
  since: string;
}

const remembered = 'environments.edits';
const none: Readonly<Record<string, Edit>> = {};

/** Ids of the environments with edits that were not saved. */
export function useEditedEnvironments(): ReadonlySet<string> {
  const [edits] = useScopedState(remembered, none);
  return useMemo(() => new Set(Object.keys(edits)), [edits]);
}

export function useEnvironmentEdit(environment: Environment) {
  const [edits, setEdits] = useScopedState(remembered, none);
  const key = String(environment.id);
  const saved = useMemo(() => formOf(environment), [environment]);
  const edit = edits[key];
  return {
    form: edit?.form ?? saved,
    saved,
    /** Somebody saved another state since the edit began. */
    overtaken: edit !== undefined && edit.since !== environment.updated_at,
    set: (changes: Partial<EnvironmentForm>) =>
      setEdits(before => {
        const { [key]: current = { form: saved, since: environment.updated_at }, ...others } = before;
        const form = { ...current.form, ...changes };
        // Typed back to what is saved: nothing is being edited.
        if (JSON.stringify(form) === JSON.stringify(saved)) return others;
        return { ...others, [key]: { ...current, form } };
      }),
    discard: () => discardEdit(environment.id),
  };
}

export function discardEdit(id: number): void {
  const { [String(id)]: _gone, ...rest } = scopedState.get(remembered, none);
  scopedState.set(remembered, rest);
}
