import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { FireList } from '../../../parts/fire-list.tsx';
import { Gone } from '../../../parts/gone.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { PanelTabs } from '../../../ui/panel-tabs.tsx';
import { useEscape } from '../../../ui/use-escape.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { EditJob } from '../edit/edit-job.tsx';
import { HistoryView } from '../history/history-view.tsx';
import { IntervalsTab } from '../intervals/intervals-tab.tsx';
import { editHref, isByIntervals, jobHref, type JobTab, runsOfJobHref } from '../jobs-data.ts';
import { PlanTab } from '../plan/plan-tab.tsx';
import { ChecksTab, looksAtData } from './checks-tab.tsx';
import { DefinitionView } from './definition-view.tsx';
import { DraftNotice } from './draft-notice.tsx';
import { JobHeader } from './job-header.tsx';
import classes from './job-page.module.css';
import { useJobCommands } from './use-job-commands.ts';

export type JobPageView = JobTab | 'edit';

interface Props {
  /** Its id, or its name in an address typed by hand. */
  job: string;
  view: JobPageView;
}

/** One job. */
export function JobPage({ job: ref, view }: Props) {
  const { data: job, error, refetch } = useQuery(api.jobs.get.queryOptions({ input: { job: ref } }));
  useEffect(() => {
    if (!job || ref === String(job.id)) return;
    navigate(view === 'edit' ? editHref(job.id) : jobHref(job.id, view), { replace: true });
  }, [job, ref, view]);
  const gone = error !== null && callFailure(error).code === 'not_found';
  if (gone) return <Missing jobRef={ref} name={job?.name} />;
  if (job && view === 'edit') return <EditJob key={job.id} job={job} />;
  if (job) return <Loaded key={job.id} job={job} tab={view === 'edit' ? 'definition' : view} />;
  if (!error) return <Waiting lines={10} label="Loading the job" />;
  return (
    <div className={classes.centred}>
      <ErrorPanel trouble={troubleOf(error, 'The job could not be opened')}>
        <Button onClick={() => void refetch()}>Try again</Button>
      </ErrorPanel>
    </div>
  );
}

function Missing({ jobRef, name }: { jobRef: string; name: string | undefined }) {
  const hasRuns = useHasArea('runs');
  const id = /^\d+$/.test(jobRef) ? Number(jobRef) : undefined;
  return (
    <div className={classes.centred}>
      <Gone what="job" asked={jobRef} name={name}>
        <Button onClick={() => navigate('/jobs')}>Show all jobs</Button>
        {hasRuns && id !== undefined && <Button onClick={() => navigate(runsOfJobHref(id))}>Its runs</Button>}
      </Gone>
    </div>
  );
}

const panelId = 'job-panel';

function Loaded({ job, tab }: { job: Job; tab: JobTab }) {
  const environment = useEnvironments().find(({ id }) => id === job.environment_id);
  useJobCommands(job);
  useEscape(() => navigate('/jobs'));
  const tabs: { key: JobTab; label: string }[] = [
    { key: 'definition', label: 'Definition' },
    { key: 'plan', label: 'Plan' },
    ...(tab === 'intervals' || isByIntervals(job) ? [{ key: 'intervals' as const, label: 'Intervals' }] : []),
    ...(tab === 'checks' || looksAtData(job) ? [{ key: 'checks' as const, label: 'Checks' }] : []),
    { key: 'fires', label: 'Fires' },
    { key: 'history', label: 'History' },
  ];
  return (
    <div className={classes.page} data-hue={environment?.colour}>
      <JobHeader job={job} environment={environment} />
      <DraftNotice job={job} />
      <PanelTabs
        label="Parts of the job"
        tabs={tabs}
        current={tab}
        panelId={panelId}
        onShow={key =>
          navigate(jobHref(job.id, tabs.find(known => known.key === key)?.key), { replace: true })
        }
      />
      <div
        id={panelId}
        role="tabpanel"
        aria-label={tabs.find(({ key }) => key === tab)?.label}
        className={classes.panel}
      >
        {tab === 'history' && <HistoryView job={job} />}
        {tab === 'definition' && <DefinitionView job={job} />}
        {tab === 'plan' && <PlanTab job={job} />}
        {tab === 'intervals' && <IntervalsTab job={job} />}
        {tab === 'checks' && <ChecksTab job={job} />}
        {tab === 'fires' && (
          <FireList
            oneJob
            inputOf={() => ({ job: String(job.id) })}
            empty="No trigger of this job has fired yet. Runs by hand are no fires."
          />
        )}
      </div>
    </div>
  );
}
