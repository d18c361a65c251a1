import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import type { StartFrom } from './dialog-state.ts';
import { modelHref } from '../models-data.ts';
import { type Details, DetailFields, isComplete, trimmed } from './detail-fields.tsx';
import classes from './dialogs.module.css';
import { nameErrorOf } from './name-error.ts';

const empty: Details = { name: '', description: '', owner: '', labels: [] };

interface Props {
  from: StartFrom | undefined;
  onDone: () => void;
}

export function CreateModel({ from, onDone }: Props) {
  const [details, setDetails] = useState({ ...empty, name: from?.name ?? '' });
  const create = useMutation(
    api.models.create.mutationOptions({
      onSuccess: model => {
        onDone();
        from?.onCreated();
        navigate(modelHref(model.id));
      },
    }),
  );
  const nameError = nameErrorOf(create.error);
  const ready = isComplete(details);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready)
      create.mutate({ ...trimmed(details), sql: from?.sql ?? '', ...(from?.docs && { docs: from.docs }) });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <DetailFields
        value={details}
        onChange={next => {
          setDetails(next);
          if (create.error) create.reset();
        }}
        nameError={nameError}
      />
      {create.error && nameError === undefined && (
        <ErrorPanel trouble={troubleOf(create.error, 'The model was not created')} />
      )}
      <div className={classes.buttons}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={!ready} loading={create.isPending}>
          Create model
        </Button>
      </div>
    </form>
  );
}
