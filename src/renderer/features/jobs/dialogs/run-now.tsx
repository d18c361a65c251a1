import { Button, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { troubleOf } from '../../../call-error.ts';
import { closeRunNow, type RunNowRequest, useRunNowRequest } from '../../../parts/run-now.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { runsText } from '../job-filter.ts';
import { notRunnable, useAllJobs, useJob } from '../jobs-data.ts';
import classes from './dialogs.module.css';
import { RunForm } from './run-form.tsx';

/** Asks what to run, where that is not said yet, and with what overrides. */
export function RunNowDialog() {
  const request = useRunNowRequest(state => state.request);
  return (
    <Modal
      opened={request !== null}
      onClose={closeRunNow}
      title={request?.again ? `Run again, like #${request.again.id}` : 'Run now'}
      size={sizes.dialogWide}
    >
      {request && <Content request={request} />}
    </Modal>
  );
}

function Content({ request }: { request: RunNowRequest }) {
  const [chosen, setChosen] = useState(request.jobId);
  return (
    <div className={classes.form}>
      {request.jobId === null && <JobChoice value={chosen} onChoose={setChosen} />}
      {chosen === null ? (
        <div className={classes.buttons}>
          <Button onClick={closeRunNow}>Cancel</Button>
        </div>
      ) : (
        <Chosen key={chosen} id={chosen} request={request} />
      )}
    </div>
  );
}

function JobChoice({ value, onChoose }: { value: number | null; onChoose: (id: number) => void }) {
  const { jobs, error } = useAllJobs();
  if (error) return <ErrorPanel trouble={troubleOf(error, 'The jobs could not be listed')} />;
  return (
    <Select
      label="Job"
      searchable
      data-autofocus
      placeholder="Choose"
      nothingFoundMessage="No such job"
      data={jobs.map(job => ({
        value: String(job.id),
        label: job.name,
        disabled: notRunnable(job) !== undefined,
      }))}
      renderOption={({ option }) => {
        const job = jobs.find(({ id }) => String(id) === option.value);
        return (
          <span>
            {option.label}{' '}
            <span className={classes.dim}>
              {job && (notRunnable(job) === undefined ? runsText(job) : 'only a draft')}
            </span>
          </span>
        );
      }}
      value={value === null ? null : String(value)}
      onChange={id => id !== null && onChoose(Number(id))}
    />
  );
}

function Chosen({ id, request }: { id: number; request: RunNowRequest }) {
  const { data: job, error } = useJob(id);
  if (job) return <RunForm job={job} again={request.again} />;
  if (!error) return <Waiting lines={4} label="Loading the job" />;
  return (
    <>
      <ErrorPanel trouble={troubleOf(error, 'The job cannot be run')} />
      <div className={classes.buttons}>
        <Button data-autofocus onClick={closeRunNow}>
          Close
        </Button>
      </div>
    </>
  );
}
