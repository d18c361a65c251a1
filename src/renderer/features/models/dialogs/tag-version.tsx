import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { tagProblem } from '../../../../shared/domain/names.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { useModel } from '../models-data.ts';
import classes from './dialogs.module.css';

interface Props {
  modelId: number;
  version: number;
  onDone: () => void;
}

/** Gives a version a name. A name that is taken moves only when that is said. */
export function TagVersion({ modelId, version, onDone }: Props) {
  const { data: model } = useModel(modelId);
  const [typed, setTag] = useState('');
  const tag = typed.trim();
  const [note, setNote] = useState('');
  const [move, setMove] = useState(false);
  const existing = model?.tags.find(known => known.name.toLowerCase() === tag.toLowerCase());
  const moves = existing !== undefined && existing.version !== version;
  const create = useMutation(
    api.models.tag.mutationOptions({
      onSuccess: made => {
        onDone();
        showToast(`v${made.version} is tagged ${made.name}`);
      },
    }),
  );
  const error = tag === '' ? undefined : tagProblem(tag, version);
  const ready = tag !== '' && error === undefined && (!moves || move);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready)
      create.mutate({ model: String(modelId), version: String(version), tag, note, move: moves && move });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="Tag"
        description={`A name for v${version} of ${model?.name ?? 'the model'}`}
        required
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        error={error}
        onChange={event => {
          setTag(event.currentTarget.value);
          if (create.error) create.reset();
        }}
      />
      {moves && (
        <Checkbox
          checked={move}
          onChange={event => setMove(event.currentTarget.checked)}
          label={`Move tag ${existing.name} from v${existing.version} to v${version}`}
        />
      )}
      <Textarea
        label="Note"
        description="Why this version has a name"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2_000}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
      />
      {create.error && <ErrorPanel trouble={troubleOf(create.error, `v${version} was not tagged`)} />}
      <div className={classes.buttons}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={!ready} loading={create.isPending}>
          {moves ? 'Move tag' : 'Tag version'}
        </Button>
      </div>
    </form>
  );
}
