import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { once } from '../../../ui/once.ts';
import { closeCancelRun, useCancelledRun } from './dialog-state.ts';
import classes from './dialogs.module.css';

/** Asks why, and says what cancelling means for the run as it is now. */
export function CancelRunDialog() {
  const run = useCancelledRun(state => state.run);
  return (
    <Modal opened={run !== null} onClose={closeCancelRun} title={run && `Cancel run #${run.id}?`}>
      {run && <CancelForm id={run.id} job={run.job} environment={run.environment} />}
    </Modal>
  );
}

function CancelForm({ id, job, environment }: { id: number; job: string; environment: string }) {
  const [reason, setReason] = useState('');
  const state = useQuery(api.runs.get.queryOptions({ input: { run: id } })).data?.state;
  const cancel = useMutation(
    api.runs.cancel.mutationOptions({
      onSuccess: ({ state }) => {
        closeCancelRun();
        showToast(
          state === 'cancelled'
            ? `Run #${id} is cancelled`
            : `Run #${id} is asked to stop; waiting for the warehouse to confirm`,
        );
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    once(`cancel:${id}`, () => cancel.mutateAsync({ run: id, reason: reason.trim() }));
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className={classes.text}>
        <b>{job}</b> in <b>{environment}</b>.{' '}
        {state === 'pending'
          ? 'It has not started and will not.'
          : 'The warehouse is asked to stop; the run is cancelled once it has confirmed. What the target holds stays, unless the build ends first: then the run is completed.'}
      </p>
      <Textarea
        label="Reason"
        description="Kept with the run"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={500}
        data-autofocus
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      {cancel.error && <ErrorPanel trouble={troubleOf(cancel.error, 'The run was not cancelled')} />}
      <div className={classes.buttons}>
        <Button onClick={closeCancelRun}>Let it run</Button>
        <Button type="submit" variant="filled" color="red" loading={cancel.isPending}>
          Cancel run #{id}
        </Button>
      </div>
    </form>
  );
}
