import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { JobSummary } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { counted } from '../../../ui/numbers.ts';
import { ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { jobHref, newJobHref } from '../../jobs/jobs-data.ts';
import { jobColumns } from '../../jobs/list/job-columns.tsx';
import { JobMenuItems } from '../../jobs/list/job-menu.tsx';
import { useModelPage } from '../workbench.ts';
import classes from './results.module.css';

/** More builds of one model are on the page of jobs. */
const maxJobs = 1_000;

/** The jobs that build this model: where, as what, from which version, and how they went. */
export function JobsPanel() {
  const { model } = useModelPage();
  const environments = useEnvironments();
  const { data, error } = useQuery(
    api.jobs.list.queryOptions({ input: { model: String(model.id), limit: maxJobs } }),
  );
  // That of the model is the one that is open.
  const columns = useMemo(
    () => jobColumns(environments).filter(({ key }) => key !== 'model'),
    [environments],
  );
  const [menu, setMenu] = useState<{ job: JobSummary; at: { x: number; y: number } } | null>(null);
  if (error) return <ErrorPanel trouble={troubleOf(error, 'The jobs of this model could not be listed')} />;
  if (!data) return <Waiting lines={4} label="Loading its jobs" />;
  const { jobs } = data;
  const without = environments.find(({ id }) => jobs.every(job => job.environment_id !== id));
  const add = (
    <Button
      className={jobs.length > 0 ? classes.small : undefined}
      leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
      onClick={() => navigate(newJobHref({ model: model.id, environment: without?.name }))}
    >
      Add job
    </Button>
  );
  if (jobs.length === 0) {
    return (
      <EmptyState action={add}>No job builds this model yet: until one does, it is only text.</EmptyState>
    );
  }
  return (
    <div className={classes.results}>
      <div className={classes.facts}>
        {counted(jobs.length, 'job')}
        <span className={classes.gap} />
        {add}
      </div>
      <ObjectTable
        label="Jobs of this model"
        columns={columns}
        rows={jobs}
        keyOf={job => String(job.id)}
        hueOf={job => environments.find(({ id }) => id === job.environment_id)?.colour}
        onOpen={job => navigate(jobHref(job.id))}
        onMenu={(job, at) => setMenu({ job, at })}
      />
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <JobMenuItems job={menu.job} />}
      </FloatingMenu>
    </div>
  );
}
