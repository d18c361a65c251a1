import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import classes from './dialogs.module.css';

interface Props {
  model: ModelSummary;
  /** The file it comes from until now; empty without one. */
  path: string;
  onDone: () => void;
}

/** Asks which file a model comes from. */
export function SetOrigin({ model, path, onDone }: Props) {
  const [typed, setTyped] = useState(path);
  const set = useMutation(
    api.models.setOrigin.mutationOptions({
      onSuccess: () => {
        onDone();
        showToast(`${model.name} comes from that file now; compare it with the draft to see what differs`);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') set.mutate({ model: String(model.id), path: typed.trim() });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="File"
        description="The whole path of a .sql file, on the machine that Slipway runs on. Changes of the file from now on are told here; nothing is taken from it unasked."
        placeholder="/home/ada/models/daily_delays.sql"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={typed}
        onChange={event => {
          setTyped(event.currentTarget.value);
          if (set.error) set.reset();
        }}
      />
      {set.error && <ErrorPanel trouble={troubleOf(set.error, 'That file was not taken')} />}
      <div className={classes.buttons}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={typed.trim() === ''} loading={set.isPending}>
          It comes from this file
        </Button>
      </div>
    </form>
  );
}
