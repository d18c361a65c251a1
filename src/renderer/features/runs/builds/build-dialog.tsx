import { Button, Modal, Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { type BuildRequest, closeBuild, useBuildRequest } from '../../../parts/build-request.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { once } from '../../../ui/once.ts';
import { sizes } from '../../../ui/theme.ts';
import dialogClasses from '../dialogs/dialogs.module.css';
import { buildHref } from './build-facts.ts';
import { BuildCause, BuildOptionFields } from './build-option-fields.tsx';
import { noOptions, optionProblems, plannedOptions, startedOptions } from './build-options.ts';
import { BuildPlanTable } from './build-plan.tsx';
import classes from './builds.module.css';

const typingMs = 300;

/** Asks which models are to be built, and shows what that means before it is done. */
export function BuildDialog() {
  const request = useBuildRequest(state => state.request);
  return (
    <Modal
      opened={request !== null}
      onClose={closeBuild}
      title="Build several models"
      size={sizes.dialogWide}
    >
      {request && <BuildForm request={request} />}
    </Modal>
  );
}

function BuildForm({ request }: { request: BuildRequest }) {
  const environments = useEnvironments();
  const [environment, setEnvironment] = useState(request.environment);
  const [select, setSelect] = useState(request.select);
  const [defer, setDefer] = useState<string | null>(null);
  const [drafts, setDrafts] = useState(request.drafts);
  const [options, setOptions] = useState(noOptions);
  const [tried, setTried] = useState(false);
  const [unfolded, setUnfolded] = useState(false);
  const [written] = useDebouncedValue(select, typingMs);
  const input = {
    environment,
    select: written.trim(),
    drafts,
    ...(defer === null ? {} : { defer }),
    ...plannedOptions(options),
  };
  const plan = useQuery({
    ...api.builds.plan.queryOptions({ input, retry: false }),
    placeholderData: keepPreviousData,
  });
  const start = useMutation(
    api.builds.start.mutationOptions({
      onSuccess: build => {
        closeBuild();
        showToast(`Build #${build.id} started`);
        navigate(buildHref(build.id));
      },
    }),
  );
  const settled = written === select && !plan.isPlaceholderData && !plan.error;
  const models = settled ? (plan.data?.models ?? []) : [];
  const chosen = environments.find(({ name }) => name === environment);
  const isProtected = chosen?.protected === true;
  const { wrong: wrongOptions, missing } = optionProblems(options, isProtected);
  const problems = { ...(tried ? missing : {}), ...wrongOptions };
  const isBroken = Object.keys(wrongOptions).length + Object.keys(missing).length > 0;
  const set = (change: Partial<typeof options>) => setOptions({ ...options, ...change });
  const fields = { options, environment: chosen, problems, set };
  const wrong = plan.error
    ? callFailure(plan.error).problems.find(({ path }) => path === 'select')?.message
    : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    // What is wrong is to be seen.
    if (isBroken) setUnfolded(true);
    if (models.length === 0 || isBroken) return;
    once('build', () => start.mutateAsync({ ...input, ...startedOptions(options) }));
  };
  return (
    <form className={dialogClasses.form} onSubmit={submit}>
      <TextInput
        label="Models"
        description="As in the lineage: +orders+, label:finance, modified+; empty for all"
        placeholder="Everything"
        data-autofocus
        spellCheck={false}
        autoComplete="off"
        value={select}
        error={wrong}
        onChange={event => setSelect(event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <Select
          label="In"
          data={environments.map(({ name }) => name)}
          value={environment}
          allowDeselect={false}
          onChange={chosen => {
            if (chosen === null) return;
            setEnvironment(chosen);
            if (chosen === defer) setDefer(null);
          }}
        />
        <Select
          label="Read the others in"
          description="Tables of models that are not built; modified compares with it"
          placeholder="the same environment"
          clearable
          data={environments.map(({ name }) => name).filter(name => name !== environment)}
          value={defer}
          onChange={setDefer}
        />
      </div>
      <Switch
        label="Build changed drafts in place of what runs"
        checked={drafts}
        disabled={isProtected && !drafts}
        onChange={event => setDrafts(event.currentTarget.checked)}
      />
      <details open={unfolded} onToggle={event => setUnfolded(event.currentTarget.open)}>
        <summary className={classes.unfold}>How it is built</summary>
        <BuildOptionFields {...fields} />
      </details>
      <section className={dialogClasses.plan} aria-label="What would be built" aria-busy={!settled}>
        {plan.error ? (
          <ErrorPanel trouble={troubleOf(plan.error, 'That cannot be built')} />
        ) : (
          plan.data && <BuildPlanTable plan={plan.data} />
        )}
      </section>
      <BuildCause {...fields} />
      {start.error && <ErrorPanel trouble={troubleOf(start.error, 'The build was not started')} />}
      <div className={dialogClasses.buttons}>
        <Button onClick={closeBuild}>Cancel</Button>
        <Button type="submit" variant="filled" loading={start.isPending} disabled={models.length === 0}>
          {models.length === 1
            ? `Build it in ${environment}`
            : `Build ${models.length} models in ${environment}`}
        </Button>
      </div>
    </form>
  );
}
