import { useCallback } from 'react';
import { useUnsaved } from '../../../ui/ui-state.ts';
import { emptyForm, type EnvironmentForm } from '../form/environment-form.ts';

interface Begun {
  form: EnvironmentForm;
  step: number;
}

const nothing: Begun = { form: emptyForm, step: 0 };

/** The environment being made; it stays as far as it is while one looks at something else. */
export function useNewEnvironment() {
  const [begun, change] = useUnsaved<Begun>('environments.new');
  const { form, step } = begun ?? nothing;
  const set = useCallback(
    (changes: Partial<EnvironmentForm>) =>
      change(before => ({ step: 0, ...before, form: { ...(before ?? nothing).form, ...changes } })),
    [change],
  );
  const setStep = useCallback(
    (next: number) => change(before => ({ ...(before ?? nothing), step: next })),
    [change],
  );
  const forget = useCallback(() => change(null), [change]);
  return { form, step, set, setStep, forget };
}
