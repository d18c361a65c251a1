import { Button, Group, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { JobSummary } from '../../../../shared/contract/jobs.ts';
import { troubleOf } from '../../../call-error.ts';
import { changeSearch, navigate, useSearch } from '../../../location.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { LoadSample } from '../../../parts/load-sample.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ChoiceFilter } from '../../../ui/choice-filter.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { counted } from '../../../ui/numbers.ts';
import { ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import {
  filterJobs,
  isFiltered,
  type JobFilter,
  jobFilterSearch,
  noJobFilter,
  readJobFilter,
} from '../job-filter.ts';
import { jobHref, newJobHref, useAllJobs } from '../jobs-data.ts';
import { jobColumns } from './job-columns.tsx';
import { JobMenuItems } from './job-menu.tsx';
import classes from './jobs-overview.module.css';

const keyOf = (job: JobSummary) => String(job.id);

/** All jobs, when none is open. */
export function JobsOverview() {
  const { jobs, isPending, error } = useAllJobs();
  const environments = useEnvironments();
  const search = useSearch().toString();
  const filter = useMemo(() => readJobFilter(new URLSearchParams(search)), [search]);
  const shown = useMemo(() => filterJobs(jobs, filter), [jobs, filter]);
  const columns = useMemo(() => jobColumns(environments), [environments]);
  const [menu, setMenu] = useState<{ job: JobSummary; at: { x: number; y: number } } | null>(null);
  const marks = isPending
    ? null
    : shown.length === jobs.length
      ? counted(jobs.length, 'job')
      : `${shown.length} of ${counted(jobs.length, 'job')}`;
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Jobs' }]} marks={marks}>
        <NewJob />
      </BreadcrumbBar>
      {jobs.length > 0 && <Filters filter={filter} jobs={jobs} />}
      {error ? (
        <ErrorPanel trouble={troubleOf(error, 'The jobs could not be listed')} />
      ) : isPending ? (
        <Waiting lines={10} label="Loading jobs" />
      ) : jobs.length === 0 ? (
        <EmptyState
          action={
            <>
              <Group>
                <NewJob />
              </Group>
              <LoadSample />
            </>
          }
        >
          A job builds a table or view from a model in one environment.
        </EmptyState>
      ) : shown.length === 0 ? (
        <EmptyState action={<Button onClick={() => changeSearch(noJobFilter)}>Show all jobs</Button>}>
          No job fits these filters.
        </EmptyState>
      ) : (
        <ObjectTable
          label="Jobs"
          columns={columns}
          rows={shown}
          keyOf={keyOf}
          hueOf={job => environments.find(({ id }) => id === job.environment_id)?.colour}
          onOpen={job => navigate(jobHref(job.id))}
          onMenu={(job, at) => setMenu({ job, at })}
        />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <JobMenuItems job={menu.job} />}
      </FloatingMenu>
    </>
  );
}

function NewJob() {
  return (
    <Button
      variant="filled"
      leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
      onClick={() => navigate(newJobHref())}
    >
      New job
    </Button>
  );
}

const set = (changes: Partial<JobFilter>) => changeSearch(jobFilterSearch(changes));

function Filters({ filter, jobs }: { filter: JobFilter; jobs: readonly JobSummary[] }) {
  const environments = useEnvironments();
  const models = useMemo(() => {
    const byId = new Map(jobs.map(job => [String(job.model_id), job.model ?? 'no model']));
    return [...byId]
      .map(([value, label]) => ({ value, label }))
      .sort((a, b) => a.label.localeCompare(b.label));
  }, [jobs]);
  return (
    <search className={classes.filters} aria-label="Filter jobs">
      <TextInput
        className={classes.search}
        aria-label="Words in name, model, target or state"
        placeholder="Name, model, target, state"
        leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
        spellCheck={false}
        value={filter.text}
        onChange={event => set({ text: event.currentTarget.value })}
      />
      <ChoiceFilter
        label="Environment"
        choices={environments.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={filter.environments}
        onChange={chosen => set({ environments: chosen })}
        render={({ value, label }) => {
          const environment = environments.find(({ id }) => String(id) === value);
          return environment ? <EnvironmentChip environment={environment} /> : label;
        }}
      />
      <ChoiceFilter
        label="Model"
        choices={models}
        value={filter.models}
        onChange={chosen => set({ models: chosen })}
      />
      {isFiltered(filter) && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={sizes.iconSmall} aria-hidden />}
          onClick={() => changeSearch(noJobFilter)}
        >
          Clear
        </Button>
      )}
    </search>
  );
}
