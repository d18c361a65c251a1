import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { notRunnable } from '../jobs-data.ts';
import { PlanView } from './plan-view.tsx';
import classes from './plan.module.css';

/** What a run of the job would do now. */
export function PlanTab({ job }: { job: Job }) {
  const [fullRefresh, setFullRefresh] = useState(false);
  const refused = notRunnable(job);
  const { data, error, refetch, isFetching } = useQuery({
    ...api.jobs.plan.queryOptions({ input: { job: String(job.id), full_refresh: fullRefresh } }),
    enabled: refused === undefined,
    // The warehouse changes without telling.
    staleTime: 0,
  });
  if (refused !== undefined) return <EmptyState>{refused}.</EmptyState>;
  return (
    <div className={classes.view}>
      <div className={classes.bar}>
        <Button loading={isFetching} onClick={() => void refetch()}>
          Plan again
        </Button>
        {job.materialization === 'incremental' && (
          <Checkbox
            label="With a full refresh"
            checked={fullRefresh}
            onChange={event => setFullRefresh(event.currentTarget.checked)}
          />
        )}
        <span className={classes.dim}>What a run would do now. Nothing is written.</span>
      </div>
      {error ? (
        <ErrorPanel trouble={troubleOf(error, 'It could not be planned')} />
      ) : data ? (
        <PlanView plan={data} />
      ) : (
        <Waiting lines={8} label="Planning" />
      )}
    </div>
  );
}
