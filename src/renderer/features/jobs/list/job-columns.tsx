import { IconPencil } from '@tabler/icons-react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { JobSummary } from '../../../../shared/contract/jobs.ts';
import { keptText } from '../../../../shared/domain/intervals.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { PausedMark } from '../../../parts/paused-mark.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import type { ObjectColumn } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { runsText } from '../job-filter.ts';
import classes from './jobs-overview.module.css';

/** Columns of the table of jobs. */
export function jobColumns(environments: readonly Environment[]): ObjectColumn<JobSummary>[] {
  const environmentOf = (job: JobSummary) => environments.find(({ id }) => id === job.environment_id);
  return [
    {
      key: 'name',
      title: 'Name',
      width: '2.4fr',
      sortBy: job => job.name,
      render: job => (
        <span
          className={classes.named}
          title={job.description === '' ? job.name : `${job.name}: ${job.description}`}
        >
          <span className={classes.text}>
            <span className={classes.name}>{job.name}</span>
            <span className={classes.description}>{job.description}</span>
          </span>
          <PausedMark paused={job.paused} />
          <DraftMark job={job} />
        </span>
      ),
    },
    {
      key: 'environment',
      title: 'Environment',
      width: '6.5rem',
      sortBy: job => environmentOf(job)?.position ?? null,
      render: job => {
        const environment = environmentOf(job);
        return environment ? <EnvironmentChip environment={environment} /> : job.environment;
      },
    },
    {
      key: 'model',
      title: 'Model',
      width: '1.4fr',
      fromWidth: 760,
      sortBy: job => job.model,
      render: job => job.model ?? '–',
    },
    {
      key: 'runs',
      title: 'Runs',
      width: '5.5rem',
      sortBy: job => job.runs,
      render: job => <span title={`Tag and version it runs: ${runsText(job)}`}>{runsText(job)}</span>,
    },
    {
      key: 'target',
      title: 'Writes',
      width: '2fr',
      fromWidth: 860,
      sortBy: job => job.target,
      render: job => (
        <span className={classes.target} title={job.target ?? undefined}>
          {job.target ?? '–'}
        </span>
      ),
    },
    {
      key: 'materialization',
      title: 'As a',
      width: '9.5rem',
      fromWidth: 860,
      sortBy: job => keptText(job.materialization, job.interval),
      render: job => <span className={classes.dim}>{keptText(job.materialization, job.interval)}</span>,
    },
    {
      key: 'next',
      title: 'Next fire',
      width: '5.5rem',
      fromWidth: 760,
      sortBy: job => (job.next_fire_at === null ? null : Date.parse(job.next_fire_at)),
      render: job =>
        job.next_fire_at === null || job.paused !== null ? (
          <span className={classes.dim}>–</span>
        ) : (
          <RelativeTime at={job.next_fire_at} />
        ),
    },
    {
      key: 'last',
      title: 'Last run',
      width: '11.5rem',
      sortBy: job => (job.last_run ? Date.parse(job.last_run.created_at) : null),
      render: job => <LastRun job={job} />,
    },
  ];
}

function DraftMark({ job }: { job: JobSummary }) {
  if (job.version !== null && !job.has_draft) return null;
  return (
    <LabelChip
      tone="warning"
      icon={IconPencil}
      title={job.version === null ? 'Never published: it cannot run yet' : 'It has unpublished changes'}
    >
      {job.version === null ? 'only draft' : 'modified'}
    </LabelChip>
  );
}

function LastRun({ job }: { job: JobSummary }) {
  if (job.last_run === null) return <span className={classes.dim}>never</span>;
  const { id, state, created_at } = job.last_run;
  return (
    <span className={classes.last}>
      <AreaLink to={`/runs/${id}`}>
        <RunStateChip state={state} />
      </AreaLink>
      <span className={classes.when}>
        <RelativeTime at={created_at} />
      </span>
    </span>
  );
}
