import { ActionIcon, Button, MultiSelect, Select, TextInput, Tooltip } from '@mantine/core';
import {
  IconArrowsRightLeft,
  IconBriefcase,
  IconCalendarTime,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { type ReactNode, useId, useMemo } from 'react';
import { useEnvironments } from '../../../parts/environments.ts';
import { sizes } from '../../../ui/theme.ts';
import { localZone } from '../../../ui/time.ts';
import { nextKey } from '../../environments/form/environment-form.ts';
import { plainText } from '../../environments/form/fields.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import { useAllModels } from '../../models/models-data.ts';
import { useAllJobs } from '../jobs-data.ts';
import type { JobFieldsProps } from './fields.ts';
import { below, OverlapField, type TriggerFieldsProps } from './overlap-field.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import classes from './starts.module.css';
import { emptyTrigger, type TriggerFormKind, type TriggerRow, type UpstreamState } from './trigger-form.ts';

const kinds = {
  schedule: { title: 'Schedule', icon: IconCalendarTime },
  job: { title: 'After other jobs', icon: IconBriefcase },
  deployment: { title: 'When a model goes live', icon: IconArrowsRightLeft },
} as const;
const kindNames = ['schedule', 'job', 'deployment'] as const;

/** Why the job starts by itself. */
export function StartFields(props: JobFieldsProps) {
  const { form, set, problems } = props;
  const rows = form.triggers;
  const add = (kind: TriggerFormKind) =>
    set({
      triggers: [
        ...rows,
        {
          ...emptyTrigger(nextKey(rows), kind, kind === 'schedule' ? localZone() : ''),
          environment: form.environment,
        },
      ],
    });
  return (
    <FormSection
      title="Starts"
      description="Without a trigger it starts by hand only. With several, each of them starts it."
    >
      {rows.map(row => (
        <TriggerCard
          key={row.key}
          row={row}
          onRemove={() => set({ triggers: rows.filter(({ key }) => key !== row.key) })}
        >
          <OneTrigger
            {...props}
            row={row}
            problem={field => problems[`triggers.${row.key}.${field}`]}
            change={changes =>
              set({ triggers: rows.map(other => (other === row ? { ...row, ...changes } : other)) })
            }
          />
        </TriggerCard>
      ))}
      <div className={classes.adding}>
        {kindNames.map(kind => (
          <Button
            key={kind}
            leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
            onClick={() => add(kind)}
          >
            {kinds[kind].title}
          </Button>
        ))}
      </div>
    </FormSection>
  );
}

interface CardProps {
  row: TriggerRow;
  onRemove: () => void;
  children: ReactNode;
}

function TriggerCard({ row, onRemove, children }: CardProps) {
  const id = useId();
  const { title, icon: Icon } = kinds[row.kind];
  return (
    <section className={classes.card} aria-labelledby={id}>
      <header className={classes.head}>
        <Icon size={sizes.icon} aria-hidden />
        <h3 id={id}>{title}</h3>
        <Tooltip label="Remove">
          <ActionIcon aria-label={`Remove: ${title.toLowerCase()}`} onClick={onRemove}>
            <IconTrash size={sizes.iconSmall} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </header>
      {children}
    </section>
  );
}

interface OneProps extends JobFieldsProps {
  row: TriggerRow;
  problem: (field: string) => string | undefined;
  change: (changes: Partial<TriggerRow>) => void;
}

function OneTrigger({ row, problem, change, job, form }: OneProps) {
  const shared = { row, problem, set: change };
  if (row.kind === 'schedule') return <ScheduleFields {...shared} />;
  if (row.kind === 'deployment') return <DeploymentFields {...shared} />;
  return <UpstreamFields {...shared} environment={form.environment} self={job?.id} />;
}

const stateChoices: { value: UpstreamState; label: string }[] = [
  { value: 'completed', label: 'completed' },
  { value: 'failed', label: 'failed' },
  { value: 'skipped', label: 'skipped' },
  { value: 'cancelled', label: 'cancelled' },
];

interface UpstreamProps extends TriggerFieldsProps {
  environment: string;
  self: number | undefined;
}

function UpstreamFields({ row, problem, set, environment, self }: UpstreamProps) {
  const { jobs } = useAllJobs();
  const names = useMemo(
    () => jobs.filter(job => job.environment === environment && job.id !== self).map(({ name }) => name),
    [jobs, environment, self],
  );
  const gone = row.after.filter(name => !names.includes(name));
  return (
    <>
      <MultiSelect
        size="xs"
        label={`Jobs in ${environment === '' ? 'the same environment' : environment}`}
        required
        searchable
        // Going to it because something is wrong must not cover what is said of that.
        openOnFocus={false}
        data={[...names, ...gone]}
        nothingFoundMessage="No such job in this environment"
        value={row.after}
        error={problem('after')}
        description={
          gone.length > 0 && jobs.length > 0 ? `Not in ${environment}: ${gone.join(', ')}` : undefined
        }
        onChange={after => set({ after })}
      />
      <div className={classes.two}>
        <MultiSelect
          size="xs"
          label="Whose run ends as"
          data={stateChoices}
          value={row.states}
          error={problem('states')}
          onChange={chosen =>
            set({ states: stateChoices.map(({ value }) => value).filter(state => chosen.includes(state)) })
          }
        />
        <Select
          label="With several jobs"
          data={[
            { value: 'all', label: 'All of them, since this job last started' },
            { value: 'any', label: 'Any of them' },
          ]}
          value={row.when}
          error={problem('when')}
          onChange={when => set({ when: when === 'any' ? 'any' : 'all' })}
        />
      </div>
      <OverlapField row={row} problem={problem} set={set} />
    </>
  );
}

function DeploymentFields({ row, problem, set }: TriggerFieldsProps) {
  const { models } = useAllModels();
  const environments = useEnvironments();
  return (
    <>
      <div className={classes.two}>
        <Select
          label="Model"
          searchable
          data={[
            { value: '', label: 'Any model' },
            ...withValue(
              models.map(({ name }) => name),
              row.model,
            ).map(name => ({ value: name, label: name })),
          ]}
          value={row.model}
          error={problem('model')}
          onChange={model => set({ model: model ?? '' })}
        />
        <Select
          label="Goes live in"
          required
          data={withValue(
            environments.map(({ name }) => name),
            row.environment,
          )}
          value={row.environment === '' ? null : row.environment}
          placeholder="Choose"
          error={problem('environment')}
          onChange={environment => set({ environment: environment ?? '' })}
        />
      </div>
      <OverlapField row={row} problem={problem} set={set} />
    </>
  );
}

/** Failures, and which run goes first. */
export function FailureFields({ form, set, problems }: JobFieldsProps) {
  return (
    <FormSection title="Failures and turns" description="What is empty is as usual.">
      <div className={classes.two}>
        <TextInput
          label="Retries"
          {...plainText}
          {...below}
          inputMode="numeric"
          placeholder="none"
          description="Further attempts after a failure that may pass by itself"
          value={form.retries}
          error={problems.retries}
          onChange={event => set({ retries: event.currentTarget.value })}
        />
        <TextInput
          label="First of them after"
          {...plainText}
          {...below}
          placeholder="30s"
          description="Doubled each time, up to an hour"
          value={form.backoff}
          error={problems.backoff}
          onChange={event => set({ backoff: event.currentTarget.value })}
        />
        <TextInput
          label="Pause after failures"
          {...plainText}
          {...below}
          inputMode="numeric"
          placeholder="never"
          description="So many runs failed one after the other"
          value={form.pauseAfter}
          error={problems.pauseAfter}
          onChange={event => set({ pauseAfter: event.currentTarget.value })}
        />
        <TextInput
          label="Priority"
          {...plainText}
          {...below}
          inputMode="numeric"
          placeholder="0"
          description="Of runs that wait, the highest starts first"
          value={form.priority}
          error={problems.priority}
          onChange={event => set({ priority: event.currentTarget.value })}
        />
        {(form.maxConcurrent !== '' || form.triggers.some(({ overlap }) => overlap === 'allow')) && (
          <TextInput
            label="Runs at once"
            {...plainText}
            {...below}
            inputMode="numeric"
            placeholder="4"
            description="Where runs may overlap"
            value={form.maxConcurrent}
            error={problems.maxConcurrent}
            onChange={event => set({ maxConcurrent: event.currentTarget.value })}
          />
        )}
      </div>
    </FormSection>
  );
}

/** The options with the one that is chosen, even where it is not there any more. */
function withValue(options: readonly string[], value: string): string[] {
  return value === '' || options.includes(value) ? [...options] : [value, ...options];
}
