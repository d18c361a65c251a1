import { useCallback, useMemo } from 'react';
import { useUnsaved } from '../../../ui/ui-state.ts';
import { emptyForm, type EnvironmentForm } from '../form/environment-form.ts';

interface Begun {
  form: EnvironmentForm;
  step: number;
  /** Hosts that were trusted for the connection that is made with it. */
  trusted: string[];
}

const nothing: Begun = { form: emptyForm, step: 0, trusted: [] };

/** The environment being made; it stays as far as it is while one looks at something else. */
export function useNewEnvironment() {
  const [begun, change] = useUnsaved<Begun>('environments.new');
  // What was begun before may lack fields that there are by now.
  const form = useMemo(() => ({ ...emptyForm, ...begun?.form }), [begun?.form]);
  const { step, trusted } = { ...nothing, ...begun };
  const put = useCallback(
    (next: (before: Begun) => Partial<Begun>) =>
      change(before => {
        const now = { ...nothing, ...before };
        return { ...now, ...next(now) };
      }),
    [change],
  );
  const set = useCallback(
    (changes: Partial<EnvironmentForm>) =>
      put(before => ({ form: { ...emptyForm, ...before.form, ...changes } })),
    [put],
  );
  const setStep = useCallback((next: number) => put(() => ({ step: next })), [put]);
  const setTrusted = useCallback((next: string[]) => put(() => ({ trusted: next })), [put]);
  const forget = useCallback(() => change(null), [change]);
  return { form, step, trusted, set, setStep, setTrusted, forget };
}
