import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { DetailFields, isComplete, trimmed } from './detail-fields.tsx';
import classes from './dialogs.module.css';
import { nameErrorOf } from './name-error.ts';

export function EditDetails({ model, onDone }: { model: ModelSummary; onDone: () => void }) {
  const { name, description, owner, labels } = model;
  const [details, setDetails] = useState({ name, description, owner, labels });
  const update = useMutation(api.models.update.mutationOptions({ onSuccess: onDone }));
  const nameError = nameErrorOf(update.error);
  const ready = isComplete(details);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) update.mutate({ model: String(model.id), ...trimmed(details) });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <DetailFields
        value={details}
        onChange={next => {
          setDetails(next);
          if (update.error) update.reset();
        }}
        nameError={nameError}
      />
      {update.error && nameError === undefined && (
        <ErrorPanel trouble={troubleOf(update.error, 'The model was not changed')} />
      )}
      <div className={classes.buttons}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={!ready} loading={update.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
