import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import type { Model } from '../../../../shared/contract/models.ts';
import { tagProblem } from '../../../../shared/domain/names.ts';
import { api, client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { ChangeClassChip } from '../../../parts/change-class.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { openedDraft } from '../drafts/drafts.ts';
import { useModel } from '../models-data.ts';
import classes from './dialogs.module.css';

/** Asks for a message and a tag, and says what publishing would add. */
export function PublishDraft({ modelId, onDone }: { modelId: number; onDone: () => void }) {
  const { data: model } = useModel(modelId);
  return model ? <PublishForm model={model} onDone={onDone} /> : <Waiting label="Loading the draft" />;
}

function PublishForm({ model, onDone }: { model: Model; onDone: () => void }) {
  const [message, setMessage] = useState('');
  const [typed, setTag] = useState('');
  const tag = typed.trim();
  const draft = openedDraft(model.id);
  useEffect(() => void draft?.flush(), [draft]);

  const publish = useMutation({
    mutationFn: async () => {
      await draft?.flush();
      return await client.models.publish({
        model: String(model.id),
        message: message.trim(),
        ...(tag === '' ? {} : { tag }),
        ...(draft ? { revision: draft.revision() } : {}),
      });
    },
    onSuccess: version => {
      onDone();
      const tagged = tag === '' ? '' : `, tagged ${tag}`;
      showToast(
        version.created
          ? `v${version.number} of ${model.name} published${tagged}`
          : `Nothing was added: the draft is v${version.number}${tagged}`,
      );
    },
  });
  const next = (model.latest_version ?? 0) + 1;
  const { data: compared, isFetching } = useComparison(model);
  const isSame = compared !== undefined && compared.change === 'none';
  const isKnown = model.latest_version === null || (compared !== undefined && !isFetching);
  const names = isKnown ? (isSame ? model.latest_version : next) : null;
  const tagError = tag === '' ? undefined : tagProblem(tag, names);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tagError === undefined) publish.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Summary model={model} next={next} />
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
      />
      <TextInput
        label="Tag"
        description="Jobs and promotions refer to versions by tag; can be added later"
        autoComplete="off"
        spellCheck={false}
        placeholder={`v${next}`}
        value={typed}
        error={tagError}
        onChange={event => setTag(event.currentTarget.value)}
      />
      {publish.error && <ErrorPanel trouble={troubleOf(publish.error, 'The draft was not published')} />}
      <div className={classes.buttons}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={tagError !== undefined} loading={publish.isPending}>
          Publish version
        </Button>
      </div>
    </form>
  );
}

/** The draft against the latest version. */
function useComparison(model: Model) {
  return useQuery(
    api.models.diff.queryOptions({
      input: { model: String(model.id), a: 'latest', b: 'draft' },
      enabled: model.latest_version !== null,
      retry: false,
    }),
  );
}

/** How far-reaching the new version would be, compared with the latest one. */
function Summary({ model, next }: { model: Model; next: number }) {
  const latest = model.latest_version;
  const diff = useComparison(model);
  if (latest === null) {
    return (
      <div className={classes.summary}>
        <p>
          The draft of <b>{model.name}</b> becomes its first version.
        </p>
      </div>
    );
  }
  if (diff.data?.change === 'none') {
    return (
      <div className={classes.summary}>
        <p>
          The draft is that of v{latest}: no version will be added. A tag given here names v{latest}.
        </p>
      </div>
    );
  }
  return (
    <div className={classes.summary}>
      <p>
        The draft of <b>{model.name}</b> becomes v{next}. Compared with v{latest}:
      </p>
      {diff.data && <ChangeClassChip change={diff.data.change} />}
      {diff.data && diff.data.reasons.length > 0 && (
        <ul>
          {diff.data.reasons.map(reason => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {diff.isPending && <p>Comparing…</p>}
    </div>
  );
}
