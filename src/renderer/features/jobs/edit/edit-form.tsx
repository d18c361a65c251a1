import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { client } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { useCommands } from '../../../commands.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { counted } from '../../../ui/numbers.ts';
import { shortcutText } from '../../../ui/shortcut.ts';
import { changesInShort } from '../../environments/form/form-changes.ts';
import { PublishJob } from '../dialogs/publish-job.tsx';
import { EditAside } from './edit-aside.tsx';
import classes from './edit.module.css';
import { IdentityFields } from './identity-fields.tsx';
import { engineProblems } from './job-problems.ts';
import { LimitFields } from './limit-fields.tsx';
import { MappingFields } from './mapping-fields.tsx';
import { ConditionFields, OutputCheckFields } from './quality-fields.tsx';
import { FailureFields, StartFields } from './start-fields.tsx';
import { TargetFields } from './target-fields.tsx';
import type { useJobForm } from './use-job-form.ts';
import { VariableFields } from './variable-fields.tsx';
import { WorkloadFields } from './workload-fields.tsx';

interface Props {
  job: Job | null;
  edit: ReturnType<typeof useJobForm>;
  /** Above the fields. */
  children?: ReactNode;
  onSaved: (job: Job) => void;
  onPublished: (job: Job) => void;
  onClose: () => void;
}

/** All fields of a definition, and what can be done with what was typed. */
export function EditForm({ job, edit, children, onSaved, onPublished, onClose }: Props) {
  const { fields, form, definition, changes, broken, problems } = edit;
  const [publishing, setPublishing] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const fieldsBox = useRef<HTMLDivElement>(null);
  const isEdited = changes.length > 0 || (edit.edited && broken) || job === null;
  const canPublish = isEdited || job?.draft !== null;

  // What is wrong is brought before the eyes of who wanted to go on.
  useEffect(() => {
    if (attempt > 0) fieldsBox.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [attempt]);

  const save = useMutation({
    mutationFn: () =>
      job === null
        ? client.jobs.create({ definition, publish: false })
        : client.jobs.apply({ definition, id: job.id, revision: job.revision, publish: false }),
    onSuccess: saved => {
      edit.discard();
      onSaved(saved);
    },
    onError: error => edit.refuse(engineProblems(callFailure(error).problems, form).fields),
  });
  const refusedFields = Object.keys(
    save.error ? engineProblems(callFailure(save.error).problems, form).fields : {},
  );
  const ready = () => {
    edit.check();
    if (broken) setAttempt(attempt + 1);
    return !broken;
  };
  const saveDraft = () => ready() && save.mutate();
  const publish = () => ready() && setPublishing(true);
  useCommands([
    {
      id: 'job.save_draft',
      title: 'Save as a draft',
      group: 'This job',
      shortcut: 'mod+s',
      disabled: isEdited ? undefined : 'Nothing was changed',
      run: saveDraft,
    },
    {
      id: 'job.publish',
      title: 'Publish the definition…',
      group: 'This job',
      shortcut: 'mod+shift+p',
      disabled: canPublish ? undefined : 'There is nothing unpublished',
      run: publish,
    },
  ]);
  const wrong = Object.keys(problems).length;

  return (
    <>
      <div className={classes.view}>
        <div className={classes.columns}>
          <div ref={fieldsBox} className={classes.form}>
            {children}
            {save.error && refusedFields.length === 0 && (
              <ErrorPanel trouble={troubleOf(save.error, 'The draft was not saved')} />
            )}
            <WorkloadFields {...fields} />
            <TargetFields {...fields} />
            <StartFields {...fields} />
            <ConditionFields {...fields} />
            <OutputCheckFields {...fields} />
            <FailureFields {...fields} />
            <IdentityFields {...fields} />
            <MappingFields {...fields} />
            <VariableFields {...fields} />
            <LimitFields {...fields} />
          </div>
          <EditAside job={job} definition={definition} broken={broken} />
        </div>
      </div>
      <section className={classes.bar} aria-label="Saving and publishing">
        <p className={classes.barText}>
          {wrong > 0 ? (
            <strong className={classes.wrong}>
              {counted(wrong, 'field needs', 'fields need')} attention.{' '}
            </strong>
          ) : changes.length > 0 && job !== null ? (
            <>
              <strong>Not saved: </strong>
              {changesInShort(changes)}
            </>
          ) : job?.draft ? (
            'The draft is saved and not published.'
          ) : job === null ? (
            'A draft is kept and cannot run; publishing makes it live.'
          ) : (
            'As published.'
          )}
        </p>
        {isEdited && job !== null ? (
          <Button onClick={edit.discard}>Discard changes</Button>
        ) : (
          <Button onClick={onClose}>{job === null ? 'Cancel' : 'Close'}</Button>
        )}
        <Button
          disabled={!isEdited}
          loading={save.isPending}
          title={shortcutText('mod+s')}
          onClick={saveDraft}
        >
          Save draft
        </Button>
        <Button variant="filled" disabled={!canPublish} title={shortcutText('mod+shift+p')} onClick={publish}>
          Publish…
        </Button>
      </section>
      <PublishJob
        opened={publishing}
        job={job}
        definition={definition}
        onClose={() => setPublishing(false)}
        onPublished={published => {
          setPublishing(false);
          edit.discard();
          onPublished(published);
        }}
        onProblems={found => {
          const { fields: byField, rest } = engineProblems(found, form);
          if (Object.keys(byField).length === 0) return;
          edit.refuse(byField);
          if (rest.length > 0) return;
          setPublishing(false);
          setAttempt(attempt + 1);
        }}
      />
    </>
  );
}
