import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Job, JobVersion } from '../../../../shared/contract/jobs.ts';
import { client } from '../../../api.ts';
import { callFailure } from '../../../call-error.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { showToast } from '../../../ui/notices.ts';
import { once } from '../../../ui/once.ts';
import { sizes } from '../../../ui/theme.ts';
import { ChangesList } from '../../environments/page/changes-list.tsx';
import { definitionChanges } from '../definition-changes.ts';
import { sharedTargetOf } from '../shared-target.ts';
import classes from './dialogs.module.css';
import { Refusal } from './refusal.tsx';

interface Props {
  job: Job;
  version: JobVersion;
  onClose: () => void;
}

/** Makes an earlier definition live again, after saying what that changes. */
export function ActivateVersion({ job, version, onClose }: Props) {
  const [confirmed, setConfirmed] = useState(false);
  const environment = useEnvironments().find(({ name }) => name === version.definition.environment);
  const activate = useMutation({
    mutationFn: () =>
      client.jobs.activate({
        job: String(job.id),
        version: version.number,
        confirm_shared_target: confirmed,
      }),
    onSuccess: () => {
      onClose();
      showToast(`Definition ${version.number} of ${job.name} is live`);
    },
  });
  const isShared = activate.error !== null && sharedTargetOf(callFailure(activate.error)) !== undefined;
  // The name is no part of what is activated: it stays.
  const changes = job.definition
    ? definitionChanges(job.definition, { ...version.definition, name: job.definition.name })
    : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    once(`activate:${job.id}`, () => activate.mutateAsync());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Activate definition ${version.number} of ${job.name}?`}
      size={sizes.dialogWide}
    >
      <form className={classes.form} onSubmit={submit}>
        <div className={classes.summary} data-hue={environment?.colour}>
          {changes.length === 0 ? (
            <p>It says the same as the live definition{job.version === null ? '' : ` ${job.version}`}.</p>
          ) : (
            <>
              <p>Runs that start from now on use it instead of definition {job.version}. What changes:</p>
              <ChangesList changes={changes} />
            </>
          )}
          {job.draft !== null && <p className={classes.dim}>The unpublished draft stays as it is.</p>}
        </div>
        <Refusal
          error={activate.error}
          title="It was not activated"
          job={job}
          confirmed={confirmed}
          onConfirm={setConfirmed}
          onLeave={onClose}
        />
        <div className={classes.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={activate.isPending}
            disabled={isShared && !confirmed}
            data-autofocus
          >
            Activate definition {version.number}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
