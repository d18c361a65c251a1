import { useMemo, useState } from 'react';
import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { discardUnsaved, useUnsaved } from '../../../ui/ui-state.ts';
import type { Problems } from '../edit/problems.ts';
import { useRebasingEdit } from '../edit/rebasing-edit.ts';
import { useComputeProfiles } from '../environments-data.ts';
import { profileChanges } from './profile-changes.ts';
import { definitionOf, emptyProfile, formOf, type ProfileForm } from './profile-form.ts';
import { profileProblems } from './profile-problems.ts';
import { profileRebasing } from './profile-rebasing.ts';

const remembered = 'environments.compute/';
const noProblems: Problems = {};

/** A saved compute profile as it is being edited: what was typed, what it means and what is wrong with it. */
export function useProfileEdit(profile: ComputeProfile) {
  const saved = useMemo(() => formOf(profile.definition), [profile.definition]);
  const edit = useRebasingEdit(remembered + profile.id, profileRebasing, saved, profile.updated_at);
  const checked = useChecked(edit.form, profile.id);
  const changes = useMemo(
    () => profileChanges(definitionOf(saved), checked.definition),
    [saved, checked.definition],
  );
  return {
    ...edit,
    ...checked,
    changes,
    edited: edit.form !== saved && (changes.length > 0 || checked.broken),
    set: (changed: Partial<ProfileForm>) => {
      checked.refuse(noProblems);
      edit.set(changed);
    },
    discard: () => {
      checked.forget();
      edit.discard();
    },
  };
}

export function discardProfileEdit(id: number): void {
  discardUnsaved(remembered + id);
}

/** A compute profile being made; what was typed stays while one looks at something else. */
export function useNewProfile() {
  const [begun, change] = useUnsaved<ProfileForm>(`${remembered}new`);
  const form = useMemo(() => ({ ...emptyProfile, ...begun }), [begun]);
  const checked = useChecked(form, undefined);
  return {
    ...checked,
    form,
    set: (changed: Partial<ProfileForm>) => {
      checked.refuse(noProblems);
      change(before => ({ ...emptyProfile, ...before, ...changed }));
    },
    discard: () => {
      checked.forget();
      change(null);
    },
  };
}

/** What a form means and what is wrong with it; `own` is the id of what is edited. */
function useChecked(form: ProfileForm, own: number | undefined) {
  const { data } = useComputeProfiles();
  const [tried, setTried] = useState(false);
  const [refused, refuse] = useState(noProblems);
  const definition = useMemo(() => definitionOf(form), [form]);
  const found = useMemo(() => {
    const others = data?.compute_profiles.filter(({ id }) => id !== own) ?? [];
    return profileProblems(
      form,
      others.map(({ name }) => name),
    );
  }, [form, data, own]);
  return {
    definition,
    problems: { ...refused, ...(tried ? found.missing : {}), ...found.wrong },
    broken: Object.keys(found.wrong).length + Object.keys(found.missing).length > 0,
    /** What the engine found wrong, by field. */
    refuse,
    /** Somebody wants to go on: what is still to be filled in is said from now on. */
    check: () => setTried(true),
    forget: () => {
      setTried(false);
      refuse(noProblems);
    },
  };
}
