import { Button } from '@mantine/core';
import { callFailure } from '../../../call-error.ts';
import { AreaLink, useHasArea } from '../../../parts/areas.tsx';
import { openRunNow } from '../../../parts/run-now.ts';

/** The job that writes the table a query missed: to be run, or looked at. */
export function WriterActions({ error }: { error: unknown }) {
  const { job, job_name: name } = callFailure(error).related;
  const canRun = useHasArea('jobs');
  if (typeof job !== 'number' || name === undefined) return null;
  return (
    <>
      {canRun && <Button onClick={() => openRunNow({ jobId: job })}>Run {name}…</Button>}
      <AreaLink to={`/jobs/${job}`}>Open the job</AreaLink>
    </>
  );
}
