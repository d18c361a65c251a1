import { Button, Checkbox, Select, Textarea } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import type { Run } from '../../../../shared/contract/runs.ts';
import { api, client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { closeRunNow } from '../../../parts/run-now.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { once } from '../../../ui/once.ts';
import { sizes } from '../../../ui/theme.ts';
import { addVariableProblems } from '../../environments/form/form-problems.ts';
import { rowsOf, type VariableRow, variablesOf } from '../../environments/form/variable-values.ts';
import { ChangesList } from '../../environments/page/changes-list.tsx';
import { notRunnable } from '../jobs-data.ts';
import { effectiveVariables, type EffectiveVariable } from '../variables.ts';
import classes from './dialogs.module.css';
import { asDefined, asThen, changesSince, versionChoices } from './run-choices.ts';
import { RunVariables } from './run-variables.tsx';

interface Props {
  job: Job;
  /** The run that is to be done again. */
  again: Run | undefined;
}

/** What a run of a job will do, and what it is to have of its own. */
export function RunForm({ job, again }: Props) {
  const environment = useEnvironments().find(({ id }) => id === job.environment_id);
  const known = useKnownVariables(job, environment);
  const hasRuns = useHasArea('runs');
  const [version, setVersion] = useState(asDefined);
  const [rows, setRows] = useState<VariableRow[]>([]);
  const [cause, setCause] = useState('');
  const [fullRefresh, setFullRefresh] = useState(false);
  const [ignoring, setIgnoring] = useState(false);
  const [tried, setTried] = useState(false);
  const wrong: Record<string, string> = {};
  const missing: Record<string, string> = {};
  addVariableProblems(rows, wrong, missing);
  const needsReason = environment?.protected === true && (rows.length > 0 || ignoring);
  const lacksReason = needsReason && cause.trim() === '';
  const isBroken = Object.keys(wrong).length + Object.keys(missing).length > 0 || lacksReason;
  const refused = notRunnable(job);

  const start = useMutation({
    mutationFn: () =>
      client.jobs.run({
        job: String(job.id),
        cause: cause.trim(),
        variables: variablesOf(rows),
        ...(version === asDefined ? {} : { version }),
        ...(fullRefresh ? { full_refresh: true } : {}),
        ...(ignoring ? { ignore_conditions: true } : {}),
      }),
    onSuccess: run => {
      closeRunNow();
      showToast(`Run #${run.id} of ${run.job} started`);
      if (hasRuns) navigate(`/runs/${run.id}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isBroken && refused === undefined) once(`run:${job.id}`, () => start.mutateAsync());
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.summary} data-hue={environment?.colour}>
        <p>
          <b>{job.name}</b> in {environment ? <EnvironmentChip environment={environment} /> : job.environment}
          {job.target !== null && (
            <>
              {' '}
              {targetWords(job, fullRefresh)} <code>{job.target}</code>
            </>
          )}
          .
        </p>
        {job.has_draft && job.version !== null && (
          <p className={classes.dim}>Its unpublished changes are not part of it.</p>
        )}
      </div>
      {again && (
        <Differences
          again={again}
          job={job}
          environment={environment}
          known={known}
          onTake={then => {
            if (environment?.protected !== true) setVersion(then.version);
            setRows(rowsOf(then.variables));
          }}
        />
      )}
      <VersionField job={job} environment={environment} value={version} onChange={setVersion} />
      <RunVariables
        job={job}
        version={version}
        environment={environment}
        known={known}
        rows={rows}
        problems={{ ...(tried ? missing : {}), ...wrong }}
        onChange={setRows}
      />
      {job.materialization === 'incremental' && (
        <Checkbox
          label="Full refresh"
          description="Builds the whole table anew and replaces it, instead of adding what is new"
          checked={fullRefresh}
          onChange={event => setFullRefresh(event.currentTarget.checked)}
        />
      )}
      {job.definition?.conditions !== undefined && (
        <Checkbox
          label="Ignore its conditions"
          description="They are looked at, and it is built whatever they find"
          checked={ignoring}
          onChange={event => setIgnoring(event.currentTarget.checked)}
        />
      )}
      <Textarea
        label="Why"
        required={needsReason}
        error={tried && lacksReason ? 'Say why it is to run unlike what was approved' : undefined}
        description={
          needsReason
            ? `Kept with the run; ${job.environment} is protected, what is unlike its approved jobs needs a reason`
            : 'Kept with the run'
        }
        autosize
        minRows={1}
        maxRows={4}
        maxLength={500}
        value={cause}
        onChange={event => setCause(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      {refused !== undefined && <p className={classes.missing}>{refused}.</p>}
      {start.error && <ErrorPanel trouble={troubleOf(start.error, `${job.name} was not started`)} />}
      <div className={classes.buttons}>
        <Button onClick={closeRunNow}>Cancel</Button>
        <Button
          type="submit"
          variant="filled"
          loading={start.isPending}
          disabled={refused !== undefined}
          data-autofocus
        >
          Run in {job.environment}
        </Button>
      </div>
    </form>
  );
}

function targetWords({ materialization }: Job, fullRefresh: boolean): string {
  if (materialization === 'view') return 'replaces the view';
  if (materialization === 'incremental' && !fullRefresh) return 'adds what is new to';
  return 'builds and replaces the table';
}

function useKnownVariables(job: Job, environment: Environment | undefined): EffectiveVariable[] {
  const workspace = useQuery(api.workspace.variables.queryOptions()).data?.variables ?? {};
  return effectiveVariables([
    { level: 'workspace', variables: workspace },
    { level: 'environment', variables: environment?.variables ?? {} },
    { level: 'job', variables: job.definition?.variables ?? {} },
  ]);
}

interface DifferencesProps {
  again: Run;
  job: Job;
  environment: Environment | undefined;
  known: readonly EffectiveVariable[];
  /** Version and variables are to be those of the earlier run. */
  onTake: (then: NonNullable<ReturnType<typeof asThen>>) => void;
}

/** The run is of today's definition: what that makes different from the earlier one. */
function Differences({ again, job, environment, known, onTake }: DifferencesProps) {
  const then = asThen(again, job, known);
  const taken = then ? takenWords(then, environment) : '';
  const changes = changesSince(again, job, environment, known);
  return changes.length === 0 ? (
    <p>Job, version, variables and mapping are those of run #{again.id}.</p>
  ) : (
    <section aria-label={`Unlike run #${again.id}`}>
      <p>It runs today’s definition. Unlike run #{again.id}:</p>
      <ChangesList changes={changes} />
      {taken !== '' && then && (
        <Button mt="xs" onClick={() => onTake(then)}>
          Take {taken} of run #{again.id}
        </Button>
      )}
    </section>
  );
}

function takenWords(
  then: NonNullable<ReturnType<typeof asThen>>,
  environment: Environment | undefined,
): string {
  const parts = [
    ...(then.version === asDefined || environment?.protected === true ? [] : ['the version']),
    ...(Object.keys(then.variables).length === 0 ? [] : ['the variables']),
  ];
  return parts.join(' and ');
}

interface VersionFieldProps {
  job: Job;
  environment: Environment | undefined;
  value: string;
  onChange: (version: string) => void;
}

function VersionField({ job, environment, value, onChange }: VersionFieldProps) {
  const model = useQuery(
    api.models.get.queryOptions({
      input: { model: String(job.model_id) },
      enabled: job.model_id !== null,
    }),
  ).data;
  if (job.model_id === null) return null;
  return (
    <Select
      label={`Version of ${job.model}`}
      data={versionChoices(job, model)}
      value={value}
      searchable
      allowDeselect={false}
      disabled={environment?.protected === true}
      leftSection={environment?.protected ? <IconLock size={sizes.iconSmall} aria-hidden /> : undefined}
      description={
        environment?.protected
          ? `${environment.name} is protected: what runs there changes by promotion only`
          : undefined
      }
      onChange={chosen => onChange(chosen ?? asDefined)}
    />
  );
}
