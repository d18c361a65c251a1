import { useMemo } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { discardUnsaved, useUnsaved, useUnsavedKeys } from '../../../ui/ui-state.ts';
import { type EnvironmentForm, formOf } from './environment-form.ts';
import { type Overtaking, overtakingOf, rebased } from './rebase.ts';

/** What was typed and not saved; kept while one looks at something else, and between starts. */
interface Edit {
  form: EnvironmentForm;
  /** What was saved when the edit began. */
  base: EnvironmentForm;
  /** When that had been saved. */
  since: string;
  /** What others saved meanwhile, until somebody has taken note of it. */
  overtaken?: Overtaking | undefined;
}

const remembered = 'environments.edited/';

/** Ids of the environments with edits that were not saved. */
export function useEditedEnvironments(): ReadonlySet<string> {
  return useUnsavedKeys(remembered);
}

/** The environment as it is being edited. What others save meanwhile is taken over where it was not edited here. */
export function useEnvironmentEdit(environment: Environment) {
  const [stored, setStored] = useUnsaved<Edit>(remembered + environment.id);
  const saved = useMemo(() => formOf(environment), [environment]);
  const edit = useMemo(
    () => stored && upToDate(stored, saved, environment.updated_at),
    [stored, saved, environment.updated_at],
  );
  const put = (changes: Partial<EnvironmentForm>, overtaken: Overtaking | undefined) =>
    setStored(current => {
      const begun = current
        ? upToDate(current, saved, environment.updated_at)
        : { form: saved, base: saved, since: environment.updated_at };
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
    set: (changes: Partial<EnvironmentForm>) => put(changes, edit?.overtaken),
    /** The edit goes on, upon what was saved meanwhile. */
    takeNote: () => put({}, undefined),
    discard: () => discardEdit(environment.id),
  };
}

function upToDate(edit: Edit, saved: EnvironmentForm, savedAt: string): Edit {
  if (edit.since === savedAt) return edit;
  const overtaken = overtakingOf(edit.base, edit.form, saved);
  return {
    form: rebased(edit.base, edit.form, saved),
    base: saved,
    since: savedAt,
    // A change of the order alone is no change of the settings.
    overtaken: overtaken.changes.length > 0 ? overtaken : edit.overtaken,
  };
}

export function discardEdit(id: number): void {
  discardUnsaved(remembered + id);
}
