import type { Environment } from '../../../../shared/contract/environments.ts';
import type { JobSummary } from '../../../../shared/contract/jobs.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { AreaLink, useHasArea } from '../../../parts/areas.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { useJobsIn } from '../environments-data.ts';

const columns: readonly ObjectColumn<JobSummary>[] = [
  {
    key: 'name',
    title: 'Job',
    width: '2fr',
    sortBy: job => job.name,
    render: job => <AreaLink to={`/jobs/${job.id}`}>{job.name}</AreaLink>,
  },
  {
    key: 'model',
    title: 'Model',
    width: '1.5fr',
    sortBy: job => job.model,
    render: job =>
      job.model_id === null ? null : <AreaLink to={`/models/${job.model_id}`}>{job.model}</AreaLink>,
  },
  {
    key: 'runs',
    title: 'Runs',
    width: '6rem',
    sortBy: job => job.runs,
    render: job =>
      job.version === null ? 'not published' : <LabelChip title={runsText(job)}>{runsText(job)}</LabelChip>,
  },
  {
    key: 'target',
    title: 'Writes',
    width: '2fr',
    fromWidth: 700,
    sortBy: job => job.target,
    render: job => job.target,
  },
  {
    key: 'last',
    title: 'Last run',
    width: '11rem',
    sortBy: job => (job.last_run ? Date.parse(job.last_run.created_at) : null),
    render: job => <LastRun run={job.last_run} />,
  },
];

/** The jobs that run in an environment. */
export function JobsTab({ environment }: { environment: Environment }) {
  const { data: jobs, error } = useJobsIn(environment.id);
  const hasJobs = useHasArea('jobs');
  if (error) return <ErrorPanel trouble={troubleOf(error, 'The jobs could not be listed')} />;
  if (!jobs) return <Waiting lines={8} label="Loading the jobs" />;
  if (jobs.length === 0) return <EmptyState>No job runs in {environment.name} yet.</EmptyState>;
  return (
    <ObjectTable
      label={`Jobs in ${environment.name}`}
      columns={columns}
      rows={jobs}
      keyOf={job => String(job.id)}
      {...(hasJobs ? { onOpen: (job: JobSummary) => navigate(`/jobs/${job.id}`) } : {})}
    />
  );
}

function LastRun({ run }: { run: JobSummary['last_run'] }) {
  if (!run) return 'never';
  return (
    <AreaLink to={`/runs/${run.id}`}>
      <RunStateChip state={run.state} /> <RelativeTime at={run.ended_at ?? run.created_at} />
    </AreaLink>
  );
}

function runsText({ runs, runs_version }: JobSummary): string {
  if (runs === null) return 'nothing';
  return runs === `v${runs_version}` || runs_version === null ? runs : `${runs} → v${runs_version}`;
}
