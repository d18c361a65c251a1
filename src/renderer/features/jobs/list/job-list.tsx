import { ActionIcon, Menu, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconMinus, IconPlayerPause, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { JobSummary } from '../../../../shared/contract/jobs.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { pausedText } from '../../../parts/paused-mark.tsx';
import { runStateLooks } from '../../../parts/run-state.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FilterList, type ListEntry } from '../../../ui/filter-list.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { useScopedState } from '../../../ui/ui-state.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { filterJobs, runsText } from '../job-filter.ts';
import { jobHref, newJobHref, useAllJobs } from '../jobs-data.ts';
import classes from './job-list.module.css';
import { JobMenuItems } from './job-menu.tsx';

const groupings = ['environment', 'model', 'none'] as const;
type Grouping = (typeof groupings)[number];
const groupingWords: Record<Grouping, string> = {
  environment: 'Group by environment',
  model: 'Group by model',
  none: 'By name alone',
};

/** The jobs at the side: filtered as one types. */
export function JobList() {
  const [filter, setFilter] = useScopedState('jobs.filter', '');
  const [grouping, setGrouping] = useScopedState<Grouping>('jobs.grouping', 'environment');
  const [menu, setMenu] = useState<{ job: JobSummary; at: { x: number; y: number } } | null>(null);
  const { jobs, isPending, error } = useAllJobs();
  const environments = useEnvironments();
  const [path] = useLocation();
  const current = /^\/jobs\/(\d+)/.exec(path)?.[1];
  const entries = useMemo(() => {
    const shown = filterJobs(jobs, { text: filter, environments: [], models: [] });
    return grouping === 'none'
      ? shown.map(item)
      : grouping === 'model'
        ? byModel(shown)
        : byEnvironment(shown, environments);
  }, [jobs, filter, grouping, environments]);

  return (
    <SidePanel
      title="Jobs"
      actions={
        <Tooltip label="New job">
          <ActionIcon aria-label="New job" onClick={() => navigate(newJobHref())}>
            <IconPlus size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    >
      {error ? (
        <ErrorPanel trouble={troubleOf(error, 'The jobs could not be listed')} />
      ) : isPending ? (
        <Waiting lines={8} label="Loading jobs" />
      ) : (
        <FilterList
          label="Jobs"
          filter={filter}
          onFilter={setFilter}
          entries={entries}
          current={current}
          render={job => <JobRow job={job} />}
          onOpen={job => navigate(jobHref(job.id))}
          onMenu={(job, at) => setMenu({ job, at })}
          actions={<ListOptions grouping={grouping} onGrouping={setGrouping} />}
          empty={
            <EmptyState>
              {jobs.length === 0 ? 'No jobs yet.' : `No job has “${filter}” in its name, model or target.`}
            </EmptyState>
          }
        />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <JobMenuItems job={menu.job} />}
      </FloatingMenu>
    </SidePanel>
  );
}

function ListOptions({ grouping, onGrouping }: { grouping: Grouping; onGrouping: (to: Grouping) => void }) {
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label="How the list is shown">
          <ActionIcon aria-label="How the list is shown">
            <IconAdjustmentsHorizontal size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={grouping}
          onChange={chosen => onGrouping(groupings.find(known => known === chosen) ?? 'none')}
        >
          {groupings.map(known => (
            <Menu.RadioItem key={known} value={known}>
              {groupingWords[known]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function JobRow({ job }: { job: JobSummary }) {
  return (
    <>
      <LastState job={job} />
      <span
        className={classes.name}
        title={job.description === '' ? job.name : `${job.name}: ${job.description}`}
      >
        {job.name}
      </span>
      {job.paused !== null && (
        <span className={classes.state} data-tone="warning" title={`Paused ${pausedText(job.paused)}`}>
          <IconPlayerPause size={sizes.iconSmall} aria-hidden />
          <VisuallyHidden>paused</VisuallyHidden>
        </span>
      )}
      {job.has_draft && (
        <span className={classes.mark} title="It has unpublished changes">
          <VisuallyHidden>unpublished changes</VisuallyHidden>
        </span>
      )}
      <span className={classes.runs}>{job.version === null ? 'draft' : runsText(job)}</span>
    </>
  );
}

function LastState({ job }: { job: JobSummary }) {
  if (job.last_run === null) {
    return (
      <span className={classes.state} title="Never ran">
        <IconMinus size={sizes.iconSmall} aria-hidden />
        <VisuallyHidden>never ran</VisuallyHidden>
      </span>
    );
  }
  const { icon: Icon, word, tone } = runStateLooks[job.last_run.state];
  return (
    <span className={classes.state} data-tone={tone} title={`Last run ${word}`}>
      <Icon size={sizes.iconSmall} aria-hidden />
      <VisuallyHidden>last run {word}</VisuallyHidden>
    </span>
  );
}

type Entry = ListEntry<JobSummary>;
const item = (job: JobSummary): Entry => ({ type: 'item', key: String(job.id), item: job });

/** In the order of promotion. */
function byEnvironment(jobs: readonly JobSummary[], environments: readonly Environment[]): Entry[] {
  const groups = Map.groupBy(jobs, job => job.environment_id);
  return environments.flatMap((environment): Entry[] => {
    const members = groups.get(environment.id) ?? [];
    if (members.length === 0) return [];
    const label = <EnvironmentChip environment={environment} />;
    return [{ type: 'group', key: `environment:${environment.id}`, label }, ...members.map(item)];
  });
}

function byModel(jobs: readonly JobSummary[]): Entry[] {
  const groups = Map.groupBy(jobs, job => job.model ?? '');
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([model, members]): Entry[] => [
      { type: 'group', key: `model:${model}`, label: model === '' ? 'no model' : model },
      ...members.map(item),
    ]);
}
