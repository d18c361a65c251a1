import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Job, JobDefinition } from '../../../../shared/contract/jobs.ts';
import type { Problem } from '../../../../shared/domain/errors.ts';
import { client } from '../../../api.ts';
import { callFailure } from '../../../call-error.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { startsText } from '../../../parts/trigger-words.ts';
import { showToast } from '../../../ui/notices.ts';
import { once } from '../../../ui/once.ts';
import { sizes } from '../../../ui/theme.ts';
import { ChangesList } from '../../environments/page/changes-list.tsx';
import { definitionChanges, runsWords } from '../definition-changes.ts';
import { targetName } from '../reads.ts';
import { sharedTargetOf } from '../shared-target.ts';
import classes from './dialogs.module.css';
import { Refusal } from './refusal.tsx';

interface Props {
  opened: boolean;
  /** Null for one that is not there yet. */
  job: Job | null;
  /** What is to become live. */
  definition: JobDefinition;
  onClose: () => void;
  onPublished: (job: Job) => void;
  /** What the engine found wrong with it, so that it can be said where it is typed. */
  onProblems?: (problems: readonly Problem[]) => void;
}

/** Says what publishing changes, asks why, and where another job writes the same, whether that is meant. */
export function PublishJob({ opened, ...props }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={props.onClose}
      title={
        props.job?.definition
          ? `Publish ${props.job.name}`
          : `Publish ${props.definition.name || 'the new job'}`
      }
      size={sizes.dialogWide}
    >
      {opened && <PublishForm {...props} />}
    </Modal>
  );
}

function PublishForm({ job, definition, onClose, onPublished, onProblems }: Omit<Props, 'opened'>) {
  const [message, setMessage] = useState('');
  const [confirmed, setConfirmed] = useState(false);
  // What was looked at when the dialog was opened: a change by others behind it is not to be covered.
  const [revision] = useState(job?.revision);
  const publish = useMutation({
    mutationFn: async () => {
      const input = { definition, message: message.trim(), publish: true, confirm_shared_target: confirmed };
      if (job === null) return { ...(await client.jobs.create(input)), changed: true };
      return await client.jobs.apply({ ...input, id: job.id, revision });
    },
    onSuccess: ({ changed, ...published }) => {
      showToast(
        changed
          ? `${published.name} is published: definition ${published.version ?? ''}`
          : `Nothing was added: ${published.name} is as definition ${published.version ?? ''} says`,
      );
      onPublished(published);
    },
    onError: error => {
      const { code, problems } = callFailure(error);
      if (code === 'validation') onProblems?.(problems);
    },
  });
  const shared = publish.error ? sharedTargetOf(callFailure(publish.error)) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    once(`publish:${job?.id ?? definition.name}`, () => publish.mutateAsync());
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Summary job={job} definition={definition} />
      <Textarea
        label="Message"
        description="What changed, and why"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2_000}
        data-autofocus
        value={message}
        onChange={event => setMessage(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      <Refusal
        error={publish.error}
        title="It was not published"
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
          loading={publish.isPending}
          disabled={shared !== undefined && !confirmed}
        >
          {shared ? 'Publish, both write it' : 'Publish'}
        </Button>
      </div>
    </form>
  );
}

function Summary({ job, definition }: { job: Job | null; definition: JobDefinition }) {
  const environment = useEnvironments().find(({ name }) => name === definition.environment);
  const live = job?.definition ?? null;
  const changes = live ? definitionChanges(live, definition) : [];
  if (!live) {
    return (
      <div className={classes.summary} data-hue={environment?.colour}>
        <p>
          {definition.name} will run {runsWords(definition)} of {definition.model} in{' '}
          {environment ? <EnvironmentChip environment={environment} /> : definition.environment} and write{' '}
          <code>{targetName(definition.target, environment) ?? definition.target.table}</code>.{' '}
          {startsText(definition)}
        </p>
      </div>
    );
  }
  return (
    <div className={classes.summary} data-hue={environment?.colour}>
      {changes.length === 0 ? (
        <p>Nothing is different from the live definition.</p>
      ) : (
        <>
          <p>Runs that start from now on use it. What changes:</p>
          <ChangesList changes={changes} />
        </>
      )}
    </div>
  );
}
