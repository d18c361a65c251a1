import { Button, Stepper } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { api, client } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate, useSearch } from '../../../location.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { askedOfSomebody } from '../connections/authenticators.ts';
import { emptyConnection } from '../connections/connection-form.ts';
import { keepTrusted } from '../connections/use-trust.ts';
import type { Problems } from '../edit/problems.ts';
import { environmentHref, useConnections } from '../environments-data.ts';
import { ComputeFields } from '../form/compute-fields.tsx';
import { copyOf, definitionOf, type EnvironmentForm } from '../form/environment-form.ts';
import { engineProblems, formProblems } from '../form/form-problems.ts';
import { IdentityFields } from '../form/identity-fields.tsx';
import { MappingFields } from '../form/mapping-fields.tsx';
import { PlaceFields } from '../form/place-fields.tsx';
import { useFormConnection } from '../form/use-form-connection.ts';
import { VariableFields } from '../form/variable-fields.tsx';
import { TestPanel } from '../test/test-panel.tsx';
import { useEnvironmentTest } from '../test/use-environment-test.ts';
import { ConnectionStep } from './connection-step.tsx';
import { stepOf, steps } from './steps.ts';
import { Summary } from './summary.tsx';
import { useNewEnvironment } from './use-new-environment.ts';
import classes from './wizard.module.css';

const noProblems: Problems = {};

/** A new environment step by step; it is tried out before it is made. */
export function CreateEnvironment() {
  const { form, step, trusted, set, setStep, setTrusted, forget } = useNewEnvironment();
  useCopying(set);
  useWantedConnection(set);
  useFirstConnection(form, set);
  const environments = useEnvironments();
  const { data: known } = useConnections();
  const connection = useFormConnection(form, trusted, setTrusted);
  const [triedStep, setTriedStep] = useState(-1);
  const [refused, setRefused] = useState(noProblems);
  const test = useEnvironmentTest();
  const definition = useMemo(() => definitionOf(form), [form]);
  const found = useMemo(
    () =>
      formProblems(
        form,
        environments.map(({ name }) => name),
        known?.connections.map(({ name }) => name),
      ),
    [form, environments, known],
  );
  const missing = Object.fromEntries(
    Object.entries(found.missing).filter(([field]) => stepOf(field) <= triedStep),
  );
  const problems = { ...refused, ...missing, ...found.wrong };
  const stepsAmiss = new Set(Object.keys({ ...found.wrong, ...found.missing }).map(stepOf));
  const last = steps.length - 1;
  const create = useMutation({
    mutationFn: () => client.environments.create({ definition }),
    onSuccess: async made => {
      if (form.connectionToMake && trusted.length > 0) {
        await keepTrusted(await client.connections.get({ connection: made.connection }), trusted);
      }
      forget();
      showToast(`${made.name} created`);
      navigate(environmentHref(made.id), { replace: true });
    },
    onError: error => {
      const { fields } = engineProblems(callFailure(error).problems, form);
      setRefused(fields);
      const [first] = Object.keys(fields);
      if (first !== undefined) setStep(stepOf(first));
    },
  });
  const runTest = async () => {
    const hosts = await connection.trust.ask();
    if (hosts === null) return;
    test.run({ environment: definition, ...(form.connectionToMake && { trust_hosts: hosts }) });
  };
  const goTo = (to: number) => {
    if (to > step) setTriedStep(Math.max(triedStep, to - 1));
    const firstAmiss = [...stepsAmiss].filter(amiss => amiss < to).sort((a, b) => a - b)[0];
    const next = firstAmiss ?? to;
    setStep(next);
    if (next === last) void runTest();
  };
  const goOn = (event: FormEvent) => {
    // React tells of forms in dialogs, too, which are no part of this one on the page.
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    if (step < last) goTo(step + 1);
    else if (!test.isPending && stepsAmiss.size === 0) create.mutate();
  };
  const content = useFocusOnStep(step);
  const fields = {
    form,
    problems,
    set: (changes: Partial<EnvironmentForm>) => {
      set(changes);
      setRefused(noProblems);
      create.reset();
      test.stop();
    },
  };

  return (
    <form className={classes.page} data-hue={form.colour} onSubmit={goOn} noValidate>
      <BreadcrumbBar
        crumbs={[{ label: 'Environments', href: '/environments' }, { label: 'New environment' }]}
      >
        <Button
          onClick={() => {
            forget();
            navigate('/environments');
          }}
        >
          Cancel
        </Button>
      </BreadcrumbBar>
      <div ref={content} className={classes.content}>
        <Stepper
          active={step}
          onStepClick={goTo}
          size="xs"
          classNames={{ root: classes.stepper, steps: classes.steps, stepLabel: classes.stepLabel }}
        >
          {steps.map(({ title }, index) => (
            <Stepper.Step
              key={title}
              label={title}
              {...(index <= triedStep && stepsAmiss.has(index) ? { color: 'red' } : {})}
            />
          ))}
        </Stepper>
        <div data-step={step}>
          {step === 0 && <ConnectionStep {...fields} connection={connection} />}
          {step === 1 && (
            <>
              <PlaceFields {...fields} connection={connection} />
              <ComputeFields {...fields} connection={connection} />
            </>
          )}
          {step === 2 && <IdentityFields {...fields} />}
          {step === 3 && (
            <>
              <MappingFields {...fields} />
              <VariableFields {...fields} />
            </>
          )}
          {step === last && (
            <>
              {!test.isIdle && (
                <TestPanel
                  test={test}
                  subject="as it is typed; nothing is saved yet"
                  asked={connection.definition && askedOfSomebody(connection.definition)}
                  onAgain={() => void runTest()}
                />
              )}
              <Summary definition={definition} />
              {create.error && (
                <div className={classes.failed}>
                  <ErrorPanel trouble={troubleOf(create.error, 'The environment was not created')} />
                </div>
              )}
            </>
          )}
        </div>
      </div>
      <footer className={classes.footer}>
        <Button disabled={step === 0} onClick={() => setStep(step - 1)}>
          Back
        </Button>
        {step < last ? (
          <Button type="submit" variant="filled">
            {step === last - 1 ? 'Test it' : 'Next'}
          </Button>
        ) : (
          <>
            {test.isIdle && <Button onClick={() => void runTest()}>Test it</Button>}
            <Button
              type="submit"
              variant="filled"
              loading={create.isPending}
              disabled={test.isPending || stepsAmiss.size > 0}
            >
              {test.data?.ok === false || test.error ? 'Create anyway' : 'Create environment'}
            </Button>
          </>
        )}
      </footer>
    </form>
  );
}

/** Each step begins in its first field; what is returned must hold the step. */
function useFocusOnStep(step: number) {
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    content.current
      ?.querySelector<HTMLElement>(`[data-step="${step}"] section :is(input, [data-add])`)
      ?.focus();
  }, [step]);
  return content;
}

/** `?from=3`: begins as a copy of that one. */
function useCopying(set: (form: EnvironmentForm) => void): void {
  const from = useSearch().get('from');
  const { data } = useQuery(
    api.environments.get.queryOptions({ input: { environment: from ?? '' }, enabled: from !== null }),
  );
  const copied = useRef<string>(null);
  useEffect(() => {
    if (!data || from === null || copied.current === from) return;
    copied.current = from;
    set(copyOf(data));
    navigate('/environments/new', { replace: true });
  }, [data, from, set]);
}

/** `?connection=prod_loader`: begins with that one. */
function useWantedConnection(set: (changes: Partial<EnvironmentForm>) => void): void {
  const wanted = useSearch().get('connection');
  useEffect(() => {
    if (wanted === null) return;
    set({ connection: wanted, connectionToMake: null });
    navigate('/environments/new', { replace: true });
  }, [wanted, set]);
}

/** The first connection there is, or a new one where there is none. */
function useFirstConnection(form: EnvironmentForm, set: (changes: Partial<EnvironmentForm>) => void): void {
  const { data } = useConnections();
  const untouched = form.connection === '' && !form.connectionToMake;
  useEffect(() => {
    if (!data || !untouched) return;
    const first = data.connections[0];
    set(first ? { connection: first.name } : { connectionToMake: { ...emptyConnection, name: 'embedded' } });
  }, [data, untouched, set]);
}
