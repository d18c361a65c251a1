import { useCallback } from 'react';
import { useScopedState } from '../../../ui/ui-state.ts';
import { emptyForm, type EnvironmentForm } from '../form/environment-form.ts';

interface Begun {
  form: EnvironmentForm;
  step: number;
}

const nothing: Begun = { form: emptyForm, step: 0 };

/** The environment being made; it stays as far as it is while one looks at something else. */
export function useNewEnvironment() {
  const [{ form, step }, change] = useScopedState('environments.new', nothing);
  const set = useCallback(
    (changes: Partial<EnvironmentForm>) =>
      change(before => ({ ...before, form: { ...before.form, ...changes } })),
    [change],
  );
  const setStep = useCallback((next: number) => change(before => ({ ...before, step: next })), [change]);
  const forget = useCallback(() => change(nothing), [change]);
  return { form, step, set, setStep, forget };
}
