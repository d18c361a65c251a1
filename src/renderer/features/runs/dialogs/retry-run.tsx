import { Button, Modal, Radio, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type RetryMode, type RetryPlan, type Run, retryModes } from '../../../../shared/contract/runs.ts';
import { api, client } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { openRunNow } from '../../../parts/run-now.ts';
import { versionText } from '../../../parts/version-text.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { once } from '../../../ui/once.ts';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { runHref } from '../runs-data.ts';
import { useNotAgain } from '../use-run-again.ts';
import classes from './dialogs.module.css';
import { closeRetry, useRetriedRun } from './retry-state.ts';

const modeWords: Record<RetryMode, { label: string; description: string }> = {
  today: {
    label: 'With today’s definition',
    description: 'As the job is defined now: its version, variables and mapping of today.',
  },
  exactly: {
    label: 'Exactly as then',
    description: 'From what was frozen: the same SQL, variables and mapping, whatever changed since.',
  },
  from_failure: {
    label: 'From the step that failed',
    description:
      'Exactly as then; of the steps before it those are taken over whose results are still there.',
  },
};

/** Asks how a run is to be done again, and shows what each way would do. */
export function RetryRunDialog() {
  const run = useRetriedRun(state => state.run);
  return (
    <Modal
      opened={run !== null}
      onClose={closeRetry}
      title={run && `Run #${run.id} again`}
      size={sizes.dialogWide}
    >
      {run && <RetryForm key={run.id} run={run} />}
    </Modal>
  );
}

function RetryForm({ run }: { run: Run }) {
  const notAgain = useNotAgain(run);
  const [mode, setMode] = useState<RetryMode>(run.state === 'failed' ? 'from_failure' : 'today');
  const [cause, setCause] = useState('');
  const plan = useQuery(
    api.runs.planRetry.queryOptions({ input: { run: run.id, mode }, retry: false, gcTime: 0 }),
  );
  const retry = useMutation({
    mutationFn: () => client.runs.retry({ run: run.id, mode, cause: cause.trim() }),
    onSuccess: created => {
      closeRetry();
      showToast(`Run #${created.id} of ${created.job} started`);
      navigate(runHref(created.id));
    },
  });
  const isReady = plan.data !== undefined && plan.error === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) once(`retry:${run.id}`, () => retry.mutateAsync());
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className={classes.text}>
        <b>{run.job}</b> in <b>{run.environment}</b>, as a new run.
      </p>
      <Radio.Group
        label="How"
        value={mode}
        onChange={value => {
          retry.reset();
          setMode(retryModes.find(known => known === value) ?? 'today');
        }}
      >
        <div className={classes.modes}>
          {retryModes.map(known => (
            <Radio
              key={known}
              // The button that starts it is not to be had before it is planned.
              data-autofocus={known === mode || undefined}
              size="xs"
              value={known}
              label={modeWords[known].label}
              description={
                isFailureMissing(known, run)
                  ? `Run #${run.id} did not fail: there is none.`
                  : modeWords[known].description
              }
              disabled={isFailureMissing(known, run)}
            />
          ))}
        </div>
      </Radio.Group>
      <div className={classes.plan} aria-live="polite">
        {plan.error ? (
          <ErrorPanel trouble={troubleOf(plan.error, 'It cannot be done again so')} />
        ) : plan.data ? (
          <Plan plan={plan.data} run={run} />
        ) : (
          <Waiting lines={4} label="Planning" />
        )}
      </div>
      <TextInput
        label="Why"
        description="Kept with the run"
        maxLength={500}
        value={cause}
        onChange={event => setCause(event.currentTarget.value)}
      />
      {retry.error && callFailure(retry.error).message !== '' && (
        <ErrorPanel trouble={troubleOf(retry.error, 'It was not started')} />
      )}
      <div className={classes.buttons}>
        {mode === 'today' && notAgain === undefined && (
          <Button
            variant="subtle"
            onClick={() => {
              closeRetry();
              openRunNow({ jobId: run.job_id, again: run });
            }}
          >
            With other variables or version…
          </Button>
        )}
        <Button onClick={closeRetry}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={!isReady} loading={retry.isPending}>
          Run again in {run.environment}
        </Button>
      </div>
    </form>
  );
}

const isFailureMissing = (mode: RetryMode, run: Run) => mode === 'from_failure' && run.state !== 'failed';

function Plan({ plan, run }: { plan: RetryPlan; run: Run }) {
  return (
    <>
      <p className={classes.text}>
        Definition {plan.job_version}, {run.model} {versionText(plan)}
        {plan.target !== null && (
          <>
            {' '}
            to <code>{plan.target}</code>
          </>
        )}
      </p>
      <ol className={classes.steps} aria-label="Steps">
        {plan.steps.map(({ name, action }) => (
          <li key={name} data-action={action}>
            {name}
            <span>{action === 'do' ? 'will be done' : `taken over from #${run.id}`}</span>
          </li>
        ))}
      </ol>
      <Reasons plan={plan} />
      {plan.differences.length === 0 ? (
        <p className={classes.text}>Version, variables and environment are those of run #{run.id}.</p>
      ) : (
        <div>
          <p className={classes.text}>Unlike run #{run.id}:</p>
          <ul className={classes.differences}>
            {plan.differences.map(difference => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** Why steps are done again that were begun then, each reason once. */
function Reasons({ plan }: { plan: RetryPlan }) {
  const byReason = Map.groupBy(
    plan.steps.filter(({ reason }) => reason !== null),
    ({ reason }) => reason,
  );
  if (byReason.size === 0) return null;
  return (
    <ul className={classes.differences} aria-label="Why steps are done again">
      {[...byReason].map(([reason, steps]) => (
        <li key={reason}>
          {steps.map(({ name }) => name).join(', ')}: {reason}
        </li>
      ))}
    </ul>
  );
}
